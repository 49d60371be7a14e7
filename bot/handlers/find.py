from bot.handlers.questions import on_page_questions
from bot.handlers.reading import open_item
from bot.library.library import TALK, URGENT, Library
from bot.library.search import Hit, is_sure
from bot.screen import Screen
from bot.screens import find, home, reading
from bot.turn import Services, Turn


def danger(turn: Turn, library: Library) -> Screen | None:
    """The help page, when the typed words are of the small fixed lists that call for it.

    All languages count: somebody in danger may type in another than the one that is set.
    """
    for page_id in (TALK, URGENT):
        if library.alarms(page_id, turn.text):
            return reading.page(turn.view, page_id)
    return None


async def on_find(turn: Turn, services: Services) -> Screen:
    """Danger first, then the one sure hit, then a list, then kind words; a greeting leads home."""
    if not turn.text.strip():
        return find.prompt(turn.view)
    if help_first := danger(turn, services.library):
        return help_first
    hits = services.library.find(turn.edition, turn.text)
    if is_sure(hits):
        return await _open(turn, services, hits[0])
    if hits:
        return find.results(turn.view, hits)
    if services.library.is_small_talk(turn.text):
        return home.home(turn.view)
    return find.nothing(turn.view, turn.edition.index.nearest(turn.text))


async def _open(turn: Turn, services: Services, hit: Hit) -> Screen:
    if hit.kind == "question":
        page_id, number = reading.asked_on(turn.edition, hit.id)
        return await on_page_questions(turn.asked(page_id, str(number)), services)
    return await open_item(turn, services, hit.kind, hit.id)
