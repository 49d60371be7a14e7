"""Visits: the appointments a person told us about. They go seven days after their date."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from random import Random

from storage.engine.database import Database, Row
from storage.engine.timestamps import from_milliseconds, to_milliseconds
from storage.errors import LimitReachedError, TextRefusedError
from storage.people import People
from storage.records import Visit, WithWhom
from storage.text_limits import checked_text

VISIT_LIMIT = 50  # a person
PLACE_LIMIT = 60  # characters
KEPT_FOR = timedelta(days=7)  # after the visit


class Visits:
    """Every method about one visit names the person too, so that nobody reaches another's."""

    def __init__(self, database: Database, people: People, chance: Random) -> None:
        self._database = database
        self._people = people
        self._chance = chance

    async def get(self, person_id: int, visit_id: int) -> Visit | None:
        """One visit by its id."""
        row = await self._database.fetch_one(
            "SELECT * FROM visits WHERE person_id = ? AND id = ?", person_id, visit_id
        )
        return _visit(row) if row else None

    async def upcoming(self, person_id: int, now: datetime) -> Sequence[Visit]:
        """Those that begin later than now, the next one first; at most 50, so without pages."""
        rows = await self._database.fetch_all(
            "SELECT * FROM visits WHERE person_id = ? AND starts_at > ? ORDER BY starts_at, id",
            person_id,
            to_milliseconds(now),
        )
        return [_visit(row) for row in rows]

    async def next_after(self, person_id: int, moment: datetime) -> Visit | None:
        """The first that begins later than that moment."""
        row = await self._database.fetch_one(
            "SELECT * FROM visits WHERE person_id = ? AND starts_at > ?"
            " ORDER BY starts_at, id LIMIT 1",
            person_id,
            to_milliseconds(moment),
        )
        return _visit(row) if row else None

    async def count(self, person_id: int) -> int:
        """How many are kept, those of the last seven days included."""
        row = await self._database.fetch_one(
            "SELECT COUNT(*) AS n FROM visits WHERE person_id = ?", person_id
        )
        return int(row["n"]) if row else 0

    async def add(
        self,
        person_id: int,
        now: datetime,
        *,
        local_start: datetime,
        time_zone: str,
        starts_at: datetime,
        with_whom: WithWhom,
        place: str | None = None,
        repeat_weeks: int | None = None,
    ) -> Visit:
        """Keep a new one."""
        await self._people.lock(person_id)
        if await self.count(person_id) >= VISIT_LIMIT:
            raise LimitReachedError("visits", VISIT_LIMIT)
        row = await self._database.fetch_one(
            "INSERT INTO visits (id, person_id, local_start, time_zone, starts_at, with_whom,"
            " place, repeat_weeks, created_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING *",
            self._chance.randrange(1, 2**63),
            person_id,
            _wall_clock(local_start),
            time_zone,
            to_milliseconds(starts_at),
            with_whom,
            _checked_place(place),
            repeat_weeks,
            to_milliseconds(now),
        )
        return _visit(row or {})

    async def change(self, visit: Visit) -> bool:
        """Keep it as it is now; its reminders are for the caller to plan again. False: gone."""
        await self._people.lock(visit.person_id)
        touched = await self._database.execute(
            "UPDATE visits SET local_start = ?, time_zone = ?, starts_at = ?, with_whom = ?,"
            " place = ?, repeat_weeks = ?, changes = ?, changed_at = ?"
            " WHERE person_id = ? AND id = ?",
            _wall_clock(visit.local_start),
            visit.time_zone,
            to_milliseconds(visit.starts_at),
            visit.with_whom,
            _checked_place(visit.place),
            visit.repeat_weeks,
            visit.changes,
            None if visit.changed_at is None else to_milliseconds(visit.changed_at),
            visit.person_id,
            visit.id,
        )
        return touched > 0

    async def cancel(self, person_id: int, visit_id: int) -> Visit | None:
        """Remove it with its reminders and what was planned of them; None when it is gone."""
        await self._people.lock(person_id)
        row = await self._database.fetch_one(
            "DELETE FROM visits WHERE person_id = ? AND id = ? RETURNING *", person_id, visit_id
        )
        return _visit(row) if row else None

    async def to_repeat(self, now: datetime, limit: int = 100) -> Sequence[Visit]:
        """Anybody's that began and come again: `change` moves each to its next date."""
        rows = await self._database.fetch_all(
            "SELECT * FROM visits WHERE starts_at <= ? AND repeat_weeks IS NOT NULL"
            " ORDER BY starts_at, id LIMIT ?",
            to_milliseconds(now),
            limit,
        )
        return [_visit(row) for row in rows]

    async def forget(self, now: datetime) -> int:
        """Drop what was over seven days ago, reminders included, and count it.

        One that comes again stays: it only waits for its next date.
        """
        return await self._database.execute(
            "DELETE FROM visits WHERE starts_at < ? AND repeat_weeks IS NULL",
            to_milliseconds(now - KEPT_FOR),
        )


def _wall_clock(local: datetime) -> str:
    if local.tzinfo is not None:
        raise ValueError("a local time has no time zone of its own")
    return local.isoformat(timespec="minutes")


def _checked_place(place: str | None) -> str | None:
    if place is None:
        return None
    if len(place) > PLACE_LIMIT:
        raise TextRefusedError("too long", PLACE_LIMIT)
    return checked_text(place)


def _visit(row: Row) -> Visit:
    changed_at = row["changed_at"]
    return Visit(
        id=row["id"],
        person_id=row["person_id"],
        local_start=datetime.fromisoformat(row["local_start"]),
        time_zone=row["time_zone"],
        starts_at=from_milliseconds(row["starts_at"]),
        with_whom=row["with_whom"],
        place=row["place"],
        repeat_weeks=row["repeat_weeks"],
        created_at=from_milliseconds(row["created_at"]),
        changes=row["changes"],
        changed_at=None if changed_at is None else from_milliseconds(changed_at),
    )
