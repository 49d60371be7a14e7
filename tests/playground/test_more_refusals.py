"""What Telegram refuses beyond messages: commands, texts, chats, files and inline results."""

from typing import Any

import pytest

from playground.actions import Somebody
from playground.people import ANA, SUPERGROUP_ID
from tests.playground.conftest import Caller

BAD = "400 Bad Request: "


@pytest.mark.parametrize(
    ("method", "given", "description"),
    [
        ("setMyCommands", {"commands": [{"command": "Bad!", "description": "x"}]}, "_INVALID"),
        ("setMyCommands", {"commands": [{"command": "x" * 33, "description": "x"}]}, "_INVALID"),
        (
            "setMyCommands",
            {"commands": [{"command": "x", "description": "x" * 257}]},
            "_DESCRIPTION_INVALID",
        ),
        (
            "setMyCommands",
            {"commands": [{"command": f"c{n}", "description": "x"} for n in range(101)]},
            "S_TOO_MUCH",
        ),
    ],
)
async def test_commands_keep_to_telegrams_limits(
    call: Caller, method: str, given: dict[str, Any], description: str
) -> None:
    assert await call.refusal(method, **given) == f"{BAD}BOT_COMMAND{description}"


@pytest.mark.parametrize(
    ("method", "given", "description"),
    [
        ("setMyName", {"name": "x" * 65}, "bot name is too long"),
        ("setMyDescription", {"description": "x" * 513}, "bot description is too long"),
        (
            "setMyShortDescription",
            {"short_description": "x" * 121},
            "bot short description is too long",
        ),
        ("setMyName", {"language_code": "english"}, "invalid language code specified"),
        (
            "getMyCommands",
            {"scope": {"type": "galaxy"}},
            "can't parse BotCommandScope: Unsupported type specified",
        ),
        ("getMyCommands", {"scope": {"type": "chat"}}, 'parameter "chat_id" is required'),
        (
            "setChatMenuButton",
            {"menu_button": {"type": "jelly"}},
            "can't parse menu button: MenuButton has unsupported type",
        ),
        ("getChat", {"chat_id": 5}, "chat not found"),
        ("getChatMember", {"chat_id": SUPERGROUP_ID, "user_id": 5}, "member not found"),
        (
            "getChatAdministrators",
            {"chat_id": ANA},
            "there are no administrators in the private chat",
        ),
        ("getFile", {"file_id": "x"}, "invalid file_id"),
        ("sendChatAction", {"chat_id": ANA, "action": "sing"}, "wrong parameter action in request"),
        (
            "sendDocument",
            {"chat_id": ANA, "document": "x"},
            "wrong file identifier/HTTP URL specified",
        ),
        ("sendDocument", {"chat_id": ANA}, "there is no document in the request"),
        (
            "copyMessage",
            {"chat_id": ANA, "from_chat_id": ANA, "message_id": 999},
            "message to copy not found",
        ),
        (
            "forwardMessage",
            {"chat_id": ANA, "from_chat_id": ANA, "message_id": 999},
            "message to forward not found",
        ),
        (
            "setMessageReaction",
            {"chat_id": ANA, "message_id": 999},
            "message to react not found",
        ),
        ("pinChatMessage", {"chat_id": ANA, "message_id": 999}, "message to pin not found"),
        ("leaveChat", {"chat_id": ANA}, "chat member status can't be changed in private chats"),
    ],
)
@pytest.mark.usefixtures("ana")
async def test_other_calls_telegram_would_refuse_are_refused(
    call: Caller, method: str, given: dict[str, Any], description: str
) -> None:
    assert await call.refusal(method, **given) == BAD + description


async def test_a_protected_message_goes_nowhere(call: Caller, ana: Somebody) -> None:
    sent = await call.sends(protect_content=True)
    source = {"chat_id": ANA, "from_chat_id": ANA, "message_id": sent["message_id"]}
    assert await call.refusal("copyMessage", **source) == BAD + "message can't be copied"
    assert await call.refusal("forwardMessage", **source) == BAD + "message can't be forwarded"


@pytest.mark.parametrize(
    ("result", "description"),
    [
        ({"id": ""}, "RESULT_ID_INVALID"),
        ({"id": "x" * 65}, "RESULT_ID_INVALID"),
        ({"title": ""}, "can't parse inline query result: article title is empty"),
        (
            {"input_message_content": {}},
            "can't parse inline query result: message content is not specified",
        ),
        (
            {"input_message_content": {"message_text": "<b>", "parse_mode": "HTML"}},
            "can't parse entities: Can't find end tag corresponding to start tag \"b\"",
        ),
    ],
)
async def test_a_broken_inline_result_is_refused(
    call: Caller, ana: Somebody, result: dict[str, Any], description: str
) -> None:
    good = {"type": "article", "id": "1", "title": "x"}
    good["input_message_content"] = {"message_text": "x"}  # type: ignore[assignment]
    query = ana.asks_inline("pal")
    answer = {"inline_query_id": query, "results": [good | result]}
    assert await call.refusal("answerInlineQuery", **answer) == BAD + description
    twice = {"inline_query_id": query, "results": [good, good]}
    assert await call.refusal("answerInlineQuery", **twice) == BAD + "RESULT_ID_DUPLICATE"
