from bot.handlers.questions import on_page_questions
from bot.handlers.reading import open_item
from bot.library.search.search import Hit, is_sure
from bot.screen import Screen
from bot.screens import home, reading, search
from bot.turns.services import Services
from bot.turns.turn import Turn


async def on_find(turn: Turn, services: Services) -> Screen:
    """The one sure hit, then a list, then kind words; a greeting leads home.

    Words of danger do not come here: the router has shown help, and what was found under it.
    """
    if not turn.text.strip():
        return search.prompt(turn.view)
    hits = services.library.find(turn.edition, turn.text)
    if is_sure(hits):
        return await _open(turn, services, hits[0])
    if hits:
        return search.results(turn.view, hits)
    if services.library.is_small_talk(turn.text):
        return home.home(turn.view)
    nearest = services.library.nearest(turn.edition, turn.text)
    return search.nothing(turn.view, nearest, len(turn.text.split()))


async def _open(turn: Turn, services: Services, hit: Hit) -> Screen:
    if hit.kind == "question":
        page_id, number = reading.asked_on(turn.edition, hit.id)
        return await on_page_questions(turn.asked(page_id, str(number)), services)
    return await open_item(turn, services, hit.kind, hit.id)
