from bot.handlers.reading import open_item
from bot.screen import Screen
from bot.screens import reading
from bot.screens.feedback import NOT_REALLY, YES, is_asked
from bot.turns.services import Services
from bot.turns.turn import Turn


async def on_helpful(turn: Turn, services: Services) -> Screen:
    """Count an answer about the page as it stands, and draw its last section without the question.

    Only that version is counted: what an old button says belongs to a text that is gone.
    """
    page = turn.edition.page(turn.arg(0))
    if page is None:
        return reading.missing(turn.view)
    if not is_asked(page, page.sections[-1]):  # it was, before the page changed
        return await open_item(turn, services, "page", page.id)
    ref = f"{page.id}/{page.sections[-1].id}"
    notice = await _counted(turn, services, page.id)
    return await open_item(turn, services, "section", ref, turn.arg(2), notice)


async def _counted(turn: Turn, services: Services, page_id: str) -> str:
    """The sentence that answers the tap."""
    answer, version = turn.arg(1), turn.arg(3)
    if services.settings.helpful == "off" or answer not in (YES, NOT_REALLY):
        return "helpful.not_asked"
    if version != services.library.version("page", page_id):
        return "helpful.changed"
    day = turn.now.date()
    await services.store.feedback.count(page_id, version, day, helped=answer == YES)
    return "helpful.thanks"
