"""Stopping: what was let in is answered, what was claimed is given back, and all that in time."""

import asyncio
import time
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import cast

import pytest

from bot.app import running
from bot.edge import application as lifecycle
from bot.edge import polling, webhook
from bot.edge.rate_limiter import RateLimiter, Rates
from bot.edge.update_processor import PerUserProcessor
from bot.http import server
from bot.jobs import message_cleanup, reminders
from bot.ops.shutdown import LAST_WORD, within
from bot.turns.services import Services
from playground.faults import Fault, FaultKind
from playground.people import ANA, BEN
from playground.server import Playground
from playground.world import World
from storage.store import Store
from tests.edge.waiting import TurnedClock, until
from tests.edge.webhook_client import FIRST_ID, chatters, hooked
from tests.jobs.setting import DAILY, Setting, agree

CHATTERS = 60
SLOW = Fault(FaultKind.DELAY, None, seconds=0.1, methods=frozenset({"sendMessage"}))


@pytest.fixture
def many_ask(world: World) -> None:
    for chatter in chatters(world, CHATTERS):
        chatter.says("/help")
    world.faults.switch_on(SLOW)


def answered(world: World) -> list[int]:
    return sorted(int(call.params["chat_id"]) for call in world.ledger.of("sendMessage"))


EVERYBODY = list(range(FIRST_ID, FIRST_ID + CHATTERS))


@pytest.mark.slow
@pytest.mark.usefixtures("many_ask")
async def test_what_was_fetched_is_answered_once_and_not_fetched_again(
    services: Services, playground: Playground, world: World
) -> None:
    async with running(services, playground.token, rate_limiter=RateLimiter(None)) as application:
        await until(lambda: cast(PerUserProcessor, application.update_processor).backlog)
    assert answered(world) == EVERYBODY
    assert not world.inbox.pending()
    chatters(world, CHATTERS + 1)[-1].says("/help")
    async with running(services, playground.token, rate_limiter=RateLimiter(None)):
        await until(lambda: len(answered(world)) > CHATTERS)
    assert answered(world) == [*EVERYBODY, FIRST_ID + CHATTERS]


@pytest.mark.slow
@pytest.mark.usefixtures("many_ask")
async def test_what_came_through_the_webhook_is_answered_once(
    services: Services, playground: Playground, world: World
) -> None:
    async with hooked(services, playground) as (telegram, _):
        assert set(await telegram.delivers()) == {200}
        assert len(answered(world)) < CHATTERS
    assert answered(world) == EVERYBODY


@pytest.mark.slow
async def test_while_it_stops_nobody_is_let_in_any_more(
    services: Services, playground: Playground, world: World
) -> None:
    """And whoever was on the doorstep is still in."""
    for chatter in chatters(world, 20):
        chatter.says("/help")
    updates = world.inbox.pending()
    async with hooked(services, playground) as (telegram, hook):
        posting = [asyncio.create_task(telegram.posts(update)) for update in updates]
        await until(lambda: any(task.done() for task in posting))
        statuses: list[int] = []
        hook._application, application = None, hook._application
        late = await telegram.posts(updates[0])
        hook._application = application
        statuses = [(await task).status_code for task in posting]
    assert late.status_code == 503
    assert len(answered(world)) == statuses.count(200)
    assert set(statuses) <= {200, 503}


@pytest.fixture
async def hanging(world: World, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[None]:
    """Telegram takes half a minute for every message, and the bot has less patience than usual."""
    world.faults.switch_on(Fault(FaultKind.DELAY, None, seconds=30, methods=SLOW.methods))
    monkeypatch.setattr("bot.edge.application.TURNS_WITHIN", 0.2)
    monkeypatch.setattr("bot.jobs.reminders.STOPPED_WITHIN", 0.2)
    yield
    world.faults.switch_off()


@pytest.mark.slow
@pytest.mark.usefixtures("hanging")
async def test_a_telegram_that_hangs_does_not_keep_the_bot_from_stopping(
    services: Services, playground: Playground, world: World, store: Store
) -> None:
    world.started |= {ANA, BEN}
    await agree(store, BEN)
    setting = Setting(services, world)
    await setting.remind(DAILY, BEN)
    world.clock.jump(timedelta(days=1, hours=2))
    for chatter in chatters(world, 5):
        chatter.says("/help")
    async with running(services, playground.token, rate_limiter=RateLimiter(None)):
        await until(lambda: not world.inbox.pending())
        await until(lambda: world.ledger.of("getUpdates"))
        await asyncio.sleep(0.1)
        stopping_at = time.monotonic()
    assert time.monotonic() - stopping_at < 5
    assert await setting.states(BEN) == ["sending"], "nobody knows; its lease says so"


async def test_reminders_that_wait_for_their_turn_are_given_back(
    services: Services,
    playground: Playground,
    world: World,
    store: Store,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """At once: the clock stands still, so their turn never comes."""
    monkeypatch.setattr("bot.jobs.reminders.STOPPED_WITHIN", 600)
    clock = TurnedClock()
    setting = Setting(services, world)
    people = [chatter.person.id for chatter in chatters(world, 9)]
    for person_id in people:
        world.started.add(person_id)
        await agree(store, person_id)
        await setting.remind(DAILY, person_id)
    world.clock.jump(timedelta(days=1, hours=2))
    rate_limiter = RateLimiter(Rates(overall=1), clock.seconds, clock.sleep)
    async with asyncio.timeout(5), running(services, playground.token, rate_limiter=rate_limiter):
        await until(lambda: rate_limiter.waiting)
        await until(lambda: world.ledger.of("sendMessage"))
    states = [state for person_id in people for state in await setting.states(person_id)]
    assert states.count("sent") == 1
    assert set(states) == {"sent", "pending"}


def test_what_all_parts_may_take_together_stays_under_ten_seconds() -> None:
    source = max(polling.CONFIRMED_WITHIN, webhook.CLOSED_WITHIN)
    loops = reminders.STOPPED_WITHIN + message_cleanup.STOPPED_WITHIN
    whole = source + lifecycle.TURNS_WITHIN + loops + server.STOPPED_WITHIN
    assert whole + 4 * LAST_WORD < 10


@pytest.mark.slow
async def test_within_says_whether_it_was_in_time() -> None:
    async def stubborn() -> None:
        try:
            await asyncio.sleep(30)
        except asyncio.CancelledError:
            await asyncio.sleep(30)

    assert await within(1, asyncio.sleep(0))
    assert not await within(0.01, asyncio.sleep(30))
    assert not await within(0.01, stubborn())
    with pytest.raises(LookupError):
        await within(1, _fails())


async def _fails() -> None:
    raise LookupError
