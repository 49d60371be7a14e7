from dataclasses import replace

from bot.domain import phone
from bot.screen import Screen
from bot.screens import team
from bot.turns.services import Services
from bot.turns.turn import Turn


async def on_team_number(turn: Turn, services: Services) -> Screen:
    """Show the number that is kept, and wait for one to be typed."""
    return await _ask(turn, services)


async def on_number_typed(turn: Turn, services: Services) -> Screen:
    line = phone.one_line(turn.text)
    if reason := phone.unusable(line, is_alarming=bool(turn.dangers)):
        return await _ask(turn, services, turn.view.say(f"team.{reason}"))
    await services.store.people.set_team_number(turn.person_id, line)
    return team.kept(replace(turn.view, team_number=line))


async def on_remove(turn: Turn, services: Services) -> Screen:
    """Let go of it; the same button pressed again finds nothing to remove."""
    number = turn.kept_person().team_number
    if number is None:
        return await _ask(turn, services)
    await services.store.people.set_team_number(turn.person_id, None)
    return team.removed(replace(turn.view, team_number=None), number)


async def _ask(turn: Turn, services: Services, notice: str = "") -> Screen:
    await services.store.pending_inputs.set(
        turn.person_id, turn.chat_id, "team-number", "", turn.now
    )
    return team.ask(turn.view, notice)
