"""The newest Bot API's own schema, which looks at every call that any test here makes."""

import json
from typing import Any

import pytest

from playground.people import FORUM_ID, MIRA, THEO
from playground.world import World
from tests.bot_api_schema import SCHEMA, CheckedLedger, mistakes
from tests.client import Chatter, Pump

KEY = {"text": "Home", "callback_data": "home"}
SENT = {"chat_id": "7001", "text": "Hello", "parse_mode": "HTML"}


def keyboard(key: Any) -> str:
    return json.dumps({"inline_keyboard": [[key]]})


def test_it_says_where_it_is_from() -> None:
    assert (SCHEMA["version"], SCHEMA["released"]) == ("10.3", "2026-08-24")
    assert mistakes("sendMessage", SENT | {"reply_markup": keyboard(KEY)}) == []


@pytest.mark.parametrize(
    ("method", "params", "mistake"),
    [
        ("sendMesage", SENT, "sendMesage: no such method"),
        ("sendMessage", {"chat_id": "7001"}, "sendMessage: 'text' is missing"),
        ("sendMessage", SENT | {"txt": ""}, "sendMessage: 'txt' is unknown"),
        ("sendMessage", SENT | {"message_thread_id": "x"}, "'x' is no Integer"),
        ("sendMessage", SENT | {"disable_notification": "yes"}, "'yes' is no Boolean"),
        ("sendMessage", SENT | {"entities": "{}"}, "entities: no array"),
        ("sendMessage", SENT | {"reply_markup": "{"}, "no JSON"),
        (
            "sendMessage",
            SENT | {"reply_markup": keyboard(KEY | {"data": "x"})},
            "'data' is unknown",
        ),
        ("sendMessage", SENT | {"reply_markup": keyboard({"url": "x"})}, "'text' is missing"),
        ("sendMessage", SENT | {"reply_markup": keyboard(KEY | {"text": 1})}, "text: no String"),
        ("sendMessage", SENT | {"reply_markup": keyboard([KEY])}, "no InlineKeyboardButton"),
        ("sendMessage", SENT | {"receiver_user_id": "1"}, "'receiver_user_id' is unknown"),
        ("setMyCommands", {"commands": '[{"command": "find"}]'}, "'description' is missing"),
        ("answerInlineQuery", {"inline_query_id": "1", "results": '[{"id": "1"}]'}, "is missing"),
    ],
)
def test_it_finds_planted_mistakes(method: str, params: dict[str, str], mistake: str) -> None:
    assert mistake in "\n".join(mistakes(method, params))


@pytest.mark.slow
async def test_every_call_of_a_walk_is_as_the_schema_says(
    ana: Chatter, pump: Pump, world: World
) -> None:
    """Screens of every kind, pressed in the order in which they show; and a topic of a group."""
    await ana.starts()
    pressed: set[str] = set()
    waiting = [key["callback_data"] for key in ana.keys if "callback_data" in key]
    while waiting and len(pressed) < 80:
        wire = waiting.pop(0)
        kind = wire.partition(":")[0]
        if sum(each.startswith(kind) for each in pressed) > 2 or wire in pressed:
            continue
        pressed.add(wire)
        await ana.taps_wire(wire)
        waiting += [key["callback_data"] for key in ana.keys if "callback_data" in key]
    for command in ("/find pain", "/questions", "/visits", "/reminders", "/mydata", "/settings"):
        await ana.says(command)
    await Chatter(pump, MIRA, FORUM_ID, topic=2).says("/groupsettings")
    await Chatter(pump, THEO, FORUM_ID, topic=2).says("/urgent")
    assert isinstance(world.ledger, CheckedLedger)
    assert world.ledger.checked > 100
    assert len({call.method for call in world.ledger.after()}) > 4
