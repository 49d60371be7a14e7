"""How the database is, on every engine."""

import pytest

from storage import stats
from storage.engine.database import Database
from storage.stats import Waiting
from storage.store import Store
from tests.storage.people import NOW
from tests.storage.planning import MINUTE, claim, plan


async def test_an_empty_database_has_nothing_to_send(store: Store) -> None:
    assert await store.stats.waiting(NOW) == Waiting(0, 0, None)


async def test_what_is_due_and_what_is_planned_are_counted(store: Store) -> None:
    for minutes in (-2, 0, 5):
        await plan(store, NOW + minutes * MINUTE)
    assert await store.stats.waiting(NOW) == Waiting(2, 3, NOW - 2 * MINUTE)
    assert len(await claim(store)) == 2
    assert await store.stats.waiting(NOW) == Waiting(0, 1, NOW + 5 * MINUTE)


async def test_a_count_ends_somewhere(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stats, "MOST_COUNTED", 2)  # not a hundred thousand rows
    for _ in range(3):
        await plan(store)
    assert await store.stats.waiting(NOW) == Waiting(2, 2, NOW)


async def test_size_and_engine_are_those_of_the_database(store: Store, database: Database) -> None:
    assert 50_000 < await store.stats.size() < 100_000_000
    name = "PostgreSQL 1" if "Postgres" in type(database).__name__ else "SQLite 3."
    assert (await store.stats.engine()).startswith(name)
