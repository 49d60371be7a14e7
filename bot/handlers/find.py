from bot.handlers.reading import open_item
from bot.library.library import TALK, URGENT
from bot.library.search import holds_phrase, is_sure
from bot.screen import Screen
from bot.screens import find, reading
from bot.turn import Services, Turn


def danger(turn: Turn) -> Screen | None:
    """The help page, when the typed words are of the small fixed list that calls for it."""
    for page_id in (TALK, URGENT):
        if holds_phrase(turn.text, turn.edition.help_page(page_id).phrases):
            return reading.page(turn.view, page_id)
    return None


async def on_find(turn: Turn, services: Services) -> Screen:
    """Danger first, then the one sure hit, then a list, then kind words."""
    if not turn.text.strip():
        return find.prompt(turn.view)
    if help_first := danger(turn):
        return help_first
    hits = turn.edition.index.find(turn.text)
    if is_sure(hits):
        return await open_item(turn, services, hits[0].kind, hits[0].id)
    if hits:
        return find.results(turn.view, hits)
    return find.nothing(turn.view, turn.edition.index.nearest(turn.text))
