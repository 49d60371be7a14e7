"""Who moderates a group: asked of Telegram at each use, and believed for at most a minute."""

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from telegram import Bot, CallbackQuery, ChatMember, Message
from telegram.error import TelegramError

log = logging.getLogger(__name__)
BELIEVED_FOR = 60.0  # seconds
MOST_KEPT = 1000  # answers; what nobody asks for again must not pile up
MODERATES = (ChatMember.OWNER, ChatMember.ADMINISTRATOR)


@dataclass
class Moderators:
    """Creators, administrators and anonymous administrators do; everybody else does not."""

    seconds: Callable[[], float] = time.monotonic
    _known: dict[tuple[int, int], tuple[bool, float]] = field(default_factory=dict)

    async def is_moderator(self, bot: Bot, asked: Message | CallbackQuery) -> bool:
        """Whether who wrote or tapped moderates the group; what can't be found out means no.

        An administrator who hides speaks as the group itself. The linked channel, and a person who
        speaks as a channel of their own, come with another chat.
        """
        message = asked.message if isinstance(asked, CallbackQuery) else asked
        person = asked.from_user
        if message is None:
            return False
        if isinstance(asked, Message) and asked.sender_chat is not None:
            return asked.sender_chat.id == asked.chat.id
        if person is None or person.is_bot:
            return False
        known = self._known.get((message.chat.id, person.id))
        if known and known[1] > self.seconds():
            return known[0]
        return await self._ask(bot, message.chat.id, person.id)

    def forget(self, chat_id: int) -> None:
        """Somebody's place in this group has changed."""
        self._known = {who: known for who, known in self._known.items() if who[0] != chat_id}

    async def _ask(self, bot: Bot, chat_id: int, person_id: int) -> bool:
        asked_at = self.seconds()
        try:
            member = await bot.get_chat_member(chat_id, person_id)
        except TelegramError as error:
            log.info("rights could not be checked: %s", type(error).__name__)
            return False
        moderates = member.status in MODERATES
        self._make_room()
        self._known[chat_id, person_id] = moderates, asked_at + BELIEVED_FOR
        return moderates

    def _make_room(self) -> None:
        if len(self._known) >= MOST_KEPT:
            now = self.seconds()
            self._known = {who: known for who, known in self._known.items() if known[1] > now}
        if len(self._known) >= MOST_KEPT:
            self._known.clear()
