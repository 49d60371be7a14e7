"""What a person removed a moment ago, kept for an hour so that Undo works after a restart too."""

import json
from datetime import datetime, timedelta
from typing import Literal

from storage.database import Database, Row
from storage.instants import to_milliseconds

UNDO_FOR = timedelta(hours=1)
REMOVAL_LIMIT = 100  # a person; older ones go before their hour is over

Removable = Literal["bookmark", "question"]


class Removals:
    """Removed rows, whole, by the id of what was removed."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def keep(self, kind: Removable, item: Row, now: datetime) -> None:
        """Remember a removed row; the person's old ones go."""
        await self._database.execute(
            "DELETE FROM removals WHERE person_id = ? AND removed_at <= ?",
            item["person_id"],
            to_milliseconds(now - UNDO_FOR),
        )
        await self._database.execute(
            "INSERT INTO removals (id, person_id, kind, item, removed_at) VALUES (?, ?, ?, ?, ?)",
            item["id"],
            item["person_id"],
            kind,
            json.dumps(item),
            to_milliseconds(now),
        )
        await self._database.execute(
            "DELETE FROM removals WHERE id IN (SELECT id FROM removals WHERE person_id = ?"
            " ORDER BY removed_at DESC, id DESC LIMIT 1000 OFFSET ?)",
            item["person_id"],
            REMOVAL_LIMIT,
        )

    async def take(
        self, kind: Removable, person_id: int, item_id: int, now: datetime
    ) -> Row | None:
        """The removed row, to put back; None when it is gone or more than an hour ago."""
        row = await self._database.fetch_one(
            "DELETE FROM removals WHERE id = ? AND person_id = ? AND kind = ? AND removed_at > ?"
            " RETURNING item",
            item_id,
            person_id,
            kind,
            to_milliseconds(now - UNDO_FOR),
        )
        return json.loads(row["item"]) if row else None

    async def recent(self, kind: Removable, person_id: int, now: datetime) -> list[Row]:
        """What the person removed within the hour, the latest first."""
        rows = await self._database.fetch_all(
            "SELECT item FROM removals WHERE person_id = ? AND kind = ? AND removed_at > ?"
            " ORDER BY removed_at DESC, id",
            person_id,
            kind,
            to_milliseconds(now - UNDO_FOR),
        )
        return [json.loads(row["item"]) for row in rows]

    async def forget(self, now: datetime) -> int:
        """Drop everything that can't be undone any more."""
        return await self._database.execute(
            "DELETE FROM removals WHERE removed_at <= ?", to_milliseconds(now - UNDO_FOR)
        )
