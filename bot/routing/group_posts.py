"""Posts in groups what a turn brings: nothing twice, and never more than a group can read."""

import logging
from dataclasses import replace
from datetime import datetime, timedelta

from telegram import Bot, Message

from bot.domain.recent_posts import LONGEST_WAIT, RecentPosts, Room
from bot.edge import sender
from bot.edge.errors import Outcome
from bot.screens.groups import lines
from bot.turns.group_turn import GroupTurn, Post

log = logging.getLogger(__name__)
POINTER_AGAIN = timedelta(minutes=1)
SEEN = "👀"


class GroupPoster:
    """What a handler wants posted, and what becomes of it in a lively group.

    Whoever asks for something gets it, now or a little later, or at least sees that it was seen.
    """

    def __init__(self, recent_posts: RecentPosts) -> None:
        self._recent_posts = recent_posts

    async def post(self, bot: Bot, turn: GroupTurn, post: Post) -> Message | Outcome | None:
        """Post it, point to where it is already, or show that it was seen; or what went wrong."""
        sent = await self._post(bot, turn, post)
        is_held = self._hold(bot, turn, post, sent)
        if turn.asked_by and (sent is None or is_held):
            await sender.react(bot, turn.chat_id, turn.asked_by, SEEN)
        return sent

    async def _post(self, bot: Bot, turn: GroupTurn, post: Post) -> Message | Outcome | None:
        if not post.key:
            return await self._send(bot, turn, post)
        place = (turn.chat_id, turn.thread_id)
        there, is_mine = self._recent_posts.claim(place, post.key, turn.now, post.again_after)
        if not is_mine:
            return await self._point_back(bot, turn, post, there.message_id)
        sent: Message | Outcome | None = None
        try:
            sent = await self._send(bot, turn, post)
        finally:
            if not isinstance(sent, Message):
                self._recent_posts.release(place, post.key)
        if isinstance(sent, Message):
            there.message_id = sent.message_id
            if post.brief:
                self._recent_posts.card_posted(turn.chat_id, turn.now)
        return sent

    def rest_before(self, turn: GroupTurn, post: Post) -> timedelta:
        """How long a new card has to wait because the last one is still young."""
        place = (turn.chat_id, turn.thread_id)
        if post.brief is None or self._recent_posts.is_there(
            place, post.key, turn.now, post.again_after
        ):
            return timedelta()
        rest = timedelta(seconds=turn.group.cooldown_seconds)
        return self._recent_posts.rests(turn.chat_id, turn.now, rest)

    async def post_after_rest(self, bot: Bot, turn: GroupTurn, post: Post, rest: timedelta) -> None:
        """The card itself when the rest is over, and until then a sign that it was seen.

        Only where neither can be, one line that leads to it.
        """
        is_kept = self._answer_later(bot, turn, post, rest)
        asked = turn.asked_by
        is_seen = asked is not None and await sender.react(bot, turn.chat_id, asked, SEEN)
        if not (is_kept or is_seen):
            await self._post(bot, turn, post.in_brief())

    def _hold(self, bot: Bot, turn: GroupTurn, post: Post, sent: Message | Outcome | None) -> bool:
        """Whether Telegram wants rest in this group; then it is posted when that is over."""
        if not (isinstance(sent, Outcome) and sent.kind == "wait"):
            return False
        if not post.short_lived:
            self._answer_later(bot, turn, post, timedelta(seconds=max(1, sent.wait)))
        return True

    def _answer_later(
        self,
        bot: Bot,
        turn: GroupTurn,
        post: Post,
        rest: timedelta = timedelta(),
        now: datetime | None = None,
    ) -> bool:
        """As an answer to who asked; what is said there meanwhile would hide it otherwise.

        Where another card came first, it waits for one more rest, but not for ever.
        """
        if turn.asked_by is None:
            return False
        late = replace(post, reply_to=post.reply_to or turn.asked_by)
        turn = replace(turn, text="", answered="")  # what was said is not kept while it waits

        async def answer(now: datetime) -> None:
            then = replace(turn, now=now)
            rests = self.rest_before(then, late) if rest else timedelta()
            if not rests:
                self._hold(bot, then, late, await self._post(bot, then, late))
            elif now - turn.now < LONGEST_WAIT:
                self._answer_later(bot, turn, late, rests, now)

        what = (turn.thread_id, post.key) if post.key and not post.is_help else None
        return self._recent_posts.answer_later(
            turn.chat_id, _room(post), now or turn.now, answer, rest, what
        )

    async def _point_back(
        self, bot: Bot, turn: GroupTurn, post: Post, message_id: int
    ) -> Message | Outcome | None:
        """An answer to the earlier message; if that is gone, it may come again.

        Once a minute, but to everybody who asks for help.
        """
        if not post.points_back or not message_id:
            return None
        pointer = Post(
            lines.earlier(turn.view),
            f"earlier {post.key}",
            POINTER_AGAIN,
            points_back=False,
            reply_to=message_id,
            short_lived=True,
            is_help=post.is_help,
        )
        place = (turn.chat_id, turn.thread_id)
        is_mine = self._recent_posts.claim(place, pointer.key, turn.now, POINTER_AGAIN)[1]
        if not (is_mine or post.is_help):
            return None
        sent = await self._send(bot, turn, pointer)
        if isinstance(sent, Message) and not _answers(sent, message_id):
            self._recent_posts.release(place, post.key)
        return sent

    async def _send(self, bot: Bot, turn: GroupTurn, post: Post) -> Message | Outcome | None:
        """Within the minute's room."""
        if not self._recent_posts.take(turn.chat_id, turn.now, _room(post)):
            log.info("group request ignored: too many messages in the last minute")
            if not post.short_lived:
                self._answer_later(bot, turn, post)
            return None
        sent = await sender.post(bot, turn.chat_id, post.screen, turn.thread_id, post.reply_to)
        if isinstance(sent, Message) and post.short_lived:
            self._recent_posts.remove_later(turn.chat_id, sent.message_id, turn.now)
        return sent


def _room(post: Post) -> Room:
    return "help" if post.is_help else "people"


def _answers(sent: Message, message_id: int) -> bool:
    """Not where that is gone; in a topic a message then answers the one that opened the topic."""
    answered = sent.reply_to_message
    return answered is not None and answered.message_id == message_id
