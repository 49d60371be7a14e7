"""When the register is asked, what is believed, how old is too old, and names of countries."""

from datetime import UTC, date, datetime, timedelta

import pytest

from bot.domain.study_copy import Age, Made, age_of, doubts, next_look
from bot.domain.study_countries import NOT_KNOWN, code_of
from bot.library.model.finder import Sane
from storage.study_answers import Tried
from tests.trials.records import real


def at(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=UTC)


@pytest.mark.parametrize(
    ("tried", "when"),
    [
        (Tried(), at(27, 10)),
        (Tried(at(26, 15), at(26, 15)), at(27, 14, 30)),  # Thursday to Friday
        (Tried(at(27, 15), at(27, 15)), at(30, 14, 30)),  # Friday to Monday
        (Tried(None, at(27, 9), "down"), at(27, 12)),
        (Tried(None, at(27, 9), "refused"), at(28, 9)),
    ],
)
def test_when_the_next_look_is(tried: Tried, when: datetime) -> None:
    assert next_look(tried, at(27, 10), 0) == when


def test_hosts_are_spread_over_an_hour() -> None:
    tried = Tried(at(26, 15), at(26, 15))
    assert next_look(tried, at(27, 10), 1) - next_look(tried, at(27, 10), 0) == timedelta(hours=1)


@pytest.mark.parametrize(("days", "age"), [(7, Age.FRESH), (8, Age.OLD), (31, Age.STALE)])
def test_how_old_a_copy_is(days: int, age: Age) -> None:
    assert age_of(date(2026, 11, 1), date(2026, 11, 1) + timedelta(days=days)) is age


def test_a_copy_like_the_last_one_is_believed() -> None:
    countries = {f"C{n}": 60 for n in range(30)} | {"US": 60}
    made = Made((2000, 1700), 900, 9000, 3000, 2700, countries)
    assert doubts(made, (2100, 1500), Sane(country={"US": 50})) == []
    assert doubts(made, (), Sane(country={"US": 61})) == ["only 60 open in US"]


@pytest.mark.parametrize(
    ("name", "code"),
    [("South Korea", "KR"), ("Korea, Republic of", "KR"), ("Turkey (Türkiye)", "TR"),
     ("Turkey", "TR"), ("Russian Federation", "RU"), ("Côte D'Ivoire", "CI"), ("Taiwan", "TW"),
     ("Brunei Darussalam", "BN"), ("Puerto Rico", "PR"), ("Czechia", "CZ"), ("Hong Kong", "HK"),
     ("Iran, Islamic Republic of", "IR"), ("Atlantis", NOT_KNOWN), ("", NOT_KNOWN)],
)  # fmt: skip
def test_countries_have_one_code_whatever_they_are_called(name: str, code: str) -> None:
    assert code_of(name) == code


@pytest.mark.slow
def test_every_country_of_the_real_records_is_known() -> None:
    names = {
        site.get("country", "")
        for study in real().values()
        for site in study["protocolSection"].get("contactsLocationsModule", {}).get("locations", [])
    }
    assert {name for name in names if name and code_of(name) == NOT_KNOWN} == set()
