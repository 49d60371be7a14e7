"""A list that a person keeps: a limit, an order, and removals that can be undone for an hour."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from random import Random
from typing import Any, Generic, TypeVar

from storage.engine.database import Database, Row, Statement
from storage.engine.ids import new_id
from storage.engine.timestamps import to_milliseconds
from storage.errors import LimitReachedError, UnknownPersonError
from storage.people import LOCK, People
from storage.records import Direction
from storage.undo import Removable, UndoLog, forgotten, recent

Record = TypeVar("Record")


@dataclass(frozen=True, slots=True)
class ListTable:
    """How one of the lists is kept."""

    name: str
    #: What the undo log calls an entry.
    kind: Removable
    columns: tuple[str, ...]
    #: Two entries of a person are the same where these are; NULL is never the same.
    same: tuple[str, ...]
    #: Entries change places with those that have the same value here.
    group: str
    #: Entries of one person.
    limit: int
    newest_first: bool
    #: Of an entry that is added again within the hour, these take the new value and the rest
    #: returns as it was; None when nothing of it returns.
    renewed: tuple[str, ...] | None = None

    def inserted(self, item: Row) -> Statement:
        """Adds an entry as it is. What was removed by an older version may lack a column."""
        marks = ", ".join("?" for _ in self.columns)
        return (
            f"INSERT INTO {self.name} ({', '.join(self.columns)}) VALUES ({marks})",  # noqa: S608 - our own names
            [item.get(column) for column in self.columns],
        )

    def found(self, person_id: int, values: Row) -> Statement:
        """Asks for the entry that is the same."""
        same = " AND ".join(f"{column} = ?" for column in self.same)
        return (
            f"SELECT * FROM {self.name} WHERE person_id = ? AND {same}",  # noqa: S608 - our own names
            (person_id, *(values[column] for column in self.same)),
        )

    def room(self, person_id: int) -> Statement:
        """Asks how many there are, and the position of a new one."""
        place = "COALESCE(MIN(position), 0) - 1"
        if not self.newest_first:
            place = "COALESCE(MAX(position), 0) + 1"
        return (
            f"SELECT COUNT(*) AS n, {place} AS place FROM {self.name} WHERE person_id = ?",  # noqa: S608 - our own names
            (person_id,),
        )

    def neighbour(self, direction: Direction) -> str:
        """Asks for the next entry of the group in one direction."""
        beyond, order = ("<", "DESC") if direction == "up" else (">", "ASC")
        return (
            f"SELECT id, position FROM {self.name} WHERE person_id = ?"  # noqa: S608 - our own names
            f" AND {self.group} IS NOT DISTINCT FROM ? AND position {beyond} ?"
            f" ORDER BY position {order} LIMIT 1"
        )


class PersonalList(Generic[Record]):
    """Every method names the person too, so that nobody reaches another's."""

    def __init__(
        self,
        database: Database,
        people: People,
        undo_log: UndoLog,
        chance: Random,
        table: ListTable,
        read: Callable[[Row], Record],
    ) -> None:
        self._database = database
        self._people = people
        self._undo_log = undo_log
        self._chance = chance
        self._table = table
        self._read = read

    async def get(self, person_id: int, item_id: int) -> Record | None:
        """One entry by its id."""
        row = await self._row(person_id, item_id)
        return self._read(row) if row else None

    async def remove(self, person_id: int, item_id: int, now: datetime) -> Record | None:
        """Remove it and say what it was; `restore` brings it back within the hour."""
        return await self._remove(person_id, {"id": item_id}, now)

    async def restore(self, person_id: int, item_id: int, now: datetime) -> Record | None:
        """Undo a removal, place and words included; None when it is too late or was undone."""
        await self._people.lock(person_id)
        item = await self._undo_log.take(self._table.kind, person_id, item_id, now)
        if item is None:
            return None
        [same, [room]] = await self._database.fetch_batch(
            self._table.found(person_id, item), self._table.room(person_id)
        )
        if same:
            return self._read(same[0])
        self._place_in(room)
        shifted = f"UPDATE {self._table.name} SET position = position + 1"  # noqa: S608 - our own names
        await self._database.execute_batch(
            (f"{shifted} WHERE person_id = ? AND position >= ?", (person_id, item["position"])),
            self._table.inserted(item),
        )
        return self._read({column: item.get(column) for column in self._table.columns})

    async def move(self, person_id: int, item_id: int, direction: Direction) -> bool:
        """Swap it with the next one of its group; False at the end of the list."""
        await self._people.lock(person_id)
        moved = await self._row(person_id, item_id)
        other = moved and await self._database.fetch_one(
            self._table.neighbour(direction),
            person_id,
            moved[self._table.group],
            moved["position"],
        )
        if not moved or not other:
            return False
        placed = f"UPDATE {self._table.name} SET position = ? WHERE id = ?"  # noqa: S608 - our own names
        await self._database.execute_batch(
            (placed, (other["position"], moved["id"])), (placed, (moved["position"], other["id"]))
        )
        return True

    async def _add(self, person_id: int, values: Row, now: datetime) -> Record:
        """Add an entry once, however often it is asked; what it is made of is checked already."""
        table = self._table
        locked, same, removed, [room] = await self._database.fetch_batch(
            (LOCK, (person_id,)),
            table.found(person_id, values),
            recent(table.kind, person_id, now),
            table.room(person_id),
        )
        if not locked:
            raise UnknownPersonError
        if same:
            return self._read(same[0])
        item: Row = {
            "id": new_id(person_id, self._chance),
            "person_id": person_id,
            "added_at": to_milliseconds(now),
            **values,
        }
        if table.renewed is not None:
            known = (json.loads(row["item"]) for row in removed)
            old: Row = next((o for o in known if all(o[c] == values[c] for c in table.same)), {})
            item |= {c: value for c, value in old.items() if c not in table.renewed}
        item["position"] = self._place_in(room)
        await self._database.execute_batch(
            forgotten(table.kind, person_id, item["id"]), table.inserted(item)
        )
        return self._read(item)

    async def _remove(self, person_id: int, which: Row, now: datetime) -> Record | None:
        where = " AND ".join(f"{column} = ?" for column in which)
        locked, removed = await self._database.fetch_batch(
            (LOCK, (person_id,)),
            (
                f"DELETE FROM {self._table.name} WHERE person_id = ? AND {where} RETURNING *",  # noqa: S608 - our own names
                (person_id, *which.values()),
            ),
        )
        if not locked:
            raise UnknownPersonError
        if not removed:
            return None
        await self._undo_log.keep(self._table.kind, removed[0], now)
        return self._read(removed[0])

    async def _change(self, person_id: int, item_id: int, **values: Any) -> bool:
        """Write these values; False when the entry is gone."""
        assigned = ", ".join(f"{column} = ?" for column in values)
        touched = await self._database.execute(
            f"UPDATE {self._table.name} SET {assigned} WHERE person_id = ? AND id = ?",  # noqa: S608 - our own names
            *values.values(),
            person_id,
            item_id,
        )
        return touched > 0

    async def _row(self, person_id: int, item_id: int) -> Row | None:
        return await self._database.fetch_one(
            f"SELECT * FROM {self._table.name} WHERE person_id = ? AND id = ?",  # noqa: S608 - our own names
            person_id,
            item_id,
        )

    def _place_in(self, room: Row) -> int:
        """The position for a new one; there may be no room."""
        if int(room["n"]) >= self._table.limit:
            raise LimitReachedError(self._table.name, self._table.limit)
        return int(room["place"])
