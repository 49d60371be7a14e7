"""The screens of what people keep: bookmarks, questions, their data and the team's number."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime

from bot import callback_data
from bot.screen import Document, Screen, safe
from bot.screens import (
    bookmarks,
    doctors_card,
    help,
    kept,
    mydata,
    questions,
    reading,
    settings,
    team,
)
from bot.screens.kept import Tables
from bot.screens.view import View
from storage.records import Bookmark, BookmarkKind, Question

SAVED_AT = datetime(2026, 3, 9, 8, 30, tzinfo=UTC)


REFUSED_FILES = ("too_big", "not_json", "not_ours", "newer", "broken")
PERSON = {
    **{"id": 7001, "language": "en", "region": "US", "text_length": "full"},
    **{"time_zone": "America/New_York", "team_number": None, "active_on": "2026-11-23"},
    **{"topic_shown": 0, "follow_ups": 1, "consented_at": 1_773_045_000_000},
}
KEPT: Tables = {
    "people": [PERSON],
    "bookmarks": [
        {"kind": "page", "ref": "hormone-therapy", "note": None},
        {"kind": "section", "ref": "chemotherapy/benefits", "note": "Ask about <hair> & nails"},
    ],
    "questions": [{"ref": None, "text": "Is <this> safe?", "checked": 1}],
    "visits": [
        {
            **{"local_start": "2026-12-12T10:30", "with_whom": "oncologist"},
            **{"place": "2nd floor", "repeat_weeks": 3},
        }
    ],
    "reminders": [
        {"kind": "trials", "text": None, "rule": "1 before-visit 3 10:00", "state": "active"},
        {"kind": "own", "text": "Ask for the letter", "rule": "?", "state": "paused"},
        {"kind": "questions", "text": None, "rule": "?", "state": "active"},
    ],
    "removals": [{}],
}


BACK = {"bookmarks": 1, "questions": 3, "visits": 2, "reminders": 1}
MUCH: Tables = {
    **KEPT,
    "questions": [*KEPT["questions"]] * 40,
    "bookmarks": [*KEPT["bookmarks"]] * 9,
}


def saved_pages(view: View) -> dict[str, Screen]:
    plain, noted, gone = (
        _bookmark(1, "page", "hormone-therapy"),
        _bookmark(2, "section", "chemotherapy/benefits", "Ask about <hair> & nails"),
        _bookmark(3, "page", "not-here-any-more"),
    )
    others = [_bookmark(4, "medicine", "palbociclib"), _bookmark(5, "word", "her2")]
    changed = frozenset({plain.id})
    return {
        "list, empty": bookmarks.bookmarks(view, [], 0, 0, frozenset()),
        "list of one": bookmarks.bookmarks(view, [plain], 0, 1, frozenset()),
        "list of many": bookmarks.bookmarks(view, [plain, gone, noted, *others], 1, 15, changed),
        "one": bookmarks.bookmark(view, plain, changed=False),
        "one, changed": bookmarks.bookmark(view, plain, changed=True),
        "one with a note": bookmarks.bookmark(view, noted, changed=False),
        "one that is gone": bookmarks.bookmark(view, gone, changed=False),
        "note prompt": bookmarks.note_prompt(view, plain),
        "removed": bookmarks.removed(view, plain),
        "shared": bookmarks.shared(view, [plain, noted, gone, *others]),
        "shared, nothing": bookmarks.shared(view, [gone]),
    }


def my_questions(view: View) -> dict[str, Screen]:
    known = list(view.edition.questions.values())[:6]
    every = [_question(n, question.id, question.topic) for n, question in enumerate(known, start=1)]
    every[1] = replace(every[1], checked=True)
    own = Question(90, 7001, None, "Is <this> & that safe?", None, False, 90, SAVED_AT)
    gone = _question(91, "no-longer-asked", "")
    told = replace(every[1], answer="Yes, and <the nurse> will call me & tell me where.")
    sheet = Document(view.say("questions.file_name"), b"")
    return {
        "list, empty": questions.questions(view, [], 0),
        "list": questions.questions(view, every[:3], 0),
        "list, second screen": questions.questions(view, [*every, own, gone], 1),
        "one": questions.question(view, every[0]),
        "one, asked": questions.question(view, every[1]),
        "one, with what was said": questions.question(view, told),
        "answer prompt": questions.answer_prompt(view, every[1]),
        "answer prompt, one is kept": questions.answer_prompt(view, told),
        "one in own words": questions.question(view, own),
        "one that is gone": questions.question(view, gone),
        "prompt": questions.prompt(view),
        "prompt for other words": questions.prompt(view, "Is <this> safe?"),
        "removed": questions.removed(view, own),
        "for my visit": questions.for_visit(view, every),
        "as a message": questions.as_message(view, [*every, own]),
        "list, with what was said": questions.questions(view, [told], 0),
        "as a message, with what was said": questions.as_message(view, [every[0], told]),
        "doctor's card": _card(view, (), [*every, own]),
        "doctor's card, short": _card(view, (), [own]),
        "doctor's card of a subject": _card(view, ("trials",), [*every, own]),
        "doctor's card of a visit": _card(view, ("trials", "palliative"), [*every, own]),
        "printed": questions.printed(view, sheet, "questions.printed"),
        "card printed": questions.printed(view, sheet, "card.printed"),
    }


def _card(view: View, kinds: tuple[str, ...], mine: Sequence[Question]) -> Screen:
    said = doctors_card.points(view, kinds, mine)
    return doctors_card.card(view, said, callback_data.DOCTORS_CARD_PDF("large"))


def what_is_kept(view: View) -> dict[str, Screen]:
    files = (Document("waymark-my-data.json", b"{}"), Document("waymark-my-data.txt", b""))
    told = [view.count("mydata.not_back", 2)]
    return {
        "nothing": mydata.my_data(view, None),
        "something": mydata.my_data(view, KEPT),
        "much": mydata.my_data(view, MUCH),
        "files": mydata.files(view, files),
        "ask for a file": mydata.ask_file(view),
        "brought back": mydata.brought_back(view, BACK, []),
        "brought back in part": mydata.brought_back(view, {"questions": 1}, told),
        "brought back twice": mydata.brought_back(view, {"visits": 0}, []),
        **{f"refused, {why}": mydata.refused(view, why) for why in REFUSED_FILES},
        "delete": mydata.delete(view, KEPT),
        "deleted": mydata.deleted(view),
        "file to read": Screen(safe(kept.letter(view, KEPT))),
    }


def team_number(view: View) -> dict[str, Screen]:
    """With the longest line there can be, and with a number alone."""
    long = replace(view, team_number="Oncology & <ward> 7, night line 0161 496 0000 ext. 5, or 111")
    short = replace(view, team_number="0161 496 0000")
    urgent = view.edition.help_page("urgent-help")
    return {
        "urgent": help.help_page(long, urgent, "GB"),
        "urgent, a number alone": help.help_page(short, urgent, "GB"),
        "urgent, spinal-cord": reading.section(long, urgent.id, "spinal-cord"),
        "ask": team.ask(view),
        "ask, one is kept": team.ask(long),
        "ask, none was found": team.ask(view, view.say("team.no_number")),
        "ask, too long": team.ask(short, view.say("team.too_long")),
        "kept": team.kept(short),
        "removed": team.removed(view, "0161 496 0000"),
        "what is kept": mydata.my_data(long, KEPT),
        "delete": mydata.delete(long, KEPT),
        "settings": settings.settings(
            short,
            {name: next(iter(settings.options(view, name))) for name in settings.CHOICES},
            None,
        ),
    }


def _bookmark(number: int, kind: BookmarkKind, ref: str, note: str | None = None) -> Bookmark:
    return Bookmark(number, 7001, kind, ref, "0123456789ab", note, number, SAVED_AT)


def _question(number: int, ref: str, topic: str) -> Question:
    return Question(number, 7001, ref, None, topic, False, number, SAVED_AT)
