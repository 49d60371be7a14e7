import asyncio
import gc
import signal
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from types import FrameType
from zoneinfo import ZoneInfo, reset_tzpath

import pytest
from sqlcipher3.dbapi2 import Connection

from bot.app import build_application
from bot.edge.application import AnyApplication
from bot.edge.rate_limiter import RateLimiter
from bot.library.load.cache import load_cached
from bot.library.model.library import Library
from bot.screens.view import View
from bot.settings import Settings
from bot.turns.services import Services
from playground.clock import Clock
from playground.people import ANA, BEN
from playground.server import Playground
from playground.world import World
from storage.engine import sqlcipher
from storage.store import IN_MEMORY_URL, Store, open_store
from tests.bot_api_schema import CheckedLedger
from tests.client import Chatter, Pump

#: The zones of the locked tzdata, as every command takes them, from the first test on: zones that
#: were read before and after a test runs a command would be of two databases.
reset_tzpath(to=())
ZoneInfo.clear_cache()
CONTENT = Path(__file__).parents[1] / "content"
BY_FOLDER = {"browser", "machines"}
NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


def _interrupt(_: int, frame: FrameType | None) -> None:
    signal.default_int_handler(signal.SIGINT, frame)


def pytest_collection_finish() -> None:
    """Spares the garbage collector what stays until the end: modules, tests, and soon the library.

    Looking through all of it again and again was a seventh of the time of a run.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)


def pytest_runtest_setup() -> None:
    """Keeps Ctrl-C from asyncio: each time it takes that, `signal` writes out a whole task.

    Before each test, for a bot that has run in one of them leaves the default handler behind.
    """
    signal.signal(signal.SIGINT, _interrupt)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-golden", action="store_true", help="rewrite tests/golden")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Marks what `make quick` leaves out, by folder and by what a test asks for."""
    for item in items:
        for folder in BY_FOLDER & {part.name for part in item.path.parents}:
            item.add_marker(folder)
        params = getattr(item, "callspec", None)
        asks = [*getattr(item, "fixturenames", ()), *(params.params.values() if params else ())]
        if "postgres_server" in asks or "postgresql" in asks:
            item.add_marker("postgresql")


@pytest.fixture(scope="session")
def shipped(request: pytest.FixtureRequest) -> Library:
    """As a bot has it that was started before: from the cache, with all that is worked out once."""
    folder = request.config.rootpath / ".pytest_cache"
    return load_cached(CONTENT, "en", folder / "library.cache", b"tests")


@pytest.fixture(scope="session")
def library(shipped: Library) -> Library:
    """What we ship; a test file may want another pack."""
    return shipped


@pytest.fixture
def view(library: Library) -> View:
    return View(library.edition("en"), "US", "full", date(2026, 11, 23))


@pytest.fixture(scope="session")
def migrated() -> Iterator[Connection]:
    """A database in memory with the schema of today and nobody in it."""

    async def migrate_and_copy() -> None:
        made = sqlcipher.memory()
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(sqlcipher, "memory", lambda: made)
            opened = await open_store(IN_MEMORY_URL)
        made.backup(kept)
        await opened.close()

    kept = sqlcipher.memory()
    asyncio.run(migrate_and_copy())
    yield kept
    kept.close()


@pytest.fixture
async def store(migrated: Connection) -> AsyncIterator[Store]:
    """A store of its own for each test; copied, for migrating takes longer than most tests."""
    made = sqlcipher.memory()
    migrated.backup(made)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sqlcipher, "memory", lambda: made)
        opened = await open_store(IN_MEMORY_URL)
    yield opened
    await opened.close()


@pytest.fixture
def world() -> Iterator[World]:
    """Telegram as the playground plays it; every call is held against the official schema too."""
    ledger = CheckedLedger()
    yield World(clock=Clock(lambda: NOW), ledger=ledger)
    assert ledger.mistakes == []


@pytest.fixture
async def playground(world: World) -> AsyncIterator[Playground]:
    async with Playground(world) as served:
        yield served


@pytest.fixture(scope="session")
def host_settings() -> Settings:
    """Of a host who has said a country; what strangers see without: walks/test_countries."""
    return Settings(_env_file=None, default_region="US")


@pytest.fixture
def services(
    library: Library, store: Store, world: World, playground: Playground, host_settings: Settings
) -> Services:
    here = host_settings.model_copy(update={"bot_api_url": playground.url})
    return Services(library, store, here, world.clock.now)


@pytest.fixture
def rate_limiter() -> RateLimiter:
    """Without limits: people in tests type faster than any bot may answer."""
    return RateLimiter(None)


@pytest.fixture
async def application(
    services: Services, playground: Playground, rate_limiter: RateLimiter
) -> AsyncIterator[AnyApplication]:
    built = build_application(services, playground.token, rate_limiter=rate_limiter)
    async with built:
        yield built


@pytest.fixture
def pump(application: AnyApplication, world: World) -> Pump:
    return Pump(application, world)


@pytest.fixture
def ana(pump: Pump) -> Chatter:
    """A patient, in her private chat with the bot."""
    return Chatter(pump, ANA)


@pytest.fixture
def ben(pump: Pump) -> Chatter:
    """A caregiver, in his."""
    return Chatter(pump, BEN)
