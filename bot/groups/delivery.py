"""Posts in groups what a turn brings: nothing twice, and never more than a group can read."""

import logging
from collections.abc import Awaitable, Callable
from datetime import timedelta

from telegram import Bot, Message

from bot import delivery
from bot.delivery import Outcome
from bot.groups.crowd import Crowd
from bot.groups.turn import GroupTurn, Post
from bot.screens import cards

log = logging.getLogger(__name__)
POINTER_AGAIN = timedelta(minutes=1)
Moved = Callable[[int, int], Awaitable[None]]


class GroupDelivery:
    """What a handler wants posted, and what becomes of it in a lively group."""

    def __init__(self, crowd: Crowd) -> None:
        self._crowd = crowd

    async def post(self, bot: Bot, turn: GroupTurn, post: Post) -> Message | Outcome | None:
        """Post it, point to where it is already, or say nothing; or what went wrong."""
        if not post.key:
            return await self._send(bot, turn, post)
        place = (turn.chat_id, turn.thread_id)
        there, is_mine = self._crowd.claim(place, post.key, turn.now, post.again_after)
        if not is_mine:
            return await self._point_back(bot, turn, post, there.message_id)
        sent: Message | Outcome | None = None
        try:
            sent = await self._send(bot, turn, post)
        finally:
            if not isinstance(sent, Message):
                self._crowd.release(place, post.key)
        if isinstance(sent, Message):
            there.message_id = sent.message_id
            if post.brief:
                self._crowd.card_posted(turn.chat_id, turn.now)
        return sent

    def must_be_brief(self, turn: GroupTurn, post: Post) -> bool:
        """Whether it is a new card, and the last one is still young."""
        place = (turn.chat_id, turn.thread_id)
        rest = timedelta(seconds=turn.group.cooldown_seconds)
        return (
            post.brief is not None
            and self._crowd.rests(turn.chat_id, turn.now, rest)
            and not self._crowd.is_there(place, post.key, turn.now, post.again_after)
        )

    async def _point_back(
        self, bot: Bot, turn: GroupTurn, post: Post, message_id: int
    ) -> Message | Outcome | None:
        """An answer to the earlier message, once a minute; if that is gone, it may come again."""
        if not post.points_back or not message_id:
            return None
        pointer = Post(
            cards.earlier(turn.view),
            f"earlier {post.key}",
            POINTER_AGAIN,
            points_back=False,
            reply_to=message_id,
            fleeting=True,
        )
        place = (turn.chat_id, turn.thread_id)
        if not self._crowd.claim(place, pointer.key, turn.now, POINTER_AGAIN)[1]:
            return None
        sent = await self._send(bot, turn, pointer)
        if isinstance(sent, Message) and sent.reply_to_message is None:
            self._crowd.release(place, post.key)
        return sent

    async def _send(self, bot: Bot, turn: GroupTurn, post: Post) -> Message | Outcome | None:
        """Within the minute's room."""
        if not self._crowd.take(turn.chat_id, turn.now):
            log.info("a group asks faster than a bot may answer")
            return None
        sent = await delivery.post(bot, turn.chat_id, post.screen, turn.thread_id, post.reply_to)
        if isinstance(sent, Message) and post.fleeting:
            self._crowd.remove_later(turn.chat_id, sent.message_id, turn.now)
        return sent
