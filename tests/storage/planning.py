"""Visits, reminders and deliveries for the tests."""

from datetime import UTC, datetime, timedelta
from typing import Any

from storage.engine.database import Row
from storage.records import Delivery, Reminder, Visit, WithWhom
from storage.store import Store
from tests.storage.people import NOW

LEASE = timedelta(minutes=1)
MINUTE = timedelta(minutes=1)
START = datetime(2026, 12, 12, 10, 30, tzinfo=UTC)


async def add_visit(
    store: Store,
    person_id: int = 1,
    starts_at: datetime = START,
    with_whom: WithWhom = "oncologist",
    **more: Any,
) -> Visit:
    """A visit in Madrid, where it is an hour later than in UTC; inside a transaction."""
    return await store.visits.add(
        person_id,
        NOW,
        local_start=(starts_at + timedelta(hours=1)).replace(tzinfo=None),
        time_zone="Europe/Madrid",
        starts_at=starts_at,
        with_whom=with_whom,
        **more,
    )


async def add_reminder(store: Store, person_id: int = 1, **more: Any) -> Reminder:
    """A reminder about clinical trials, unless told otherwise; inside a transaction."""
    what = {"kind": "trials", "rule": "1 visit-morning 08:00", "time_zone": "Europe/Madrid"}
    return await store.reminders.add(person_id, NOW, **{**what, **more})


async def plan(store: Store, due_at: datetime = NOW, person_id: int = 1) -> Delivery:
    """A delivery of a new reminder."""
    async with store.transaction():
        reminder = await add_reminder(store, person_id)
        delivery = await store.reminders.plan(reminder, "1", due_at)
    assert delivery
    return delivery


async def claim(store: Store, now: datetime = NOW, worker: str = "a", limit: int = 9) -> list[int]:
    """The ids of what this worker gets."""
    async with store.transaction():
        claimed = await store.deliveries.claim(now, limit, LEASE, worker)
    return [delivery.id for delivery in claimed]


async def start(store: Store, delivery_id: int, worker: str = "a", now: datetime = NOW) -> bool:
    """Whether it may be sent now."""
    async with store.transaction():
        return bool(await store.deliveries.start([delivery_id], worker, now, LEASE))


async def row(store: Store, delivery_id: int) -> Row:
    """A delivery as it is kept."""
    found = [r for r in dict(await store.panel())["deliveries"] if r["id"] == delivery_id]
    return found[0]
