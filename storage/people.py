"""People: their settings, their consent, their last active day, and all that is kept of them."""

from datetime import date, datetime

from storage.engine.database import Database, Row
from storage.engine.timestamps import from_milliseconds, to_milliseconds
from storage.errors import TextRefusedError, UnknownPersonError
from storage.records import PendingInput, Person
from storage.text_limits import checked_text

TEAM_NUMBER_LIMIT = 60  # characters, with the words beside it

#: Until the transaction ends, nobody else changes what is kept of this person.
LOCK = "SELECT id FROM people WHERE id = ? /*pg FOR UPDATE */"

_WAITING = (
    "SELECT people.*, waits.kind AS waits_for, waits.ref AS waits_ref,"
    " waits.expires_at AS waits_until FROM people LEFT JOIN pending_inputs waits"
    " ON waits.person_id = people.id AND waits.chat_id = ? WHERE people.id = ?"
)

#: Who has a reminder under way is not idle, however long ago they wrote.
_IS_REMINDED = (
    "EXISTS (SELECT 1 FROM reminders JOIN deliveries ON deliveries.reminder_id = reminders.id"
    " WHERE reminders.person_id = people.id"
    " AND deliveries.state IN ('pending', 'claimed', 'sending'))"
)

#: How each table is sent to the person it is about.
EXPORT = {
    "people": "SELECT * FROM people WHERE id = ?",
    "bookmarks": "SELECT * FROM bookmarks WHERE person_id = ? ORDER BY position",
    "questions": "SELECT * FROM questions WHERE person_id = ? ORDER BY position",
    "pending_inputs": "SELECT * FROM pending_inputs WHERE person_id = ? ORDER BY chat_id",
    "removals": "SELECT * FROM removals WHERE person_id = ? ORDER BY removed_at, id",
    "visits": "SELECT * FROM visits WHERE person_id = ? ORDER BY starts_at, id",
    "reminders": "SELECT * FROM reminders WHERE person_id = ? ORDER BY created_at, id",
    "deliveries": "SELECT * FROM deliveries WHERE reminder_id IN"
    " (SELECT id FROM reminders WHERE person_id = ?) ORDER BY due_at, id",
}

#: How each table forgets a person; the person's own row goes last.
_DELETE = {
    "deliveries": "DELETE FROM deliveries WHERE reminder_id IN"
    " (SELECT id FROM reminders WHERE person_id = ?)",
    "reminders": "DELETE FROM reminders WHERE person_id = ?",
    "visits": "DELETE FROM visits WHERE person_id = ?",
    "removals": "DELETE FROM removals WHERE person_id = ?",
    "pending_inputs": "DELETE FROM pending_inputs WHERE person_id = ?",
    "questions": "DELETE FROM questions WHERE person_id = ?",
    "bookmarks": "DELETE FROM bookmarks WHERE person_id = ?",
    "people": "DELETE FROM people WHERE id = ?",
}


class People:
    """One row for each person who agreed."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def get(self, person_id: int) -> Person | None:
        """None for somebody who never agreed, or who deleted everything."""
        row = await self._database.cached_get("SELECT * FROM people WHERE id = ?", person_id)
        return person_of(row) if row else None

    async def get_waiting(
        self, person_id: int, chat_id: int
    ) -> tuple[Person | None, PendingInput | None]:
        """The person, and what is waited for in that chat, expired or not: all of one turn."""
        row = await self._database.cached_get(_WAITING, chat_id, person_id)
        if row is None:
            return None, None
        if row["waits_for"] is None:
            return person_of(row), None
        expires_at = from_milliseconds(row["waits_until"])
        waits = PendingInput(person_id, chat_id, row["waits_for"], row["waits_ref"], expires_at)
        return person_of(row), waits

    async def give_consent(self, person: Person, version: str, at: datetime) -> Person:
        """Stamp the agreement. A new person comes with these settings; a known one keeps theirs."""
        await self._database.execute(
            "INSERT INTO people (id, language, region, text_length, time_zone, consent_version,"
            " consented_at, active_on) VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
            " ON CONFLICT (id) DO UPDATE SET consent_version = excluded.consent_version,"
            " consented_at = excluded.consented_at, active_on = excluded.active_on,"
            " warned_on = NULL",
            person.id,
            person.language,
            person.region,
            person.text_length,
            person.time_zone,
            version,
            to_milliseconds(at),
            person.active_on.isoformat(),
        )
        stamped = await self.get(person.id)
        if stamped is None:
            raise UnknownPersonError
        return stamped

    async def save_settings(self, person: Person) -> None:
        """Keep what a person can choose; consent stays as it is."""
        touched = await self._database.execute(
            "UPDATE people SET language = ?, region = ?, text_length = ?, time_zone = ?,"
            " topic_shown = ?, follow_ups = ? WHERE id = ?",
            person.language,
            person.region,
            person.text_length,
            person.time_zone,
            int(person.topic_shown),
            int(person.follow_ups),
            person.id,
        )
        if not touched:
            raise UnknownPersonError

    async def set_team_number(self, person_id: int, number: str | None) -> None:
        """Keep the number their team gave them, or let go of it; nothing else touches it."""
        if number is not None and len(checked_text(number)) > TEAM_NUMBER_LIMIT:
            raise TextRefusedError("too long", TEAM_NUMBER_LIMIT)
        touched = await self._database.execute(
            "UPDATE people SET team_number = ? WHERE id = ?", number, person_id
        )
        if not touched:
            raise UnknownPersonError

    async def lock(self, person_id: int) -> None:
        """See LOCK; UnknownPersonError when nothing is kept of them."""
        if not await self._database.fetch_one(LOCK, person_id):
            raise UnknownPersonError

    async def touch(self, person_id: int, on: date) -> bool:
        """Note the day a person was active; False when it was known, or the person is not."""
        return bool(
            await self._database.execute(
                "UPDATE people SET active_on = ?, warned_on = NULL"
                " WHERE id = ? AND (active_on < ? OR warned_on IS NOT NULL)",
                on.isoformat(),
                person_id,
                on.isoformat(),
            )
        )

    async def to_warn(self, *, idle_since: date, limit: int = 100) -> list[Person]:
        """People last active before that day whom nobody has warned yet, the longest idle first."""
        rows = await self._database.fetch_all(
            "SELECT * FROM people WHERE active_on < ? AND warned_on IS NULL"  # noqa: S608 - a constant
            f" AND NOT {_IS_REMINDED} ORDER BY active_on, id LIMIT ?",
            idle_since.isoformat(),
            limit,
        )
        return [person_of(row) for row in rows]

    async def forget_warnings(self) -> int:
        """As if nobody had been told: each is warned once more before anything goes."""
        return await self._database.execute(
            "UPDATE people SET warned_on = NULL WHERE warned_on IS NOT NULL"
        )

    async def mark_warned(self, person_id: int, on: date) -> None:
        """Note that the person was told."""
        await self._database.execute(
            "UPDATE people SET warned_on = ? WHERE id = ?", on.isoformat(), person_id
        )

    async def to_remove(
        self, *, idle_since: date, warned_before: date, limit: int = 100
    ) -> list[int]:
        """Ids of people last active before the one day and warned before the other."""
        rows = await self._database.fetch_all(
            "SELECT id FROM people WHERE active_on < ? AND warned_on < ?"  # noqa: S608 - a constant
            f" AND NOT {_IS_REMINDED} ORDER BY active_on, id LIMIT ?",
            idle_since.isoformat(),
            warned_before.isoformat(),
            limit,
        )
        return [row["id"] for row in rows]

    async def export(self, person_id: int) -> dict[str, list[Row]]:
        """Every row that is kept of a person, by table."""
        return {
            table: await self._database.fetch_all(sql, person_id) for table, sql in EXPORT.items()
        }

    async def delete(self, person_id: int) -> dict[str, int]:
        """Remove every row of a person and count them by table; then the person is as new."""
        await self._database.fetch_one(LOCK, person_id)
        return {
            table: await self._database.execute(sql, person_id) for table, sql in _DELETE.items()
        }


def person_of(row: Row) -> Person:
    """A row of `people`."""
    consented_at, warned_on = row["consented_at"], row["warned_on"]
    return Person(
        id=row["id"],
        language=row["language"],
        region=row["region"],
        text_length=row["text_length"],
        time_zone=row["time_zone"],
        consent_version=row["consent_version"],
        consented_at=None if consented_at is None else from_milliseconds(consented_at),
        active_on=date.fromisoformat(row["active_on"]),
        warned_on=None if warned_on is None else date.fromisoformat(warned_on),
        topic_shown=bool(row["topic_shown"]),
        follow_ups=bool(row["follow_ups"]),
        team_number=row["team_number"],
    )
