"""What Prometheus gets to read of what waits, and of how the process is."""

import math
import time

import httpx
import pytest

from bot import __version__
from bot.edge.application import AnyApplication
from bot.jobs.reminders import ReminderWorker
from bot.screen import Screen
from bot.turns.services import Services
from playground.people import ANA, BEN
from playground.world import World
from tests.jobs.setting import TOMORROW, Setting, agree
from tests.ops.prometheus import page as page
from tests.ops.prometheus import read


@pytest.mark.slow
async def test_lateness_and_the_queue_are_told(
    services: Services, application: AnyApplication, world: World, page: httpx.AsyncClient
) -> None:
    world.clock.listen(services.due_changed.set)
    world.started |= {ANA, BEN}
    for person_id in (ANA, BEN):
        await agree(services.store, person_id)
    setting = Setting(services, world)
    await setting.remind(TOMORROW)
    await setting.remind(TOMORROW, BEN)
    seen = await read(page)
    assert seen["waymark_deliveries{state=pending}"] == 2
    assert seen["waymark_deliveries{state=due}"] == seen["waymark_oldest_due_seconds"] == 0
    setting.turn(hours=25, minutes=2)
    seen = await read(page)
    assert seen["waymark_deliveries{state=due}"] == 2
    assert seen["waymark_oldest_due_seconds"] == pytest.approx(120, abs=30)
    await ReminderWorker(services, application.bot).deliver_due()
    seen = await read(page)
    assert seen["waymark_deliveries{state=pending}"] == 0
    assert seen["waymark_delivery_lateness_seconds_count"] == 2
    assert seen["waymark_delivery_lateness_seconds_sum"] == pytest.approx(240, abs=60)


@pytest.mark.slow
async def test_a_reminder_that_is_set_aside_is_counted(
    services: Services,
    application: AnyApplication,
    world: World,
    page: httpx.AsyncClient,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def faulty(*_: object, **__: object) -> Screen:
        raise KeyError("a fault of ours")

    # Nothing that can be kept makes drawing fail, so the fault is put into the drawing.
    monkeypatch.setattr("bot.jobs.personal_reminders.arrived", faulty)
    await agree(services.store, ANA, topic_shown=True)
    setting = Setting(services, world)
    world.started.add(ANA)
    await setting.remind(TOMORROW)
    setting.turn(days=2)
    await ReminderWorker(services, application.bot).deliver_due()
    assert (await read(page))["waymark_deliveries_failed_total"] == 1


@pytest.mark.slow
async def test_polls_content_database_and_process_are_told(
    services: Services, page: httpx.AsyncClient
) -> None:
    services.metrics.poll_age = lambda: 7.5
    seen = await read(page)
    assert seen["waymark_poll_age_seconds"] == 7.5
    assert seen["waymark_database_up"] == 1
    assert seen["waymark_content_refused"] == 0
    assert [key for key in seen if key.startswith("waymark_content_info{version=")]
    assert seen[f"waymark_info{{version={__version__}}}"] == 1
    assert 1e7 < seen["process_resident_memory_bytes"] < 1e10
    assert 0 <= time.time() - seen["process_start_time_seconds"] < 86400
    await services.store.close()
    assert (await read(page))["waymark_database_up"] == 0


@pytest.mark.slow
async def test_without_polls_there_is_no_age_to_tell(page: httpx.AsyncClient) -> None:
    assert math.isnan((await read(page))["waymark_poll_age_seconds"])


@pytest.mark.slow
async def test_open_turns_are_told_while_they_wait(
    application: AnyApplication, services: Services, page: httpx.AsyncClient
) -> None:
    services.metrics.turns_open = lambda: 3
    seen = await read(page)
    assert seen["waymark_turns_open{state=waiting}"] == 3
    assert seen["waymark_turns_open{state=running}"] == 0
