from bot.screen import Screen
from bot.screens import compare
from bot.turns.services import Services
from bot.turns.turn import Turn


async def on_compare(turn: Turn, services: Services) -> Screen:
    return compare.choose(turn.view, turn.arg(0))


async def on_compared(turn: Turn, services: Services) -> Screen:
    return compare.compared(turn.view, turn.arg(0), turn.arg(1))


async def on_sources(turn: Turn, services: Services) -> Screen:
    return compare.sources(turn.view, turn.arg(0), turn.screen_number(1))
