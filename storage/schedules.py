"""What comes by itself at the moments of a rule: one state machine for people and for groups.

    active -> done          it has nothing more to say
       |  <-> paused        somebody, or we, let it rest
       +  <-> set-aside     it could not be sent as it is (for a group: paused, because refused)

What stops one also cancels what was planned of it. What starts one hands it back, and the caller
plans it in the same transaction, because only the caller reads rules.
"""

from abc import ABC, abstractmethod
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime
from random import Random
from typing import ClassVar, Generic, TypeVar

from storage.deliveries import UNDELIVERED, delivery_of, new_id
from storage.engine.database import Database, Row
from storage.engine.dialect import TELL_IF_SOON
from storage.engine.timestamps import from_milliseconds, to_milliseconds
from storage.errors import LimitReachedError
from storage.records import Delivery, GroupSchedule, Reminder

DONE_LIMIT = 100  # an owner; older ones that are done go, with what is known of their deliveries
Kept = TypeVar("Kept", Reminder, GroupSchedule)
Because = TypeVar("Because", bound=str)
Value = str | int | None


class Schedules(ABC, Generic[Kept, Because]):
    """Every method names the owner too, so that nobody reaches another's.

    A subclass names its table, the column of the owner, and the one in `deliveries` that leads
    here; they stand in the SQL as {table}, {owner} and {link}.
    """

    table: ClassVar[str]
    owner: ClassVar[str]
    link: ClassVar[str]
    #: The topic of a forum where a delivery goes.
    thread: ClassVar[str] = "CAST(NULL AS BIGINT)"
    #: What the sentence about a full list calls them, and how many an owner can have.
    noun: ClassVar[str]
    limit: ClassVar[int]

    def __init__(
        self, database: Database, lock: Callable[[int], Awaitable[object]], chance: Random
    ) -> None:
        self._database = database
        self._lock = lock
        self._chance = chance

    @abstractmethod
    def _record(self, row: Row) -> Kept:
        """A row of the table."""

    async def get(self, owner_id: int, id_: int) -> Kept | None:
        """One by its id."""
        return await self._one("SELECT * FROM {table} WHERE {owner} = ? AND id = ?", owner_id, id_)

    async def owners(self) -> Sequence[int]:
        """Whoever has an active one."""
        rows = await self._rows("SELECT DISTINCT {owner} AS id FROM {table} WHERE state = 'active'")
        return [row["id"] for row in rows]

    async def counts(self, owner_id: int) -> dict[str, int]:
        """How many there are in each state."""
        rows = await self._rows(
            "SELECT state, COUNT(*) AS n FROM {table} WHERE {owner} = ? GROUP BY state", owner_id
        )
        return {"active": 0, "paused": 0, "done": 0, "set-aside": 0} | {
            row["state"]: row["n"] for row in rows
        }

    async def change_rule(
        self, owner_id: int, id_: int, *, rule: str, time_zone: str, **columns: Value
    ) -> Kept | None:
        """Follow another rule from now on, active whatever it was; to be planned again."""
        await self._lock(owner_id)
        await self.cancel(owner_id, id_)
        await self._drop_untried(owner_id)
        values: dict[str, Value] = {"rule": rule, "time_zone": time_zone, **columns}
        changes = ", ".join(f"{column} = ?" for column in values)
        return await self._one(
            f"UPDATE {{table}} SET {changes}, state = 'active', paused_because = NULL"  # noqa: S608 - names of ours
            " WHERE {owner} = ? AND id = ? RETURNING *",
            *(*values.values(), owner_id, id_),
        )

    async def pause(self, owner_id: int, id_: int, because: Because) -> bool:
        """Rest; False when it is not active."""
        return await self._stop(owner_id, id_, "paused", because)

    async def pause_all(self, owner_id: int, because: Because) -> int:
        """Rest whatever is active, and count it."""
        await self._coordinate_owner(owner_id)
        paused = await self._rows(
            "UPDATE {table} SET state = 'paused', paused_because = ?"
            " WHERE {owner} = ? AND state = 'active' RETURNING id",
            because,
            owner_id,
        )
        for row in paused:
            await self.cancel(owner_id, row["id"])
        return len(paused)

    async def resume(self, owner_id: int, id_: int) -> Kept | None:
        """Go on with one that rests; to be planned again. None when it does not rest."""
        await self._lock(owner_id)
        return await self._one(
            "UPDATE {table} SET state = 'active', paused_because = NULL WHERE {owner} = ?"
            " AND id = ? AND state IN ('paused', 'set-aside') RETURNING *",
            owner_id,
            id_,
        )

    async def wake(self, owner_id: int, because: Because) -> Sequence[Kept]:
        """Go on with all that rest for this reason; to be planned again."""
        await self._coordinate_owner(owner_id)
        return await self._wake("paused_because = ?", owner_id, because)

    async def finish(self, owner_id: int, id_: int) -> bool:
        """Note that it has nothing more to say; False when it is not active."""
        return await self._stop(owner_id, id_, "done", None)

    async def delete(self, owner_id: int, id_: int) -> Kept | None:
        """Remove it with every delivery and say what it was; None when it is gone."""
        await self._lock(owner_id)
        return await self._one(
            "DELETE FROM {table} WHERE {owner} = ? AND id = ? RETURNING *", owner_id, id_
        )

    async def plan(self, schedule: Kept, occurrence: str, due_at: datetime) -> Delivery | None:
        """Say it then, once for each occurrence; one that was cancelled revives.

        None when it was planned before, or it has changed or is not active any more.
        """
        await self._coordinate_owner(self._owner_of(schedule))
        rows = await self._rows(
            "INSERT INTO deliveries (id, {link}, occurrence, chat_id, thread_id, due_at,"
            " not_before, state) SELECT CAST(? AS BIGINT), id, CAST(? AS TEXT), {owner}, {thread},"
            " CAST(? AS BIGINT), CAST(? AS BIGINT), 'pending' FROM {table}"
            " WHERE id = ? AND state = 'active' AND rule = ? AND time_zone = ?"
            " ON CONFLICT ({link}, occurrence) DO UPDATE SET state = 'pending',"
            " due_at = excluded.due_at, not_before = excluded.not_before,"
            " thread_id = excluded.thread_id, token = NULL"
            " WHERE deliveries.state = 'cancelled' RETURNING *",
            new_id(due_at, self._chance),
            occurrence,
            to_milliseconds(due_at),
            to_milliseconds(due_at),
            schedule.id,
            schedule.rule,
            schedule.time_zone,
        )
        if rows:
            await self._database.coordinate(TELL_IF_SOON, rows[0]["not_before"])
        return delivery_of(rows[0]) if rows else None

    async def cancel(self, owner_id: int, id_: int) -> int:
        """End what has not arrived yet; one that is being sent may arrive all the same."""
        await self._coordinate_owner(owner_id)
        return await self._execute(
            "UPDATE deliveries SET state = 'cancelled', lease_until = NULL,"
            " doubt = doubt + CASE state WHEN 'sending' THEN 1 ELSE 0 END WHERE {link} ="
            " (SELECT id FROM {table} WHERE {owner} = ? AND id = ?)"
            " AND state IN {undelivered}",
            owner_id,
            id_,
        )

    async def next_moments(self, owner_id: int) -> dict[int, datetime]:
        """When each is due next, by id; planned or under way."""
        rows = await self._rows(
            "SELECT {link} AS id, MIN(due_at) AS due_at FROM deliveries WHERE chat_id = ?"
            " AND sent_at IS NULL AND {link} IS NOT NULL"
            " AND state IN {undelivered} GROUP BY {link}",
            owner_id,
        )
        return {row["id"]: from_milliseconds(row["due_at"]) for row in rows}

    async def forget_done(self) -> int:
        """Drop those that are done and of which no delivery is kept any more."""
        return await self._execute(
            "DELETE FROM {table} WHERE state = 'done'"
            " AND NOT EXISTS (SELECT 1 FROM deliveries WHERE {link} = {table}.id)"
        )

    async def _add(self, owner_id: int, now: datetime, **columns: Value) -> Kept:
        """A new one, active, of an owner who is locked."""
        await self._make_room(owner_id)
        values = {
            "id": self._chance.randrange(1, 2**63),
            self.owner: owner_id,
            "state": "active",
            "created_at": to_milliseconds(now),
            **columns,
        }
        places = ", ".join("?" * len(values))
        rows = await self._rows(
            f"INSERT INTO {{table}} ({', '.join(values)}) VALUES ({places}) RETURNING *",  # noqa: S608 - names of ours
            *values.values(),
        )
        return self._record(rows[0])

    async def _make_room(self, owner_id: int) -> None:
        """For one more; refuses when too many are not done."""
        counts = await self.counts(owner_id)
        if sum(counts.values()) - counts["done"] >= self.limit:
            raise LimitReachedError(self.noun, self.limit)
        if counts["done"] > DONE_LIMIT:
            await self._execute(
                "DELETE FROM {table} WHERE id IN (SELECT id FROM {table} WHERE {owner} = ?"
                " AND state = 'done' ORDER BY created_at, id LIMIT ?)",
                owner_id,
                counts["done"] - DONE_LIMIT,
            )

    async def _stop(self, owner_id: int, id_: int, state: str, because: str | None) -> bool:
        await self._lock(owner_id)
        touched = await self._execute(
            "UPDATE {table} SET state = ?, paused_because = ?"
            " WHERE {owner} = ? AND id = ? AND state = 'active'",
            state,
            because,
            owner_id,
            id_,
        )
        if touched:
            await self.cancel(owner_id, id_)
        return touched > 0

    async def _wake(self, which: str, owner_id: int, *args: Value) -> Sequence[Kept]:
        rows = await self._rows(
            "UPDATE {table} SET state = 'active', paused_because = NULL"  # noqa: S608 - a constant
            f" WHERE {{owner}} = ? AND ({which}) RETURNING *",
            owner_id,
            *args,
        )
        return [self._record(row) for row in rows]

    async def _drop_untried(self, owner_id: int) -> None:
        """Whoever changes one again and again leaves no row behind for each time."""
        await self._execute(
            "DELETE FROM deliveries WHERE chat_id = ? AND sent_at IS NULL AND state = 'cancelled'"
            " AND attempts = 0 AND {link} IS NOT NULL",
            owner_id,
        )

    async def _coordinate_owner(self, owner_id: int) -> None:
        """Like `_lock`, without asking whether there is such an owner."""
        await self._database.coordinate(self.lock_sql, owner_id)

    @property
    @abstractmethod
    def lock_sql(self) -> str:
        """Locks the owner's row."""

    def _owner_of(self, schedule: Kept) -> int:
        return int(getattr(schedule, self.owner))

    async def _one(self, sql: str, *args: Value) -> Kept | None:
        rows = await self._rows(sql, *args)
        return self._record(rows[0]) if rows else None

    async def _rows(self, sql: str, *args: Value) -> list[Row]:
        return await self._database.fetch_all(self._named(sql), *args)

    async def _execute(self, sql: str, *args: Value) -> int:
        return await self._database.execute(self._named(sql), *args)

    def _named(self, sql: str) -> str:
        return sql.format(
            table=self.table,
            owner=self.owner,
            link=self.link,
            thread=self.thread,
            undelivered=UNDELIVERED,
        )
