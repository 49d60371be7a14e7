"""What happens to the data of people who do not come back."""

from dataclasses import replace
from datetime import time, timedelta

import pytest

from bot.domain.recurrence import Every, Unit, to_text
from bot.edge.application import AnyApplication
from bot.edge.rate_limiter import ChatId, Priority, RateLimiter
from bot.jobs.cleanup import CleanupJob
from bot.planning.reminders import plan
from bot.turns.services import Services
from playground.world import World
from storage.store import Store
from tests.client import Chatter, Pump
from tests.storage.planning import add_reminder


class Listening(RateLimiter):
    """The real one, which notes who asks to speak."""

    def __init__(self) -> None:
        super().__init__(None)
        self.asked: list[Priority] = []

    async def turn(self, chat_id: ChatId, priority: Priority) -> None:
        self.asked.append(priority)
        await super().turn(chat_id, priority)


@pytest.fixture
def rate_limiter() -> Listening:
    return Listening()


@pytest.fixture
def cleanup_job(services: Services, application: AnyApplication) -> CleanupJob:
    return CleanupJob(services, application.bot)


async def days(world: World, cleanup_job: CleanupJob, count: int) -> None:
    """So many pass, with a round in each, as a bot that runs has them."""
    for _ in range(count):
        world.clock.jump(timedelta(days=1))
        await cleanup_job.tidy()


async def save(person: Chatter) -> None:
    await person.says("/start surgery")
    await person.taps("☆ Save")
    if "Yes, save this" in person.labels:
        await person.taps("Yes, save this")


@pytest.mark.slow
async def test_an_idle_person_is_warned_once_and_removed_a_month_later(
    ana: Chatter, world: World, cleanup_job: CleanupJob, store: Store
) -> None:
    await save(ana)
    world.clock.jump(timedelta(days=336))
    sent = ana.sent
    await cleanup_job.tidy()
    await cleanup_job.tidy()
    assert ana.sent == sent + 1
    assert "will be deleted in one month" in ana.screen
    await days(world, cleanup_job, 31)
    assert await store.people.get(ana.chat_id) is None
    assert all(not rows for table, rows in await store.panel() if table != "rounds")


async def test_warnings_let_everybody_else_go_first(
    ana: Chatter, world: World, cleanup_job: CleanupJob, rate_limiter: Listening
) -> None:
    await save(ana)
    assert set(rate_limiter.asked) == {Priority.ANSWER}
    rate_limiter.asked.clear()
    world.clock.jump(timedelta(days=336))
    await cleanup_job.tidy()
    assert rate_limiter.asked == [Priority.BROADCAST]
    assert max(Priority) is Priority.BROADCAST, "it waits for all others"


@pytest.mark.slow
async def test_who_opens_what_they_saved_keeps_it(
    ana: Chatter, world: World, cleanup_job: CleanupJob, store: Store
) -> None:
    await save(ana)
    world.clock.jump(timedelta(days=336))
    await cleanup_job.tidy()
    await ana.says("/bookmarks")
    await ana.taps("Surgery")
    await ana.taps("Open")
    await days(world, cleanup_job, 60)
    assert await store.bookmarks.count(ana.chat_id) == 1


READINGS = ["/bookmarks", "/start", "/questions", "/mydata", "/reminders", "letrozole", "/urgent"]


@pytest.mark.slow
@pytest.mark.parametrize("typed", READINGS)
async def test_any_turn_counts_as_use_once_a_day(
    ana: Chatter, world: World, cleanup_job: CleanupJob, store: Store, typed: str
) -> None:
    await save(ana)
    world.clock.jump(timedelta(days=336))
    await cleanup_job.tidy()
    await ana.says(typed)
    known = await store.people.get(ana.chat_id)
    assert known
    assert known.active_on == world.clock.now().date()
    assert known.warned_on is None
    await days(world, cleanup_job, 60)
    assert await store.people.get(ana.chat_id)


async def test_a_tap_that_only_reads_and_a_query_in_another_chat_count_too(
    ana: Chatter, pump: Pump, world: World, store: Store
) -> None:
    await save(ana)
    for is_tap in (True, False):
        world.clock.jump(timedelta(days=1))
        if is_tap:
            ana.me.taps(ana.message.id, "home", forced=True)
        else:
            ana.me.asks_inline("letrozole")
        await pump.flush()
        known = await store.people.get(ana.chat_id)
        assert known
        assert known.active_on == world.clock.now().date()


@pytest.mark.slow
async def test_a_warning_that_did_not_arrive_is_not_noted(
    ana: Chatter, world: World, cleanup_job: CleanupJob, store: Store
) -> None:
    await save(ana)
    ana.me.blocks()
    world.clock.jump(timedelta(days=400))
    await cleanup_job.tidy()
    await days(world, cleanup_job, 40)
    known = await store.people.get(ana.chat_id)
    assert known
    assert known.warned_on is None


async def test_who_can_never_be_warned_is_removed_after_two_years(
    ana: Chatter, world: World, cleanup_job: CleanupJob, store: Store
) -> None:
    await save(ana)
    ana.me.blocks()
    world.clock.jump(timedelta(days=735))
    await cleanup_job.tidy()
    assert await store.people.get(ana.chat_id) is None


@pytest.mark.slow
async def test_who_is_reminded_is_neither_warned_nor_removed(
    ana: Chatter, world: World, cleanup_job: CleanupJob, store: Store
) -> None:
    await save(ana)
    async with store.transaction():
        reminder = await add_reminder(store, ana.chat_id)
        await store.reminders.plan(reminder, "1", world.clock.now() + timedelta(days=500))
    world.clock.jump(timedelta(days=400))
    sent = ana.sent
    await cleanup_job.tidy()
    assert ana.sent == sent
    async with store.transaction():
        await store.people.mark_warned(ana.chat_id, world.clock.now().date())
    await days(world, cleanup_job, 40)
    assert await store.people.get(ana.chat_id)


async def test_a_clock_that_is_wrong_deletes_nothing(
    ana: Chatter, world: World, cleanup_job: CleanupJob, services: Services, store: Store
) -> None:
    await save(ana)
    async with store.transaction():
        await store.people.mark_warned(ana.chat_id, world.clock.now().date())
    ahead = replace(services, clock=lambda: world.clock.now() + timedelta(days=500))
    await CleanupJob(ahead, cleanup_job.bot).tidy()
    assert await store.people.get(ana.chat_id)


async def warned_long_ago(ana: Chatter, store: Store, world: World) -> None:
    """Everything of Ana's would go in the next round."""
    await save(ana)
    world.clock.jump(timedelta(days=400))
    async with store.transaction():
        long_ago = world.clock.now().date() - timedelta(days=60)
        await store.people.mark_warned(ana.chat_id, long_ago)


@pytest.mark.slow
async def test_a_bot_that_was_off_for_long_deletes_nothing_and_warns_anew(
    ana: Chatter, world: World, cleanup_job: CleanupJob, store: Store
) -> None:
    """Nobody could answer the warning of a bot that was off."""
    await cleanup_job.tidy()
    await warned_long_ago(ana, store, world)
    await cleanup_job.tidy()
    sent = ana.sent
    await days(world, cleanup_job, 2)
    assert await store.people.get(ana.chat_id)
    assert ana.sent == sent + 1
    await days(world, cleanup_job, 30)
    assert await store.people.get(ana.chat_id) is None


async def test_a_clock_of_which_nobody_tells_deletes_nothing_for_a_day(
    ana: Chatter,
    world: World,
    cleanup_job: CleanupJob,
    store: Store,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A Bot API server of the host's own tells the host's time, or none: it is as wrong as ours."""

    async def silent(bot: object) -> None:
        return None

    # Only a server that tells no time shows what happens then, and ours tells it.
    monkeypatch.setattr("bot.jobs.cleanup.telegram_time", silent)
    await cleanup_job.tidy()
    await warned_long_ago(ana, store, world)
    await cleanup_job.tidy()
    world.clock.jump(timedelta(minutes=10))
    await cleanup_job.tidy()
    assert await store.people.get(ana.chat_id)


async def test_after_a_step_back_what_repeats_is_planned_anew(
    ana: Chatter, world: World, cleanup_job: CleanupJob, services: Services, store: Store
) -> None:
    """It was planned for a day that is far away again; also over a restart."""
    await save(ana)
    ahead = replace(services, clock=lambda: world.clock.now() + timedelta(days=200))
    async with store.transaction():
        daily = to_text(Every(1, Unit.DAY, world.clock.now().date(), time(10)))
        await add_reminder(store, ana.chat_id, rule=daily, time_zone="UTC")
        await plan(ahead, ana.chat_id, ahead.clock())
    await CleanupJob(ahead, cleanup_job.bot).tidy()
    await cleanup_job.tidy()
    [planned] = await store.deliveries.pending_for(ana.chat_id)
    assert planned.due_at - world.clock.now() < timedelta(days=1)


async def test_nobody_is_removed_without_a_warning(
    ana: Chatter, world: World, cleanup_job: CleanupJob, store: Store
) -> None:
    await save(ana)
    world.clock.jump(timedelta(days=800))
    await cleanup_job.tidy()
    assert await store.people.get(ana.chat_id) is not None


async def test_the_warning_names_no_subject(
    ana: Chatter, world: World, cleanup_job: CleanupJob
) -> None:
    await save(ana)
    world.clock.jump(timedelta(days=336))
    await cleanup_job.tidy()
    assert not {"cancer", "breast", "treatment"} & set(ana.screen.lower().split())
