"""What a person removed a moment ago, kept for an hour so that Undo works after a restart too."""

import json
from datetime import datetime, timedelta
from typing import Literal

from storage.engine.database import Database, Row, Statement
from storage.engine.timestamps import to_milliseconds

UNDO_FOR = timedelta(hours=1)
REMOVAL_LIMIT = 100  # a person; older ones go before their hour is over

Removable = Literal["bookmark", "question"]


def recent(kind: Removable, person_id: int, now: datetime) -> Statement:
    """Asks what the person removed within the hour, the latest first: the whole rows, as `item`."""
    return (
        "SELECT id, item FROM removals WHERE person_id = ? AND kind = ? AND removed_at > ?"
        " ORDER BY removed_at DESC, id",
        (person_id, kind, to_milliseconds(now - UNDO_FOR)),
    )


def forgotten(kind: Removable, person_id: int, item_id: int) -> Statement:
    """Forgets one, because it is put back."""
    return (
        "DELETE FROM removals WHERE id = ? AND person_id = ? AND kind = ?",
        (item_id, person_id, kind),
    )


class UndoLog:
    """Removed rows, whole, by the id of what was removed."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def keep(self, kind: Removable, item: Row, now: datetime) -> None:
        """Remember a removed row; the person's old ones go."""
        person_id = item["person_id"]
        removed = (item["id"], person_id, kind, json.dumps(item), to_milliseconds(now))
        too_old = to_milliseconds(now - UNDO_FOR)
        await self._database.execute_batch(
            (
                "INSERT INTO removals (id, person_id, kind, item, removed_at)"
                " VALUES (?, ?, ?, ?, ?)",
                removed,
            ),
            (
                "DELETE FROM removals WHERE person_id = ? AND (removed_at <= ? OR id IN (SELECT id"
                " FROM removals WHERE person_id = ? ORDER BY removed_at DESC, id DESC"
                " LIMIT 1000 OFFSET ?))",
                (person_id, too_old, person_id, REMOVAL_LIMIT),
            ),
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

    async def forget(self, now: datetime) -> int:
        """Drop everything that can't be undone any more."""
        return await self._database.execute(
            "DELETE FROM removals WHERE removed_at <= ?", to_milliseconds(now - UNDO_FOR)
        )
