"""Everything Telegram refuses is refused here, in its words."""

import json
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from playground.actions import Somebody
from playground.api import BotApi
from playground.people import ANA, BEN, FORUM_ID, SUPERGROUP_ID
from playground.world import World
from tests.playground.conftest import Caller, keyboard

BAD = "400 Bad Request: "
UNREADABLE = "can't parse inline keyboard button: "
NO_ACTION = UNREADABLE + "Text buttons are unallowed in the inline keyboard"
ENDS_LATE = (
    "entity beginning at UTF-16 offset 0 ends after the end of the text at UTF-16 offset 100"
)


def one_button(**button: Any) -> dict[str, Any]:
    return {"inline_keyboard": [[{"text": "?"} | button]]}


def one_entity(kind: str, offset: int, length: int) -> list[dict[str, Any]]:
    return [{"type": kind, "offset": offset, "length": length}]


@pytest.mark.parametrize(
    ("given", "description"),
    [
        ({"text": ""}, "message text is empty"),
        ({"text": " \n "}, "message text is empty"),
        ({"text": "<b></b>", "parse_mode": "HTML"}, "message text is empty"),
        ({"text": "x" * 4097}, "message is too long"),
        ({"text": "🏟" * 2049}, "message is too long"),
        ({"chat_id": ""}, "chat_id is empty"),
        ({"chat_id": 1}, "chat not found"),
        ({"chat_id": "@nobody_here"}, "chat not found"),
        ({"parse_mode": "INVALID"}, "unsupported parse_mode"),
        (
            {"parse_mode": "MarkdownV2"},
            "the playground reads HTML only, parse_mode MarkdownV2 is not built",
        ),
        ({"message_thread_id": 999}, "message thread not found"),
        ({"message_thread_id": "x"}, 'parameter "message_thread_id" must be an Integer'),
        ({"protect_content": "x"}, 'parameter "protect_content" must be a Boolean'),
        ({"reply_parameters": "{"}, 'parameter "reply_parameters" must be valid JSON'),
        ({"reply_parameters": "[]"}, 'parameter "reply_parameters" must be an Object'),
        ({"reply_parameters": {"message_id": 999}}, "message to be replied not found"),
        (
            {"entities": one_entity("loud", 0, 1)},
            "can't parse MessageEntity: Unsupported type specified",
        ),
        (
            {"entities": one_entity("bold", 100, 1)},
            "entity begins after the end of the text at UTF-16 offset 100",
        ),
        ({"entities": one_entity("bold", 0, 100)}, ENDS_LATE),
        (
            {"entities": [{"type": "bold"}]},
            "can't parse the parameters of sendMessage: KeyError('offset')",
        ),
        ({"text": "<b>x</b>" * 101, "parse_mode": "HTML"}, "ENTITIES_TOO_LONG"),
        ({"reply_markup": {}}, "can't parse reply keyboard markup JSON object"),
        (
            {"reply_markup": {"inline_keyboard": "x"}},
            "can't parse reply keyboard markup JSON object",
        ),
        ({"reply_markup": keyboard("x" * 65)}, "BUTTON_DATA_INVALID"),
        ({"reply_markup": keyboard("é" * 33)}, "BUTTON_DATA_INVALID"),
        ({"reply_markup": keyboard("")}, NO_ACTION),
        ({"reply_markup": one_button()}, NO_ACTION),
        ({"reply_markup": one_button(callback_data="x", url="https://a.org")}, NO_ACTION),
        (
            {"reply_markup": one_button(calback_data="x")},
            UNREADABLE + 'unknown field "calback_data"',
        ),
        (
            {"reply_markup": {"inline_keyboard": [[{"callback_data": "x"}]]}},
            UNREADABLE + 'Can\'t find field "text"',
        ),
        (
            {"reply_markup": one_button(text="", callback_data="x")},
            UNREADABLE + "Button text must be non-empty",
        ),
        (
            {"reply_markup": one_button(callback_data="x", style="pink")},
            UNREADABLE + "Unsupported button style specified",
        ),
        ({"reply_markup": one_button(copy_text={"text": "x" * 257})}, "BUTTON_COPY_TEXT_INVALID"),
        (
            {"reply_markup": one_button(web_app={"url": "https://a.org"})},
            "BUTTON_TYPE_INVALID",
        ),
        (
            {"reply_markup": one_button(url="not-a-url")},
            "inline keyboard button URL 'not-a-url' is invalid: Wrong HTTP URL",
        ),
        (
            {"reply_markup": one_button(url="ftp://example.com")},
            "inline keyboard button URL 'ftp://example.com' is invalid: Unsupported URL protocol",
        ),
        (
            {"reply_markup": {"inline_keyboard": keyboard(*"123456789")["inline_keyboard"] * 12}},
            "reply markup is too long",
        ),
        (
            {"reply_markup": {"inline_keyboard": [[{"text": "?", "callback_data": "x"}] * 9]}},
            "reply markup is too long",
        ),
        ({"paws_mode": "HTML"}, 'unknown parameter "paws_mode" of sendMessage'),
    ],
)
@pytest.mark.usefixtures("ana")
async def test_a_message_telegram_would_refuse_is_refused(
    call: Caller, given: dict[str, Any], description: str
) -> None:
    given = {"chat_id": ANA, "text": "Hello"} | given
    assert await call.refusal("sendMessage", **given) == BAD + description


@pytest.mark.usefixtures("ana")
async def test_a_message_at_every_limit_is_accepted(call: Caller) -> None:
    rows = [[{"text": "?", "callback_data": "x" * 64}] * 8] * 12
    sent = await call.sends("🏟" * 2048, reply_markup={"inline_keyboard": rows})
    assert len(sent["reply_markup"]["inline_keyboard"]) == 12


async def test_a_missing_parameter_is_named(call: Caller) -> None:
    assert await call.refusal("sendMessage", text="x") == BAD + "chat_id is empty"
    assert await call.refusal("sendMessage", chat_id=ANA) == BAD + "message text is empty"
    assert await call.refusal("getFile") == BAD + 'parameter "file_id" is required'


async def test_an_unknown_method_is_not_found(call: Caller) -> None:
    assert await call.refusal("sendRaven") == "404 Not Found: method not found"


async def test_a_wrong_token_is_unauthorized(world: World) -> None:
    status, body = await BotApi(world).call("1:wrong", "getMe", {})
    assert (status, body["description"]) == (401, "Unauthorized")


async def test_a_person_who_never_started_can_not_be_written_to(call: Caller) -> None:
    expected = "403 Forbidden: bot can't initiate conversation with a user"
    assert await call.refusal("sendMessage", chat_id=BEN, text="x") == expected


async def test_a_person_who_blocked_the_bot_is_out_of_reach(call: Caller, ana: Somebody) -> None:
    sent = await call.sends()
    ana.blocks()
    blocked = "403 Forbidden: bot was blocked by the user"
    assert await call.refusal("sendMessage", chat_id=ANA, text="x") == blocked
    place = {"chat_id": ANA, "message_id": sent["message_id"]}
    assert await call.refusal("editMessageText", text="x", **place) == blocked
    assert await call.refusal("sendChatAction", chat_id=ANA, action="typing") == blocked
    ana.unblocks()
    await call.sends()


@pytest.mark.usefixtures("ana")
async def test_a_deleted_account_is_out_of_reach(call: Caller) -> None:
    call.world.deactivated.add(ANA)
    expected = "403 Forbidden: user is deactivated"
    assert await call.refusal("sendMessage", chat_id=ANA, text="x") == expected


@pytest.mark.parametrize(
    ("status", "words"), [("kicked", "was kicked from"), ("left", "is not a member of")]
)
async def test_a_group_without_the_bot_is_out_of_reach(
    call: Caller, status: str, words: str
) -> None:
    call.world.chats[SUPERGROUP_ID].bot_status = status
    refusal = await call.refusal("sendMessage", chat_id=SUPERGROUP_ID, text="x")
    assert refusal == f"403 Forbidden: bot {words} the supergroup chat"


async def test_a_closed_topic_takes_nothing(call: Caller) -> None:
    forum = call.world.chats[FORUM_ID]
    forum.topics[2] = replace(forum.topics[2], closed=True)
    refusal = await call.refusal("sendMessage", chat_id=FORUM_ID, text="x", message_thread_id=2)
    assert refusal == BAD + "TOPIC_CLOSED"


async def test_an_edit_that_changes_nothing_is_refused(call: Caller, ana: Somebody) -> None:
    sent = await call.sends("<b>one</b>", parse_mode="HTML", reply_markup=keyboard("x"))
    place = {"chat_id": ana.person.id, "message_id": sent["message_id"]}
    same = {"text": "<b>one</b> ", "parse_mode": "HTML", "reply_markup": json.dumps(keyboard("x"))}
    assert await call.refusal("editMessageText", **place, **same) == (
        BAD + "message is not modified: specified new message content and reply markup are"
        " exactly the same as a current content and reply markup of the message"
    )
    edited = await call.result("editMessageText", **place, text="one", reply_markup=keyboard("x"))
    assert "edit_date" in edited


async def test_only_the_bots_own_words_can_be_edited(call: Caller, ana: Somebody) -> None:
    hers = ana.says("mine")
    place = {"chat_id": ANA, "message_id": hers.id}
    edit = await call.refusal("editMessageText", text="x", **place)
    assert edit == BAD + "message can't be edited"
    gone = await call.refusal("editMessageText", text="x", chat_id=ANA, message_id=999)
    assert gone == BAD + "message to edit not found"
    assert await call.refusal("editMessageText", text="x", chat_id=ANA) == (
        BAD + "message identifier is not specified"
    )


@pytest.mark.usefixtures("ana")
async def test_a_reply_keyboard_can_not_be_edited_in(call: Caller) -> None:
    place = {"chat_id": ANA, "message_id": (await call.sends())["message_id"]}
    refusal = await call.refusal("editMessageReplyMarkup", **place, reply_markup={"force_reply": 1})
    assert refusal == BAD + "inline keyboard expected"


@pytest.mark.usefixtures("ana")
async def test_an_old_message_can_not_be_deleted(call: Caller) -> None:
    place = {"chat_id": ANA, "message_id": (await call.sends())["message_id"]}
    call.world.clock.jump(timedelta(hours=48, seconds=1))
    refusal = await call.refusal("deleteMessage", **place)
    assert refusal == BAD + "message can't be deleted for everyone"
    assert await call.refusal("deleteMessage", chat_id=ANA, message_id=999) == (
        BAD + "message to delete not found"
    )


async def test_a_tap_is_answered_once_and_soon(call: Caller, ana: Somebody) -> None:
    stale = BAD + "query is too old and response timeout expired or query ID is invalid"
    sent = await call.sends(reply_markup=keyboard("x"))
    first, late = (ana.taps(sent["message_id"], "x") for _ in range(2))
    assert await call.result("answerCallbackQuery", callback_query_id=first) is True
    assert await call.refusal("answerCallbackQuery", callback_query_id=first) == stale
    call.world.clock.jump(timedelta(seconds=16))
    assert await call.refusal("answerCallbackQuery", callback_query_id=late) == stale


async def test_a_long_or_wandering_answer_is_refused(call: Caller, ana: Somebody) -> None:
    sent = await call.sends(reply_markup=keyboard("x"))
    query = {"callback_query_id": ana.taps(sent["message_id"], "x")}
    assert await call.refusal("answerCallbackQuery", **query, text="x" * 201) == (
        BAD + "MESSAGE_TOO_LONG"
    )
    assert await call.refusal("answerCallbackQuery", **query, url="https://a.org") == (
        BAD + "URL_INVALID"
    )
    assert await call.result("answerCallbackQuery", **query, text="x" * 200)
