"""What is kept of who writes: read before a turn, and noted after it. Help never waits for it."""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from bot.turns.routes import Route
from bot.turns.turn import Turn
from storage.errors import FAILURES, READ_WITHIN
from storage.records import PendingInput, Person
from storage.store import Store

log = logging.getLogger(__name__)


class Kept:
    """Where the store fails, somebody is read as a stranger, and that is logged."""

    def __init__(self, store: Store) -> None:
        self._store = store

    async def of(
        self, person_id: int, chat_id: int
    ) -> tuple[Person | None, PendingInput | None, bool]:
        """What is kept of somebody, and whether that failed: then they read as a stranger does."""
        try:
            async with asyncio.timeout(READ_WITHIN):
                return *await self._store.people.get_waiting(person_id, chat_id), False
        except FAILURES as error:
            log.error("nothing can be read of a person: %s", type(error).__name__)
            return None, None, True

    @asynccontextmanager
    async def noted(self, turn: Turn, route: Route | None = None) -> AsyncIterator[None]:
        """Note after the answer, once a day, that somebody known was here; reading counts too."""
        try:
            yield
        finally:
            leaves_nothing = route is not None and route.is_anonymous
            if turn.person and not turn.is_noted and not leaves_nothing:
                await self._note_day(turn)

    async def _note_day(self, turn: Turn) -> None:
        try:
            async with self._store.transaction():
                await self._store.people.touch(turn.person_id, turn.now.date())
        except FAILURES as error:  # the next turn tries again
            log.error("a day could not be noted: %s", type(error).__name__)

    async def end_wait(self, turn: Turn) -> None:
        """Whatever else a person does ends the wait; where that can't be kept, reading goes on."""
        if turn.pending is None:
            return
        try:
            async with self._store.transaction():
                await self._store.pending_inputs.clear(turn.person_id, turn.chat_id)
        except FAILURES as error:
            log.error("a wait could not be ended: %s", type(error).__name__)
