"""Methods about chats, their members and files."""

from playground.people import Chat
from playground.profile import ADMINISTRATORS
from playground.reaching import known_chat, open_chat
from playground.refusals import (
    FILE_ID_INVALID,
    MEMBER_NOT_FOUND,
    NO_ADMINISTRATORS,
    NOT_IN_PRIVATE,
    Json,
    RefusedError,
)
from playground.shapes import chat_json, member_json, message_json
from playground.world import World


def get_chat(world: World, params: Json) -> Json:
    chat = known_chat(world, params["chat_id"])
    gifts = dict.fromkeys(_GIFTS, True)
    full = {"accent_color_id": 0, "max_reaction_count": 11, "accepted_gift_types": gifts}
    if chat.pinned in chat.messages:
        full["pinned_message"] = message_json(world, chat.messages[chat.pinned])
    return chat_json(world, chat) | full


_GIFTS = [
    "unlimited_gifts",
    "limited_gifts",
    "unique_gifts",
    "premium_subscription",
    "gifts_from_channels",
]


def get_chat_member(world: World, params: Json) -> Json:
    chat, user_id = known_chat(world, params["chat_id"]), params["user_id"]
    if user_id == world.bot.id:
        return member_json(world.bot.as_user(), chat.bot_status)
    if user_id not in world.people:
        raise RefusedError(MEMBER_NOT_FOUND)
    return member_json(world.people[user_id].as_user(), chat.members.get(user_id, "left"))


def get_chat_administrators(world: World, params: Json) -> list[Json]:
    chat = known_chat(world, params["chat_id"])
    if chat.is_private:
        raise RefusedError(NO_ADMINISTRATORS)
    people = [
        member_json(world.people[person_id].as_user(), status)
        for person_id, status in chat.members.items()
        if status in ADMINISTRATORS
    ]
    return people + _bot_as_administrator(world, chat)


def get_chat_member_count(world: World, params: Json) -> int:
    chat = known_chat(world, params["chat_id"])
    here = [status for status in chat.members.values() if status not in ("left", "kicked")]
    return len(here) + 1


def leave_chat(world: World, params: Json) -> bool:
    chat = open_chat(world, params["chat_id"])
    if chat.is_private:
        raise RefusedError(NOT_IN_PRIVATE)
    chat.bot_status = "left"
    world.changes.ring()
    return True


def get_file(world: World, params: Json) -> Json:
    file = world.files.get(params["file_id"])
    if file is None:
        raise RefusedError(FILE_ID_INVALID)
    size = len(file.content)
    shape = {"file_id": file.id, "file_unique_id": f"unique-{file.id}", "file_size": size}
    return shape | {"file_path": file.path}


def _bot_as_administrator(world: World, chat: Chat) -> list[Json]:
    if chat.bot_status not in ADMINISTRATORS:
        return []
    return [member_json(world.bot.as_user(), chat.bot_status)]
