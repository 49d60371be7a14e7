"""One of several processes: the time, the share of the limits, and whose turn it is."""

import asyncio
from contextlib import AsyncExitStack
from datetime import UTC, datetime, timedelta

import pytest
from telegram import Chat, Message, Update, User

from bot import replica
from bot.limits import Budget, Rank, Rates
from bot.replica import Replica, SharedClock
from storage.errors import UnreachableError
from storage.store import Store
from tests.edge.waiting import TurnedClock, until

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
ANA, BEN = 7001, 7002


def said(update_id: int, person_id: int = ANA) -> Update:
    chat, person = Chat(person_id, "private"), User(person_id, "Somebody", is_bot=False)
    return Update(update_id, Message(update_id, NOW, chat, from_user=person))


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """It beats a hundred times as often."""
    monkeypatch.setattr(replica, "BEAT", 0.01)


def one_of(store: Store, budget: Budget | None = None) -> Replica:
    return Replica(store, budget or Budget(), "the same secret")


def test_the_shared_clock_goes_on_between_two_beats_whatever_the_wall_clock_does() -> None:
    turned = TurnedClock()
    clock = SharedClock(turned.seconds)
    with pytest.raises(RuntimeError):
        clock.now()
    clock.set(NOW)
    turned.now += 2.5
    assert clock.now() == NOW + timedelta(seconds=2.5)
    clock.set(NOW)
    assert clock.now() == NOW


@pytest.mark.usefixtures("quick")
async def test_the_limits_are_shared_among_those_who_are_alive(store: Store) -> None:
    one, other = Budget(Rates(overall=30)), Budget(Rates(overall=30))

    def shares() -> list[int]:
        return [budget._overall.count for budget in (one, other) if budget._overall]

    async with one_of(store, one).running():
        assert shares() == [30, 30]
        async with one_of(store, other).running():
            assert shares()[1] == 5  # a third of its share, until the other one has heard of it
            await until(lambda: shares() == [15, 15])
        await until(lambda: shares()[0] == 30)


@pytest.mark.usefixtures("quick")
async def test_a_turn_begins_when_the_earlier_one_elsewhere_is_done(store: Store) -> None:
    async with one_of(store).running() as _, AsyncExitStack() as stack:
        left, right = one_of(store), one_of(store)
        await stack.enter_async_context(left.running())
        await stack.enter_async_context(right.running())
        assert await left.is_new(said(1))
        assert await right.is_new(said(2))
        assert await right.is_new(said(3, BEN))
        assert not await left.is_new(said(2))
        await right.wait(said(3, BEN))  # nobody is before Ben
        waiting = asyncio.ensure_future(right.wait(said(2)))
        await asyncio.sleep(0.05)
        assert not waiting.done()
        await left.done(said(1))
        await asyncio.wait_for(waiting, 2)
        await right.done(said(2))


@pytest.mark.usefixtures("quick")
async def test_whoever_leaves_holds_nobody_up(store: Store) -> None:
    right = one_of(store)
    async with right.running():
        async with (left := one_of(store)).running():
            await left.is_new(said(1))
            assert await right.is_new(said(2))
        await asyncio.wait_for(right.wait(said(2)), 2)


@pytest.mark.usefixtures("quick")
async def test_an_end_that_could_not_be_noted_is_noted_with_the_next_beat(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def fails(_: int) -> None:
        raise UnreachableError

    async with (left := one_of(store)).running(), (right := one_of(store)).running():
        await left.is_new(said(1))
        await right.is_new(said(2))
        with monkeypatch.context() as patched:
            patched.setattr(store.replicas, "end_turn", fails)
            await left.done(said(1))
        await asyncio.wait_for(right.wait(said(2)), 2)


@pytest.mark.usefixtures("quick")
async def test_a_turn_that_hangs_elsewhere_is_not_waited_for_forever(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(replica, "PATIENCE", 0.05)
    async with (left := one_of(store)).running(), (right := one_of(store)).running():
        await left.is_new(said(1))
        await right.is_new(said(2))
        await asyncio.wait_for(right.wait(said(2)), 2)


async def test_no_line_says_whose_it_is_without_the_secret(store: Store) -> None:
    lines = {Replica(store, Budget(), secret)._line_of(said(1)) for secret in ("one", "another")}
    assert len(lines) == 2
    assert one_of(store)._line_of(said(1)) == one_of(store)._line_of(said(2))
    assert one_of(store)._line_of(said(1)) != one_of(store)._line_of(said(1, BEN))


async def test_a_rest_that_telegram_wants_holds_for_all(store: Store) -> None:
    """What comes through PostgreSQL is in `tests/storage/test_replicas.py`; here it is heard."""
    turned = TurnedClock()
    budget = Budget(Rates(), turned.seconds, turned.sleep)
    one = one_of(store, budget)
    one._hear(f"hold {ANA} 3.0")
    one._hear("a word of a newer version")
    asks = asyncio.ensure_future(budget.turn(ANA, Rank.ANSWER))
    await turned.turn(2)
    assert not asks.done()
    await turned.turn(1.5)
    assert asks.done()


async def test_what_is_planned_elsewhere_for_soon_wakes_the_courier(store: Store) -> None:
    bell, one = asyncio.Event(), one_of(store)
    one._hear("due")  # nobody is there to be woken yet
    one.rings(bell)
    one._hear("due")
    assert bell.is_set()
