"""Every screen about visits as a reviewer reads it; `--update-golden` rewrites the files."""

from dataclasses import replace
from datetime import UTC, date, datetime, time
from pathlib import Path

import pytest

from bot.domain.date_parser import Moment
from bot.domain.talking_points import TalkingPoints
from bot.library.model.library import Library
from bot.screen import TEXT_LIMIT, Screen, as_read, as_text
from bot.screens import agenda, doctors_card, follow_up, reminder_due, reminders, visits
from bot.screens.view import View
from storage.records import Question, Reminder, Visit

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
NOTHING = agenda.Agenda(lead="v3", leads=("v3", "v1", "vm"))
BOTH = replace(NOTHING, kinds=("trials", "palliative"), due=START.replace(day=9, hour=10, minute=0))
RAISED = Reminder(
    id=9,
    person_id=1,
    kind="trials",
    text=None,
    rule="1 before-visit 3 10:00",
    visit_id=None,
    time_zone="America/New_York",
    state="active",
    paused_because=None,
    created_at=ONE.created_at,
)
OWN = replace(RAISED, id=10, kind="own", text="Ask <the pharmacy> about the new box & the old one")
YESTERDAY = date(2026, 11, 22)
MINE = [
    Question(1, 1, None, "Is this <safe> & new?", None, False, 1, ONE.created_at),
    Question(2, 1, "who-can-search", None, "trials", False, 2, ONE.created_at),
]
LATE = Moment(START.date(), time(15), Moment(START.date(), time(3)))


def points(view: View, kinds: list[str]) -> TalkingPoints:
    return doctors_card.points(view, kinds, MINE)


def drawn(view: View) -> dict[str, Screen]:
    today = HERE.date()
    own = points(view, ["questions"])
    return {
        "none": visits.visits(view, [], 0),
        "list": visits.visits(view, [ONE, TWO], 0),
        "one": visits.visit(view, ONE, NOTHING),
        "full": visits.visit(view, TWO, BOTH, view.say("visits.changed")),
        "saved": agenda.agenda(view, ONE, NOTHING, view.say("visits.kept")),
        "agenda": agenda.agenda(view, ONE, BOTH),
        "too_near": agenda.agenda(view, ONE, agenda.Agenda()),
        "leads": agenda.leads(view, ONE, BOTH),
        "day": visits.pick_day(view, visits.NEW, today, today),
        "last_month": visits.pick_day(view, 7, today.replace(year=2029), today),
        "six_weeks": visits.pick_day(view, visits.NEW, date(2027, 1, 1), today),
        "steps": reminders.choose_step(view, "trials"),
        "time": visits.pick_time(view, visits.NEW, START.date(), HERE),
        "readings": visits.two_readings(view, visits.NEW, LATE),
        "read_back": visits.read_back(view, START),
        "moved": visits.read_back_change(view, ONE, START.replace(day=14)),
        "whom": visits.choose_whom(view, ONE),
        "repeat": visits.choose_repeat(view, ONE),
        "place": visits.place_prompt(view, TWO),
        "due": reminder_due.opened(view, RAISED, points(view, ["trials"]), ONE),
        "due_bring": reminder_due.opened(view, replace(RAISED, kind="questions"), own, ONE),
        "due_own": reminder_due.opened(view, OWN, TalkingPoints(()), None),
        "talked": reminder_due.talked(view, RAISED),
        "reminders": reminders.reminders(view, [RAISED, OWN], {}, "UTC"),
        "own_when": reminders.choose_when(view, "9", has_visit=True, words=OWN.text or ""),
        "own_words": reminders.own_words(view),
        "follow_up": follow_up.follow_up(view, RAISED, YESTERDAY, "--."),
        "follow_up_half": follow_up.follow_up(view, RAISED, YESTERDAY, "y-."),
        "follow_up_over": follow_up.follow_up(view, RAISED, YESTERDAY, "yn."),
        "follow_up_good": follow_up.follow_up(view, RAISED, YESTERDAY, "yy."),
        "follow_up_any": follow_up.general(view, RAISED, YESTERDAY),
        "follow_up_next": follow_up.comes_again(view, ["palliative"], "", 0),
        "cancel": visits.ask_cancel(view, TWO),
    }


NAMES = [
    *("none", "list", "one", "full", "saved", "agenda", "too_near", "leads", "day"),
    *(
        "six_weeks",
        "steps",
        "last_month",
        "time",
        "readings",
        "read_back",
        "moved",
        "whom",
        "repeat",
        "place",
    ),
    *("due", "due_bring", "due_own", "talked", "reminders", "own_when", "own_words"),
    *("follow_up", "follow_up_half", "follow_up_over", "follow_up_good", "follow_up_any"),
    *("follow_up_next", "cancel"),
]
MOST_ROWS = 8


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


@pytest.mark.parametrize("language", ["en", "es"])
def test_every_screen_fits_a_phone(view: View, library: Library, language: str) -> None:
    for name, screen in drawn(replace(view, edition=library.edition(language))).items():
        assert len(screen.rows) <= MOST_ROWS, name
        assert len(as_read(screen.text)) <= TEXT_LIMIT, name


def test_every_screen_has_its_golden_file(view: View) -> None:
    assert set(drawn(view)) == set(NAMES)
