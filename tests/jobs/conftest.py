"""A worker that runs by itself, and people who agreed and are far from any clock change."""

from collections.abc import AsyncIterator

import pytest

from bot.edge.application import AnyApplication
from bot.edge.rate_limiter import RateLimiter
from bot.jobs.reminders import ReminderWorker
from bot.turns.services import Services
from playground.people import ANA, BEN
from playground.world import World
from storage.store import Store
from tests.jobs.setting import Setting, agree
from tests.postgres import postgres_server as postgres_server


@pytest.fixture
async def setting(services: Services, world: World, store: Store) -> Setting:
    """Ana and Ben, whom the bot may write to."""
    world.clock.listen(services.due_changed.set)
    world.started |= {ANA, BEN}
    for person_id in (ANA, BEN):
        await agree(store, person_id)
    return Setting(services, world)


@pytest.fixture
def worker(
    services: Services, application: AnyApplication, rate_limiter: RateLimiter
) -> ReminderWorker:
    return ReminderWorker(services, application.bot, rate_limiter)


@pytest.fixture
async def running(setting: Setting, worker: ReminderWorker) -> AsyncIterator[ReminderWorker]:
    async with worker.running():
        yield worker
