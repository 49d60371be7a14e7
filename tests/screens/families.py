"""Every screen of the reader and the keeper, drawn from the shipped pack, by family."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime

from bot import callback_data as taps
from bot.library.danger.danger import Danger
from bot.library.model.library import URGENT
from bot.library.search.hits import Hit
from bot.screen import Document, Screen, safe
from bot.screens import (
    bookmarks,
    compare,
    consent,
    danger,
    doctors_card,
    glossary,
    help,
    home,
    kept,
    mydata,
    news,
    questions,
    reading,
    search,
    settings,
    sources,
    team,
)
from bot.screens.kept import Tables
from bot.screens.view import Host, View
from storage.records import Bookmark, BookmarkKind, Question

Family = Callable[[View], dict[str, Screen]]
SAVED_AT = datetime(2026, 3, 9, 8, 30, tzinfo=UTC)
LATER = date(2028, 2, 1)  # every page is overdue for its next check by then
ANSWERS = ("only_words", "sorry", "nothing_kept")
TYPED = ("cancelled", "nothing_to_cancel", "late", "empty", "too_long", "unkeepable")
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
HOST = Host("<Our> group", "@our_group", "https://example.org/privacy")
BACK = {"bookmarks": 1, "questions": 3, "visits": 2, "reminders": 1}
MUCH: Tables = {
    **KEPT,
    "questions": [*KEPT["questions"]] * 40,
    "bookmarks": [*KEPT["bookmarks"]] * 9,
}


def first_screens(view: View) -> dict[str, Screen]:
    notice = [f"answers.{key}" for key in ANSWERS] + [f"typed.{key}" for key in TYPED]
    return {
        "greeting": home.greeting(view),
        "home": home.home(view),
        "my things": home.mine(view),
        **{f"menu {one}": home.menu(view, one) for one in sorted(view.edition.pack.lists)},
        "about": home.about(view),
        "privacy": home.privacy(view),
        "about, with a host": home.about(replace(view, host=HOST)),
        "privacy, with a host": home.privacy(replace(view, host=HOST)),
        "wrong": home.wrong(replace(view, host=HOST), "surgery"),
        "moved": home.moved(view),
        **{f"said {key}": home.notice(view, key) for key in notice},
        "said typed.full": home.notice(view, "typed.full", limit=200),
        "consent": consent.ask(view, taps.KEEP("p", "surgery")),
        "consent, a visit": consent.ask(view, taps.VISIT_MONTH(0)),
        "consent declined": consent.declined(view),
    }


def pages(view: View) -> dict[str, Screen]:
    overdue = replace(view, today=LATER)
    return {
        "page of treatments": reading.page(view, "hormone-therapy"),
        "page of basics": reading.page(view, "what-is-mbc"),
        "page of support": reading.page(view, "caregivers"),
        "page, saved": reading.page(view, "clinical-trials", saved=True),
        "page, overdue": reading.page(overdue, "surgery"),
        "page that is missing": reading.page(view, "nothing"),
        "section": reading.section(view, "hormone-therapy", "how-it-works"),
        "section, if new": reading.section(view, "hormone-therapy", "how-it-works", "n"),
        "section, more": reading.section(view, "hormone-therapy", "how-it-works", "m"),
        "section, short text first": reading.section(
            replace(view, text_length="short"), "hormone-therapy", "how-it-works"
        ),
        "section, saved": reading.section(view, "palliative-care", "benefits", saved=True),
        "page, just saved": bookmarks.just_saved(
            view, reading.page(view, "surgery", saved=True), _bookmark(1, "page", "surgery")
        ),
        "page with a note": bookmarks.noted(
            view,
            reading.page(view, "surgery", saved=True),
            _bookmark(1, "page", "surgery", "<Why>?"),
        ),
        "section, with a host": reading.section(
            replace(view, host=HOST), "hormone-therapy", "everyday-life"
        ),
        "page, second screen of its sections": reading.page(view, "targeted-therapy", 1),
        "section that is missing": reading.section(view, "surgery", "nothing"),
        **_asked_first(view),
        "sources, first": sources.sources(view, ("page", "hormone-therapy"), 0),
        "sources, last": sources.sources(view, ("page", "hormone-therapy"), 99),
        "sources of a section": sources.sources(
            view, sources.of_section("hormone-therapy", "how-it-works", "t"), 0
        ),
        "sources of a picture": sources.sources(view, ("alt", "hormone-therapy"), 0),
        "sources of a first screen": sources.sources(view, ("in", "urgent-help", "US"), 0),
        "news": news.news(view, 0),
        "sources of a medicine": sources.sources(view, ("medicine", "palbociclib"), 0),
        "sources of a word": sources.sources(view, ("word", "her2"), 0),
        "sources, none": sources.sources(view, ("word", "biopsy"), 0),
        "questions": reading.questions(view, "clinical-trials", 0),
        "questions, one on the list": reading.questions(
            view, "clinical-trials", 0, view.edition.pages["clinical-trials"].questions[:1]
        ),
        "related": reading.related(view, "hormone-therapy"),
        "picture of a treatment": reading.picture(view, "hormone-therapy"),
        "picture of basics": reading.picture(view, "what-shapes-treatment"),
        "picture that is missing": reading.picture(view, "caregivers"),
    }


def comparisons(view: View) -> dict[str, Screen]:
    two, three = (
        ".".join(map(compare.code, ids))
        for ids in (
            ("surgery", "hormone-therapy"),
            ("chemotherapy", "immunotherapy", "palliative-care"),
        )
    )
    return {
        "choose, none": compare.choose(view, ""),
        "choose, one": compare.choose(view, compare.code("surgery")),
        "choose, two": compare.choose(view, two),
        "choose, three and one more": compare.choose(view, f"{three}.{compare.code('surgery')}"),
        "choose, one that is gone": compare.choose(view, f"{two}.000000"),
        **{f"two, {letter}": compare.compared(view, letter, two) for letter in "wh"},
        **{f"three, {letter}": compare.compared(view, letter, three) for letter in "whpe"},
        "one alone": compare.compared(view, "w", "000000"),
        "sources, first": compare.sources(view, three, 0),
        "sources, last": compare.sources(view, three, 99),
    }


def _asked_first(view: View) -> dict[str, Screen]:
    """Figures about how long people live come after a tap only."""
    page = view.edition.pages["outlook"]
    part = next(section.id for section in page.sections if section.ask_first)
    return {
        "section that asks first": reading.section(view, page.id, part),
        "section that asked first": reading.section(view, page.id, part, "t"),
    }


def words_and_medicines(view: View) -> dict[str, Screen]:
    medicines = view.edition.medicines.values()
    states = ("checked", "name-only", "not-checked")
    by_state = {s: next((m.id for m in medicines if m.checked == s), "") for s in states}
    return {
        "words": glossary.words(view, 0),
        "words, last": glossary.words(view, 999),
        "medicines": glossary.medicines(view, 0),
        "medicines, last": glossary.medicines(view, 999),
        "words of a page": glossary.page_words(view, "hormone-therapy", 0),
        "medicines of a page": glossary.page_medicines(view, "hormone-therapy", 0),
        "word": glossary.word(view, "her2"),
        "word, saved": glossary.word(view, "metastasis", saved=True),
        "word that is missing": glossary.word(view, "nothing"),
        "medicine": glossary.medicine(view, "palbociclib"),
        "medicine, dangers": glossary.medicine(view, "capecitabine"),
        "medicine, safety": glossary.medicine_safety(view, "capecitabine"),
        "medicine, checks": glossary.medicine_checks(view, "capecitabine"),
        "medicine, checks that are missing": glossary.medicine_checks(view, "nothing"),
        "medicine, safety that is missing": glossary.medicine_safety(view, "nothing"),
        **{f"medicine, {state}": glossary.medicine(view, by_state[state]) for state in states},
    }


def help_by_country(view: View) -> dict[str, Screen]:
    urgent = view.edition.help_page("urgent-help")
    talk = view.edition.help_page("someone-to-talk-to")
    return {
        **{f"urgent {region}": help.help_page(view, urgent, region) for region in urgent.regions},
        **{f"talk {region}": help.help_page(view, talk, region) for region in talk.regions},
        "which country": help.regions(view, urgent.id),
        **{
            f"urgent, {part.id}": reading.section(view, urgent.id, part.id)
            for part in urgent.sections
        },
    }


def searches(view: View) -> dict[str, Screen]:
    hits = [
        Hit("section", "hormone-therapy/risks-and-side-effects", 98),
        Hit("page", "hormone-therapy", 97),
        Hit("medicine", "letrozole", 96),
        Hit("word", "her2", 70),
    ]
    return {
        "prompt": search.prompt(view),
        "results": search.results(view, "bones", hits),
        "nothing, with something near": search.nothing(view, "bonse", hits[1:3]),
        "nothing": search.nothing(view, "xyz", []),
        "nothing, to a sentence": search.nothing(view, "what is xyz for us", []),
        "danger, and what was found": danger.found_too(
            view, danger.help_for(view, Danger(URGENT, "", sure=True)), hits[:3]
        ),
        "danger that is not sure": danger.named_first(
            view, search.results(view, "bones", hits), Danger(URGENT, "", sure=False)
        ),
    }


def choices(view: View) -> dict[str, Screen]:
    now = {name: next(iter(settings.options(view, name))) for name in settings.CHOICES}
    return {
        "settings": settings.settings(view, now, None),
        "settings, changed": settings.settings(
            view, now, "Europe/London", view.say("settings.done")
        ),
        **{f"choose {name}": settings.choose(view, name, now) for name in settings.CHOICES},
    }


def saved_pages(view: View) -> dict[str, Screen]:
    one, noted, gone = (
        _bookmark(1, "page", "hormone-therapy"),
        _bookmark(2, "section", "chemotherapy/benefits", "Ask about <hair> & nails"),
        _bookmark(3, "page", "not-here-any-more"),
    )
    others = [_bookmark(4, "medicine", "palbociclib"), _bookmark(5, "word", "her2")]
    changed = frozenset({one.id})
    return {
        "list, empty": bookmarks.bookmarks(view, [], 0, 0, frozenset()),
        "list of one": bookmarks.bookmarks(view, [one], 0, 1, frozenset()),
        "list of many": bookmarks.bookmarks(view, [one, gone, noted, *others], 1, 15, changed),
        "one": bookmarks.bookmark(view, one, changed=False),
        "one, changed": bookmarks.bookmark(view, one, changed=True),
        "one with a note": bookmarks.bookmark(view, noted, changed=False),
        "one that is gone": bookmarks.bookmark(view, gone, changed=False),
        "note prompt": bookmarks.note_prompt(view, one),
        "removed": bookmarks.removed(view, one),
        "shared": bookmarks.shared(view, [one, noted, gone, *others]),
        "shared, nothing": bookmarks.shared(view, [gone]),
    }


def my_questions(view: View) -> dict[str, Screen]:
    known = list(view.edition.questions.values())[:6]
    every = [_question(n, one.id, one.topic) for n, one in enumerate(known, start=1)]
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
    return doctors_card.card(view, said, taps.DOCTORS_CARD_PDF("large"))


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


FAMILIES: Sequence[Family] = (
    first_screens,
    pages,
    comparisons,
    words_and_medicines,
    help_by_country,
    searches,
    choices,
    saved_pages,
    my_questions,
    what_is_kept,
    team_number,
)


def _bookmark(number: int, kind: BookmarkKind, ref: str, note: str | None = None) -> Bookmark:
    return Bookmark(number, 7001, kind, ref, "0123456789ab", note, number, SAVED_AT)


def _question(number: int, ref: str, topic: str) -> Question:
    return Question(number, 7001, ref, None, topic, False, number, SAVED_AT)
