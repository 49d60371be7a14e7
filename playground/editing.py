"""Methods that change or remove a message that is already there."""

from dataclasses import replace

from playground.keyboards import read_markup
from playground.people import Chat, Message
from playground.profile import ADMINISTRATORS
from playground.reaching import message_in, open_chat
from playground.refusals import (
    CAPTION_TOO_LONG,
    CHAT_ID_EMPTY,
    DELETE_NOT_ALLOWED,
    DELETE_NOT_FOUND,
    EDIT_NO_CAPTION,
    EDIT_NO_TEXT,
    EDIT_NOT_FOUND,
    EDIT_NOT_OURS,
    EDIT_TOO_LONG,
    MESSAGE_ID_MISSING,
    NO_RIGHT_TO_PIN,
    NOT_MODIFIED,
    PIN_NOT_FOUND,
    REACT_NOT_FOUND,
    REACTION_INVALID,
    Json,
    RefusedError,
)
from playground.shapes import message_json
from playground.texts import CAPTION_LIMIT, TEXT_LIMIT, read_text
from playground.world import World

DELETABLE_FOR = 48 * 60 * 60  # seconds
BATCH_LIMIT = 100  # messages in one deleteMessages
REACTIONS = frozenset(
    [
        "❤",
        "👍",
        "👎",
        "🔥",
        "🥰",
        "👏",
        "😁",
        "🤔",
        "🤯",
        "😱",
        "🤬",
        "😢",
        "🎉",
        "🤩",
        "🤮",
        "💩",
        "🙏",
        "👌",
        "🕊",
        "🤡",
        "🥱",
        "🥴",
        "😍",
        "🐳",
        "❤\u200d🔥",
        "🌚",
        "🌭",
        "💯",
        "🤣",
        "⚡",
        "🍌",
        "🏆",
        "💔",
        "🤨",
        "😐",
        "🍓",
        "🍾",
        "💋",
        "🖕",
        "😈",
        "😴",
        "😭",
        "🤓",
        "👻",
        "👨\u200d💻",
        "👀",
        "🎃",
        "🙈",
        "😇",
        "😨",
        "🤝",
        "✍",
        "🤗",
        "🫡",
        "🎅",
        "🎄",
        "☃",
        "💅",
        "🤪",
        "🗿",
        "🆒",
        "💘",
        "🙉",
        "🦄",
        "😘",
        "💊",
        "🙊",
        "😎",
        "👾",
        "🤷\u200d♂",
        "🤷",
        "🤷\u200d♀",
        "😡",
    ]
)


def edit_message_text(world: World, params: Json) -> Json | bool:
    content = read_text(params, TEXT_LIMIT, EDIT_TOO_LONG)
    chat, message = _editable(world, params)
    if "text" not in message.content:
        raise RefusedError(EDIT_NO_TEXT)
    if preview := params.get("link_preview_options"):
        content["link_preview_options"] = preview
    kept = {n: v for n, v in message.content.items() if n == "via_bot"}
    return _change(world, params, chat, replace(message, content=kept | content))


def edit_message_caption(world: World, params: Json) -> Json | bool:
    caption = read_text(params, CAPTION_LIMIT, CAPTION_TOO_LONG, "caption")
    chat, message = _editable(world, params)
    if "text" in message.content:
        raise RefusedError(EDIT_NO_CAPTION)
    rest = {n: v for n, v in message.content.items() if not n.startswith("caption")}
    return _change(world, params, chat, replace(message, content=rest | caption))


def edit_message_reply_markup(world: World, params: Json) -> Json | bool:
    return _change(world, params, *_editable(world, params))


def delete_message(world: World, params: Json) -> bool:
    chat = open_chat(world, params["chat_id"])
    message = message_in(chat, params["message_id"], DELETE_NOT_FOUND)
    if not _deletable(world, chat, message):
        raise RefusedError(DELETE_NOT_ALLOWED)
    del chat.messages[message.id]
    world.changes.ring()
    return True


def delete_messages(world: World, params: Json) -> bool:
    """Those that can't be found are skipped, as Telegram does."""
    chat = open_chat(world, params["chat_id"])
    ids = params["message_ids"]
    if not 1 <= len(ids) <= BATCH_LIMIT:
        raise RefusedError(MESSAGE_ID_MISSING)
    for message_id in ids:
        message = chat.messages.get(message_id)
        if message and _deletable(world, chat, message):
            del chat.messages[message_id]
    world.changes.ring()
    return True


def pin_chat_message(world: World, params: Json) -> bool:
    chat = open_chat(world, params["chat_id"])
    message = message_in(chat, params["message_id"], PIN_NOT_FOUND)
    if not chat.is_private and chat.bot_status not in ADMINISTRATORS:
        raise RefusedError(NO_RIGHT_TO_PIN)
    chat.pinned = message.id
    world.changes.ring()
    return True


def set_message_reaction(world: World, params: Json) -> bool:
    chat = open_chat(world, params["chat_id"])
    message = message_in(chat, params["message_id"], REACT_NOT_FOUND)
    emojis = [reaction.get("emoji") for reaction in params.get("reaction", [])]
    if len(emojis) > 1 or not REACTIONS.issuperset(emojis):
        raise RefusedError(REACTION_INVALID)
    world.reactions[chat.id, message.id] = emojis
    world.changes.ring()
    return True


def _editable(world: World, params: Json) -> tuple[Chat, Message]:
    if inline_id := params.get("inline_message_id"):
        if inline_id not in world.inline_messages:
            raise RefusedError(EDIT_NOT_FOUND)
        chat_id, message_id = world.inline_messages[inline_id]
        return world.chats[chat_id], world.chats[chat_id].messages[message_id]
    for name, refusal in (("chat_id", CHAT_ID_EMPTY), ("message_id", MESSAGE_ID_MISSING)):
        if name not in params:
            raise RefusedError(refusal)
    chat = open_chat(world, params["chat_id"])
    message = message_in(chat, params["message_id"], EDIT_NOT_FOUND)
    if message.sender["id"] != world.bot.id or "forward_origin" in message.content:
        raise RefusedError(EDIT_NOT_OURS)
    return chat, message


def _change(world: World, params: Json, chat: Chat, message: Message) -> Json | bool:
    """A keyboard that is not named in the call goes away, as on Telegram."""
    markup = read_markup(params.get("reply_markup"), inline_only=True)
    message = replace(message, reply_markup=markup)
    if message == chat.messages[message.id]:
        raise RefusedError(NOT_MODIFIED)
    world.limits.spend(chat)
    world.keep(replace(message, edited_at=world.clock.seconds()))
    if "inline_message_id" in params:
        return True
    return message_json(world, chat.messages[message.id])


def _deletable(world: World, chat: Chat, message: Message) -> bool:
    is_ours = message.sender["id"] == world.bot.id
    has_right = chat.is_private or chat.bot_status in ADMINISTRATORS
    is_young = world.clock.seconds() - message.date <= DELETABLE_FOR
    return is_young and (is_ours or has_right)
