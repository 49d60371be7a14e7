"""Who sees what in a group, for the tests."""

from typing import Any

from playground.people import SUPERGROUP_ID, THEO, Message
from playground.view import ChatView
from playground.world import World

READ_HERE = "Read here, only you"
WAY_IN = "https://t.me/waymark_local_bot?start="
LINE = "Please ask me in private, where only you can see the answer."
SEND = frozenset({"sendMessage"})


def alone(world: World, chat_id: int = SUPERGROUP_ID) -> list[Message]:
    """What the bot has shown to one person alone."""
    shown = world.chats[chat_id].ephemeral.values()
    return [message for message in shown if message.sender["id"] == world.bot.id]


def sees(world: World, person: int, chat_id: int = SUPERGROUP_ID) -> list[str]:
    """What somebody reads in the chat."""
    view = ChatView(world, person, world.chats[chat_id]).as_json()
    return [message["text"] for message in view["messages"]]


def sends(world: World) -> int:
    return len(world.ledger.of("sendMessage"))


def said(world: World, text: str, person: int = THEO) -> dict[str, Any]:
    """A command as it comes from a Telegram that marks nothing."""
    return {
        "message_id": world.next_id(),
        "date": 1,
        "chat": {"id": SUPERGROUP_ID, "type": "supergroup", "title": "Living with it"},
        "from": world.people[person].as_user(),
        "text": text,
        "entities": [{"type": "bot_command", "offset": 0, "length": len(text.split()[0])}],
    }
