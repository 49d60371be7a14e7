"""How the bot is at this moment, for `/metrics` and for `/status`."""

import asyncio
from dataclasses import dataclass
from datetime import datetime

from bot.library.model.current import Shelf
from bot.ops.metrics import Meters
from storage.errors import StorageError
from storage.stats import Waiting
from storage.store import Store

DATABASE_WITHIN = 2.0  # seconds


@dataclass(frozen=True, slots=True)
class Content:
    """The pack in use, and every problem of a changed one that was refused since."""

    version: str
    loaded_at: datetime
    problems: tuple[str, ...] = ()


def content_of(shelf: Shelf) -> Content:
    return Content(shelf.version, shelf.loaded_at, shelf.refusal.lines if shelf.refusal else ())


async def waiting_in(store: Store, now: datetime) -> Waiting | None:
    """What is to be sent; None when the database does not answer."""
    try:
        async with asyncio.timeout(DATABASE_WITHIN):
            return await store.vitals.waiting(now)
    except (StorageError, TimeoutError, OSError, ValueError):  # ValueError: it is closed
        return None


async def measure(meters: Meters, shelf: Shelf, store: Store, now: datetime) -> None:
    """Write down in the meters what changes without a turn."""
    content = content_of(shelf)
    meters.content.info({"version": content.version})
    meters.content_loaded.set(content.loaded_at.timestamp())
    meters.content_refused.set(bool(content.problems))
    waiting = await waiting_in(store, now)
    meters.database_up.set(waiting is not None)
    if waiting is None:
        return
    meters.deliveries.labels("due").set(waiting.due)
    meters.deliveries.labels("pending").set(waiting.pending)
    waits = (now - waiting.first_at).total_seconds() if waiting.first_at else 0
    meters.oldest_due.set(max(0, waits))
