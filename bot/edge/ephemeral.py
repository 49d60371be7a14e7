"""Shows a message in a group to one person alone where the server can, else a private link."""

import logging
from dataclasses import dataclass
from typing import Any

from telegram import Bot, CallbackQuery, Message, TelegramObject
from telegram.error import TelegramError

from bot.domain.recent_posts import Room
from bot.edge import errors, sender
from bot.screen import Screen
from bot.screens import cards
from bot.turns.group_turn import GroupTurn, Post
from bot.turns.services import Services

log = logging.getLogger(__name__)


def newer(thing: TelegramObject, name: str) -> Any:
    """A field of the Bot API that this PTB may not know: later ones have it as an attribute."""
    known = getattr(thing, name, None)
    return thing.api_kwargs.get(name) if known is None else known


@dataclass(frozen=True, slots=True)
class Asker:
    """Whom to answer, and what lets us: their tap, or their command that nobody else sees.

    Telegram takes an answer for 15 seconds.
    """

    person_id: int
    query_id: str = ""
    command_id: int = 0

    def as_parameters(self) -> dict[str, Any]:
        """In the spelling of Bot API 10.3, and in that of 10.2: each server passes over the other.

        A 10.2 server that got the newer one alone would show the message to everybody.
        """
        whom: dict[str, Any] = {"receiver_user_id": self.person_id}
        if self.query_id:
            whom["callback_query_id"] = self.query_id
        answers = {"reply_parameters": {"ephemeral_message_id": self.command_id}}
        both = whom | {"ephemeral_message_parameters": whom}
        return both | answers if self.command_id else both


def asker_of(message: Message) -> Asker | None:
    """Who sent a command that only we see; None for one that the whole group has read."""
    command_id = newer(message, "ephemeral_message_id")
    if command_id is None or message.from_user is None:
        return None
    return Asker(message.from_user.id, command_id=int(command_id))


class OnlyYou:
    """In doubt nothing is shown: what is for one person is never posted for all."""

    def __init__(self, services: Services) -> None:
        self._services = services

    async def answer_tap(
        self, bot: Bot, query: CallbackQuery, turn: GroupTurn, post: Post | None
    ) -> None:
        """Show it to who tapped, or let their Telegram open the private chat."""
        asker = Asker(query.from_user.id, query_id=query.id)
        shown = post is None or await self.show(bot, turn, asker, post)
        url = "" if shown or post is None else _way_in(post.screen)
        await sender.answer_tap(bot, query.id, url=url)

    async def show(self, bot: Bot, turn: GroupTurn, asker: Asker, post: Post) -> bool:
        """One try; whether it was shown, and to nobody else."""
        services = self._services
        if not services.only_you.is_set():
            return False
        room: Room = "help" if post.is_help else "itself"
        if not services.recent_posts.take(turn.chat_id, turn.now, room):
            return False  # what everybody can read comes first
        screen, whom = cards.for_asker_only(turn.view, post.screen), asker.as_parameters()
        try:
            sent = await sender.send(bot, turn.chat_id, screen, turn.thread_id, newer=whom)
        except TelegramError as error:
            log.info("nothing was shown to one person alone: %s", errors.classify(error).kind)
            return False
        return _is_ephemeral(sent) or await self._take_back(bot, sent)

    async def _take_back(self, bot: Bot, sent: Message) -> bool:
        """Another server than the one we looked at: everybody saw it. Not a second time."""
        self._services.only_you.clear()
        log.warning(
            "the Bot API server does not know messages for one person any more: what it showed"
            " to a group was taken back, and ONLY_YOU is off until the bot starts again"
        )
        try:
            await bot.delete_message(sent.chat.id, sent.message_id)
        except TelegramError as error:
            log.warning("it could not be taken back: %s", type(error).__name__)
        return False


def _is_ephemeral(sent: Message) -> bool:
    return newer(sent, "ephemeral_message_id") is not None


def _way_in(screen: Screen) -> str:
    """The private link of a screen; every screen of ours in a group has one."""
    return next((button.url for row in screen.rows for button in row if button.url), "")
