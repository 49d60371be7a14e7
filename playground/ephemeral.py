"""Messages that one person alone sees: Bot API 10.3, and what older servers make of them."""

from dataclasses import replace

from playground.keyboards import read_markup
from playground.people import Chat, Message
from playground.profile import ADMINISTRATORS
from playground.reaching import open_chat
from playground.refusals import (
    BOT_NOT_ADMIN,
    EPHEMERAL_EDIT_TOO_LONG,
    EPHEMERAL_NOT_FOUND,
    MESSAGE_NOT_COMMAND,
    METHOD_NOT_FOUND,
    NOT_A_PARTICIPANT,
    QUERY_TOO_OLD,
    REPLACING_NOT_HERE,
    Json,
    RefusedError,
)
from playground.texts import CAPTION_LIMIT, read_text
from playground.world import QUERY_LIFE, Query, World

VERSIONS = ("10.3", "10.2", "10.1")  # 10.1 knows nothing of it, and passes over what it is told
BEFORE = "10.1"


def knows_ephemeral(world: World) -> bool:
    return world.api_version != BEFORE


def receiver_in(world: World, chat: Chat, params: Json) -> int | None:
    """Who alone shall see the new message, after Telegram's checks; None for everybody."""
    given = _given(world, params)
    if not given:
        return None
    if given.get("replace_callback_query_message"):
        raise RefusedError(REPLACING_NOT_HERE)
    person_id = int(given["receiver_user_id"])
    if chat.is_private:
        raise RefusedError(BOT_NOT_ADMIN)
    if chat.members.get(person_id, "left") in ("left", "kicked"):
        raise RefusedError(NOT_A_PARTICIPANT)
    if chat.bot_status not in ADMINISTRATORS:
        _check_asked(world, chat, person_id, given, params)
    return person_id


def permit(world: World, key: str, person_id: int, chat: Chat) -> None:
    """From now on, for 15 seconds, the bot may answer this person here alone."""
    world.permits[key] = Query(key, person_id, chat.id, world.clock.seconds())


def edit_ephemeral_message_text(world: World, params: Json) -> bool:
    """The limit is 1024 characters where 4096 are promised: a known fault of the server."""
    chat, message = _found(world, params)
    content = read_text(params, CAPTION_LIMIT, EPHEMERAL_EDIT_TOO_LONG)
    markup = read_markup(params.get("reply_markup"), inline_only=True)
    edited_at = world.clock.seconds()
    edited = replace(message, content=content, reply_markup=markup, edited_at=edited_at)
    world.limits.spend(chat)
    world.keep(edited)
    return True


def delete_ephemeral_message(world: World, params: Json) -> bool:
    chat, message = _found(world, params)
    del chat.ephemeral[message.id]
    world.changes.ring()
    return True


def _given(world: World, params: Json) -> Json:
    """10.3 put into one object what 10.2 took side by side; neither reads the other's spelling."""
    match world.api_version:
        case "10.3":
            return dict(params.get("ephemeral_message_parameters", {}))
        case "10.2" if "receiver_user_id" in params:
            return params
    return {}


def _check_asked(world: World, chat: Chat, person_id: int, given: Json, params: Json) -> None:
    """A bot that is no administrator answers a tap or a command, and only while it is young."""
    query_id = given.get("callback_query_id")
    command_id = params.get("reply_parameters", {}).get("ephemeral_message_id")
    if query_id is None and command_id is None:
        raise RefusedError(BOT_NOT_ADMIN)
    asked = world.permits.get(str(command_id if query_id is None else query_id))
    is_theirs = asked and (asked.person_id, asked.chat_id) == (person_id, chat.id)
    is_young = asked and world.clock.seconds() - asked.asked_at <= QUERY_LIFE.total_seconds()
    if not (is_theirs and is_young):
        raise RefusedError(MESSAGE_NOT_COMMAND if query_id is None else QUERY_TOO_OLD)


def _found(world: World, params: Json) -> tuple[Chat, Message]:
    """By chat, receiver and id: only the three together name one."""
    if not knows_ephemeral(world):
        raise RefusedError(METHOD_NOT_FOUND)
    chat = open_chat(world, params["chat_id"])
    message = chat.ephemeral.get(params["ephemeral_message_id"])
    is_ours = message is not None and message.sender["id"] == world.bot.id
    if message is None or not is_ours or message.only_for != params["receiver_user_id"]:
        raise RefusedError(EPHEMERAL_NOT_FOUND)
    return chat, message
