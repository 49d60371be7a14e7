"""Words after our name in any chat: which pages, words and medicines are offered for them."""

import asyncio
import logging
from dataclasses import replace

from telegram import Bot, InlineQuery

from bot.edge import inline
from bot.ops.metrics import handled_by
from bot.routing.kept import Kept
from bot.turns.inline import Found, InlineHandler
from bot.turns.services import Services
from bot.turns.turn import Turn
from storage.errors import FAILURES, READ_WITHIN

log = logging.getLogger(__name__)


class InlineQueries:
    """Answers what is typed in chats that we know nothing of."""

    def __init__(self, handler: InlineHandler, kept: Kept) -> None:
        self._handler, self._kept = handler, kept

    async def answer(self, bot: Bot, services: Services, query: InlineQuery, turn: Turn) -> None:
        view = replace(turn.view, team_number=None)  # what is offered here goes to other chats
        dangers = services.library.dangers(query.query)
        turn = replace(turn, view=view, text=query.query, args=(query.offset,), dangers=dangers)
        handled_by(self._handler)
        async with self._kept.noted(turn):
            found = await self._found(services, turn)
            await inline.answer(bot, query, turn.view, found)

    async def _found(self, services: Services, turn: Turn) -> Found:
        """Where the store fails, what everybody finds."""
        try:
            async with asyncio.timeout(READ_WITHIN):
                return await self._handler(turn, services)
        except FAILURES as error:
            log.error("what somebody saved can't be read: %s", type(error).__name__)
        return await self._handler(replace(turn, person=None, is_unread=True), services)
