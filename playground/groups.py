"""What happens to groups: the bot comes, goes and rises, a group grows, a channel speaks."""

from playground.actions import NotPossibleError, membership
from playground.people import BASIC_GROUP_ID, Chat, Message, Person, Topic
from playground.profile import ADMINISTRATORS
from playground.refusals import Json
from playground.shapes import message_json
from playground.world import World

BOT_PLACES = ("member", "administrator", "restricted", "left", "kicked")
CHANNEL_ID = -1001000000009
_UPGRADED_OFFSET = -1002000000000


def open_basic_group(world: World, title: str, members: dict[int, str]) -> Chat:
    """A small group of the old kind, which can be upgraded."""
    chat = world.chats[BASIC_GROUP_ID] = Chat(BASIC_GROUP_ID, "group", title, members)
    world.changes.ring()
    return chat


def change_bot(world: World, chat: Chat, by: Person, status: str) -> None:
    """Changes the bot's place: member, administrator, restricted (may not write), left, kicked."""
    if status not in BOT_PLACES:
        raise NotPossibleError(f"The bot can be {', '.join(BOT_PLACES)} here.")
    if chat.is_private or chat.bot_status == status:
        raise NotPossibleError("Nothing would change.")
    old, chat.bot_status = chat.bot_status, status
    membership(world, chat, by, old, status)


def change_member(world: World, chat: Chat, person_id: int, status: str) -> None:
    chat.members[person_id] = status
    world.changes.ring()


def close_topic(world: World, chat: Chat, topic_id: int, *, closed: bool = True) -> None:
    if topic_id not in chat.topics or chat.topics[topic_id].closed == closed:
        raise NotPossibleError("Nothing would change.")
    chat.topics[topic_id] = Topic(topic_id, chat.topics[topic_id].title, closed)
    _service(
        world, chat, {"forum_topic_closed" if closed else "forum_topic_reopened": {}}, topic_id
    )


def change(world: World, chat: Chat, deed: Json) -> None:
    """One change as the page names it; whoever is first among the administrators makes it."""
    admins = [who for who, status in chat.members.items() if status in ADMINISTRATORS]
    by = world.people[next(iter(admins or chat.members))]
    match deed:
        case {"kind": "bot", "status": str(status)}:
            change_bot(world, chat, by, status)
        case {"kind": "topic", "topic": int(topic_id), "closed": bool(closed)}:
            close_topic(world, chat, topic_id, closed=closed)
        case {"kind": "upgrade"}:
            upgrade(world, chat)
        case _:
            raise NotPossibleError("A group can't be changed like that here.")


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


def _service(world: World, chat: Chat, content: Json, topic_id: int | None = None) -> None:
    """What Telegram itself says in a group; a bot hears it while it is there."""
    sender = world.people[next(iter(chat.members))].as_user()
    now = world.clock.seconds()
    message = Message(chat.id, world.next_id(), now, sender, content, thread_id=topic_id)
    world.keep(message)
    if chat.bot_status not in ("left", "kicked"):
        world.inbox.put("message", message_json(world, message))


def service_text(world: World, message: Message) -> str | None:
    """What the page shows for a message that nobody wrote."""
    content = message.content
    if "migrate_to_chat_id" in content:
        return "This group was upgraded to a supergroup."
    if "migrate_from_chat_id" in content:
        return f"This supergroup grew out of {world.chats[message.chat_id].title}."
    if "forum_topic_closed" in content:
        return "This topic was closed."
    if "forum_topic_reopened" in content:
        return "This topic was opened again."
    return None
