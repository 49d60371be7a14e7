"""What people do reaches the bot as Telegram would tell it."""

from datetime import timedelta
from typing import Any

import pytest

from playground.actions import KINDS, NotPossibleError, Somebody
from playground.people import ANA, BEN, FORUM_ID, MIRA, SUPERGROUP_ID, THEO
from playground.world import World
from tests.playground.conftest import START, Caller, keyboard


def heard(world: World, kind: str) -> list[dict[str, Any]]:
    return [update[kind] for update in world.inbox.pending() if kind in update]


def test_start_carries_its_payload(world: World) -> None:
    Somebody(world, ANA).starts("hormone-therapy")
    [message] = heard(world, "message")
    assert message["text"] == "/start hormone-therapy"
    assert message["entities"] == [{"type": "bot_command", "offset": 0, "length": 6}]
    assert message["from"]["language_code"] == "en"
    assert message["chat"]["type"] == "private"
    assert message["date"] == int(START.timestamp())


def test_a_reply_shows_the_message_it_answers(world: World, ana: Somebody) -> None:
    first = ana.says("first")
    ana.says("second", reply_to=first.id)
    assert heard(world, "message")[-1]["reply_to_message"]["text"] == "first"


def test_an_edit_is_told(world: World, ana: Somebody) -> None:
    message = ana.says("tomorow")
    world.clock.jump(timedelta(minutes=1))
    ana.edits(message.id, "tomorrow")
    [edited] = heard(world, "edited_message")
    assert (edited["text"], edited["edit_date"] - edited["date"]) == ("tomorrow", 60)


async def test_nobody_edits_what_others_said(call: Caller, ana: Somebody) -> None:
    sent = await call.sends()
    with pytest.raises(NotPossibleError, match="only their own"):
        ana.edits(sent["message_id"], "mine now")


@pytest.mark.parametrize("kind", KINDS)
def test_other_kinds_of_message_arrive(world: World, ana: Somebody, kind: str) -> None:
    ana.sends(kind)
    assert kind in heard(world, "message")[-1]


async def test_a_forward_says_where_it_comes_from(call: Caller, ana: Somebody) -> None:
    sent = await call.sends("A card")
    ana.forwards(sent["message_id"])
    message = heard(call.world, "message")[-1]
    assert message["forward_origin"]["sender_user"]["id"] == call.world.bot.id
    assert message["text"] == "A card"


async def test_a_tap_carries_the_buttons_data(call: Caller, ana: Somebody) -> None:
    sent = await call.sends(reply_markup=keyboard("page:surgery"))
    ana.taps(sent["message_id"], "page:surgery")
    [query] = heard(call.world, "callback_query")
    assert query["data"] == "page:surgery"
    assert query["message"]["message_id"] == sent["message_id"]
    assert query["chat_instance"]


async def test_only_a_hostile_client_taps_what_is_not_there(call: Caller, ana: Somebody) -> None:
    sent = await call.sends(reply_markup=keyboard("x"))
    with pytest.raises(NotPossibleError, match="no such button"):
        ana.taps(sent["message_id"], "y")
    ana.taps(sent["message_id"], "y", forced=True)
    assert heard(call.world, "callback_query")[0]["data"] == "y"


async def test_an_old_button_comes_without_its_message(call: Caller, ana: Somebody) -> None:
    sent = await call.sends(reply_markup=keyboard("x"))
    ana.taps(sent["message_id"], "x", inaccessible=True)
    message = heard(call.world, "callback_query")[0]["message"]
    assert (message["date"], "text" in message) == (0, False)


def test_blocking_and_coming_back_are_told(world: World, ana: Somebody) -> None:
    ana.blocks()
    with pytest.raises(NotPossibleError, match="Ana has blocked the bot"):
        ana.says("hello?")
    ana.starts()
    gone, back = heard(world, "my_chat_member")
    assert (gone["old_chat_member"]["status"], gone["new_chat_member"]["status"]) == (
        "member",
        "kicked",
    )
    assert back["new_chat_member"]["status"] == "member"
    assert heard(world, "message")[-1]["text"] == "/start"


def test_blocking_twice_is_told_once(world: World, ana: Somebody) -> None:
    ana.blocks()
    ana.blocks()
    assert len(heard(world, "my_chat_member")) == 1


@pytest.mark.parametrize(
    ("text", "is_heard"),
    [
        ("hello everybody", False),
        ("/card hormone", True),
        ("/card@waymark_local_bot hormone", True),
        ("/card@another_bot hormone", False),
    ],
)
def test_privacy_mode_lets_only_commands_through(
    world: World, ana_in_group: Somebody, text: str, is_heard: bool
) -> None:
    ana_in_group.says(text)
    assert bool(heard(world, "message")) is is_heard


async def test_a_reply_to_the_bot_is_heard_in_a_group(call: Caller, ana_in_group: Somebody) -> None:
    sent = await call.sends("A card", SUPERGROUP_ID)
    ana_in_group.says("thanks", reply_to=sent["message_id"])
    assert heard(call.world, "message")[0]["text"] == "thanks"


def test_a_bot_that_is_administrator_hears_everything(world: World, ana_in_group: Somebody) -> None:
    world.chats[SUPERGROUP_ID].bot_status = "administrator"
    ana_in_group.says("hello everybody")
    assert heard(world, "message")[0]["chat"]["type"] == "supergroup"


def test_an_anonymous_administrator_speaks_as_the_group(world: World) -> None:
    Somebody(world, MIRA, SUPERGROUP_ID, anonymous=True).says("/schedule")
    [message] = heard(world, "message")
    assert message["sender_chat"]["id"] == message["chat"]["id"] == SUPERGROUP_ID
    assert message["from"]["id"] == 1087968824


def test_a_member_can_not_be_anonymous(world: World) -> None:
    with pytest.raises(NotPossibleError, match="Only an administrator"):
        Somebody(world, THEO, SUPERGROUP_ID, anonymous=True)


async def test_a_topic_keeps_its_thread(call: Caller) -> None:
    Somebody(call.world, BEN, FORUM_ID, topic=3).says("/topics")
    [message] = heard(call.world, "message")
    assert (message["message_thread_id"], message["is_topic_message"]) == (3, True)
    sent = await call.sends("Topics", FORUM_ID, message_thread_id=3)
    assert sent["message_thread_id"] == 3


def test_strangers_and_empty_words_are_not_possible(world: World, ana: Somebody) -> None:
    for person_id, chat_id in ((5, None), (ANA, BEN), (ANA, 5)):
        with pytest.raises(NotPossibleError):
            Somebody(world, person_id, chat_id)
    with pytest.raises(NotPossibleError, match="1 to 4096 characters"):
        ana.says("  ")


def test_a_raw_update_goes_through_as_it_is(world: World) -> None:
    world.inbox.put_raw({"poll": {"id": "1"}})
    assert world.inbox.pending()[0]["poll"] == {"id": "1"}
