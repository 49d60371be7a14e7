"""Visits: what is refused, what comes again, and when."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest

from bot.domain.date_parser import Moment, Reason, Unclear
from bot.domain.visits import changed, corrected, past_the_gap, refused, rolled_on
from storage.records import Visit

LONDON = "Europe/London"
NOW = datetime(2027, 3, 20, 9, 0, tzinfo=UTC)
BEFORE_THE_CHANGE = Visit(
    id=7,
    person_id=1,
    local_start=datetime.fromisoformat("2027-03-15T10:30"),
    time_zone=LONDON,
    starts_at=datetime(2027, 3, 15, 10, 30, tzinfo=UTC),
    with_whom="oncologist",
    place="2nd floor",
    repeat_weeks=3,
    created_at=NOW,
)


def test_a_visit_that_comes_again_keeps_its_time_on_the_wall_clock() -> None:
    rolled = rolled_on(BEFORE_THE_CHANGE, NOW)
    assert rolled.local_start == datetime.fromisoformat("2027-04-05T10:30")
    assert rolled.starts_at == datetime(2027, 4, 5, 9, 30, tzinfo=UTC)
    assert (rolled.id, rolled.place) == (7, "2nd floor")


def test_dates_that_went_by_while_the_bot_was_off_are_passed_over() -> None:
    rolled = rolled_on(BEFORE_THE_CHANGE, NOW + timedelta(weeks=9))
    assert rolled.local_start == datetime.fromisoformat("2027-06-07T10:30")


def test_what_is_still_to_come_or_comes_once_stays_as_it_is() -> None:
    once = replace(BEFORE_THE_CHANGE, repeat_weeks=None)
    assert rolled_on(once, NOW) == once
    assert rolled_on(BEFORE_THE_CHANGE, NOW - timedelta(weeks=1)) == BEFORE_THE_CHANGE


@pytest.mark.parametrize(
    ("local", "reason"),
    [
        ("2027-03-20T08:59", Reason.PAST),
        ("2027-03-20T09:00", Reason.PAST),
        ("2027-03-20T09:01", None),
        ("2030-03-20T23:59", None),
        ("2030-03-21T00:00", Reason.TOO_FAR),
    ],
)
def test_a_visit_begins_later_than_now_and_within_36_months(
    local: str, reason: Reason | None
) -> None:
    assert refused(datetime.fromisoformat(local), LONDON, NOW) is reason


@pytest.mark.parametrize(
    ("local", "shown"),
    [("2027-03-28T01:30", "2027-03-28T02:30"), ("2027-10-31T01:30", "2027-10-31T01:30")],
)
def test_a_skipped_time_is_moved_and_one_that_comes_twice_is_not(local: str, shown: str) -> None:
    there = past_the_gap(datetime.fromisoformat(local), LONDON)
    assert there == datetime.fromisoformat(shown)


CHOSEN = datetime.fromisoformat("2027-04-12T10:30")
READ = Moment(date(2027, 4, 14), time(9, 15))


@pytest.mark.parametrize(
    ("typed", "moment", "meant"),
    [
        ("14 April 9:15", READ, "2027-04-14T09:15"),
        ("14 April", Moment(date(2027, 4, 14), None), "2027-04-14T10:30"),
        ("at 9:15 am", READ, "2027-04-12T09:15"),
        ("a las 4 pm", READ, "2027-04-12T16:00"),
        ("hmm", Unclear(Reason.NOT_UNDERSTOOD), None),
    ],
)
def test_what_is_typed_after_a_moment_corrects_what_it_names(
    typed: str, moment: Moment | Unclear, meant: str | None
) -> None:
    found = corrected(CHOSEN, typed, moment)
    if meant is None:
        assert isinstance(found, Unclear)
        return
    there = datetime.fromisoformat(meant)
    assert found == Moment(there.date(), there.time())


def test_a_change_is_counted_for_the_calendar() -> None:
    twice = changed(changed(BEFORE_THE_CHANGE, NOW), NOW + timedelta(hours=1))
    assert (twice.changes, twice.changed_at) == (2, NOW + timedelta(hours=1))
