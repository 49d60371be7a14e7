"""What happens to groups: the bot comes, goes and rises, a group grows, a channel speaks."""

from bot.playground.actions import NotPossibleError, membership
from bot.playground.people import Chat, Message, Person, Topic
from bot.playground.refusals import Json
from bot.playground.shapes import message_json
from bot.playground.world import World

BASIC_GROUP_ID = -4001
CHANNEL_ID = -1001000000009
_UPGRADED_OFFSET = -1002000000000


def open_basic_group(world: World, title: str, members: dict[int, str]) -> Chat:
    """A small group of the old kind, which can be upgraded."""
    chat = world.chats[BASIC_GROUP_ID] = Chat(BASIC_GROUP_ID, "group", title, members)
    world.changes.ring()
    return chat


def change_bot(world: World, chat: Chat, by: Person, status: str) -> None:
    """Changes the bot's place: member, administrator, restricted (may not write), left, kicked."""
    if chat.is_private or chat.bot_status == status:
        raise NotPossibleError("Nothing would change.")
    old, chat.bot_status = chat.bot_status, status
    membership(world, chat, by, old, status)


def change_member(world: World, chat: Chat, person_id: int, status: str) -> None:
    chat.members[person_id] = status
    world.changes.ring()


def close_topic(world: World, chat: Chat, topic_id: int, *, closed: bool = True) -> None:
    chat.topics[topic_id] = Topic(topic_id, chat.topics[topic_id].title, closed)
    world.changes.ring()


def upgrade(world: World, chat: Chat) -> Chat:
    """Makes a supergroup of a group; both tell the bot, as Telegram's service messages do."""
    if chat.type != "group" or chat.upgraded_to is not None:
        raise NotPossibleError("Only a basic group can be upgraded, and only once.")
    new = Chat(_UPGRADED_OFFSET + chat.id, "supergroup", chat.title, dict(chat.members))
    world.chats[new.id], chat.upgraded_to = new, new.id
    _service(world, chat, {"migrate_to_chat_id": new.id})
    _service(world, new, {"migrate_from_chat_id": chat.id})
    return new


def post_in_channel(world: World, text: str) -> None:
    """A channel the bot administers says something; there is no person behind it."""
    channel = {"id": CHANNEL_ID, "type": "channel", "title": "News"}
    post = {"message_id": world.next_id(), "date": world.clock.seconds(), "chat": channel}
    world.inbox.put("channel_post", post | {"sender_chat": channel, "text": text})


def _service(world: World, chat: Chat, content: Json) -> None:
    sender = world.people[next(iter(chat.members))].as_user()
    message = Message(chat.id, world.next_id(), world.clock.seconds(), sender, content)
    world.keep(message)
    world.inbox.put("message", message_json(world, message))


def service_text(world: World, message: Message) -> str | None:
    """What the page shows for a message that nobody wrote."""
    content = message.content
    if "migrate_to_chat_id" in content:
        return "This group was upgraded to a supergroup."
    if "migrate_from_chat_id" in content:
        return f"This supergroup grew out of {world.chats[message.chat_id].title}."
    return None
