"""The processes that share one database: who is alive, and whose turn comes before whose.

SQLite has one owner, so there this is about a single process and nobody ever waits.
"""

from dataclasses import dataclass
from datetime import datetime

from storage.engine.database import Database
from storage.engine.dialect import BEAT_CLOCK, CLOCK
from storage.engine.timestamps import from_milliseconds

DEAD_AFTER = 5000  # milliseconds without a heartbeat


@dataclass(frozen=True, slots=True)
class Heartbeat:
    """What a process learns when it says that it is alive."""

    #: How many are, this one too.
    alive: int
    #: What the database's clock shows.
    at: datetime
    #: Whether the database did not know this one: it is new, was thought dead, or all was lost.
    is_newly_registered: bool


class Replicas:
    """The database's clock decides, for no two computers agree on the time."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def heartbeat(self, replica: str) -> Heartbeat:
        """Say that it is alive, and clear away after the dead."""
        at = await self._milliseconds(BEAT_CLOCK)
        is_newly_registered = not await self._database.execute(
            "UPDATE replicas SET beat_at = ? WHERE id = ?", at, replica
        )
        if is_newly_registered:
            await self._database.execute(
                "INSERT INTO replicas (id, beat_at) VALUES (?, ?)", replica, at
            )
        await self._database.execute(
            "DELETE FROM replicas WHERE id IN (SELECT id FROM replicas WHERE beat_at <= ?"
            " /*pg FOR UPDATE SKIP LOCKED */)",
            at - DEAD_AFTER,
        )
        await self._database.execute(
            "DELETE FROM turns_under_way WHERE update_id IN (SELECT update_id FROM turns_under_way"
            " WHERE replica NOT IN (SELECT id FROM replicas) /*pg FOR UPDATE SKIP LOCKED */)"
        )
        row = await self._database.fetch_one("SELECT COUNT(*) AS n FROM replicas")
        now = from_milliseconds(await self._milliseconds(CLOCK))
        return Heartbeat(int(row["n"]) if row else 1, now, is_newly_registered)

    async def leave(self, replica: str) -> None:
        """It stops in good order: nobody has to find out."""
        await self._database.execute("DELETE FROM turns_under_way WHERE replica = ?", replica)
        await self._database.execute("DELETE FROM replicas WHERE id = ?", replica)

    async def begin_turn(self, update_id: int, line: int, replica: str) -> None:
        """Note, before Telegram hears that an update arrived, where in its line it stands."""
        await self._database.execute(
            "INSERT INTO turns_under_way (update_id, line, replica) VALUES (?, ?, ?)"
            " ON CONFLICT (update_id) DO NOTHING",
            update_id,
            line,
            replica,
        )

    async def others_come_first(self, update_id: int, line: int, replica: str) -> bool:
        """Whether a replica that is alive still works on something earlier in this line."""
        row = await self._database.fetch_one(
            "SELECT 1 AS one FROM turns_under_way t JOIN replicas r ON r.id = t.replica"
            " WHERE t.line = ? AND t.update_id < ? AND t.replica <> ? AND r.beat_at > ? LIMIT 1",
            line,
            update_id,
            replica,
            await self._milliseconds(BEAT_CLOCK) - DEAD_AFTER,
        )
        return row is not None

    async def end_turn(self, update_id: int) -> None:
        await self._database.execute("DELETE FROM turns_under_way WHERE update_id = ?", update_id)

    async def _milliseconds(self, clock: str) -> int:
        row = await self._database.fetch_one(clock)
        return int(row["now"]) if row else 0
