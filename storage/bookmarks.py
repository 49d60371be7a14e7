"""Bookmarks: what a person saved. The newest is first until they reorder."""

import json
from collections.abc import Sequence
from datetime import datetime
from random import Random
from typing import Any

from storage.engine.database import Database, Row, Statement
from storage.engine.ids import new_id
from storage.engine.timestamps import from_milliseconds, to_milliseconds
from storage.errors import LimitReachedError, UnknownPersonError
from storage.people import LOCK, People
from storage.records import Bookmark, BookmarkKind, Direction
from storage.text_limits import checked_text
from storage.undo import UndoLog, forgotten, recent

BOOKMARK_LIMIT = 500  # a person

_FIND = "SELECT * FROM bookmarks WHERE person_id = ? AND kind = ? AND ref = ?"
#: How many there are, and the position before the first one.
_ROOM = (
    "SELECT COUNT(*) AS n, COALESCE(MIN(position), 0) - 1 AS top FROM bookmarks WHERE person_id = ?"
)
_NEIGHBOUR = {
    "up": "SELECT id, position FROM bookmarks WHERE person_id = ? AND kind = ? AND position < ?"
    " ORDER BY position DESC LIMIT 1",
    "down": "SELECT id, position FROM bookmarks WHERE person_id = ? AND kind = ? AND position > ?"
    " ORDER BY position LIMIT 1",
}


class Bookmarks:
    """Every method names the person too, so that nobody reaches another's."""

    def __init__(
        self, database: Database, people: People, undo_log: UndoLog, chance: Random
    ) -> None:
        self._database = database
        self._people = people
        self._removals = undo_log
        self._chance = chance

    async def get(self, person_id: int, bookmark_id: int) -> Bookmark | None:
        """One bookmark by its id."""
        row = await self._database.fetch_one(
            "SELECT * FROM bookmarks WHERE person_id = ? AND id = ?", person_id, bookmark_id
        )
        return _bookmark(row) if row else None

    async def find(self, person_id: int, kind: BookmarkKind, ref: str) -> Bookmark | None:
        """The person's bookmark of this page, section, word or medicine."""
        row = await self._database.cached_get(_FIND, person_id, kind, ref)
        return _bookmark(row) if row else None

    async def has(self, person_id: int, kind: BookmarkKind, ref: str) -> bool:
        """Whether the star shows."""
        return await self.find(person_id, kind, ref) is not None

    async def list(
        self, person_id: int, kind: BookmarkKind | None = None, *, offset: int = 0, limit: int = 10
    ) -> Sequence[Bookmark]:
        """A page of them in the person's order: of one kind, or pages first and words last."""
        rows = await self._database.fetch_all(
            "SELECT * FROM bookmarks WHERE person_id = ? AND kind = COALESCE(?, kind)"
            " ORDER BY CASE kind WHEN 'page' THEN 1 WHEN 'section' THEN 2"
            " WHEN 'medicine' THEN 3 ELSE 4 END, position LIMIT ? OFFSET ?",
            person_id,
            kind,
            limit,
            offset,
        )
        return [_bookmark(row) for row in rows]

    async def count(self, person_id: int, kind: BookmarkKind | None = None) -> int:
        """How many there are, of one kind or in all."""
        row = await self._database.fetch_one(
            "SELECT COUNT(*) AS n FROM bookmarks WHERE person_id = ? AND kind = COALESCE(?, kind)",
            person_id,
            kind,
        )
        return int(row["n"]) if row else 0

    async def save(
        self, person_id: int, kind: BookmarkKind, ref: str, content_version: str, now: datetime
    ) -> Bookmark:
        """Save once, however often it is asked; within the hour a removed one returns as it was."""
        locked, saved, removed, [room] = await self._database.fetch_batch(
            (LOCK, (person_id,)),
            (_FIND, (person_id, kind, ref)),
            recent("bookmark", person_id, now),
            (_ROOM, (person_id,)),
        )
        if not locked:
            raise UnknownPersonError
        if saved:
            return _bookmark(saved[0])
        item: Row = {
            "id": new_id(person_id, self._chance),
            "person_id": person_id,
            "kind": kind,
            "ref": ref,
            "note": None,
            "added_at": to_milliseconds(now),
        }
        known = (json.loads(row["item"]) for row in removed)
        item = next((row for row in known if (row["kind"], row["ref"]) == (kind, ref)), item)
        item |= {"content_version": content_version, "position": _top_of(room)}
        await self._database.execute_batch(
            forgotten("bookmark", person_id, item["id"]), inserted(item)
        )
        return _bookmark(item)

    async def remove(self, person_id: int, bookmark_id: int, now: datetime) -> Bookmark | None:
        """Remove it and say what it was; `restore` brings it back within the hour."""
        return await self._remove(
            now,
            "DELETE FROM bookmarks WHERE person_id = ? AND id = ? RETURNING *",
            person_id,
            bookmark_id,
        )

    async def remove_ref(
        self, person_id: int, kind: BookmarkKind, ref: str, now: datetime
    ) -> Bookmark | None:
        """The same by what it is a bookmark of."""
        return await self._remove(
            now,
            "DELETE FROM bookmarks WHERE person_id = ? AND kind = ? AND ref = ? RETURNING *",
            person_id,
            kind,
            ref,
        )

    async def restore(self, person_id: int, bookmark_id: int, now: datetime) -> Bookmark | None:
        """Undo a removal, place and note included; None when it is too late or was undone."""
        await self._people.lock(person_id)
        item = await self._removals.take("bookmark", person_id, bookmark_id, now)
        if item is None:
            return None
        if saved := await self.find(person_id, item["kind"], item["ref"]):
            return saved
        room = await self._database.fetch_one(_ROOM, person_id)
        _top_of(room or {"n": 0, "top": 0})
        await self._database.execute_batch(
            (
                "UPDATE bookmarks SET position = position + 1"
                " WHERE person_id = ? AND position >= ?",
                (person_id, item["position"]),
            ),
            inserted(item),
        )
        return _bookmark(item)

    async def set_note(self, person_id: int, bookmark_id: int, note: str | None) -> bool:
        """Write the note, or take it away; False when the bookmark is gone."""
        return await self._change(
            "UPDATE bookmarks SET note = ? WHERE person_id = ? AND id = ?",
            None if note is None else checked_text(note),
            person_id,
            bookmark_id,
        )

    async def mark_seen(self, person_id: int, bookmark_id: int, content_version: str) -> bool:
        """Note which text they saw last; False when the bookmark is gone."""
        return await self._change(
            "UPDATE bookmarks SET content_version = ? WHERE person_id = ? AND id = ?",
            content_version,
            person_id,
            bookmark_id,
        )

    async def move(self, person_id: int, bookmark_id: int, direction: Direction) -> bool:
        """Swap it with the next one of its kind; False at the end of the list."""
        await self._people.lock(person_id)
        moved = await self.get(person_id, bookmark_id)
        if moved is None:
            return False
        other = await self._database.fetch_one(
            _NEIGHBOUR[direction], person_id, moved.kind, moved.position
        )
        if other is None:
            return False
        for item_id, position in ((moved.id, other["position"]), (other["id"], moved.position)):
            await self._database.execute(
                "UPDATE bookmarks SET position = ? WHERE id = ?", position, item_id
            )
        return True

    async def _remove(
        self, now: datetime, sql: str, person_id: int, *which: Any
    ) -> Bookmark | None:
        locked, removed = await self._database.fetch_batch(
            (LOCK, (person_id,)), (sql, (person_id, *which))
        )
        if not locked:
            raise UnknownPersonError
        if not removed:
            return None
        await self._removals.keep("bookmark", removed[0], now)
        return _bookmark(removed[0])

    async def _change(self, sql: str, *args: str | int | None) -> bool:
        return await self._database.execute(sql, *args) > 0


def _top_of(room: Row) -> int:
    """The position for a new one; there may be no room."""
    if int(room["n"]) >= BOOKMARK_LIMIT:
        raise LimitReachedError("bookmarks", BOOKMARK_LIMIT)
    return int(room["top"])


def inserted(item: Row) -> Statement:
    """Adds one as it is."""
    columns = ("id", "person_id", "kind", "ref", "content_version", "note", "position", "added_at")
    return (
        "INSERT INTO bookmarks"
        " (id, person_id, kind, ref, content_version, note, position, added_at)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        [item[column] for column in columns],
    )


def _bookmark(row: Row) -> Bookmark:
    return Bookmark(
        id=row["id"],
        person_id=row["person_id"],
        kind=row["kind"],
        ref=row["ref"],
        content_version=row["content_version"],
        note=row["note"],
        position=row["position"],
        added_at=from_milliseconds(row["added_at"]),
    )
