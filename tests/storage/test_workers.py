"""Several workers and their people at once, which only PostgreSQL allows."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from random import Random

import pytest

from storage.engine.migrate import migrate
from storage.engine.postgres import open_postgres
from storage.records import Delivery
from storage.store import Store
from tests.postgres import PostgresServer
from tests.storage.people import NOW, agree
from tests.storage.planning import LEASE, add_reminder

PEOPLE = range(1, 21)
REMINDERS = 5  # a person
ROUNDS = 60
MANY_DUE = (  # much for each of twenty chats, so that two workers meet in one
    "INSERT INTO deliveries (id, occurrence, chat_id, due_at, not_before, state)"
    " SELECT n, '1', 100 + n % 20, n, n / 20 + n * 7919 % 100, 'pending'"
    " FROM generate_series(1, 4000) n"
)


@pytest.fixture
async def stores(postgres_server: PostgresServer) -> AsyncIterator[list[Store]]:
    """Three programs on one database, and five reminders due for each of twenty people."""
    url = await postgres_server.new_database()
    databases = [await open_postgres(url) for _ in range(3)]
    await migrate(databases[0])
    stores = [Store(database) for database in databases]
    for person_id in PEOPLE:
        await agree(stores[0], person_id)
        async with stores[0].transaction():
            for _ in range(REMINDERS):
                reminder = await add_reminder(stores[0], person_id)
                await stores[0].reminders.plan(reminder, "1", NOW)
    yield stores
    for database in databases:
        await database.close()


async def test_none_is_claimed_twice_and_a_chat_has_one_worker(stores: list[Store]) -> None:
    async def work(store: Store, token: str) -> list[Delivery]:
        mine: list[Delivery] = []
        for _ in range(ROUNDS):
            async with store.transaction():
                mine += await store.deliveries.claim(NOW, 1, LEASE, token)
        return mine

    async with stores[0].transaction():
        count = await stores[0]._database.execute(MANY_DUE)
    shares = await asyncio.gather(*(work(s, f"worker {n}") for n, s in enumerate(stores)))
    claimed = Counter(delivery.id for share in shares for delivery in share)
    assert len(claimed) == count + len(PEOPLE) * REMINDERS
    assert set(claimed.values()) == {1}
    chats = [{delivery.chat_id for delivery in share} for share in shares]
    assert sum(map(len, chats)) == len(set.union(*chats))


async def test_nobody_waits_in_a_circle(stores: list[Store]) -> None:
    """A lock taken in another order is an error here: PostgreSQL ends one of the two."""
    chance = Random(7)  # noqa: S311 - a test repeats itself

    async def worker(store: Store, token: str) -> None:
        for _ in range(ROUNDS):
            async with store.transaction():
                claimed = await store.deliveries.claim(NOW, 3, LEASE, token)
            async with store.transaction():
                started = [
                    d for d in claimed if await store.deliveries.start([d.id], token, NOW, LEASE)
                ]
            for delivery in started:
                async with store.transaction():
                    await settle(store, delivery, token, chance.randrange(3))
            async with store.transaction():
                await store.deliveries.hold_chat(chance.choice(PEOPLE), NOW)
                await store.deliveries.recover(NOW + LEASE)

    async def person(store: Store) -> None:
        for _ in range(ROUNDS * 3):
            person_id = chance.choice(PEOPLE[:3])
            async with store.transaction():
                for reminder in await store.reminders.list(person_id):
                    await store.reminders.pause(person_id, reminder.id, "person")
                    if resumed := await store.reminders.resume(person_id, reminder.id):
                        await store.reminders.plan(resumed, str(chance.random()), NOW)

    async def settle(store: Store, delivery: Delivery, token: str, how: int) -> None:
        if how == 0:
            await store.deliveries.settle_sent([delivery.id], token, 7, NOW)
        elif how == 1:
            await store.deliveries.mark_dead([delivery.id], token, "blocked")
            await store.reminders.pause_all(delivery.chat_id, "unreachable")
            await store.reminders.wake_reachable(delivery.chat_id)
        else:
            await store.deliveries.back_off([delivery.id], token, NOW, doubt=False, error="refused")

    stores_of = {"a": stores[0], "b": stores[1]}
    await asyncio.wait_for(
        asyncio.gather(*(worker(s, t) for t, s in stores_of.items()), person(stores[2])),
        timeout=60,
    )
    async with stores[0].transaction():
        await stores[0].deliveries.recover(NOW + LEASE)
    [left] = await stores[0]._database.fetch_all(
        "SELECT COUNT(*) AS n FROM deliveries WHERE state IN ('claimed', 'sending')"
    )
    assert left["n"] == 0
