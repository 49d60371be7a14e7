"""One person's updates are answered in order, other people's side by side."""

import asyncio
from collections.abc import Awaitable
from datetime import timedelta
from typing import Any

import pytest
from telegram import Chat, Message, Update, User

from bot.limits import PerPersonProcessor
from bot.playground.clock import Clock
from bot.playground.faults import Fault, FaultKind
from bot.playground.people import ANA, BEN
from bot.playground.world import World
from bot.router import AnyApplication
from tests.client import Chatter

TOO_LONG = timedelta(seconds=5)


def update(person: int | None, number: int = 0) -> Update:
    if person is None:
        return Update(number)
    who = User(person, "Somebody", is_bot=False)
    message = Message(number, Clock().now(), Chat(person, "private"), from_user=who)
    return Update(number, message=message)


class Bench:
    """Runs updates through the processor and writes down who began and who ended."""

    def __init__(self, processor: PerPersonProcessor) -> None:
        self.processor, self.seen = processor, list[str]()

    def run(self, name: str, person: int | None, until: Awaitable[Any]) -> asyncio.Task[None]:
        async def answer() -> None:
            self.seen.append(f"{name} begins")
            await until
            self.seen.append(f"{name} ends")

        return asyncio.ensure_future(self.processor.process_update(update(person), answer()))


@pytest.fixture
def bench() -> Bench:
    return Bench(PerPersonProcessor())


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
    assert len(bench.processor._turns) == 2
    await asyncio.gather(*tasks)
    assert bench.processor._turns == {}


async def test_an_update_that_fails_or_is_given_up_holds_nobody_up(bench: Bench) -> None:
    never: asyncio.Future[None] = asyncio.get_running_loop().create_future()
    failing: asyncio.Future[None] = asyncio.get_running_loop().create_future()
    failing.set_exception(LookupError())
    given_up = bench.run("given up", ANA, never)
    failed, waiting = bench.run("failed", ANA, failing), bench.run("ana", ANA, asyncio.sleep(0))
    await asyncio.sleep(0)
    given_up.cancel()
    outcomes = await asyncio.gather(given_up, failed, waiting, return_exceptions=True)
    assert [type(one) for one in outcomes[:2]] == [asyncio.CancelledError, LookupError]
    assert bench.seen[-1] == "ana ends"
    assert bench.processor._turns == {}


async def test_only_so_many_are_answered_at_once() -> None:
    bench, gate = Bench(PerPersonProcessor(2)), asyncio.Event()
    tasks = [bench.run(f"{who}", who, gate.wait()) for who in (1, 2, 3)]
    await asyncio.sleep(0.01)
    assert bench.seen == ["1 begins", "2 begins"]
    gate.set()
    await asyncio.gather(*tasks)
    assert len(bench.seen) == 6


async def test_a_slow_answer_to_ana_is_in_order_and_keeps_nobody_waiting(
    application: AnyApplication, ana: Chatter, ben: Chatter, world: World
) -> None:
    """Through the whole application, as it runs."""
    send = frozenset({"sendMessage"})
    world.faults.switch_on(Fault(FaultKind.DELAY, seconds=0.3, methods=send))
    for person, text in ((ana, "/help"), (ana, "/start"), (ben, "/privacy")):
        person.me.says(text)
    await application.start()
    for one in await application.bot.get_updates(timeout=0):
        await application.update_queue.put(one)
    async with asyncio.timeout(TOO_LONG.seconds):
        while len(world.ledger.of("sendMessage")) < 3:  # noqa: ASYNC110 - the bot tells nobody
            await asyncio.sleep(0.01)
    await application.stop()
    first = [call.params["text"].split("\n")[0] for call in world.ledger.of("sendMessage")]
    assert first[0] == "<b>Privacy</b>"
    assert first[1] == "<b>What I can do</b>"
    assert first[2].startswith("Hello.")
