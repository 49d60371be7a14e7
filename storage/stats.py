"""How the database is: what waits in it, how large it is, and which engine it runs on."""

from dataclasses import dataclass
from datetime import datetime

from storage.engine.database import Database
from storage.engine.dialect import ENGINE, SIZE
from storage.engine.timestamps import from_milliseconds, to_milliseconds

MOST_COUNTED = 100_000  # rows, so that readers never wait for a count


@dataclass(frozen=True, slots=True)
class Waiting:
    """What is planned and not yet sent, of all chats together; counted up to `MOST_COUNTED`."""

    #: How many may be sent now.
    due: int
    #: How many are planned, these among them.
    pending: int
    #: Since when the first of them may be sent; None when nothing is planned.
    first_at: datetime | None


class StorageStats:
    """Sums over everything; nobody can be told from them."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def waiting(self, now: datetime) -> Waiting:
        """What the worker has before it."""
        row = await self._database.fetch_one(
            "SELECT (SELECT MIN(not_before) FROM deliveries WHERE state = 'pending') AS first,"
            " (SELECT COUNT(*) FROM (SELECT 1 FROM deliveries WHERE state = 'pending'"
            " AND not_before <= ? LIMIT ?) AS now) AS due,"
            " (SELECT COUNT(*) FROM (SELECT 1 FROM deliveries WHERE state = 'pending'"
            " LIMIT ?) AS planned) AS pending",
            to_milliseconds(now),
            MOST_COUNTED,
            MOST_COUNTED,
        )
        if row is None or row["first"] is None:
            return Waiting(0, 0, None)
        return Waiting(row["due"], row["pending"], from_milliseconds(row["first"]))

    async def size(self) -> int:
        """Bytes, without the write-ahead log."""
        row = await self._database.fetch_one(SIZE)
        return int(row["size"]) if row else 0

    async def engine(self) -> str:
        """Such as `SQLite 3.46.1`."""
        row = await self._database.fetch_one(ENGINE)
        return str(row["engine"]) if row else ""
