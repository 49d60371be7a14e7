"""The Bot API's JSON for the world's values: what the bot is sent and told."""

from playground.people import Chat, Message, Topic
from playground.refusals import Json
from playground.world import World


def chat_json(world: World, chat: Chat) -> Json:
    if chat.is_private:
        return world.people[chat.id].as_chat()
    shape: Json = {"id": chat.id, "type": chat.type, "title": chat.title}
    return shape | ({"is_forum": True} if chat.is_forum else {})


def message_json(world: World, message: Message, *, with_reply: bool = True) -> Json:
    """A Message object; a reply shows the message it answers, but not that one's own reply."""
    chat = world.chats[message.chat_id]
    shape: Json = {
        "message_id": message.id,
        "date": message.date,
        "chat": chat_json(world, chat),
        "from": message.sender,
        **message.content,
    }
    if message.only_for is not None:
        shape |= {"message_id": 0, "ephemeral_message_id": message.id}
        is_ours = message.sender["id"] == world.bot.id
        receiver = world.people[message.only_for].as_user() if is_ours else world.bot.as_user()
        shape["receiver_user"] = receiver
    if message.edited_at is not None:
        shape["edit_date"] = message.edited_at
    if message.reply_markup and "inline_keyboard" in message.reply_markup:
        shape["reply_markup"] = message.reply_markup
    if message.is_protected:
        shape["has_protected_content"] = True
    if message.thread_id is not None:
        shape |= {"message_thread_id": message.thread_id, "is_topic_message": True}
    answered = chat.messages.get(message.reply_to or 0)
    if answered and with_reply:
        shape["reply_to_message"] = message_json(world, answered, with_reply=False)
    elif with_reply and chat.is_forum and not chat.is_private and message.thread_id in chat.topics:
        shape["reply_to_message"] = _topic_opened(world, chat, chat.topics[message.thread_id])
    if answered and chat.type == "supergroup" and message.thread_id is None:
        shape["message_thread_id"] = _first_of_chain(chat, message).id
    return shape


def _topic_opened(world: World, chat: Chat, topic: Topic) -> Json:
    """What a message of a topic answers when it answers no other."""
    return {
        "message_id": topic.id,
        "date": 1,
        "chat": chat_json(world, chat),
        "from": next(iter(world.people.values())).as_user(),
        "message_thread_id": topic.id,
        "is_topic_message": True,
        "forum_topic_created": {"name": topic.title, "icon_color": 7322096},
    }


def _first_of_chain(chat: Chat, message: Message) -> Message:
    """Outside forums Telegram numbers a chain of answers by its first message."""
    while answered := chat.messages.get(message.reply_to or 0):
        message = answered
    return message


def member_json(user: Json, status: str) -> Json:
    """A ChatMember object, with the fields its status demands."""
    shape: Json = {"user": user, "status": status}
    if status == "kicked":
        shape["until_date"] = 0
    if status == "restricted":
        shape |= dict.fromkeys(_PERMISSIONS, False) | {"is_member": True, "until_date": 0}
    if status in ("creator", "administrator"):
        shape["is_anonymous"] = False
    if status == "administrator":
        shape |= dict.fromkeys(_RIGHTS, True) | {"can_be_edited": False}
    return shape


_RIGHTS = [
    "can_manage_chat",
    "can_delete_messages",
    "can_manage_video_chats",
    "can_restrict_members",
    "can_promote_members",
    "can_change_info",
    "can_invite_users",
    "can_post_stories",
    "can_edit_stories",
    "can_delete_stories",
    "can_pin_messages",
    "can_send_welcome_messages",
]
_PERMISSIONS = [
    "can_send_messages",
    "can_send_audios",
    "can_send_documents",
    "can_send_photos",
    "can_send_videos",
    "can_send_video_notes",
    "can_send_voice_notes",
    "can_send_polls",
    "can_send_other_messages",
    "can_add_web_page_previews",
    "can_react_to_messages",
    "can_edit_tag",
    "can_change_info",
    "can_invite_users",
    "can_pin_messages",
    "can_manage_topics",
]
