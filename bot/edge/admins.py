"""Who moderates a group: asked of Telegram once for all, and believed for at most a minute."""

import asyncio
import logging
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from telegram import Bot, CallbackQuery, Message
from telegram.error import TelegramError

log = logging.getLogger(__name__)
BELIEVED_FOR = 60.0  # seconds
MOST_KEPT = 1000  # groups; what nobody asks for again must not pile up
Known = tuple[frozenset[int], float]  # who moderates, and until when we believe that


@dataclass
class Moderators:
    """Creators, administrators and anonymous administrators do; everybody else does not.

    One question per group and minute, however many people press. It is for the list of all
    administrators: of single members Telegram tells for sure only bots that are administrators.
    """

    seconds: Callable[[], float] = time.monotonic
    _known: dict[int, Known] = field(default_factory=dict)
    #: The question under way in a group; who needs the answer too waits for the same one.
    _asking: dict[int, asyncio.Task[frozenset[int]]] = field(default_factory=dict)

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
        return await self.moderates(bot, person.id, message.chat.id)

    async def moderates(self, bot: Bot, person_id: int, chat_id: int) -> bool:
        """The same for somebody who says so in another chat, where nobody hides."""
        return person_id in await self._moderators(bot, chat_id)

    def forget(self, chat_id: int) -> None:
        """Somebody's place has changed in this group; an answer under way may be older."""
        self._known.pop(chat_id, None)
        self._asking.pop(chat_id, None)

    async def _moderators(self, bot: Bot, chat_id: int) -> frozenset[int]:
        known = self._known.get(chat_id)
        if known and known[1] > self.seconds():
            return known[0]
        asking = self._asking.get(chat_id)
        if asking is None:
            asking = self._asking[chat_id] = asyncio.create_task(self._ask(bot, chat_id))
        return await asyncio.shield(asking)  # one who gives up takes the answer from nobody

    async def _ask(self, bot: Bot, chat_id: int) -> frozenset[int]:
        mine, asked_at = asyncio.current_task(), self.seconds()
        try:
            every = await bot.get_chat_administrators(chat_id)
        except TelegramError as error:
            log.info("rights could not be checked: %s", type(error).__name__)
            return frozenset()
        else:
            moderators = frozenset(member.user.id for member in every)
            if self._asking.get(chat_id) is mine:
                self._make_room()
                self._known[chat_id] = moderators, asked_at + BELIEVED_FOR
            return moderators
        finally:
            if self._asking.get(chat_id) is mine:
                del self._asking[chat_id]

    def _make_room(self) -> None:
        if len(self._known) >= MOST_KEPT:
            now = self.seconds()
            self._known = {chat: known for chat, known in self._known.items() if known[1] > now}
        if len(self._known) >= MOST_KEPT:
            self._known.clear()
