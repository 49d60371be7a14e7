from bot.library.library import TALK, URGENT
from bot.screen import Screen
from bot.screens import help as help_screens
from bot.turn import Services, Turn


async def on_regions(turn: Turn, services: Services) -> Screen:
    return help_screens.regions(turn.view, turn.arg(0))


async def on_region(turn: Turn, services: Services) -> Screen:
    """Another country's numbers, for this screen only."""
    page_id = turn.arg(0) if turn.arg(0) in (URGENT, TALK) else URGENT
    return help_screens.help_page(turn.view, turn.edition.help_page(page_id), turn.arg(1))
