"""What an update or a message from a person is."""

import re
from datetime import datetime, timedelta

from telegram import (
    Bot,
    Document,
    MaybeInaccessibleMessage,
    Message,
    MessageOriginUser,
    Update,
)

from bot.domain.data_export import SIZE_LIMIT

COMMAND = re.compile(r"/(?=.)(?P<name>[^\s@]*)(?:@(?P<bot>\w*))?(?P<words>.*)", re.DOTALL)
KEPT_FOR = timedelta(days=1)  # Telegram keeps messages for a bot that is off
LARGEST_ID = 2**52  # Telegram's own promise; neither engine could look for more than 2**63


def is_possible(update: Update) -> bool:
    """Whether its chat and person have numbers that Telegram could give them."""
    places = (update.effective_chat, update.effective_user)
    return all(
        isinstance(known.id, int) and abs(known.id) <= LARGEST_ID for known in places if known
    )


def topic_of(message: MaybeInaccessibleMessage | None) -> int | None:
    """The topic where it stands, in a group or in the private chat, and where answers belong.

    Outside topics Telegram numbers chains of answers too; nothing can be posted there.
    """
    if isinstance(message, Message) and message.is_topic_message:
        return message.message_thread_id
    return None


def has_own_words(message: Message) -> bool:
    """Whether somebody has typed it, and not passed it on."""
    return message.text is not None and message.forward_origin is None


def is_for_us(message: Message, bot: Bot) -> bool:
    """Whether somebody says something to us; not what another bot is told, or came through ours.

    That something was pinned, or any other change of the chat, also of kinds to come, says nothing.
    """
    is_said = message.text is not None or message.effective_attachment is not None
    return is_said and message.via_bot is None and not names_another_bot(message, bot)


def said_at(message: Message, now: datetime) -> datetime:
    """When the words were sent, which can be some time ago; never what no clock could say."""
    sent = message.edit_date or message.date
    return sent if now - KEPT_FOR <= sent <= now else now


def names_another_bot(message: Message, bot: Bot) -> bool:
    """Whether it is a command that names another bot, which nobody wants us to answer."""
    match = COMMAND.match(message.text or "")
    return match is not None and _is_anothers(match, bot)


def command_in(message: Message, bot: Bot) -> tuple[str, str] | None:
    """The command's name and what follows it; None for plain text and other bots' commands."""
    match = COMMAND.match(message.text or "") if message.forward_origin is None else None
    if match is None or _is_anothers(match, bot):
        return None
    return match["name"].lower(), match["words"].strip()


def _is_anothers(command: re.Match[str], bot: Bot) -> bool:
    return bool(command["bot"]) and command["bot"].lower() != bot.username.lower()


def words_in(message: Message, own: str, bot: Bot) -> str:
    """All words that a message brings from people: its own, and those it quotes.

    What we have said ourselves tells nothing of anybody, whether it is quoted or passed on.
    """
    origin, quoted = message.forward_origin, message.reply_to_message
    passed_on = isinstance(origin, MessageOriginUser) and origin.sender_user.id == bot.id
    ours = quoted is not None and quoted.from_user is not None and quoted.from_user.id == bot.id
    quote = message.quote.text if message.quote and not ours else ""
    return f"{'' if passed_on else own} {quote}".strip()


def answered_words(message: Message, bot: Bot) -> str:
    """What somebody else has said, when a message answers that or quotes it."""
    answered = message.reply_to_message
    is_theirs = answered and answered.from_user and answered.from_user.id != bot.id
    words = (answered.text or answered.caption or "") if answered and is_theirs else ""
    return words_in(message, words, bot)


async def download(document: Document) -> bytes | None:
    """The bytes of a sent file; None when it may be larger than what we would read."""
    if document.file_size is None or document.file_size > SIZE_LIMIT:
        return None
    return bytes(await (await document.get_file()).download_as_bytearray())
