"""Every screen about visits as a reviewer reads it; `--update-golden` rewrites the files."""

from dataclasses import replace
from datetime import UTC, datetime, time
from pathlib import Path

import pytest

from bot.domain.date_parser import Moment
from bot.library.model.library import Library
from bot.screen import Screen, as_text
from bot.screens import visits
from bot.screens.view import View
from storage.records import Visit

GOLDEN = Path(__file__).parents[1] / "golden"
HERE = datetime(2026, 11, 23, 9, 0)  # noqa: DTZ001 - what the wall clock shows
START = datetime(2026, 12, 12, 10, 30)  # noqa: DTZ001
ONE = Visit(
    id=7,
    person_id=1,
    local_start=START,
    time_zone="America/New_York",
    starts_at=datetime(2026, 12, 12, 15, 30, tzinfo=UTC),
    with_whom="oncologist",
    place=None,
    repeat_weeks=None,
    created_at=datetime(2026, 11, 23, 9, 0, tzinfo=UTC),
)
TWO = replace(ONE, id=8, with_whom="palliative", place="<2nd> floor & left", repeat_weeks=3)
LATE = Moment(START.date(), time(15), Moment(START.date(), time(3)))


def drawn(view: View) -> dict[str, Screen]:
    today = HERE.date()
    return {
        "none": visits.visits(view, [], 0),
        "list": visits.visits(view, [ONE, TWO], 0),
        "one": visits.visit(view, ONE),
        "full": visits.visit(view, TWO, view.say("visits.changed")),
        "saved": visits.saved(view, ONE),
        "day": visits.pick_day(view, visits.NEW, today, today),
        "last_month": visits.pick_day(view, 7, today.replace(year=2029), today),
        "time": visits.pick_time(view, visits.NEW, START.date(), HERE),
        "readings": visits.two_readings(view, visits.NEW, LATE),
        "read_back": visits.read_back(view, START),
        "moved": visits.read_back_change(view, ONE, START.replace(day=14)),
        "whom": visits.choose_whom(view, ONE),
        "repeat": visits.choose_repeat(view, ONE),
        "place": visits.place_prompt(view),
        "cancel": visits.ask_cancel(view, TWO),
    }


NAMES = [
    *("none", "list", "one", "full", "saved", "day", "last_month", "time", "readings"),
    *("read_back", "moved", "whom", "repeat", "place", "cancel"),
]


@pytest.mark.parametrize(("language", "region"), [("en", "US"), ("en", "GB"), ("es", "US")])
@pytest.mark.parametrize("name", NAMES)
def test_a_screen_reads_as_it_was_reviewed(
    view: View,
    library: Library,
    name: str,
    language: str,
    region: str,
    request: pytest.FixtureRequest,
) -> None:
    text = as_text(drawn(replace(view, edition=library.edition(language), region=region))[name])
    golden = GOLDEN / f"visits_{name}_{region if language == 'en' else language}.txt"
    if request.config.getoption("--update-golden"):
        golden.parent.mkdir(exist_ok=True)
        golden.write_text(text, "utf-8")
    assert text == golden.read_text("utf-8")


def test_every_screen_has_its_golden_file(view: View) -> None:
    assert set(drawn(view)) == set(NAMES)
