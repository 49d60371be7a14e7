"""Help for words of danger: a help page at the part that fits, or a line in another answer."""

from collections.abc import Sequence
from dataclasses import replace

from bot import callback_data
from bot.library.danger.danger import Danger
from bot.library.model.library import TALK, URGENT
from bot.library.model.models import HelpPage, Section
from bot.library.search.hits import Hit
from bot.screen import Button, Rows, Screen, bold, paragraphs, safe
from bot.screens import help as help_screens
from bot.screens import reading, search
from bot.screens.view import TWO_FIT, View, button, in_pairs, one_each

ALWAYS = {
    URGENT: callback_data.URGENT,
    TALK: callback_data.TALK,
}  # the ways to them that stand under many screens


def help_for(view: View, danger: Danger) -> Screen:
    """The help page, or at once its part for what is felt, with the way to the whole page.

    A phone shows the end of a message: so it ends with whom to call, and has few rows of buttons.
    The next part, which is about something else, is on the whole page.
    """
    page = view.edition.help_page(danger.page_id)
    part = _part(page, danger)
    if part is None:
        return reading.page(view, page.id)
    drawn = reading.section(view, page.id, part.id, reading.MAIN)
    whole = _way(page, callback_data.PAGE(page.id))
    parts = {callback_data.SECTION(page.id, other.id) for other in page.sections}
    others = [b for row in _without(drawn.rows, page.id) for b in row if b.tap not in parts]
    text = paragraphs(drawn.text, help_screens.whom_to_call(view, page))
    return replace(drawn, text=text, rows=in_pairs([whole, *others], TWO_FIT))


def found_too(
    view: View, screen: Screen, danger: Danger, typed: str, hits: Sequence[Hit]
) -> Screen:
    """The same, with one way to what else the words find, or to each where no button holds them."""
    if not hits:
        return screen
    if results := search.results_tap(typed):
        page = view.edition.help_page(danger.page_id)
        way = button(view, "found_too", callback_data.with_back(results, _tap(page, danger)))
        return replace(
            screen, rows=(*screen.rows[:-1], *in_pairs([*screen.rows[-1], way], TWO_FIT))
        )
    text = paragraphs(screen.text, safe(view.say("find.too")))
    rows = (*screen.rows, *one_each([search.result(view, hit) for hit in hits]))
    return replace(screen, text=text, rows=rows)


def named_first(view: View, screen: Screen, danger: Danger) -> Screen:
    """The same, with one line and one button above it that lead to help."""
    page = view.edition.help_page(danger.page_id)
    if screen.text.startswith(bold(page.title)):
        return screen
    text = paragraphs(safe(view.say(f"danger.{page.id}")), screen.text)
    way = _way(page, _tap(page, danger))
    return replace(screen, text=text, rows=((way,), *_without(screen.rows, page.id)))


def _part(page: HelpPage, danger: Danger) -> Section | None:
    return page.section_for(danger.kind) if danger.kind else None


def _tap(page: HelpPage, danger: Danger) -> str:
    part = _part(page, danger)
    return callback_data.SECTION(page.id, part.id) if part else callback_data.PAGE(page.id)


def _way(page: HelpPage, tap: str) -> Button:
    """Red where it leads to urgent help, as everywhere."""
    return Button(page.button, tap, style="danger" if page.id == URGENT else "")


def _without(rows: Rows, page_id: str) -> Rows:
    """Without the other buttons that lead to this page: one is enough, and stands on top."""
    ways = (callback_data.PAGE(page_id), ALWAYS[page_id]())
    kept = (
        tuple(b for b in row if b.tap.partition(callback_data.BACK)[0] not in ways) for row in rows
    )
    return tuple(row for row in kept if row)
