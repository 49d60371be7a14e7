"""getUpdates: long poll, offset, types, a second poller, and a day's memory."""

import asyncio
from datetime import timedelta

import pytest

from playground.actions import Somebody
from playground.inbox import Inbox
from tests.playground.conftest import Caller

KEY = {"text": "Home", "callback_data": "home"}


async def test_updates_stay_until_they_are_confirmed(call: Caller, ana: Somebody) -> None:
    ana.says("one")
    ana.says("two")
    first, second = await call.result("getUpdates")
    assert await call.result("getUpdates") == [first, second]
    assert await call.result("getUpdates", offset=second["update_id"]) == [second]
    assert await call.result("getUpdates", offset=second["update_id"] + 1) == []


async def test_a_batch_has_its_limit(call: Caller, ana: Somebody) -> None:
    for word in "abc":
        ana.says(word)
    assert len(await call.result("getUpdates", limit=2)) == 2


async def test_a_negative_offset_keeps_the_newest(call: Caller, ana: Somebody) -> None:
    for word in "abc":
        ana.says(word)
    [kept] = await call.result("getUpdates", offset=-1)
    assert kept["message"]["text"] == "c"
    assert await call.result("getUpdates") == [kept]


async def test_a_long_poll_ends_with_the_first_update(call: Caller, ana: Somebody) -> None:
    poll = asyncio.create_task(call.result("getUpdates", timeout=30))
    await asyncio.sleep(0)
    ana.says("now")
    [update] = await asyncio.wait_for(poll, 1)
    assert update["message"]["text"] == "now"


async def test_a_quiet_long_poll_ends_empty(world_inbox: Inbox) -> None:
    assert await world_inbox.poll(seconds=0.02) == []


async def test_a_second_poller_ends_the_first(call: Caller) -> None:
    first = asyncio.create_task(call.refusal("getUpdates", timeout=30))
    await asyncio.sleep(0)
    assert await call.result("getUpdates") == []
    assert await asyncio.wait_for(first, 1) == (
        "409 Conflict: terminated by other getUpdates request;"
        " make sure that only one bot instance is running"
    )


async def test_closing_ends_a_waiting_poll(call: Caller) -> None:
    poll = asyncio.create_task(call.result("getUpdates", timeout=30))
    await asyncio.sleep(0)
    call.world.inbox.close()
    assert await asyncio.wait_for(poll, 1) == []


async def test_updates_are_kept_for_a_day(call: Caller, ana: Somebody) -> None:
    ana.says("yesterday")
    call.world.clock.jump(timedelta(hours=24))
    assert len(await call.result("getUpdates")) == 1
    call.world.clock.jump(timedelta(seconds=1))
    assert await call.result("getUpdates") == []


async def test_taps_and_searches_are_kept_only_while_somebody_waits(
    call: Caller, ana: Somebody
) -> None:
    sent = await call.sends(reply_markup={"inline_keyboard": [[KEY]]})
    ana.taps(sent["message_id"], KEY["callback_data"])
    ana.asks_inline("pain")
    ana.says("I am still here")
    for seconds, kinds in ((30, 3), (1, 2), (119, 2), (1, 1)):
        call.world.clock.jump(timedelta(seconds=seconds))
        assert len(await call.result("getUpdates")) == kinds
    [update] = await call.result("getUpdates")
    assert "message" in update


async def test_an_offset_far_ahead_starts_again_from_the_oldest(
    call: Caller, ana: Somebody
) -> None:
    ana.says("one")
    [update] = await call.result("getUpdates")
    assert await call.result("getUpdates", offset=update["update_id"] + 11) == [update]
    assert await call.result("getUpdates", offset=update["update_id"] + 10) == []


async def test_wished_types_are_remembered(call: Caller, ana: Somebody) -> None:
    await call.result("getUpdates", allowed_updates=["callback_query"])
    await call.result("getUpdates")
    ana.says("unheard")
    assert await call.result("getUpdates") == []
    await call.result("getUpdates", allowed_updates=[])
    ana.says("heard")
    assert len(await call.result("getUpdates")) == 1


@pytest.mark.parametrize("kind", ["chat_member", "message_reaction"])
async def test_some_types_must_be_asked_for(call: Caller, kind: str) -> None:
    call.world.inbox.put(kind, {})
    assert await call.result("getUpdates") == []
    call.world.inbox.allow([kind])
    call.world.inbox.put(kind, {})
    assert len(await call.result("getUpdates")) == 1


async def test_deleting_the_webhook_can_drop_what_waits(call: Caller, ana: Somebody) -> None:
    ana.says("lost")
    await call.result("deleteWebhook")
    assert (await call.result("getWebhookInfo"))["pending_update_count"] == 1
    await call.result("deleteWebhook", drop_pending_updates=True)
    assert (await call.result("getWebhookInfo"))["pending_update_count"] == 0


@pytest.fixture
def world_inbox(call: Caller) -> Inbox:
    return call.world.inbox
