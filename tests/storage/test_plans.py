"""A worker's statements go by an index, never through the whole table."""

from random import Random
from typing import Any, cast

import pytest

from storage.deliveries import Deliveries
from storage.engine.database import Database, Row
from storage.reminders import Reminders
from storage.store import Store
from tests.storage.people import NOW
from tests.storage.planning import LEASE

FILL = (
    "INSERT INTO deliveries (id, occurrence, chat_id, due_at, not_before, state)"
    " SELECT n, '1', n, 1795424400000 + n, 1795424400000 + n, 'pending'"
    " FROM generate_series(1, 5000) n"
)


class Explained:
    """Runs nothing, but asks the engine how it would."""

    def __init__(self, database: Database) -> None:
        self.is_postgres = type(database).__name__ == "PostgresDatabase"
        self._database = database
        self.plan = ""

    async def fetch_all(self, sql: str, *args: Any) -> list[Row]:
        explain = "EXPLAIN " if self.is_postgres else "EXPLAIN QUERY PLAN "
        steps = await self._database.fetch_all(explain + sql, *args)
        self.plan += "".join(f"{list(step.values())[-1]}\n" for step in steps)
        return []

    async def fetch_one(self, sql: str, *args: Any) -> Row | None:
        await self.fetch_all(sql, *args)
        return None

    async def fetch_alone(self, sql: str, *args: Any, **_: Any) -> list[Row]:
        return await self.fetch_all(sql, *args)

    async def coordinate(self, sql: str, *args: Any) -> list[Row]:
        return await self.fetch_all(sql, *args)

    async def execute(self, sql: str, *args: Any) -> int:
        await self.fetch_all(sql, *args)
        return 0


@pytest.mark.parametrize(
    ("method", "args", "indexes"),
    [
        ("next_due", (), ["deliveries_due"]),
        ("claim", (NOW, 9, LEASE, "a"), ["deliveries_due", "deliveries_by_chat"]),
        ("recover", (NOW,), ["deliveries_leased"]),
        ("give_back", ("a",), ["deliveries_by_token"]),
        ("hold_chat", (1, NOW), ["deliveries_by_chat"]),
        ("forget", (NOW,), ["deliveries_ended"]),
        ("claimed", ("a", 1), ["deliveries_by_token"]),
    ],
)
async def test_no_statement_of_a_worker_reads_the_whole_table(
    store: Store, method: str, args: tuple[Any, ...], indexes: list[str]
) -> None:
    explained = Explained(store._database)
    deliveries = Deliveries(cast(Database, explained))
    reminders = Reminders(cast(Database, explained), store.people.lock, Random(7))  # noqa: S311 - no secret
    async with store.transaction():
        if explained.is_postgres:  # it reads a small table whole, whatever indexes there are
            await store._database.execute(FILL)
            await store._database.execute("ANALYZE deliveries")
        await getattr(reminders if method == "claimed" else deliveries, method)(*args)
        await store._database.execute("DELETE FROM deliveries")
    assert [index for index in indexes if index not in explained.plan] == []
    assert "SCAN deliveries\n" not in explained.plan
    assert "Seq Scan on deliveries" not in explained.plan
