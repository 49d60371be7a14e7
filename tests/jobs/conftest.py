"""A courier that runs by itself, and people who agreed and are far from any clock change."""

from collections.abc import AsyncIterator

import pytest

from bot.edge.application import AnyApplication
from bot.edge.rate_limiter import Budget
from bot.jobs.reminders import Courier
from bot.turns.services import Services
from playground.people import ANA, BEN
from playground.world import World
from storage.store import Store
from tests.jobs.setting import Setting, agree
from tests.postgres import postgres_server as postgres_server


@pytest.fixture
async def setting(services: Services, world: World, store: Store) -> Setting:
    """Ana and Ben, whom the bot may write to."""
    world.clock.listen(services.bell.set)
    world.started |= {ANA, BEN}
    for person_id in (ANA, BEN):
        await agree(store, person_id)
    return Setting(services, world)


@pytest.fixture
def courier(services: Services, application: AnyApplication, budget: Budget) -> Courier:
    return Courier(services, application.bot, budget)


@pytest.fixture
async def running(setting: Setting, courier: Courier) -> AsyncIterator[Courier]:
    async with courier.running():
        yield courier
