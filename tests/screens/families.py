"""Every screen, drawn from the shipped pack, by family; here those that people read."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date

from bot import callback_data
from bot.library.danger.danger import Danger
from bot.library.model.library import URGENT
from bot.library.search.hits import Hit
from bot.screen import Screen
from bot.screens import (
    bookmarks,
    compare,
    consent,
    danger,
    glossary,
    help,
    home,
    news,
    reading,
    search,
    settings,
    sources,
)
from bot.screens.view import Host, View
from tests.screens.kept_families import (
    _bookmark,
    my_questions,
    saved_pages,
    team_number,
    what_is_kept,
)

Family = Callable[[View], dict[str, Screen]]


LATER = date(2028, 2, 1)  # every page is overdue for its next check by then
ANSWERS = ("only_words", "sorry", "nothing_kept")
TYPED = ("cancelled", "nothing_to_cancel", "late", "empty", "too_long", "unkeepable")


HOST = Host("<Our> group", "@our_group", "https://example.org/privacy")


def first_screens(view: View) -> dict[str, Screen]:
    notice = [f"answers.{key}" for key in ANSWERS] + [f"typed.{key}" for key in TYPED]
    return {
        "greeting": home.greeting(view),
        "home": home.home(view),
        "my things": home.mine(view),
        **{
            f"menu {menu_id}": home.menu(view, menu_id)
            for menu_id in sorted(view.edition.pack.lists)
        },
        "about": home.about(view),
        "privacy": home.privacy(view),
        "about, with a host": home.about(replace(view, host=HOST)),
        "privacy, with a host": home.privacy(replace(view, host=HOST)),
        "wrong": home.wrong(replace(view, host=HOST), "surgery"),
        "moved": home.moved(view),
        **{f"said {key}": home.notice(view, key) for key in notice},
        "said typed.full": home.notice(view, "typed.full", limit=200),
        "consent": consent.ask(view, callback_data.KEEP("p", "surgery")),
        "consent, a visit": consent.ask(view, callback_data.VISIT_MONTH(0)),
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
        "danger, and what was found": help_and_found(view, "", "bones", hits[:3]),
        "danger of a kind, and what was found": help_and_found(view, "fever", "bones", hits[:3]),
        "danger, and what no button holds": help_and_found(view, "fever", "bones " * 12, hits[:3]),
        "danger that is not sure": danger.named_first(
            view, search.results(view, "bones", hits), Danger(URGENT, "", sure=False)
        ),
    }


def help_and_found(view: View, kind: str, typed: str, hits: Sequence[Hit]) -> Screen:
    called_for = Danger(URGENT, kind, sure=True)
    return danger.found_too(view, danger.help_for(view, called_for), called_for, typed, hits)


def choices(view: View) -> dict[str, Screen]:
    now = {name: next(iter(settings.options(view, name))) for name in settings.CHOICES}
    return {
        "settings": settings.settings(view, now, None),
        "settings, changed": settings.settings(
            view, now, "Europe/London", view.say("settings.done")
        ),
        **{f"choose {name}": settings.choose(view, name, now) for name in settings.CHOICES},
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
