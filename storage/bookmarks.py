"""Bookmarks: what a person saved. The newest is first until they reorder."""

from collections.abc import Sequence
from datetime import datetime
from random import Random

from storage.engine.database import Database, Row
from storage.engine.timestamps import from_milliseconds
from storage.people import People
from storage.personal_list import ListTable, PersonalList
from storage.records import Bookmark, BookmarkKind
from storage.text_limits import checked_text
from storage.undo import UndoLog

BOOKMARK_LIMIT = 500  # a person
TABLE = ListTable(
    name="bookmarks",
    kind="bookmark",
    columns=(
        *("id", "person_id", "kind", "ref", "content_version", "note", "position", "added_at"),
    ),
    same=("kind", "ref"),
    group="kind",
    limit=BOOKMARK_LIMIT,
    newest_first=True,
    renewed=("content_version",),
)


class Bookmarks(PersonalList[Bookmark]):
    """What a person saved to find again."""

    def __init__(
        self, database: Database, people: People, undo_log: UndoLog, chance: Random
    ) -> None:
        super().__init__(database, people, undo_log, chance, TABLE, _bookmark)

    async def find(self, person_id: int, kind: BookmarkKind, ref: str) -> Bookmark | None:
        """The person's bookmark of this page, section, word, medicine or study."""
        sql, args = TABLE.found(person_id, {"kind": kind, "ref": ref})
        row = await self._database.cached_get(sql, *args)
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
            " WHEN 'medicine' THEN 3 WHEN 'study' THEN 4 ELSE 5 END, position LIMIT ? OFFSET ?",
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
        values: Row = {"kind": kind, "ref": ref, "content_version": content_version, "note": None}
        return await self._add(person_id, values, now)

    async def remove_ref(
        self, person_id: int, kind: BookmarkKind, ref: str, now: datetime
    ) -> Bookmark | None:
        """Remove it by what it is a bookmark of."""
        return await self._remove(person_id, {"kind": kind, "ref": ref}, now)

    async def set_note(self, person_id: int, bookmark_id: int, note: str | None) -> bool:
        """Write the note, or take it away; False when the bookmark is gone."""
        kept = None if note is None else checked_text(note)
        return await self._change(person_id, bookmark_id, note=kept)

    async def mark_seen(self, person_id: int, bookmark_id: int, content_version: str) -> bool:
        """Note which text they saw last; False when the bookmark is gone."""
        return await self._change(person_id, bookmark_id, content_version=content_version)


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
