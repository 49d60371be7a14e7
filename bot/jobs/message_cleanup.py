"""Takes passing remarks out of groups again, and brings the answers that had to wait for room."""

import logging
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass

from telegram import Bot
from telegram.error import TelegramError

from bot.ops.background import background, repeat
from bot.ops.shutdown import within
from bot.turns.services import Services

log = logging.getLogger(__name__)
EVERY = 5.0  # seconds between looks
STOPPED_WITHIN = 0.5  # seconds


@dataclass
class MessageCleanup:
    """Looks every few seconds, and takes the rest out when the bot stops; a crash leaves them."""

    services: Services
    bot: Bot

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        try:
            async with background(repeat("message cleanup", self._round, EVERY)):
                yield
        finally:
            await within(STOPPED_WITHIN, self._remove(self.services.recent_posts.to_remove()))

    async def _round(self) -> None:
        await self.remove_due()
        await self.answer_due()

    async def remove_due(self) -> None:
        await self._remove(self.services.recent_posts.to_remove(self.services.clock()))

    async def answer_due(self) -> None:
        now = self.services.clock()
        while waiting := self.services.recent_posts.next_waiting(now):
            try:
                await waiting.answer(now)
            except Exception as error:
                log.error("a delayed answer to a group failed", exc_info=error)

    async def _remove(self, messages: Iterable[tuple[int, int]]) -> None:
        for chat_id, message_id in messages:
            try:
                await self.bot.delete_message(chat_id, message_id)
            except TelegramError as error:  # it is gone already, or we are
                log.info("could not delete a temporary message: %s", type(error).__name__)
