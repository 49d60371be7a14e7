"""Privacy mode: what a bot that is no administrator hears in a group."""

from playground.people import Chat, Message
from playground.profile import ADMINISTRATORS
from playground.world import World


def is_heard(world: World, chat: Chat, message: Message) -> bool:
    """In private everything; in a group only what is meant for the bot."""
    if chat.is_private:
        return chat.id not in world.blocked
    if chat.bot_status in ADMINISTRATORS:
        return True
    if chat.bot_status not in ("member", "restricted"):
        return False
    answered = chat.messages.get(message.reply_to or 0)
    is_reply = answered is not None and answered.sender["id"] == world.bot.id
    is_inline = message.content.get("via_bot", {}).get("id") == world.bot.id
    return is_reply or is_inline or _is_our_command(world, message)


def _is_our_command(world: World, message: Message) -> bool:
    first = message.text.split(maxsplit=1)[:1]
    if not first or not first[0].startswith("/"):
        return False
    _, _, addressee = first[0].partition("@")
    return addressee.lower() in ("", world.bot.username.lower())
