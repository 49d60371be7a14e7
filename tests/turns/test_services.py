"""What people and groups see is drawn for the day that it is where they are."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from bot.turns.group_turn import usual_group
from bot.turns.services import Services
from storage.records import Person

LATE = datetime(2026, 11, 23, 23, 30, tzinfo=UTC)
PERSON = Person(1, "es", "MX", "short", None, "v", LATE, date(2026, 11, 23), team_number="55 12")


@pytest.mark.parametrize(
    ("zone", "day"),
    [("Pacific/Auckland", 24), ("America/Los_Angeles", 23), ("Europe/Madrid", 24), (None, 23)],
)
def test_today_is_where_they_are_and_the_hosts_where_that_is_not_known(
    services: Services, zone: str | None, day: int
) -> None:
    view = services.view_for(replace(PERSON, time_zone=zone), LATE, "a_bot")
    assert view.today == date(2026, 11, day)
    group = usual_group(-1, services.settings)
    there = replace(group, time_zone=zone or services.settings.default_time_zone)
    assert services.view_in(there, LATE, "a_bot").today == date(2026, 11, day)


def test_a_person_sees_what_they_set_and_a_stranger_what_their_telegram_says(
    services: Services,
) -> None:
    view = services.view_for(PERSON, LATE, "a_bot", "en")
    assert (view.edition.language, view.region, view.text_length) == ("es", "MX", "short")
    assert (view.team_number, view.bot_name) == ("55 12", "a_bot")
    stranger = services.view_for(None, LATE, "a_bot", "es-mx")
    assert (stranger.edition.language, stranger.region) == ("es", "US")
    assert (stranger.text_length, stranger.team_number) == ("full", None)


def test_a_group_sees_nothing_of_a_person(services: Services) -> None:
    services.only_you.set()
    group = replace(usual_group(-1, services.settings), language="es", region="GB")
    view = services.view_in(group, LATE, "a_bot")
    assert (view.edition.language, view.region, view.only_you) == ("es", "GB", True)
    assert view.team_number is None
