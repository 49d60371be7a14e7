"""Whom the bot can reach, and which message a call means."""

from playground.people import Chat, Message
from playground.refusals import (
    BLOCKED,
    CANNOT_INITIATE,
    CHAT_NOT_FOUND,
    DEACTIVATED,
    KICKED,
    NO_RIGHT_TO_SEND,
    NOT_A_MEMBER,
    REPLY_NOT_FOUND,
    THREAD_NOT_FOUND,
    TOPIC_CLOSED,
    UPGRADED,
    Json,
    Refusal,
    RefusedError,
)
from playground.world import World


def known_chat(world: World, chat_id: int | str) -> Chat:
    """A chat the bot may ask about, even when it can't write there."""
    if not isinstance(chat_id, int) or chat_id not in world.chats:
        raise RefusedError(CHAT_NOT_FOUND)
    return world.chats[chat_id]


def open_chat(world: World, chat_id: int | str) -> Chat:
    """A chat the bot may write to now."""
    chat = known_chat(world, chat_id)
    if chat.upgraded_to is not None:
        raise RefusedError(UPGRADED, {"migrate_to_chat_id": chat.upgraded_to})
    if chat.is_private:
        _check_person(world, chat.id)
    elif chat.bot_status == "kicked":
        raise RefusedError(KICKED, kind=chat.type)
    elif chat.bot_status == "left":
        raise RefusedError(NOT_A_MEMBER, kind=chat.type)
    elif chat.bot_status == "restricted":
        raise RefusedError(NO_RIGHT_TO_SEND)
    return chat


def message_in(chat: Chat, message_id: int, not_found: Refusal) -> Message:
    if message_id not in chat.messages:
        raise RefusedError(not_found)
    return chat.messages[message_id]


def thread_in(chat: Chat, thread_id: int | None) -> int | None:
    if thread_id is None:
        return None
    if thread_id not in chat.topics:
        raise RefusedError(THREAD_NOT_FOUND)
    if chat.topics[thread_id].closed:
        raise RefusedError(TOPIC_CLOSED)
    return thread_id


def reply_in(chat: Chat, parameters: Json | None) -> int | None:
    """The message answered, or none when it is gone and the call allows for that."""
    if not parameters or "ephemeral_message_id" in parameters:  # no message that all can see
        return None
    message_id = parameters.get("message_id")
    if message_id in chat.messages:
        return int(message_id)
    if parameters.get("allow_sending_without_reply"):
        return None
    raise RefusedError(REPLY_NOT_FOUND)


def _check_person(world: World, person_id: int) -> None:
    if person_id in world.deactivated:
        raise RefusedError(DEACTIVATED)
    if person_id in world.blocked:
        raise RefusedError(BLOCKED)
    if person_id not in world.started:
        raise RefusedError(CANNOT_INITIATE)
