"""How fast the bot may speak, on a clock that the test turns."""

import asyncio
from collections import Counter
from datetime import timedelta

import pytest
from telegram.error import RetryAfter, TelegramError

from bot.app import build_application
from bot.edge.rate_limiter import REMEMBERED, Priority, RateLimiter, Rates
from bot.jobs.reminders import ReminderWorker
from bot.turns.services import Services
from playground.faults import Fault, FaultKind
from playground.people import ANA, BEN
from playground.server import Playground
from playground.world import World
from storage.store import Store
from tests.client import Chatter, Pump
from tests.edge.rate_limit_waiters import GROUP, Bench
from tests.edge.waiting import TurnedClock, settled, until
from tests.jobs.setting import DAILY, Setting, agree


async def test_a_private_chat_takes_a_few_at_once_and_then_one_a_second() -> None:
    bench = Bench()
    for _ in range(8):
        bench.asks(1)
    await bench.clock.turn(10)
    assert bench.moments == [0, 0, 0, 0, 0, 1, 2, 3]
    bench.asks(1)
    await bench.clock.turn(0)
    assert bench.moments[-1] == 10


async def test_a_group_takes_twenty_in_any_minute() -> None:
    bench = Bench()
    for second in range(50):
        bench.asks(GROUP)
        bench.asks(1000 + second)  # others are not in its way
        await bench.clock.turn(1)
    moments = [at for name, at in bench.spoke if name == str(GROUP)]
    assert moments[:20] == list(range(20))
    assert moments[20:] == []  # from the 40th second on they wait, and see the next test
    assert len([at for name, at in bench.spoke if name != str(GROUP)]) == 50


async def test_what_would_take_too_long_is_refused_at_once_as_telegram_would() -> None:
    bench = Bench()
    for _ in range(20):
        bench.asks(GROUP)
    await bench.clock.turn(10)
    refused = bench.asks(GROUP)
    await settled()
    error = refused.exception()
    assert isinstance(error, RetryAfter)
    assert error.retry_after == timedelta(seconds=50)


async def test_all_chats_together_take_thirty_in_any_second() -> None:
    bench = Bench()
    for chat_id in range(1, 101):
        bench.asks(chat_id)
    await bench.clock.turn(5)
    assert Counter(bench.moments) == {0: 30, 1: 30, 2: 30, 3: 10}


async def test_reminders_leave_evenly_and_lose_no_time() -> None:
    bench = Bench()
    for chat_id in range(1, 91):
        bench.asks(chat_id, Priority.REMINDER)
    await bench.clock.turn(5)
    assert bench.moments == pytest.approx([n / 30 for n in range(90)], abs=1e-3)


async def test_people_come_before_reminders_and_reminders_before_broadcasts() -> None:
    bench = Bench(Rates(overall=2))
    for priority in (Priority.BROADCAST, Priority.REMINDER, Priority.ANSWER) * 2:
        bench.asks(len(bench.tasks) + 1, priority, priority.name)
    await bench.clock.turn(9)
    first, *others = [name for name, _ in bench.spoke]
    assert first == "BROADCAST", "whoever finds nobody else need not wait"
    assert others == ["ANSWER", "ANSWER", "REMINDER", "REMINDER", "BROADCAST"]


async def test_a_person_waits_at_most_for_one_reminder() -> None:
    bench = Bench()
    for chat_id in range(1, 121):
        bench.asks(chat_id, Priority.REMINDER)
    await bench.clock.turn(1.99)
    bench.asks(999, name="person")
    await bench.clock.turn(3)
    [at] = [at for name, at in bench.spoke if name == "person"]
    assert at - 1.99 <= 1 / 30 + 1e-3
    assert most_in_a_second(bench.moments) == 30


async def test_a_429_holds_its_chat_until_the_moment_named_and_no_other() -> None:
    bench = Bench()
    with pytest.raises(RetryAfter):
        await bench.calls(1, RetryAfter(timedelta(seconds=7)))
    waiting = [asyncio.ensure_future(bench.calls(1)) for _ in range(2)]
    for _ in range(6):  # nothing that happens elsewhere lets it go early
        await bench.clock.turn(1)
        await bench.calls(2)
    await bench.clock.turn(2)
    assert await asyncio.gather(*waiting) == [True, True]
    assert [at for name, at in bench.spoke if name == "1"] == [0, 7, 7]
    assert [at for name, at in bench.spoke if name == "2"] == [1, 2, 3, 4, 5, 6]


async def test_a_chat_held_for_long_is_not_even_tried() -> None:
    bench = Bench()
    with pytest.raises(RetryAfter):
        await bench.calls(1, RetryAfter(timedelta(seconds=60)))
    await bench.clock.turn(30)
    with pytest.raises(RetryAfter) as told:
        await bench.calls(1)
    assert told.value.retry_after == timedelta(seconds=30)
    await bench.clock.turn(30)
    assert await bench.calls(1)
    assert bench.moments == [0, 60]


async def test_a_later_and_shorter_429_does_not_shorten_the_first() -> None:
    bench = Bench(None)
    bench.rate_limiter.hold(1, 10)
    bench.rate_limiter.hold(1, 3)
    bench.asks(1)
    await bench.clock.turn(20)
    assert bench.moments == [10]


@pytest.mark.parametrize(
    "endpoint", ["answerCallbackQuery", "getChatMember", "sendChatAction", "deleteMessage"]
)
async def test_what_is_no_message_costs_nothing(endpoint: str) -> None:
    bench = Bench()
    for _ in range(100):
        await bench.calls(1, endpoint=endpoint)
    assert bench.moments == [0] * 100
    assert await bench.calls(1)


@pytest.mark.parametrize("endpoint", ["sendDocument", "editMessageText", "copyMessage"])
async def test_whatever_is_a_message_costs_one(endpoint: str) -> None:
    bench = Bench()
    for _ in range(5):
        await bench.calls(1, endpoint=endpoint)
    waiting = asyncio.ensure_future(bench.calls(1, endpoint=endpoint))
    await bench.clock.turn(3)
    assert await waiting
    assert bench.moments == [0, 0, 0, 0, 0, 1]


async def test_other_errors_pass_by_and_hold_nobody() -> None:
    bench = Bench()
    with pytest.raises(TelegramError, match="no"):
        await bench.calls(1, TelegramError("no"))
    assert await bench.calls(1)


async def test_who_gives_up_leaves_no_gap_and_no_trace() -> None:
    bench = Bench()
    tasks = [bench.asks(1) for _ in range(8)]
    await settled()
    for task in tasks[5:7]:
        task.cancel()
    await bench.clock.turn(5)
    assert bench.moments == [0, 0, 0, 0, 0, 1]
    assert bench.rate_limiter.waiting == 0


async def test_chats_at_rest_are_forgotten_and_held_ones_are_not() -> None:
    bench = Bench(Rates(overall=10_000))
    bench.rate_limiter.hold(1, 100_000)
    for chat_id in range(2, 5 * REMEMBERED):
        await bench.rate_limiter.turn(chat_id, Priority.ANSWER)
        bench.clock.now += 0.1
    assert len(bench.rate_limiter._chats) <= 2 * REMEMBERED
    with pytest.raises(RetryAfter):
        await bench.rate_limiter.turn(1, Priority.ANSWER)


async def test_the_rate_can_be_changed_while_it_runs() -> None:
    bench = Bench(Rates(overall=1))
    for chat_id in range(1, 8):
        bench.asks(chat_id)
    await bench.clock.turn(2.5)
    bench.rate_limiter.rates = Rates(overall=100)
    await bench.clock.turn(1)
    assert bench.moments == [0, 1, 2, 3, 3, 3, 3]


@pytest.fixture
def clock() -> TurnedClock:
    return TurnedClock()


@pytest.fixture
def rate_limiter(clock: TurnedClock) -> RateLimiter:
    """Of the application; without limits but those that Telegram names."""
    return RateLimiter(None, clock.seconds, clock.sleep)


@pytest.mark.usefixtures("without_errors")
async def test_a_person_is_answered_again_once_a_long_flood_is_over(
    ana: Chatter, pump: Pump, world: World, clock: TurnedClock
) -> None:
    """A wait too long for a person is given up; until it is over Telegram is left in peace."""
    send = frozenset({"sendMessage"})
    world.faults.switch_on(Fault(FaultKind.FLOOD, seconds=60, methods=send))
    for text in ("/start", "/privacy"):
        ana.me.says(text)
        await pump.flush()
        assert [call.status for call in world.ledger.of("sendMessage")] == [429]
    await clock.turn(60)
    assert (await ana.says("/help")).startswith("What I can do")


async def test_taps_and_reminders_live_on_one_budget(
    services: Services, playground: Playground, world: World, store: Store, clock: TurnedClock
) -> None:
    """Through the whole application: seven want to speak, and five may."""
    rate_limiter = RateLimiter(Rates(overall=5), clock.seconds, clock.sleep)
    world.started |= {ANA, BEN}
    for person_id in (ANA, BEN):
        await agree(store, person_id)
        await Setting(services, world).remind(DAILY, person_id)
    world.clock.jump(timedelta(days=1, hours=2))
    application = build_application(services, playground.token, rate_limiter=rate_limiter)
    async with application, asyncio.TaskGroup() as tasks:
        pump = Pump(application, world)
        people = [Chatter(pump, person_id) for person_id in (ANA, BEN)]
        for text in ("/help", "/privacy"):
            for person in people:
                await person.says(text)
        tasks.create_task(ReminderWorker(services, application.bot, rate_limiter).deliver_due())
        await world.until(lambda: len(world.ledger.of("sendMessage")) == 5)
        people[0].me.says("/start")
        tasks.create_task(pump.flush())
        await until(lambda: rate_limiter.waiting == 2)
        assert len(world.ledger.of("sendMessage")) == 5
        await clock.turn(2)
    texts = [call.params["text"] for call in world.ledger.of("sendMessage")]
    assert len(texts) == 7
    assert texts[5].startswith("Hello."), "the person goes first"


def most_in_a_second(moments: list[float]) -> int:
    return max(sum(a <= b < a + 1 - 1e-3 for b in moments) for a in moments)
