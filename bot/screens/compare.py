"""Two or three pages under each other, one question at a time; never in order of merit."""

from hashlib import sha256

from bot import callback_data
from bot.library.model.models import ASPECTS, Page, Source
from bot.screen import Button, Screen, bold, italic, paragraphs, safe
from bot.screens.home import home
from bot.screens.prose import as_html, cited
from bot.screens.sources import on_screens, source_line
from bot.screens.view import (
    View,
    button,
    in_pairs,
    one_each,
    pager,
    plain_screen,
    screen_of,
    two_a_row,
)

MOST = 3
TOGGLE_ROWS = 6
#: In the order in which they are shown, each with its letter in a button.
LETTERS = dict(zip(ASPECTS, "whpe", strict=True))
CODE_LENGTH = 6  # of three, all fit into a button, whatever the pages are called
DOT = "."


def choose(view: View, codes: str) -> Screen:
    """Which ones: a tap on one adds it, and a second tap takes it out."""
    if not view.edition.comparable:
        return home(view)
    chosen, is_full = _pages(view, codes), codes.count(DOT) >= MOST
    toggles = [_toggle(view, page, chosen) for page in view.edition.comparable]
    rows = two_a_row(toggles, TOGGLE_ROWS)
    if len(chosen) > 1:
        these = callback_data.COMPARED(LETTERS[ASPECTS[0]], _codes(chosen))
        rows = ((button(view, "compare_these", these),), *rows)
    text = paragraphs(
        bold(view.say("compare.title")),
        safe(view.say("compare.most" if is_full else "compare.text")),
        safe(view.say("compare.no_ranking")),
    )
    menu = callback_data.MENU(view.edition.comparable[0].menu)
    return plain_screen(view, text, _choice(chosen), rows, menu)


def compared(view: View, letter: str, codes: str) -> Screen:
    """What is chosen, in the order of the menu, seen from one side."""
    pages = _pages(view, codes)
    aspect = next((aspect for aspect in ASPECTS if LETTERS[aspect] == letter), None)
    if len(pages) < 2 or aspect is None:
        return choose(view, codes)
    codes = _codes(pages)
    here = callback_data.COMPARED(letter, codes)
    others = [
        Button(view.say(f"compare.aspects.{other}"), callback_data.COMPARED(LETTERS[other], codes))
        for other in ASPECTS
        if other != aspect
    ]
    rows = (
        *one_each(others),
        *in_pairs([Button(page.button, callback_data.PAGE(page.id, back=here)) for page in pages]),
        (
            button(view, "sources", callback_data.COMPARE_SOURCES(codes, back=here)),
            button(view, "choose_others", _choice(pages)),
        ),
    )
    text = paragraphs(
        bold(view.say(f"compare.aspects.{aspect}")),
        *[f"{bold(page.title)}\n{_told(page, aspect)}" for page in pages],
        italic(view.say("compare.no_ranking")),
    )
    return plain_screen(view, text, here, rows, _choice(pages))


def sources(view: View, codes: str, number: int) -> Screen:
    """Where the comparison comes from; the numbers are those of each page."""
    pages = _pages(view, codes)
    if len(pages) < 2:
        return choose(view, codes)
    codes = _codes(pages)
    lines = [
        f"{bold(page.button)} {source_line(view, n, source)}"
        for page in pages
        for n, source in enumerate(_sources_of(page), start=1)
    ]
    parts = on_screens(lines)
    number, screens, _ = screen_of(number, len(parts), 1)
    text = paragraphs(bold(view.say("compare.sources")), *parts[number])
    rows = pager(view, callback_data.COMPARE_SOURCES, (codes,), number, screens)
    here, parent = (
        callback_data.COMPARE_SOURCES(codes, number),
        callback_data.COMPARED(LETTERS[ASPECTS[0]], codes),
    )
    return plain_screen(view, text, here, rows, parent)


def code(page_id: str) -> str:
    """A page in a button: short, and the same wherever the page stands in a menu."""
    return sha256(page_id.encode()).hexdigest()[:CODE_LENGTH]


def _pages(view: View, codes: str) -> list[Page]:
    """The first few that are meant, in the pack's order; those that are gone are left out."""
    edition = view.edition
    renamed = {code(old): new for old, new in edition.pack.renamed.items()}
    wanted = codes.split(DOT)[:MOST]
    ids = {renamed[page_id] for page_id in wanted if page_id in renamed}
    return [page for page in edition.comparable if page.id in ids or code(page.id) in wanted]


def _choice(pages: list[Page]) -> str:
    return callback_data.COMPARE(_codes(pages)) if pages else callback_data.COMPARE()


def _codes(pages: list[Page]) -> str:
    return DOT.join(code(page.id) for page in pages)


def _toggle(view: View, page: Page, chosen: list[Page]) -> Button:
    others = [other for other in chosen if other is not page]
    if page in chosen:
        label = view.say("compare.chosen", title=page.button)
        return Button(label, _choice(others))
    label = view.say("compare.not_chosen", title=page.button)
    return Button(label, _choice([*chosen, page]))  # the new one last: a fourth is left out


def _sources_of(page: Page) -> tuple[Source, ...]:
    """The sources of its comparison, whichever side is shown."""
    return cited(page.sources, [getattr(page.compare, aspect) for aspect in ASPECTS])


def _told(page: Page, aspect: str) -> str:
    return as_html(getattr(page.compare, aspect), _sources_of(page))
