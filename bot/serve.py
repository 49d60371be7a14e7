"""Runs the bot until it is told to stop: the real one, or the one in the playground."""

import asyncio
import logging
import signal
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bot.app import running
from bot.library.library import Library
from bot.playground.server import Playground
from bot.playground.world import World
from bot.settings import Settings
from bot.turn import Services
from storage.keys import KeyPlaces
from storage.store import IN_MEMORY_URL, Store, find_database_key, open_store

log = logging.getLogger(__name__)
MADE_KEY = Path("keys/waymark.key")  # outside the data folder, so that one copy never holds both


class PortTakenError(Exception):
    """Somebody else listens where the playground should."""

    def __init__(self, port: int) -> None:
        super().__init__(
            f"Port {port} is taken: stop what runs there, or choose another port,"
            " such as HTTP_PORT=8090 make run"
        )


def key_places(settings: Settings) -> KeyPlaces:
    value = settings.data_key.get_secret_value() if settings.data_key else None
    return KeyPlaces(value, settings.data_key_file, MADE_KEY)


@asynccontextmanager
async def opened_store(settings: Settings) -> AsyncIterator[Store]:
    """The store that the settings name; says where a new key lies."""
    found = find_database_key(settings.database_url, key_places(settings))
    if found and found.is_new:
        log.warning("made a key at %s: keep a copy; without it the data is lost", found.file)
    store = await open_store(settings.database_url, found)
    try:
        yield store
    finally:
        await store.close()


async def run_bot(settings: Settings, library: Library) -> None:
    """The real bot, polling, until SIGINT or SIGTERM."""
    if settings.bot_token is None:
        raise ValueError("the real bot needs a token")
    token = settings.bot_token.get_secret_value()
    async with opened_store(settings) as store:
        services = Services(library, store, settings, _wall_clock)
        async with running(services, token):
            log.info("the bot is running")
            await _stopped()


async def run_playground(
    settings: Settings, library: Library, *, keep: bool = False, say: Callable[[str], None]
) -> None:
    """The whole bot on this computer, without Telegram; keeps nothing unless told to."""
    world = World()
    async with AsyncExitStack() as stack:
        if keep:
            store = await stack.enter_async_context(opened_store(settings))
        else:
            store = await open_store(IN_MEMORY_URL)
            stack.push_async_callback(store.close)
        bot = _Restartable()
        playground = Playground(
            world, settings.http_port, bot.restart, _panel(store), host=settings.http_host
        )
        try:
            await stack.enter_async_context(playground)
        except OSError:
            raise PortTakenError(settings.http_port) from None
        here = settings.model_copy(update={"bot_api_url": playground.url})
        services = Services(library, store, here, world.clock.now)
        stack.push_async_callback(bot.stop)
        await bot.start(services, playground.token)
        say(f"Waymark is ready: open {playground.url} in a browser. Ctrl+C stops it.")
        await _stopped()


class _Restartable:
    """The bot of the playground, which a button can stop and start."""

    def __init__(self) -> None:
        self._stack = AsyncExitStack()

    async def start(self, services: Services, token: str) -> None:
        self._services, self._token = services, token
        await self._stack.enter_async_context(running(services, token))

    async def stop(self) -> None:
        await self._stack.aclose()

    async def restart(self) -> None:
        await self.stop()
        await self.start(self._services, self._token)


def _panel(store: Store) -> Callable[[], Any]:
    """What is stored, as the page's panel shows it."""

    async def read() -> dict[str, Any]:
        tables = await store.panel()
        return {
            "title": "What is stored",
            "tables": [{"name": name, "rows": rows} for name, rows in tables if rows],
        }

    return read


async def _stopped() -> None:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stop.set)
    await stop.wait()


def _wall_clock() -> datetime:
    return datetime.now(UTC)
