from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

from bot.screen import Screen
from bot.screens.view import View
from bot.turns.services import Services
from bot.turns.turn import Handler, Turn
from storage.personal_list import PersonalList
from storage.store import Store

Record = TypeVar("Record")


@dataclass(frozen=True, slots=True)
class ListHandlers(Generic[Record]):
    """What can be done with any list that can be undone; the first argument names the entry."""

    entries: Callable[[Store], PersonalList[Record]]
    show_list: Handler
    show_entry: Handler
    removed: Callable[[View, Record], Screen]

    async def move(self, turn: Turn, services: Services) -> Screen:
        """Up or down by one, within its group."""
        entries = self.entries(services.store)
        if turn.arg(1) == "up":
            await entries.move(turn.person_id, turn.int_arg(0), "up")
        if turn.arg(1) == "down":
            await entries.move(turn.person_id, turn.int_arg(0), "down")
        return await self.show_list(turn.asked(), services)

    async def remove(self, turn: Turn, services: Services) -> Screen:
        entries = self.entries(services.store)
        gone = await entries.remove(turn.person_id, turn.int_arg(0), turn.now)
        if gone is None:
            return await self.show_list(turn.asked(), services)
        return self.removed(turn.view, gone)

    async def restore(self, turn: Turn, services: Services) -> Screen:
        await self.entries(services.store).restore(turn.person_id, turn.int_arg(0), turn.now)
        return await self.show_entry(turn, services)
