"""Reminders: what to say to a person and by which rule. When exactly is in `deliveries.py`."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import datetime

from storage.engine.database import Row
from storage.engine.timestamps import from_milliseconds
from storage.errors import TextRefusedError
from storage.people import LOCK, person_of
from storage.records import PausedBecause, Person, Reminder, ReminderKind
from storage.schedules import Schedules
from storage.text_limits import checked_text

REMINDER_LIMIT = 50  # a person, not counting those that are done
_PERSON = ", ".join(f"p.{field.name} AS p_{field.name}" for field in fields(Person))


@dataclass(frozen=True, slots=True)
class Planned:
    """A delivery that has not arrived yet, as planning needs it."""

    #: Which time of the reminder this is.
    occurrence: str
    #: When it is to be said.
    due_at: datetime


class Reminders(Schedules[Reminder, PausedBecause]):
    """What a person asked to be reminded of."""

    table, owner, link = "reminders", "person_id", "reminder_id"
    lock_sql = LOCK
    noun, limit = "reminders", REMINDER_LIMIT

    async def list(self, person_id: int) -> Sequence[Reminder]:
        """Those that are not done, in the order they were added."""
        rows = await self._rows(
            "SELECT * FROM {table} WHERE {owner} = ? AND state <> 'done' ORDER BY created_at, id",
            person_id,
        )
        return [self._record(row) for row in rows]

    async def with_planned(self, person_id: int) -> Sequence[tuple[Reminder, Sequence[Planned]]]:
        """The same list, each with what has not arrived of it yet, the next one first."""
        await self._coordinate_owner(person_id)
        rows = await self._rows(
            "SELECT r.*, d.occurrence, d.due_at FROM {table} r LEFT JOIN deliveries d"
            " ON d.{link} = r.id AND d.state IN {undelivered}"
            " WHERE r.{owner} = ? AND r.state <> 'done' ORDER BY r.created_at, r.id, d.due_at",
            person_id,
        )
        known: dict[int, tuple[Reminder, list[Planned]]] = {}
        for row in rows:
            _, planned = known.setdefault(row["id"], (self._record(row), []))
            if row["due_at"] is not None:
                planned.append(Planned(row["occurrence"], from_milliseconds(row["due_at"])))
        return list(known.values())

    async def claimed(self, token: str, chat_id: int) -> dict[int, tuple[Reminder, Person]]:
        """What the deliveries that this token claimed in a chat are about, by id, and whose."""
        rows = await self._rows(
            f"SELECT r.*, {_PERSON} FROM deliveries d JOIN {{table}} r ON r.id = d.{{link}}"  # noqa: S608 - our names
            " JOIN people p ON p.id = r.{owner} WHERE d.token = ? AND d.chat_id = ?",
            token,
            chat_id,
        )
        return {
            row["id"]: (self._record(row), person_of({k[2:]: v for k, v in row.items()}))
            for row in rows
        }

    async def add(
        self,
        person_id: int,
        now: datetime,
        *,
        kind: ReminderKind,
        rule: str,
        time_zone: str,
        text: str | None = None,
        visit_id: int | None = None,
    ) -> Reminder:
        """Keep a new one, active; one in their own words needs them."""
        await self._lock(person_id)
        if kind == "own" and text is None:
            raise TextRefusedError("empty")
        words = None if text is None else checked_text(text)
        how = {"rule": rule, "time_zone": time_zone, "visit_id": visit_id}
        return await self._add(person_id, now, kind=kind, text=words, **how)

    async def set_text(self, person_id: int, reminder_id: int, text: str) -> bool:
        """Put it in other words; False when the reminder is gone."""
        return bool(
            await self._execute(
                "UPDATE {table} SET text = ? WHERE {owner} = ? AND id = ?",
                checked_text(text),
                person_id,
                reminder_id,
            )
        )

    async def count_in(
        self, person_id: int, reminder_id: int, country: str | None, types: int | None
    ) -> Reminder | None:
        """Count what is new there and of these types from now on; None when it is gone."""
        await self._lock(person_id)
        return await self._one(
            "UPDATE {table} SET news_country = ?, news_types = ?"
            " WHERE {owner} = ? AND id = ? RETURNING *",
            country,
            types,
            person_id,
            reminder_id,
        )

    async def counted_to(self, person_id: int, reminder_id: int, day: str) -> None:
        """A message went out: it counts from where the last one ended to this day."""
        await self._execute(
            "UPDATE {table} SET news_from = news_to, news_to = ? WHERE {owner} = ? AND id = ?",
            day,
            person_id,
            reminder_id,
        )

    async def set_aside(self, person_id: int, reminder_id: int) -> bool:
        """Note that it could not be sent as it is; False when it is not active."""
        return await self._stop(person_id, reminder_id, "set-aside", None)

    async def wake_reachable(self, person_id: int) -> Sequence[Reminder]:
        """They are back: go on with what we stopped; to be planned again, and the person told."""
        await self._coordinate_owner(person_id)
        return await self._wake("paused_because = 'unreachable' OR state = 'set-aside'", person_id)

    def _record(self, row: Row) -> Reminder:
        return Reminder(
            id=row["id"],
            person_id=row["person_id"],
            kind=row["kind"],
            text=row["text"],
            rule=row["rule"],
            visit_id=row["visit_id"],
            time_zone=row["time_zone"],
            state=row["state"],
            paused_because=row["paused_because"],
            created_at=from_milliseconds(row["created_at"]),
            news_country=row["news_country"],
            news_types=row["news_types"],
            news_from=row["news_from"],
            news_to=row["news_to"],
        )
