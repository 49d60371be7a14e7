"""A process with nothing but the real worker in it, made to be killed at any moment."""

import asyncio
import time
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path

from telegram.ext import ExtBot

from bot.edge.connection import calling_request
from bot.edge.rate_limiter import BotRateLimiter, RateLimiter, Rates
from bot.jobs.reminders import ReminderWorker
from bot.library.load.load import load_library
from bot.library.model.library import Library
from bot.settings import Settings
from bot.turns.services import Services
from storage.files.keys import FoundKey, read_key_file
from storage.store import Store, open_store

START = datetime(2026, 11, 24, 9, tzinfo=UTC)
END_OF_DAY = START + timedelta(hours=12)
SPEED = 60  # times as fast as the real clock: a minute of the worker passes in a second
LEASE = timedelta(minutes=3)
RATE = 300  # messages a second


@cache
def shipped() -> Library:
    """The library; `preloaded` reads it once, before the first process is forked."""
    return load_library(Path(__file__).parents[2] / "content")


def fast_clock(began: float) -> datetime:
    """The same for everybody who knows when it began."""
    return START + timedelta(seconds=(time.time() - began) * SPEED)


def found_key(key_file: Path | None) -> FoundKey | None:
    return FoundKey(read_key_file(key_file), key_file, is_new=False) if key_file else None


def deliver(
    url: str, key_file: Path | None, api: str, token: str, began: float, *, is_last: bool
) -> None:
    """Run until killed; the last one ends by itself when nothing more is due today."""
    asyncio.run(_deliver(url, key_file, api, token, began, is_last=is_last))


async def _deliver(
    url: str, key_file: Path | None, api: str, token: str, began: float, *, is_last: bool
) -> None:
    store = await open_store(url, found_key(key_file))
    settings = Settings(_env_file=None, bot_api_url=api)
    services = Services(shipped(), store, settings, lambda: fast_clock(began))
    rate_limiter = RateLimiter(Rates(overall=RATE, private=RATE))
    bot = ExtBot(
        token,
        base_url=f"{api}/bot",
        request=calling_request(settings),
        rate_limiter=BotRateLimiter(rate_limiter),
    )
    try:
        async with bot, ReminderWorker(services, bot, rate_limiter, lease=LEASE).running():
            while not is_last or await _has_work(store):  # noqa: ASYNC110 - rows ring no bell
                await asyncio.sleep(0.05)
    finally:
        await store.close()


async def _has_work(store: Store) -> bool:
    """Something is due today, or under way: one that stops leaves what takes it too long."""
    due, lease_ends = await store.deliveries.next_work()
    return lease_ends is not None or (due is not None and due < END_OF_DAY)
