"""How the bot is at this moment, for `/metrics` and for `/status`."""

import asyncio
from dataclasses import dataclass
from datetime import datetime

from bot.library.model.current import LibraryHolder
from bot.ops.metrics import Metrics
from storage.errors import FAILURES
from storage.stats import Waiting
from storage.store import Store

DATABASE_WITHIN = 2.0  # seconds


@dataclass(frozen=True, slots=True)
class Content:
    """The pack in use, and every problem of a changed one that was refused since."""

    version: str
    loaded_at: datetime
    problems: tuple[str, ...] = ()


def content_of(library_holder: LibraryHolder) -> Content:
    return Content(
        library_holder.version,
        library_holder.loaded_at,
        library_holder.refusal.lines if library_holder.refusal else (),
    )


async def waiting_in(store: Store, now: datetime) -> Waiting | None:
    """What is to be sent; None when the database does not answer."""
    try:
        async with asyncio.timeout(DATABASE_WITHIN):
            return await store.stats.waiting(now)
    except FAILURES:
        return None


async def can_write(store: Store) -> bool:
    """Whether the database answers, and keeps what it is given."""
    try:
        async with asyncio.timeout(DATABASE_WITHIN):
            await store.answers()
    except FAILURES:
        return False
    return True


async def measure(
    metrics: Metrics, library_holder: LibraryHolder, store: Store, now: datetime
) -> None:
    """Write down in the metrics what changes without a turn."""
    content = content_of(library_holder)
    metrics.content.info({"version": content.version})
    metrics.content_loaded.set(content.loaded_at.timestamp())
    metrics.content_refused.set(bool(content.problems))
    waiting = await waiting_in(store, now) if await can_write(store) else None
    metrics.database_up.set(waiting is not None)
    if waiting is None:
        return
    metrics.deliveries.labels("due").set(waiting.due)
    metrics.deliveries.labels("pending").set(waiting.pending)
    waits = (now - waiting.first_at).total_seconds() if waiting.first_at else 0
    metrics.oldest_due.set(max(0, waits))
