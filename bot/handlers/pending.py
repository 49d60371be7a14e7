from bot.screen import Screen
from bot.screens import home
from bot.turns.services import Services
from bot.turns.turn import Turn


async def on_cancel(turn: Turn, services: Services) -> Screen:
    """Whatever was waited for is no longer: the router ends the wait at every command."""
    return home.notice(turn.view, "typed.cancelled" if turn.pending else "typed.nothing_to_cancel")


async def on_late(turn: Turn, services: Services) -> Screen:
    """An answer that came after its hour: say so, rather than lose it without a word."""
    return home.notice(turn.view, "typed.late")


async def on_edited(turn: Turn, services: Services) -> Screen:
    """What was kept stays as it was: say so, and where it can be changed."""
    return home.notice(turn.view, "typed.edited")
