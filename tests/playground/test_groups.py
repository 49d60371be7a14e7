"""Groups: the bot comes and goes, a group grows, a channel speaks, results are shared."""

from typing import Any

import pytest

from playground import groups
from playground.actions import NotPossibleError, Somebody
from playground.people import ANA, MIRA, SUPERGROUP_ID, THEO
from tests.playground.conftest import Caller, keyboard


def article(result_id: str, **more: Any) -> dict[str, Any]:
    words = {"message_text": f"<b>{result_id}</b>", "parse_mode": "HTML"}
    return {
        "type": "article",
        "id": result_id,
        "title": result_id,
        "input_message_content": words,
    } | more


async def test_the_bot_hears_of_its_own_rise_and_fall(call: Caller) -> None:
    group, mira = call.world.chats[SUPERGROUP_ID], call.world.people[MIRA]
    for status in ("administrator", "kicked", "member"):
        groups.change_bot(call.world, group, mira, status)
    with pytest.raises(NotPossibleError):
        groups.change_bot(call.world, group, mira, "member")
    updates = [update["my_chat_member"] for update in await call.result("getUpdates")]
    assert [update["new_chat_member"]["status"] for update in updates] == [
        "administrator",
        "kicked",
        "member",
    ]


async def test_administrators_are_listed_and_members_asked(call: Caller) -> None:
    place = {"chat_id": SUPERGROUP_ID}
    administrators = await call.result("getChatAdministrators", **place)
    assert [administrator["user"]["id"] for administrator in administrators] == [MIRA]
    member = await call.result("getChatMember", **place, user_id=THEO)
    assert member["status"] == "member"
    groups.change_member(call.world, call.world.chats[SUPERGROUP_ID], THEO, "left")
    member = await call.result("getChatMember", **place, user_id=THEO)
    assert member["status"] == "left"
    assert await call.result("getChatMemberCount", **place) == 4
    me = await call.result("getChatMember", **place, user_id=call.world.bot.id)
    assert me["status"] == "member"


async def test_an_upgraded_group_says_where_it_went(call: Caller) -> None:
    members = {MIRA: "administrator", ANA: "member"}
    old = groups.open_basic_group(call.world, "Old friends", members)
    await call.sends("hello", old.id)
    new = groups.upgrade(call.world, old)
    status, body = await call.answer("sendMessage", chat_id=old.id, text="x")
    assert status == 400
    assert body["description"] == ("Bad Request: group chat was upgraded to a supergroup chat")
    assert body["parameters"] == {"migrate_to_chat_id": new.id}
    there, back = [update["message"] for update in await call.result("getUpdates")]
    assert (there["chat"]["id"], there["migrate_to_chat_id"]) == (old.id, new.id)
    assert (back["chat"]["id"], back["migrate_from_chat_id"]) == (new.id, old.id)
    await call.sends("hello again", new.id)


async def test_leaving_closes_the_door(call: Caller) -> None:
    await call.result("leaveChat", chat_id=SUPERGROUP_ID)
    refusal = await call.refusal("sendMessage", chat_id=SUPERGROUP_ID, text="x")
    assert "not a member" in refusal


async def test_pinning_needs_the_right(call: Caller) -> None:
    sent = await call.sends("/commands", SUPERGROUP_ID)
    place = {"chat_id": SUPERGROUP_ID, "message_id": sent["message_id"]}
    assert "not enough rights" in await call.refusal("pinChatMessage", **place)
    call.world.chats[SUPERGROUP_ID].bot_status = "administrator"
    await call.result("pinChatMessage", **place)
    chat = await call.result("getChat", chat_id=SUPERGROUP_ID)
    assert chat["pinned_message"]["message_id"] == sent["message_id"]


async def test_a_channel_post_has_no_person(call: Caller) -> None:
    groups.post_in_channel(call.world, "News")
    [update] = await call.result("getUpdates")
    assert "from" not in update["channel_post"]


async def test_a_shared_result_is_posted_by_the_person(call: Caller) -> None:
    theo = Somebody(call.world, THEO, SUPERGROUP_ID)
    query = theo.asks_inline("surg")
    [update] = await call.result("getUpdates")
    assert update["inline_query"]["query"] == "surg"
    await call.result("answerInlineQuery", inline_query_id=query, results=[article("surgery")])
    message = theo.shares("surgery")
    assert message.text == "surgery"
    assert message.sender["id"] == THEO
    assert message.content["via_bot"]["id"] == call.world.bot.id
    chosen = (await call.result("getUpdates"))[-1]["chosen_inline_result"]
    assert (chosen["result_id"], chosen["query"]) == ("surgery", "surg")


async def test_a_button_on_a_shared_result_speaks_of_the_inline_message(call: Caller) -> None:
    theo = Somebody(call.world, THEO, SUPERGROUP_ID)
    results = [article("surgery", reply_markup=keyboard("more"))]
    query = theo.asks_inline("surg")
    await call.result("answerInlineQuery", inline_query_id=query, results=results)
    message = theo.shares("surgery")
    theo.taps(message.id, "more")
    tap = (await call.result("getUpdates"))[-1]["callback_query"]
    assert "message" not in tap
    inline = {"inline_message_id": tap["inline_message_id"]}
    assert await call.result("editMessageText", text="More", **inline) is True
    assert call.world.last(SUPERGROUP_ID).text == "More"


async def test_only_offered_results_can_be_shared(call: Caller) -> None:
    theo = Somebody(call.world, THEO, SUPERGROUP_ID)
    query = theo.asks_inline("surg")
    with pytest.raises(NotPossibleError, match="no such inline result"):
        theo.shares("surgery")
    await call.result("answerInlineQuery", inline_query_id=query, results=[])
    assert "query is too old" in await call.refusal(
        "answerInlineQuery", inline_query_id=query, results=[]
    )
