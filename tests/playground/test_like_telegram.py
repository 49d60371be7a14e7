"""What Telegram's own server does to messages on their way, and bots by others stumble over."""

from playground.actions import Somebody
from playground.people import FORUM_ID, SUPERGROUP_ID, THEO
from playground.shapes import message_json
from tests.playground.conftest import Caller


async def test_characters_that_nobody_sees_are_taken_out(call: Caller, ana: Somebody) -> None:
    sent = await call.sends("one\x07two\r\n<b>th\u202eree</b>\u202f!", parse_mode="HTML")
    assert sent["text"] == "one two\nthree\u202f!"
    assert sent["entities"] == [{"type": "bold", "offset": 8, "length": 5}]
    assert ana.says("\u202dHello\u2028 there\x00").text == "Hello there"


async def test_a_message_of_a_topic_answers_what_opened_it(call: Caller) -> None:
    theo = Somebody(call.world, THEO, FORUM_ID, topic=2)
    first = theo.says("Hello")
    shape = message_json(call.world, first)
    assert shape["reply_to_message"]["forum_topic_created"]["name"] == "Questions"
    assert shape["reply_to_message"]["message_id"] == shape["message_thread_id"] == 2
    answer = message_json(call.world, theo.says("And this", first.id))
    assert answer["reply_to_message"]["text"] == "Hello"


async def test_chains_of_answers_outside_forums_have_a_number(call: Caller) -> None:
    theo = Somebody(call.world, THEO, SUPERGROUP_ID)
    first = theo.says("Hello")
    second = theo.says("Hello to you", first.id)
    third = message_json(call.world, theo.says("And you", second.id))
    assert third["message_thread_id"] == first.id
    assert "is_topic_message" not in third
    assert "message_thread_id" not in message_json(call.world, first)
