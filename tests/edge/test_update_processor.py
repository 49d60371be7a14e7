"""One person's updates are answered in order, other people's side by side."""

import asyncio
from collections.abc import Awaitable
from datetime import timedelta
from typing import Any

import pytest
from telegram import (
    Chat,
    ChatMemberLeft,
    ChatMemberMember,
    ChatMemberUpdated,
    Message,
    Update,
    User,
)

from bot.edge.application import AnyApplication, processor_for
from bot.edge.rate_limiter import RateLimiter, Rates
from bot.edge.update_processor import LONGEST_QUEUE, PerUserProcessor, whose
from playground.clock import Clock
from playground.faults import Fault, FaultKind
from playground.people import ANA, BEN
from playground.world import World
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

    def __init__(self, processor: PerUserProcessor) -> None:
        self.processor, self.seen = processor, list[str]()

    def run(self, name: str, person: int | None, until: Awaitable[Any]) -> asyncio.Task[None]:
        waiting = asyncio.ensure_future(until)  # begun, for it may never be asked for

        async def answer() -> None:
            self.seen.append(f"{name} begins")
            await waiting
            self.seen.append(f"{name} ends")

        return asyncio.ensure_future(self.processor.process_update(update(person), answer()))


@pytest.fixture
def bench() -> Bench:
    return Bench(PerUserProcessor(longest_queue=100))


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
    assert [type(one) for one in outcomes[:2]] == [asyncio.CancelledError, LookupError]
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


class Notices:
    """What is said to people who are too fast."""

    def __init__(self) -> None:
        self.said: list[bool] = []

    async def __call__(self, update: Update, *, first: bool) -> None:
        assert update.effective_user
        self.said.append(first)


async def test_somebody_who_hammers_takes_one_place_and_the_rest_are_told() -> None:
    notices = Notices()
    bench, gate = Bench(PerUserProcessor(notices, at_once=2, longest_queue=3)), asyncio.Event()
    hammering = [bench.run(f"ana {n}", ANA, gate.wait()) for n in range(10)]
    async with asyncio.timeout(TOO_LONG.seconds):
        await bench.run("ben", BEN, asyncio.sleep(0))
    assert bench.seen == ["ana 0 begins", "ben begins", "ben ends"]
    assert notices.said == [True, False, False, False, False, False, False]
    assert bench.processor.backlog == 3
    gate.set()
    await asyncio.gather(*hammering)
    assert bench.seen[-1] == "ana 2 ends"
    assert (bench.processor.backlog, bench.processor._queues) == (0, {})


async def test_who_was_told_is_told_again_the_next_time() -> None:
    notices = Notices()
    bench = Bench(PerUserProcessor(notices, longest_queue=1))
    for _ in range(2):
        gate = asyncio.Event()
        tasks = [bench.run("ana", ANA, gate.wait()) for _ in range(2)]
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        gate.set()
        await asyncio.gather(*tasks)
    assert notices.said == [True, True]


async def test_many_people_come_in_turn_whoever_came_with_how_much() -> None:
    bench = Bench(PerUserProcessor(at_once=1, longest_queue=100))
    tasks = [bench.run(f"ana {n}", ANA, asyncio.sleep(0)) for n in range(20)]
    tasks += [bench.run(f"{who}", who, asyncio.sleep(0)) for who in (1, 2, 3)]
    await asyncio.gather(*tasks)
    began = [line for line in bench.seen if line.endswith("begins")]
    assert set(began[:5]) >= {"1 begins", "2 begins", "3 begins"}


WHO, WHERE = User(ANA, "Ana", is_bot=False), Chat(ANA, "private")
MEMBERSHIP = ChatMemberUpdated(
    WHERE, WHO, Clock().now(), ChatMemberMember(WHO), ChatMemberLeft(WHO)
)


@pytest.mark.parametrize(
    "news",
    [
        Update(2, message=Message(2, Clock().now(), WHERE, WHO, migrate_to_chat_id=-1)),
        Update(2, message=Message(2, Clock().now(), WHERE, WHO, migrate_from_chat_id=-1)),
        Update(2, my_chat_member=MEMBERSHIP),
        Update(2, chat_member=MEMBERSHIP),
    ],
    ids=["moves to", "came from", "the bot's own place", "a member's place"],
)
async def test_news_of_a_chat_is_never_turned_away(news: Update) -> None:
    bench, gate = Bench(PerUserProcessor(Notices(), longest_queue=1)), asyncio.Event()
    first = bench.run("ana", ANA, gate.wait())
    await asyncio.sleep(0)
    assert whose(news) == whose(update(ANA)), "it stands in the line that is full"
    ran = asyncio.Event()

    async def work() -> None:
        ran.set()

    moving = asyncio.ensure_future(bench.processor.process_update(news, work()))
    gate.set()
    await asyncio.gather(first, moving)
    assert ran.is_set()


async def test_what_is_given_up_ends_and_leaves_nothing_behind() -> None:
    bench, never = Bench(PerUserProcessor()), asyncio.Event()
    tasks = [bench.run(f"{who}", who, never.wait()) for who in (ANA, ANA, BEN)]
    await asyncio.sleep(0.01)
    bench.processor.give_up()
    outcomes = await asyncio.gather(*tasks, return_exceptions=True)
    assert {type(one) for one in outcomes} == {asyncio.CancelledError}
    assert (bench.processor.backlog, bench.processor._queues) == (0, {})


async def hammer(application: AnyApplication) -> None:
    """Everything that waits at Telegram, at once, as polling brings it."""
    await application.start()
    for one in await application.bot.get_updates(timeout=0):
        await application.update_queue.put(one)
    await application.update_queue.join()
    await application.stop()


async def test_a_person_who_types_too_fast_hears_it_once(
    application: AnyApplication, ana: Chatter, ben: Chatter, world: World
) -> None:
    for _ in range(LONGEST_QUEUE + 10):
        ana.me.says("/help")
    ben.me.says("/privacy")
    await hammer(application)
    said = [call.params["text"] for call in world.ledger.of("sendMessage")]
    assert sum(text.startswith("Please send that again") for text in said) == 1
    assert sum("What I can do" in text for text in said) == LONGEST_QUEUE
    assert ben.screen.startswith("Privacy")
    assert "Urgent help" in ana.labels


async def test_whoever_is_turned_away_with_words_of_danger_gets_help_for_them(
    application: AnyApplication, ana: Chatter, world: World
) -> None:
    for _ in range(LONGEST_QUEUE):
        ana.me.says("/help")
    ana.me.says("I want to die")
    await hammer(application)
    said = [call.params["text"] for call in world.ledger.of("sendMessage")]
    helped = [text for text in said if text.startswith("<b>Someone to talk to</b>\n")]
    assert len(helped) == 1
    assert "<b>I want to die</b>" in helped[0]
    assert "Call 911 if you are in danger now." in helped[0]
    assert "call or text 988" in helped[0]
    assert not any(text.startswith("One moment") for text in said)


@pytest.mark.slow
async def test_notices_to_one_person_fill_no_queue_and_hold_nobody() -> None:
    """A notice takes as long as Telegram does; those behind the first are dropped at once."""
    never = asyncio.Event()
    said: list[bool] = []

    async def slowly(update: Update, *, first: bool) -> None:
        said.append(first)
        if first:
            await never.wait()

    bench = Bench(PerUserProcessor(slowly, longest_queue=30, full_at=lambda: 60))
    hammering = [bench.run(f"ana {n}", ANA, never.wait()) for n in range(5000)]
    async with asyncio.timeout(1):
        await bench.run("ben", BEN, asyncio.sleep(0))
    assert said.count(True) == 1
    assert bench.processor.backlog == 31
    assert not bench.processor.is_full
    bench.processor.give_up()
    await asyncio.gather(*hammering, return_exceptions=True)


async def test_whoever_taps_too_fast_is_still_helped_when_they_write(
    application: AnyApplication, ana: Chatter, world: World
) -> None:
    await ana.says("/start")
    world.inbox.drop()
    for _ in range(LONGEST_QUEUE + 3):
        ana.me.taps(ana.message.id, "menu:treatments")
    ana.me.says("I want to die")
    await hammer(application)
    said = [call.params["text"] for call in world.ledger.of("sendMessage")]
    assert sum(text.startswith("<b>Someone to talk to") for text in said) == 1


async def test_a_person_who_taps_too_fast_gets_one_notice(
    application: AnyApplication, ana: Chatter, world: World
) -> None:
    await ana.says("/start")
    world.inbox.drop()  # what she typed is answered
    for _ in range(LONGEST_QUEUE + 10):
        ana.me.taps(ana.message.id, "menu:treatments")
    await hammer(application)
    answers = [call.params.get("text", "") for call in world.ledger.of("answerCallbackQuery")]
    assert sum(text.startswith("One moment, please.") for text in answers) == 1
    assert len(answers) == LONGEST_QUEUE + 1
    assert ana.sent == 1


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
