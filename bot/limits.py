"""One person's updates in order, different people's side by side."""

import asyncio
from collections.abc import Awaitable
from typing import Any

from telegram import Update
from telegram.ext import BaseUpdateProcessor

from bot.meters import arrived

UPDATES_AT_ONCE = 256


class PerPersonProcessor(BaseUpdateProcessor):
    """Runs the updates of one person in one chat one after another, and all others in parallel."""

    def __init__(self, at_once: int = UPDATES_AT_ONCE) -> None:
        super().__init__(at_once)
        self._turns: dict[tuple[int, int], list[asyncio.Lock]] = {}

    async def initialize(self) -> None:
        """Nothing to prepare."""

    async def shutdown(self) -> None:
        """Nothing to close: PTB waits for what is under way."""

    async def do_process_update(self, update: object, coroutine: Awaitable[Any]) -> None:
        arrived()
        key = _whose(update)
        if key is None:
            await coroutine
            return
        # One lock for all who wait; the list counts them, so that the last one out clears up.
        waiting = self._turns.setdefault(key, [asyncio.Lock()])
        lock = waiting[0]
        waiting.append(lock)
        try:
            async with lock:
                await coroutine
        finally:
            waiting.pop()
            if len(waiting) == 1:
                del self._turns[key]


def _whose(update: object) -> tuple[int, int] | None:
    if not isinstance(update, Update):
        return None
    chat, person = update.effective_chat, update.effective_user
    if chat is None and person is None:
        return None
    return (chat.id if chat else 0, person.id if person else 0)
