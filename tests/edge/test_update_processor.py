"""One person's updates are answered in order, other people's side by side."""

import asyncio

import pytest
from telegram import (
    Update,
)

from bot.edge.application import AnyApplication, processor_for
from bot.edge.rate_limiter import RateLimiter, Rates
from bot.edge.update_processor import PerUserProcessor
from playground.faults import Fault, FaultKind
from playground.people import ANA, BEN
from playground.world import World
from tests.client import Chatter
from tests.edge.processing import TOO_LONG, Bench
from tests.edge.processing import bench as bench


async def test_the_updates_of_one_person_keep_their_order(bench: Bench) -> None:
    waits = [asyncio.sleep(0.01), asyncio.sleep(0), asyncio.sleep(0.005)]
    await asyncio.gather(*[bench.run(f"{n}", ANA, wait) for n, wait in enumerate(waits)])
    assert bench.seen == [f"{n} {does}" for n in range(3) for does in ("begins", "ends")]


async def test_nobody_waits_for_somebody_else(bench: Bench) -> None:
    ben_is_done = asyncio.Event()
    slow = bench.run("ana", ANA, ben_is_done.wait())
    async with asyncio.timeout(TOO_LONG.seconds):
        await bench.run("ben", BEN, asyncio.sleep(0))
        await bench.run("nobody", None, asyncio.sleep(0))
        ben_is_done.set()
        await slow
    assert bench.seen[-1] == "ana ends"


async def test_no_lock_is_remembered_once_all_is_done(bench: Bench) -> None:
    people = [ANA, BEN, ANA, None] * 25
    tasks = [bench.run(f"{n}", who, asyncio.sleep(0)) for n, who in enumerate(people)]
    await asyncio.sleep(0)
    assert len(bench.processor._queues) == 2
    await asyncio.gather(*tasks)
    assert bench.processor._queues == {}


async def test_an_update_that_fails_or_is_given_up_holds_nobody_up(bench: Bench) -> None:
    never: asyncio.Future[None] = asyncio.get_running_loop().create_future()
    failing: asyncio.Future[None] = asyncio.get_running_loop().create_future()
    failing.set_exception(LookupError())
    given_up = bench.run("given up", ANA, never)
    failed, waiting = bench.run("failed", ANA, failing), bench.run("ana", ANA, asyncio.sleep(0))
    await asyncio.sleep(0)
    given_up.cancel()
    outcomes = await asyncio.gather(given_up, failed, waiting, return_exceptions=True)
    assert [type(outcome) for outcome in outcomes[:2]] == [asyncio.CancelledError, LookupError]
    assert bench.seen[-1] == "ana ends"
    assert bench.processor._queues == {}


async def test_only_so_many_are_answered_at_once() -> None:
    bench, gate = Bench(PerUserProcessor(at_once=2)), asyncio.Event()
    tasks = [bench.run(f"{who}", who, gate.wait()) for who in (1, 2, 3)]
    await asyncio.sleep(0.01)
    assert bench.seen == ["1 begins", "2 begins"]
    gate.set()
    await asyncio.gather(*tasks)
    assert len(bench.seen) == 6


@pytest.mark.slow
async def test_a_slow_answer_to_ana_is_in_order_and_keeps_nobody_waiting(
    application: AnyApplication, ana: Chatter, ben: Chatter, world: World
) -> None:
    """Through the whole application, as it runs."""
    send = frozenset({"sendMessage"})
    world.faults.switch_on(Fault(FaultKind.DELAY, seconds=0.3, methods=send))
    for person, text in ((ana, "/help"), (ana, "/start"), (ben, "/privacy")):
        person.me.says(text)
    await application.start()
    for update in await application.bot.get_updates(timeout=0):
        await application.update_queue.put(update)
    async with asyncio.timeout(TOO_LONG.seconds):
        while len(world.ledger.of("sendMessage")) < 3:  # noqa: ASYNC110 - the bot tells nobody
            await asyncio.sleep(0.01)
    await application.stop()
    first = [call.params["text"].split("\n")[0] for call in world.ledger.of("sendMessage")]
    assert first[0] == "<b>Privacy</b>"
    assert first[1] == "<b>What I can do</b>"
    assert first[2].startswith("Hello.")


async def test_many_people_come_in_turn_whoever_came_with_how_much() -> None:
    bench = Bench(PerUserProcessor(at_once=1, longest_queue=100))
    tasks = [bench.run(f"ana {n}", ANA, asyncio.sleep(0)) for n in range(20)]
    tasks += [bench.run(f"{who}", who, asyncio.sleep(0)) for who in (1, 2, 3)]
    await asyncio.gather(*tasks)
    began = [line for line in bench.seen if line.endswith("begins")]
    assert set(began[:5]) >= {"1 begins", "2 begins", "3 begins"}


async def test_what_is_given_up_ends_and_leaves_nothing_behind() -> None:
    bench, never = Bench(PerUserProcessor()), asyncio.Event()
    tasks = [bench.run(f"{who}", who, never.wait()) for who in (ANA, ANA, BEN)]
    await asyncio.sleep(0.01)
    bench.processor.give_up()
    outcomes = await asyncio.gather(*tasks, return_exceptions=True)
    assert {type(outcome) for outcome in outcomes} == {asyncio.CancelledError}
    assert (bench.processor.backlog, bench.processor._queues) == (0, {})


@pytest.mark.parametrize(("processes", "room"), [(1, 60), (3, 20), (10, 6)])
async def test_no_more_is_let_in_than_its_share_of_the_rate_lets_it_answer_at_the_end(
    processes: int, room: int
) -> None:
    async def nobody(update: Update, *, first: bool) -> None:
        raise AssertionError(update, first)

    rate_limiter, end = RateLimiter(Rates(overall=30)), asyncio.Event()
    bench = Bench(processor_for(nobody, rate_limiter))
    rate_limiter.share(processes)
    running: list[asyncio.Task[None]] = []
    while not bench.processor.is_full:
        running.append(bench.run("somebody", 9000 + len(running), end.wait()))
        await asyncio.sleep(0)
    assert len(running) == room
    rate_limiter.share(processes * 2)
    assert bench.processor.is_full
    end.set()
    await asyncio.gather(*running)
    assert not bench.processor.is_full
