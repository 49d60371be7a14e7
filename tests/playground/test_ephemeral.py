"""Messages that one person alone sees: who may send them and when, and who sees them."""

from datetime import timedelta
from typing import Any

import pytest

from playground.actions import NotPossibleError, Somebody
from playground.people import ANA, MIRA, SUPERGROUP_ID, THEO
from playground.view import ChatView
from tests.playground.conftest import Caller, keyboard

GROUP_SCOPE = {"type": "all_group_chats"}
TOPICS = {"command": "topics", "description": "All topics", "is_ephemeral": True}


def for_theo(**more: Any) -> dict[str, Any]:
    return {"ephemeral_message_parameters": {"receiver_user_id": THEO, **more}}


@pytest.fixture
def theo(call: Caller) -> Somebody:
    return Somebody(call.world, THEO, SUPERGROUP_ID)


async def tapped(call: Caller, theo: Somebody) -> str:
    """Theo presses a button in the group."""
    sent = await call.sends("Tap", SUPERGROUP_ID, reply_markup=keyboard("here"))
    return theo.taps(sent["message_id"], "here")


async def commanded(call: Caller, theo: Somebody) -> int:
    """Theo sends a command that is marked."""
    await call.result("setMyCommands", commands=[TOPICS], scope=GROUP_SCOPE)
    return theo.says("/topics").id


def texts(call: Caller, person: int) -> list[str]:
    view = ChatView(call.world, person, call.world.chats[SUPERGROUP_ID])
    return [message["text"] for message in view.as_json()["messages"]]


async def test_an_answer_to_a_tap_has_no_number_and_three_ids(call: Caller, theo: Somebody) -> None:
    query = await tapped(call, theo)
    sent = await call.sends("Hush", SUPERGROUP_ID, **for_theo(callback_query_id=query))
    assert sent["message_id"] == 0
    assert sent["ephemeral_message_id"] > 0
    assert (sent["chat"]["id"], sent["receiver_user"]["id"]) == (SUPERGROUP_ID, THEO)
    assert texts(call, THEO) == ["Tap", "Hush"]
    assert texts(call, ANA) == texts(call, MIRA) == ["Tap"]


async def test_a_tap_can_be_answered_for_one_also_after_its_small_clock_is_gone(
    call: Caller, theo: Somebody
) -> None:
    query = await tapped(call, theo)
    await call.result("answerCallbackQuery", callback_query_id=query)
    await call.sends("Hush", SUPERGROUP_ID, **for_theo(callback_query_id=query))


async def test_a_marked_command_is_seen_by_who_sends_it_and_by_the_bot(
    call: Caller, theo: Somebody
) -> None:
    command_id = await commanded(call, theo)
    message = (await call.result("getUpdates"))[-1]["message"]
    assert (message["message_id"], message["ephemeral_message_id"]) == (0, command_id)
    assert message["receiver_user"]["id"] == call.world.bot.id
    answer = {"reply_parameters": {"ephemeral_message_id": command_id}}
    await call.sends("Hush", SUPERGROUP_ID, **for_theo(), **answer)
    assert texts(call, THEO) == ["/topics", "Hush"]
    assert texts(call, ANA) == []


@pytest.mark.parametrize("text", ["/topics@other_bot", "/other", "topics", "/topics"])
async def test_other_words_and_commands_are_for_everybody(
    call: Caller, theo: Somebody, text: str
) -> None:
    await commanded(call, theo)
    who = Somebody(call.world, MIRA, SUPERGROUP_ID, anonymous=text == "/topics")
    who.says(text)
    assert texts(call, ANA) == [text]


async def test_after_fifteen_seconds_it_is_too_late(call: Caller, theo: Somebody) -> None:
    query, command_id = await tapped(call, theo), await commanded(call, theo)
    answer = {"reply_parameters": {"ephemeral_message_id": command_id}}
    call.world.clock.jump(timedelta(seconds=15))
    await call.sends("In time", SUPERGROUP_ID, **for_theo(callback_query_id=query))
    await call.sends("In time", SUPERGROUP_ID, **for_theo(), **answer)
    call.world.clock.jump(timedelta(seconds=1))
    late = for_theo(callback_query_id=query)
    assert "too old" in await call.refusal(
        "sendMessage", chat_id=SUPERGROUP_ID, text="Late", **late
    )
    assert "MESSAGE_NOT_COMMAND" in await call.refusal(
        "sendMessage", chat_id=SUPERGROUP_ID, text="Late", **for_theo(), **answer
    )


async def test_what_is_refused_is_shown_to_nobody(call: Caller, theo: Somebody) -> None:
    query = await tapped(call, theo)
    Somebody(call.world, THEO).starts()
    ana = {"ephemeral_message_parameters": {"receiver_user_id": ANA, "callback_query_id": query}}
    stranger = {"ephemeral_message_parameters": {"receiver_user_id": 99}}
    in_place = for_theo(callback_query_id=query, replace_callback_query_message=True)
    for chat_id, given, said in (
        (SUPERGROUP_ID, for_theo(), "BOT_NOT_ADMIN"),
        (THEO, for_theo(callback_query_id=query), "BOT_NOT_ADMIN"),
        (SUPERGROUP_ID, ana, "too old"),
        (SUPERGROUP_ID, for_theo(callback_query_id="1"), "too old"),
        (SUPERGROUP_ID, stranger, "USER_NOT_PARTICIPANT"),
        (SUPERGROUP_ID, in_place, "in place"),
    ):
        assert said in await call.refusal("sendMessage", chat_id=chat_id, text="x", **given)
    assert texts(call, THEO) == texts(call, ANA) == ["Tap"]


async def test_a_bot_that_is_an_administrator_needs_no_question(call: Caller) -> None:
    call.world.chats[SUPERGROUP_ID].bot_status = "administrator"
    await call.sends("Hush", SUPERGROUP_ID, **for_theo())
    assert texts(call, THEO) == ["Hush"]


async def test_it_is_changed_and_removed_by_its_three_ids_and_by_nothing_else(
    call: Caller, theo: Somebody
) -> None:
    query = await tapped(call, theo)
    sent = await call.sends("Hush", SUPERGROUP_ID, **for_theo(callback_query_id=query))
    number = sent["ephemeral_message_id"]
    place = {"chat_id": SUPERGROUP_ID, "ephemeral_message_id": number}
    theirs, hers = place | {"receiver_user_id": THEO}, place | {"receiver_user_id": ANA}
    for message_id in (0, number):
        named = {"chat_id": SUPERGROUP_ID, "message_id": message_id}
        assert "not found" in await call.refusal("editMessageText", text="x", **named)
        assert "not found" in await call.refusal("deleteMessage", **named)
    assert "INVALID" in await call.refusal("editEphemeralMessageText", text="x", **hers)
    long = await call.refusal("editEphemeralMessageText", text="x" * 1025, **theirs)
    assert "MEDIA_CAPTION_TOO_LONG" in long
    assert await call.result("editEphemeralMessageText", text="Hush now", **theirs) is True
    assert call.world.chats[SUPERGROUP_ID].ephemeral[number].text == "Hush now"
    assert await call.result("deleteEphemeralMessage", **theirs) is True
    assert texts(call, THEO) == ["Tap"]


async def test_a_button_on_it_is_pressed_by_its_reader_only(call: Caller, theo: Somebody) -> None:
    query = await tapped(call, theo)
    given = for_theo(callback_query_id=query) | {"reply_markup": keyboard("more")}
    sent = await call.sends("Hush", SUPERGROUP_ID, **given)
    theo.taps(sent["ephemeral_message_id"], "more")
    tap = (await call.result("getUpdates"))[-1]["callback_query"]
    assert tap["message"]["ephemeral_message_id"] == sent["ephemeral_message_id"]
    with pytest.raises(NotPossibleError, match="no such button"):
        Somebody(call.world, ANA, SUPERGROUP_ID).taps(sent["ephemeral_message_id"], "more")


@pytest.mark.parametrize(
    ("version", "newer", "older"),
    [("10.3", True, False), ("10.2", False, True), ("10.1", False, False)],
)
async def test_each_server_passes_over_the_spelling_it_does_not_know(
    call: Caller, theo: Somebody, version: str, newer: bool, older: bool
) -> None:
    call.world.api_version = version
    query = await tapped(call, theo)
    whom = {"receiver_user_id": THEO, "callback_query_id": query}
    for given, alone in ((for_theo(callback_query_id=query), newer), (whom, older)):
        sent = await call.sends("Hush", SUPERGROUP_ID, **given)
        assert ("ephemeral_message_id" in sent) is alone
    assert texts(call, ANA).count("Hush") == [newer, older].count(False)


async def test_an_old_server_drops_the_mark_and_has_no_such_methods(
    call: Caller, theo: Somebody
) -> None:
    call.world.api_version = "10.1"
    await commanded(call, theo)
    [kept] = await call.result("getMyCommands", scope=GROUP_SCOPE)
    assert "is_ephemeral" not in kept
    assert texts(call, ANA) == ["/topics"]
    named = {"chat_id": SUPERGROUP_ID, "receiver_user_id": THEO, "ephemeral_message_id": 1}
    assert "404" in await call.refusal("deleteEphemeralMessage", **named)
    answer = {"reply_parameters": {"ephemeral_message_id": 5}}
    await call.sends("For all", SUPERGROUP_ID, **for_theo(), **answer)
    assert texts(call, ANA) == ["/topics", "For all"]
