"""One of several processes: the time, the share of the limits, and whose turn it is."""

import asyncio
from contextlib import AsyncExitStack
from datetime import UTC, datetime, timedelta

import pytest
from telegram import Chat, Message, Update, User

from bot.edge import replica
from bot.edge.rate_limiter import Priority, RateLimiter, Rates
from bot.edge.replica import Replica, SharedClock
from storage.errors import UnreachableError
from storage.replicas import Heartbeat
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
    monkeypatch.setattr(replica, "HEARTBEAT_EVERY", 0.01)


def one_of(store: Store, rate_limiter: RateLimiter | None = None) -> Replica:
    return Replica(store, rate_limiter or RateLimiter(), "the same secret")


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
    limiter, other = RateLimiter(Rates(overall=30)), RateLimiter(Rates(overall=30))

    def shares() -> list[int]:
        return [
            rate_limiter._overall.count
            for rate_limiter in (limiter, other)
            if rate_limiter._overall
        ]

    async with one_of(store, limiter).running():
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
    monkeypatch.setattr(replica, "MAX_WAIT", 0.05)
    async with (left := one_of(store)).running(), (right := one_of(store)).running():
        await left.is_new(said(1))
        await right.is_new(said(2))
        await asyncio.wait_for(right.wait(said(2)), 2)


async def forget(store: Store) -> None:
    """As PostgreSQL does in a crash: these two tables are not logged."""
    async with store.transaction():
        for table in ("replicas", "turns_under_way"):
            await store._database.execute(f"DELETE FROM {table}")  # noqa: S608 - our own names


async def noted(store: Store) -> set[int]:
    rows = await store._database.fetch_all("SELECT update_id FROM turns_under_way")
    return {row["update_id"] for row in rows}


async def waits(turn: "asyncio.Future[None]") -> bool:
    """Whether it still does after more than enough time for a heartbeat."""
    await asyncio.sleep(0.05)
    return not turn.done()


@pytest.mark.slow
@pytest.mark.usefixtures("quick")
async def test_what_was_under_way_when_all_was_forgotten_is_noted_again(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(replica, "RESYNC_FOR", 0.1)
    async with (left := one_of(store)).running(), (right := one_of(store)).running():
        await left.is_new(said(1))
        await left.is_new(said(2, BEN))
        await left.done(said(2, BEN))
        await forget(store)
        for each in (left, right):
            each._hear("lost")
        assert await right.is_new(said(3))
        turn = asyncio.ensure_future(right.wait(said(3)))
        await until(lambda: right._out_of_sync_until)
        await until(lambda: not right._is_out_of_sync())
        assert await waits(turn)
        assert await noted(store) == {1, 3}
        await left.done(said(1))
        await asyncio.wait_for(turn, 2)


@pytest.mark.slow
@pytest.mark.usefixtures("quick")
async def test_the_beat_finds_out_too_that_all_was_forgotten(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(replica, "RESYNC_FOR", 1.0)
    async with (left := one_of(store)).running():
        await left.is_new(said(1))
        await forget(store)
        await until(left._is_out_of_sync)
        assert await left.is_new(said(2))
        turn = asyncio.ensure_future(left.wait(said(2)))
        assert await waits(turn), "somebody else's turn may not be noted again yet"
        await asyncio.wait_for(turn, 3)


@pytest.mark.usefixtures("quick")
async def test_a_connection_lost_while_the_rest_stands_holds_nobody_up_for_long(
    store: Store,
) -> None:
    async with (left := one_of(store)).running():
        left._hear("lost")
        assert await left.is_new(said(1))
        await asyncio.wait_for(left.wait(said(1)), 1)


async def test_a_beat_that_began_before_the_loss_proves_nothing(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    replica, heartbeat = one_of(store), store.replicas.heartbeat
    await replica._send_heartbeat()

    async def loses(id_: str) -> Heartbeat:
        replica._hear("lost")
        return await heartbeat(id_)

    monkeypatch.setattr(store.replicas, "heartbeat", loses)
    await replica._send_heartbeat()
    assert replica._is_out_of_sync()
    monkeypatch.undo()
    await replica._send_heartbeat()
    assert not replica._is_out_of_sync()


@pytest.mark.usefixtures("quick")
async def test_a_turn_that_ends_while_it_is_noted_again_leaves_nothing(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    replica, begin = one_of(store), store.replicas.begin_turn

    async def ends_first(update_id: int, line: int, id_: str) -> None:
        del replica._under_way[update_id]
        await begin(update_id, line, id_)

    async with replica.running():
        await replica.is_new(said(1))
        await forget(store)
        monkeypatch.setattr(store.replicas, "begin_turn", ends_first)
        await until(lambda: not replica._under_way)
        await until(replica._is_out_of_sync)
        await until(lambda: not replica._ended)
        assert await noted(store) == set()


@pytest.mark.usefixtures("quick")
async def test_while_the_database_does_not_answer_a_turn_goes_on_waiting(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def fails(*_: object) -> bool:
        raise UnreachableError

    async with (left := one_of(store)).running(), (right := one_of(store)).running():
        await left.is_new(said(1))
        await right.is_new(said(2))
        with monkeypatch.context() as patched:
            patched.setattr(store.replicas, "others_come_first", fails)
            turn = asyncio.ensure_future(right.wait(said(2)))
            assert await waits(turn)
        await left.done(said(1))
        await asyncio.wait_for(turn, 2)


@pytest.mark.slow
@pytest.mark.usefixtures("quick")
async def test_until_all_are_counted_again_nobody_takes_more_than_their_share(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(replica, "RESYNC_FOR", 0.2)
    rate_limiter = RateLimiter(Rates(overall=30))
    shares: list[int] = []
    async with one_of(store, rate_limiter).running() as _, one_of(store).running():
        await until(lambda: rate_limiter._overall and rate_limiter._overall.count == 15)
        monkeypatch.setattr(rate_limiter, "share", shares.append)
        await forget(store)
        await until(lambda: len(shares) > 20)
    assert 1 not in shares


async def test_no_line_says_whose_it_is_without_the_secret(store: Store) -> None:
    lines = {
        Replica(store, RateLimiter(), secret)._line_of(said(1)) for secret in ("one", "another")
    }
    assert len(lines) == 2
    assert one_of(store)._line_of(said(1)) == one_of(store)._line_of(said(2))
    assert one_of(store)._line_of(said(1)) != one_of(store)._line_of(said(1, BEN))


async def test_a_rest_that_telegram_wants_holds_for_all(store: Store) -> None:
    """What comes through PostgreSQL is in `tests/storage/test_replicas.py`; here it is heard."""
    turned = TurnedClock()
    rate_limiter = RateLimiter(Rates(), turned.seconds, turned.sleep)
    replica = one_of(store, rate_limiter)
    replica._hear(f"hold {ANA} 3.0")
    replica._hear("a word of a newer version")
    asks = asyncio.ensure_future(rate_limiter.turn(ANA, Priority.ANSWER))
    await turned.turn(2)
    assert not asks.done()
    await turned.turn(1.5)
    assert asks.done()


async def test_what_is_planned_elsewhere_for_soon_wakes_the_worker(store: Store) -> None:
    due_changed, replica = asyncio.Event(), one_of(store)
    replica._hear("due")  # nobody is there to be woken yet
    replica.wakes(due_changed)
    replica._hear("due")
    assert due_changed.is_set()
