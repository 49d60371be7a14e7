"""Runs the real bot until it is told to stop."""

import asyncio
import logging
import secrets
import signal
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bot.app import running
from bot.edge.application import freeze_gc, rate_limiter_for
from bot.edge.polling import Poller
from bot.edge.rate_limiter import RateLimiter
from bot.edge.replica import Replica
from bot.edge.update_dedup import SeenHere
from bot.edge.webhook import Webhook
from bot.http.health import Health
from bot.http.server import served
from bot.http.site import site
from bot.jobs.studies import copy_file
from bot.library.model.library import Library
from bot.settings import Settings, SettingsError
from bot.turns.services import Services
from storage.files.keys import KeyPlaces
from storage.store import Store, database_file, find_database_key, open_store
from storage.studies import Studies

log = logging.getLogger(__name__)
MADE_KEY = Path("keys/waymark.key")  # outside the data folder, so that one copy never holds both


def _wall_clock() -> datetime:
    return datetime.now(UTC)


def key_places(settings: Settings) -> KeyPlaces:
    value = settings.data_key.get_secret_value() if settings.data_key else None
    return KeyPlaces(value, settings.data_key_file, MADE_KEY)


@asynccontextmanager
async def opened_store(settings: Settings) -> AsyncIterator[Store]:
    """The store that the settings name; says where a new key lies."""
    found_key = find_database_key(settings.database_url, key_places(settings))
    if found_key and found_key.is_new:
        log.warning("made a key at %s: keep a copy; without it the data is lost", found_key.file)
    file = database_file(settings.database_url)
    if found_key and file and not found_key.is_new and not file.exists():
        log.warning(
            "there is a key and no database at %s, so an empty one is made: where there were data,"
            " stop, and look whether that folder is the right one and mounted",
            file,
        )
    store = await open_store(settings.database_url, found_key)
    try:
        yield store
    finally:
        await store.close()


async def run_until_stopped(work: Coroutine[Any, Any, None]) -> None:
    """Run until SIGINT or SIGTERM, from the first moment on: as process 1 nobody else does that."""
    loop, task = asyncio.get_running_loop(), asyncio.create_task(work)
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, task.cancel)
    with suppress(asyncio.CancelledError):
        await task


async def run_bot(
    settings: Settings, library: Library, clock: Callable[[], datetime] = _wall_clock
) -> None:
    """The real bot, until it is cancelled. On PostgreSQL the database's clock counts."""
    if settings.bot_token is None:
        raise ValueError("the real bot needs a token")
    token = settings.bot_token.get_secret_value()
    rate_limiter = rate_limiter_for(settings)
    async with (
        opened_store(settings) as store,
        among_others(settings, store, rate_limiter) as replica,
    ):
        now = replica.clock.now if replica else clock
        services = Services(library, store, settings, now, studies=studies_of(settings))
        if replica:
            replica.wakes(services.due_changed)
        # Who closes a terminal sends it too; a bot goes on then, as services do.
        asyncio.get_running_loop().add_signal_handler(
            signal.SIGHUP, services.library_holder.wanted.set
        )
        source = source_of_updates(services, replica)
        webhook = source if isinstance(source, Webhook) else None
        pages = site(Health(services, source), webhook)
        async with (
            served(pages, settings.http_host, settings.http_port),
            running(services, token, source, rate_limiter, replica) as application,
        ):
            freeze_gc()
            name = application.bot.username
            log.info("the bot is running: @%s, https://t.me/%s", name, name)
            warn_of_unnamed_host(settings)
            await asyncio.Event().wait()


def warn_of_unnamed_host(settings: Settings) -> None:
    """People should know whose bot they talk to, and whom to tell what is wrong in it."""
    unset = [
        name.upper()
        for name in ("host_name", "host_contact", "privacy_url")
        if not getattr(settings, name)
    ]
    if unset:
        log.warning("people are not told who runs this bot: set %s", ", ".join(unset))


def studies_of(settings: Settings) -> Studies | None:
    """The copy of the register, which a bot on Telegram keeps unless it is told not to."""
    return None if settings.trials == "off" else Studies(copy_file(settings))


@asynccontextmanager
async def among_others(
    settings: Settings, store: Store, rate_limiter: RateLimiter
) -> AsyncIterator[Replica | None]:
    """One of several processes, where the database can be shared; SQLite has one owner."""
    if not _is_shared(settings):
        yield None
        return
    secret = settings.webhook_secret or settings.bot_token  # the same for all of them
    replica = Replica(store, rate_limiter, secret.get_secret_value() if secret else "")
    async with replica.running():
        yield replica


def _is_shared(settings: Settings) -> bool:
    return settings.database_url.startswith("postgresql:")


def polling(services: Services) -> Poller:
    """We ask for updates, and the metrics know when that last went well."""
    poller = Poller(services.settings)
    services.metrics.poll_age = lambda: poller.pulse.silent_for
    return poller


def source_of_updates(services: Services, replica: Replica | None = None) -> Poller | Webhook:
    """Telegram posts to us where WEBHOOK_URL says so; otherwise we ask."""
    settings = services.settings
    if not settings.webhook_url:
        return polling(services)
    if settings.webhook_secret:
        secret = settings.webhook_secret.get_secret_value()
    elif _is_shared(settings):
        raise SettingsError(
            "WEBHOOK_SECRET is not set; with PostgreSQL it takes letters, digits, _ and -, the same"
            " for every process."
        )
    else:
        secret = secrets.token_urlsafe(32)
    return Webhook(settings.webhook_url, secret, replica or SeenHere())
