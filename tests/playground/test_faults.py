"""Faults strike as they are set, flood limits count on the clock, the clock only goes ahead."""

import asyncio
from datetime import timedelta

import pytest

from playground.api import TornConnectionError
from playground.clock import Clock
from playground.faults import Fault, FaultKind
from playground.people import ANA, SUPERGROUP_ID
from playground.switches import read_switches, set_switches
from playground.world import World
from tests.playground.conftest import START, Caller

pytestmark = pytest.mark.usefixtures("ana")


async def test_a_flood_says_when_to_come_back(call: Caller) -> None:
    call.world.faults.switch_on(Fault(FaultKind.FLOOD, seconds=7))
    status, body = await call.answer("sendMessage", chat_id=ANA, text="x")
    assert status == 429
    assert body["description"] == "Too Many Requests: retry after 7"
    assert body["parameters"] == {"retry_after": 7}
    await call.sends()


async def test_a_fault_counts_its_calls(call: Caller) -> None:
    call.world.faults.switch_on(Fault(FaultKind.SERVER, calls=2, status=500))
    for _ in range(2):
        assert await call.refusal("getMe") == "500 Internal Server Error"
    await call.result("getMe")


async def test_a_fault_keeps_to_its_methods(call: Caller) -> None:
    methods = frozenset({"sendMessage"})
    call.world.faults.switch_on(Fault(FaultKind.SERVER, calls=None, methods=methods))
    await call.result("getMe")
    assert await call.refusal("sendMessage", chat_id=ANA, text="x") == "502 Bad Gateway"


async def test_polling_is_spared_unless_it_is_meant(call: Caller) -> None:
    call.world.faults.switch_on(Fault(FaultKind.SERVER, calls=None))
    await call.result("getUpdates")
    call.world.faults.polling = True
    assert await call.refusal("getUpdates") == "502 Bad Gateway"


async def test_chance_decides_whether_a_fault_strikes(call: Caller) -> None:
    rolls = iter([0.9, 0.1])
    call.world.faults.dice = lambda: next(rolls)
    call.world.faults.switch_on(Fault(FaultKind.SERVER, calls=None, chance=0.5))
    await call.result("getMe")
    await call.refusal("getMe")


@pytest.mark.parametrize(
    ("kind", "is_there"), [(FaultKind.TORN_BEFORE, False), (FaultKind.TORN_AFTER, True)]
)
async def test_a_torn_connection_may_or_may_not_have_acted(
    call: Caller, kind: FaultKind, is_there: bool
) -> None:
    call.world.faults.switch_on(Fault(kind))
    with pytest.raises(TornConnectionError):
        await call.answer("sendMessage", chat_id=ANA, text="lost answer")
    assert (call.world.last(ANA).text == "lost answer") is is_there
    assert call.world.ledger.after()[-1].description == "the connection was torn"


async def test_a_delay_holds_the_answer_back(call: Caller) -> None:
    call.world.faults.switch_on(Fault(FaultKind.DELAY, seconds=0.05))
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(call.answer("getMe"), 0.01)
    assert call.world.ledger.after()[-1].status == 499


async def test_a_private_chat_takes_a_small_burst_and_then_one_a_second(call: Caller) -> None:
    call.world.limits.enabled = True
    for _ in range(5):
        await call.sends()
    status, body = await call.answer("sendMessage", chat_id=ANA, text="x")
    assert (status, body["parameters"]) == (429, {"retry_after": 1})
    call.world.clock.jump(timedelta(seconds=1))
    await call.sends()


async def test_a_group_takes_twenty_a_minute(call: Caller) -> None:
    call.world.limits.enabled = True
    for _ in range(20):
        await call.sends(chat_id=SUPERGROUP_ID)
    status, body = await call.answer("sendMessage", chat_id=SUPERGROUP_ID, text="x")
    assert (status, body["parameters"]) == (429, {"retry_after": 3})
    await call.sends()
    call.world.clock.jump(timedelta(seconds=3))
    await call.sends(chat_id=SUPERGROUP_ID)


async def test_limits_are_off_until_switched_on(call: Caller) -> None:
    for _ in range(30):
        await call.sends()


def test_switches_show_what_was_set(world: World) -> None:
    calm = read_switches(world)
    assert not any(calm.values())
    set_switches(world, {"retry_after": 4, "torn": True, "flood_limits": True})
    assert read_switches(world) == calm | {"retry_after": 4, "torn": True, "flood_limits": True}
    set_switches(world, calm)
    assert world.faults.active == []


@pytest.mark.parametrize(
    "wish", [{"thunder": True}, {"delay": 9999}, {"torn": True, "chance": 0}, {"delay": "x"}]
)
def test_a_wrong_switch_is_refused(world: World, wish: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        set_switches(world, wish)
    assert world.faults.active == []


def test_the_clock_tells_its_listeners_of_every_jump() -> None:
    clock, jumps = Clock(lambda: START), []
    stop = clock.listen(lambda: jumps.append(clock.now()))
    clock.jump(timedelta(days=7))
    stop()
    clock.jump(timedelta(days=1))
    assert jumps == [START + timedelta(days=7)]
    assert clock.seconds() == int((START + timedelta(days=8)).timestamp())


def test_the_clock_does_not_go_back() -> None:
    with pytest.raises(ValueError, match="only turns ahead"):
        Clock().jump(timedelta(seconds=-1))
