"""The last round of cleaning: what the clock showed then, and until when nothing is deleted."""

from dataclasses import dataclass
from datetime import datetime

from storage.engine.database import Database
from storage.engine.timestamps import from_milliseconds, to_milliseconds


@dataclass(frozen=True, slots=True)
class Round:
    """One round."""

    #: What the clock showed.
    last_at: datetime
    #: Until then nothing that has a term is deleted, because the clock had jumped.
    held_until: datetime


class Rounds:
    """Nothing in here is about anybody."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def last(self) -> Round | None:
        """None before the first."""
        row = await self._database.fetch_one("SELECT * FROM rounds")
        if row is None:
            return None
        return Round(from_milliseconds(row["last_at"]), from_milliseconds(row["held_until"]))

    async def note(self, now: Round) -> None:
        """From now on this is the last one."""
        await self._database.execute(
            "INSERT INTO rounds (only_row, last_at, held_until) VALUES (1, ?, ?)"
            " ON CONFLICT (only_row) DO UPDATE SET last_at = excluded.last_at,"
            " held_until = excluded.held_until",
            to_milliseconds(now.last_at),
            to_milliseconds(now.held_until),
        )
