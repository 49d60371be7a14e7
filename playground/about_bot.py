"""Methods about the bot itself: who it is, its commands, its texts."""

import re
from typing import Any

from playground.ephemeral import knows_ephemeral
from playground.profile import Scope, spoken
from playground.reaching import known_chat
from playground.refusals import (
    COMMAND_DESCRIPTION_INVALID,
    COMMAND_INVALID,
    COMMANDS_TOO_MANY,
    DESCRIPTION_TOO_LONG,
    LANGUAGE_INVALID,
    MENU_BUTTON_UNSUPPORTED,
    MISSING_PARAMETER,
    NAME_TOO_LONG,
    SCOPE_UNSUPPORTED,
    SHORT_DESCRIPTION_TOO_LONG,
    Json,
    Refusal,
    RefusedError,
)
from playground.world import World

COMMAND_LIMIT = 100  # commands in one list
COMMAND_NAME = re.compile(r"[a-z0-9_]{1,32}")
COMMAND_DESCRIPTION_LIMIT = 256  # characters
NAME_LIMIT = 64  # characters
DESCRIPTION_LIMIT = 512  # characters
SHORT_DESCRIPTION_LIMIT = 120  # characters
_BROAD_SCOPES = (
    "default",
    "all_private_chats",
    "all_group_chats",
    "all_chat_administrators",
)
_CHAT_SCOPES = ("chat", "chat_administrators", "chat_member")


def get_me(world: World, _params: Json) -> Json:
    return world.bot.as_user() | {
        "can_join_groups": True,
        "can_read_all_group_messages": False,
        "supports_inline_queries": True,
        "can_connect_to_business": False,
        "has_main_web_app": False,
        "has_topics_enabled": any(chat.is_private and chat.topics for chat in world.chats.values()),
        "allows_users_to_create_topics": False,
    }


def set_my_commands(world: World, params: Json) -> bool:
    commands = params["commands"]
    if len(commands) > COMMAND_LIMIT:
        raise RefusedError(COMMANDS_TOO_MANY)
    kept = [_command(command) | _is_for_one(world, command) for command in commands]
    world.profile.commands[_scope(world, params), _language(params)] = kept
    world.changes.ring()
    return True


def get_my_commands(world: World, params: Json) -> list[Json]:
    return world.profile.commands.get((_scope(world, params), _language(params)), [])


def delete_my_commands(world: World, params: Json) -> bool:
    world.profile.commands.pop((_scope(world, params), _language(params)), None)
    world.changes.ring()
    return True


def set_my_name(world: World, params: Json) -> bool:
    return _set(world, world.profile.names, params, "name", NAME_LIMIT, NAME_TOO_LONG)


def get_my_name(world: World, params: Json) -> Json:
    return {"name": spoken(world.profile.names, _language(params)) or world.bot.name}


def set_my_description(world: World, params: Json) -> bool:
    texts = world.profile.descriptions
    return _set(world, texts, params, "description", DESCRIPTION_LIMIT, DESCRIPTION_TOO_LONG)


def get_my_description(world: World, params: Json) -> Json:
    return {"description": spoken(world.profile.descriptions, _language(params))}


def set_my_short_description(world: World, params: Json) -> bool:
    texts, refusal = world.profile.short_descriptions, SHORT_DESCRIPTION_TOO_LONG
    return _set(world, texts, params, "short_description", SHORT_DESCRIPTION_LIMIT, refusal)


def get_my_short_description(world: World, params: Json) -> Json:
    return {"short_description": spoken(world.profile.short_descriptions, _language(params))}


def set_chat_menu_button(world: World, params: Json) -> bool:
    button = params.get("menu_button", {"type": "default"})
    if button.get("type") not in ("default", "commands"):
        raise RefusedError(MENU_BUTTON_UNSUPPORTED)
    chat_id = params.get("chat_id")
    if chat_id is not None:
        known_chat(world, chat_id)
    world.profile.menu_buttons[chat_id] = button
    world.changes.ring()
    return True


def get_chat_menu_button(world: World, params: Json) -> Json:
    if "chat_id" not in params:
        return world.profile.menu_buttons.get(None, {"type": "commands"})
    return world.profile.menu_button_for(known_chat(world, params["chat_id"]))


def _set(
    world: World, texts: dict[str, str], params: Json, field: str, limit: int, refusal: Refusal
) -> bool:
    text = params.get(field, "")
    if len(text) > limit:
        raise RefusedError(refusal)
    texts[_language(params)] = text
    world.changes.ring()
    return True


def _language(params: Json) -> str:
    language: str = params.get("language_code", "")
    if language and not re.fullmatch("[a-z]{2}", language):
        raise RefusedError(LANGUAGE_INVALID)
    return language


def _command(given: Any) -> Json:
    name, description = str(given.get("command", "")).lstrip("/"), str(given.get("description", ""))
    if not COMMAND_NAME.fullmatch(name):
        raise RefusedError(COMMAND_INVALID)
    if not 1 <= len(description.strip()) <= COMMAND_DESCRIPTION_LIMIT:
        raise RefusedError(COMMAND_DESCRIPTION_INVALID)
    return {"command": name, "description": description.strip()}


def _is_for_one(world: World, given: Json) -> Json:
    """The mark of a command that nobody else sees; a server that does not know it drops it."""
    return {"is_ephemeral": True} if given.get("is_ephemeral") and knows_ephemeral(world) else {}


def _scope(world: World, params: Json) -> Scope:
    given = params.get("scope", {"type": "default"})
    kind = given.get("type")
    if kind in _BROAD_SCOPES:
        return Scope(kind)
    if kind not in _CHAT_SCOPES:
        raise RefusedError(SCOPE_UNSUPPORTED)
    for field in ("chat_id", "user_id") if kind == "chat_member" else ("chat_id",):
        if field not in given:
            raise RefusedError(MISSING_PARAMETER, name=field)
    chat = known_chat(world, int(given["chat_id"]))
    return Scope(kind, chat.id, int(given["user_id"]) if kind == "chat_member" else None)
