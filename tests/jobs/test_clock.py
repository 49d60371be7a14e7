"""When the worker wakes: in time, early for a new reminder, and whatever the clock does."""

import asyncio
import time
from datetime import UTC, date, datetime, timedelta
from datetime import time as clock_time

import pytest

from bot.domain.recurrence import Every, Unit
from bot.jobs.reminders import ReminderWorker
from playground.clock import Clock
from playground.world import World
from tests.conftest import NOW
from tests.jobs.setting import AGAIN, DAILY, TOMORROW, Setting

QUIET = 0.15  # seconds in which nothing may happen


class WallClock:
    """Runs like the real one, and can be set ahead or back."""

    def __init__(self) -> None:
        self.set_by = timedelta(0)
        self._started = time.monotonic()

    def __call__(self) -> datetime:
        return NOW + timedelta(seconds=time.monotonic() - self._started) + self.set_by


@pytest.fixture
def wall() -> WallClock:
    return WallClock()


@pytest.fixture
def world(wall: WallClock) -> World:
    return World(clock=Clock(wall))


async def due_in(setting: Setting, seconds: float) -> datetime:
    """A reminder that is due so soon that no rule can say it."""
    reminder = await setting.remind(TOMORROW)
    due_at = setting.services.clock() + timedelta(seconds=seconds)
    async with setting.store.transaction():
        await setting.store.reminders.cancel(reminder.person_id, reminder.id)
        await setting.store.reminders.plan(reminder, "soon", due_at)
    setting.services.due_changed.set()
    return due_at


@pytest.mark.slow
async def test_it_sleeps_until_something_is_due_and_not_longer(
    setting: Setting, running: ReminderWorker
) -> None:
    due_at = await due_in(setting, 0.3)
    await setting.hears(1)
    late = (setting.services.clock() - due_at).total_seconds()
    assert 0 <= late < 0.3


@pytest.mark.slow
async def test_a_new_reminder_wakes_it_early(setting: Setting, running: ReminderWorker) -> None:
    await setting.remind(DAILY)
    await asyncio.sleep(QUIET)  # it sleeps now, for a day as far as it knows
    await due_in(setting, 0.05)
    await setting.world.until(setting.heard, seconds=1)


@pytest.mark.slow
async def test_a_clock_set_ahead_makes_it_send_at_once_and_once(
    setting: Setting, wall: WallClock, worker: ReminderWorker, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody rings a bell when the clock of a computer is set."""
    monkeypatch.setattr("bot.jobs.reminders.LONGEST_SLEEP", 0.05)
    await setting.remind(DAILY)
    async with worker.running():
        await asyncio.sleep(QUIET)
        assert setting.heard() == []
        wall.set_by = timedelta(days=9)
        await setting.hears(1)
        await asyncio.sleep(QUIET)
    assert len(setting.heard()) == 1
    assert "due earlier" in setting.heard()[0]
    assert await setting.planned() == ["2026-12-02T10:00"]


async def test_a_clock_set_back_after_a_reminder_neither_repeats_nor_ends_it(
    setting: Setting, wall: WallClock, worker: ReminderWorker
) -> None:
    await setting.remind(DAILY)
    wall.set_by = timedelta(days=1, hours=2)
    assert await worker.deliver_due() == 1
    wall.set_by = timedelta(hours=2)
    await setting.plan()
    assert await setting.planned() == ["2026-11-25T10:00"]
    wall.set_by = timedelta(days=1, hours=3)
    assert await worker.deliver_due() == 0
    wall.set_by = timedelta(days=2, hours=2)
    assert await worker.deliver_due() == 1
    assert len(setting.heard()) == 2


async def test_a_clock_set_back_plans_anew_without_anybody_doing_anything(
    setting: Setting, wall: WallClock, worker: ReminderWorker
) -> None:
    """It ran 90 days ahead, and what came next was planned for then."""
    await setting.remind(DAILY)
    wall.set_by = timedelta(days=90, hours=2)
    assert await worker.deliver_due() == 1
    assert await setting.planned() == ["2027-02-22T10:00"]
    wall.set_by = timedelta(days=2)
    assert await worker.deliver_due() == 0
    assert await setting.planned() == ["2026-11-25T10:00"]


@pytest.mark.slow
async def test_a_clock_set_back_while_sending_still_plans_the_next(
    setting: Setting, wall: WallClock, worker: ReminderWorker
) -> None:
    await setting.remind(DAILY)
    wall.set_by = timedelta(days=1, hours=2)
    setting.slow(0.2)
    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(worker.deliver_due())
        await asyncio.sleep(0.1)
        wall.set_by = timedelta(hours=2)
    assert len(setting.heard()) == 1
    assert await setting.planned() == ["2026-11-25T10:00"]


@pytest.mark.slow
async def test_a_clock_set_ahead_while_sending_repeats_nothing(
    setting: Setting, wall: WallClock, running: ReminderWorker
) -> None:
    wall.set_by = timedelta(days=1, hours=2)
    setting.slow(0.3)
    await setting.remind(Every(1, Unit.MONTH, date(2026, 11, 24), clock_time(11, 1)))
    wall.set_by += timedelta(minutes=2)
    setting.services.due_changed.set()
    await asyncio.sleep(0.1)
    wall.set_by += timedelta(hours=3)
    setting.services.due_changed.set()
    await setting.hears(1)
    await asyncio.sleep(0.5)
    assert len(setting.heard()) == 1
    assert AGAIN not in setting.heard()[0]
    assert setting.services.clock() > datetime(2026, 11, 24, 14, tzinfo=UTC)
