"""Commands by scope and language, texts, and the menu button."""

from typing import Any

import pytest

from playground.people import ANA, MIRA, SUPERGROUP_ID
from tests.playground.conftest import Caller

NARROW_TO_BROAD_IN_GROUPS: list[tuple[dict[str, Any], int]] = [
    ({"type": "chat_member", "chat_id": SUPERGROUP_ID, "user_id": MIRA}, MIRA),
    ({"type": "chat_administrators", "chat_id": SUPERGROUP_ID}, MIRA),
    ({"type": "chat", "chat_id": SUPERGROUP_ID}, MIRA),
    ({"type": "all_chat_administrators"}, MIRA),
    ({"type": "all_group_chats"}, MIRA),
    ({"type": "default"}, MIRA),
]


def listing(command: str) -> list[dict[str, str]]:
    return [{"command": command, "description": "x"}]


def shown(call: Caller, person_id: int, chat_id: int) -> str:
    world = call.world
    commands = world.profile.commands_for(world.people[person_id], world.chats[chat_id])
    return str(commands[0]["command"]) if commands else ""


async def test_the_narrowest_scope_wins_in_a_group(call: Caller) -> None:
    for number, (scope, _) in reversed(list(enumerate(NARROW_TO_BROAD_IN_GROUPS))):
        await call.result("setMyCommands", commands=listing(f"c{number}"), scope=scope)
        assert shown(call, MIRA, SUPERGROUP_ID) == f"c{number}"
    assert shown(call, ANA, SUPERGROUP_ID) == "c2"


async def test_a_scope_without_the_language_still_beats_a_broader_one(call: Caller) -> None:
    private = {"type": "all_private_chats"}
    call.world.speak(ANA, "es")
    await call.result("setMyCommands", commands=listing("default_es"), language_code="es")
    assert shown(call, ANA, ANA) == "default_es"
    await call.result("setMyCommands", commands=listing("private"), scope=private)
    assert shown(call, ANA, ANA) == "private"
    await call.result(
        "setMyCommands", commands=listing("private_es"), scope=private, language_code="es"
    )
    assert shown(call, ANA, ANA) == "private_es"


async def test_deleted_commands_uncover_the_broader_ones(call: Caller) -> None:
    scope = {"type": "chat", "chat_id": ANA}
    await call.result("setMyCommands", commands=listing("all"))
    await call.result("setMyCommands", commands=listing("hers"), scope=scope)
    assert await call.result("getMyCommands", scope=scope) == listing("hers")
    await call.result("deleteMyCommands", scope=scope)
    assert await call.result("getMyCommands", scope=scope) == []
    assert shown(call, ANA, ANA) == "all"


@pytest.mark.parametrize("field", ["name", "description", "short_description"])
async def test_texts_have_languages_and_a_default(call: Caller, field: str) -> None:
    method = "My" + "".join(word.capitalize() for word in field.split("_"))
    await call.result(f"set{method}", **{field: "everybody's"})
    await call.result(f"set{method}", **{field: "de todos"}, language_code="es")
    assert await call.result(f"get{method}", language_code="es") == {field: "de todos"}
    assert await call.result(f"get{method}", language_code="fr") == {field: "everybody's"}


async def test_the_menu_button_is_the_chats_or_everybodys(call: Caller) -> None:
    assert await call.result("getChatMenuButton") == {"type": "commands"}
    await call.result("setChatMenuButton", chat_id=ANA, menu_button={"type": "default"})
    assert await call.result("getChatMenuButton", chat_id=ANA) == {"type": "default"}
    assert await call.result("getChatMenuButton") == {"type": "commands"}
