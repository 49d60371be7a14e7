"""Reminders: what to say to a person and by which rule. When exactly is in `deliveries.py`."""

from collections.abc import Sequence
from datetime import datetime
from random import Random

from storage.deliveries import Deliveries
from storage.engine.database import Database, Row
from storage.engine.timestamps import from_milliseconds, to_milliseconds
from storage.errors import LimitReachedError, TextRefusedError
from storage.people import People
from storage.records import PausedBecause, Reminder, ReminderKind, ReminderState
from storage.text_limits import checked_text

REMINDER_LIMIT = 50  # a person, not counting those that are done
DONE_LIMIT = 100  # a person; older ones that are done go, with what is known of their deliveries


class Reminders:
    """Every method names the person too, so that nobody reaches another's.

    What stops a reminder also cancels what was planned of it. What starts one hands it back, and
    the caller plans it in the same transaction, because only the caller reads rules.
    """

    def __init__(
        self, database: Database, people: People, deliveries: Deliveries, chance: Random
    ) -> None:
        self._database = database
        self._people = people
        self._deliveries = deliveries
        self._chance = chance

    async def get(self, person_id: int, reminder_id: int) -> Reminder | None:
        """One reminder by its id."""
        row = await self._database.fetch_one(
            "SELECT * FROM reminders WHERE person_id = ? AND id = ?", person_id, reminder_id
        )
        return _reminder(row) if row else None

    async def list(self, person_id: int, *, visit_id: int | None = None) -> Sequence[Reminder]:
        """Those that are not done, or those of one visit, in the order they were added."""
        rows = await self._database.fetch_all(
            "SELECT * FROM reminders WHERE person_id = ? AND state <> 'done'"
            " AND (CAST(? AS BIGINT) IS NULL OR visit_id = ?) ORDER BY created_at, id",
            person_id,
            visit_id,
            visit_id,
        )
        return [_reminder(row) for row in rows]

    async def counts(self, person_id: int) -> dict[ReminderState, int]:
        """How many there are in each state."""
        rows = await self._database.fetch_all(
            "SELECT state, COUNT(*) AS n FROM reminders WHERE person_id = ? GROUP BY state",
            person_id,
        )
        counts: dict[ReminderState, int] = {"active": 0, "paused": 0, "done": 0, "set-aside": 0}
        return counts | {row["state"]: row["n"] for row in rows}

    async def claimed(self, token: str) -> dict[int, Reminder]:
        """What the deliveries that this token claimed are about, by id."""
        rows = await self._database.fetch_all(
            "SELECT r.* FROM deliveries d JOIN reminders r ON r.id = d.reminder_id"
            " WHERE d.token = ?",
            token,
        )
        return {row["id"]: _reminder(row) for row in rows}

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
        await self._people.lock(person_id)
        if kind == "own" and text is None:
            raise TextRefusedError("empty")
        await self._make_room(person_id)
        row = await self._database.fetch_one(
            "INSERT INTO reminders (id, person_id, kind, text, rule, visit_id, time_zone, state,"
            " created_at) VALUES (?, ?, ?, ?, ?, ?, ?, 'active', ?) RETURNING *",
            self._chance.randrange(1, 2**63),
            person_id,
            kind,
            None if text is None else checked_text(text),
            rule,
            visit_id,
            time_zone,
            to_milliseconds(now),
        )
        return _reminder(row or {})

    async def set_text(self, person_id: int, reminder_id: int, text: str) -> bool:
        """Put it in other words; False when the reminder is gone."""
        return bool(
            await self._database.execute(
                "UPDATE reminders SET text = ? WHERE person_id = ? AND id = ?",
                checked_text(text),
                person_id,
                reminder_id,
            )
        )

    async def change_rule(
        self,
        person_id: int,
        reminder_id: int,
        *,
        rule: str,
        time_zone: str,
        visit_id: int | None = None,
    ) -> Reminder | None:
        """Follow another rule from now on, active whatever it was; to be planned again."""
        await self._people.lock(person_id)
        await self._deliveries.cancel(person_id, reminder_id)
        await self._drop_untried(person_id)
        return await self._changed(
            "UPDATE reminders SET rule = ?, time_zone = ?, visit_id = ?, state = 'active',"
            " paused_because = NULL WHERE person_id = ? AND id = ? RETURNING *",
            rule,
            time_zone,
            visit_id,
            person_id,
            reminder_id,
        )

    async def resume(self, person_id: int, reminder_id: int) -> Reminder | None:
        """Go on with one that rests; to be planned again. None when it does not rest."""
        await self._people.lock(person_id)
        return await self._changed(
            "UPDATE reminders SET state = 'active', paused_because = NULL"
            " WHERE person_id = ? AND id = ? AND state IN ('paused', 'set-aside') RETURNING *",
            person_id,
            reminder_id,
        )

    async def pause(self, person_id: int, reminder_id: int) -> bool:
        """Rest until the person resumes it; False when it is not active."""
        return await self._stop(person_id, reminder_id, "paused", "person")

    async def finish(self, person_id: int, reminder_id: int) -> bool:
        """Note that it has nothing more to say; False when it is not active."""
        return await self._stop(person_id, reminder_id, "done")

    async def mark_failed(self, person_id: int, reminder_id: int) -> bool:
        """Note that it cannot be sent as it is; False when it is not active."""
        return await self._stop(person_id, reminder_id, "set-aside")

    async def delete(self, person_id: int, reminder_id: int) -> Reminder | None:
        """Remove it with every delivery and say what it was; None when it is gone."""
        await self._people.lock(person_id)
        return await self._changed(
            "DELETE FROM reminders WHERE person_id = ? AND id = ? RETURNING *",
            person_id,
            reminder_id,
        )

    async def pause_unreachable(self, person_id: int) -> int:
        """Telegram does not reach them: rest what is active, and count it."""
        return sum(
            [
                await self._stop(person_id, reminder.id, "paused", "unreachable")
                for reminder in await self.list(person_id)
            ]
        )

    async def wake_reachable(self, person_id: int) -> Sequence[Reminder]:
        """They are back: go on with what we paused; to be planned again, and the person told."""
        paused = [r.id for r in await self.list(person_id) if r.paused_because == "unreachable"]
        woken = [await self.resume(person_id, reminder_id) for reminder_id in paused]
        return [reminder for reminder in woken if reminder]

    async def forget_done(self) -> int:
        """Drop those that are done and of which no delivery is kept any more."""
        return await self._database.execute(
            "DELETE FROM reminders WHERE state = 'done'"
            " AND NOT EXISTS (SELECT 1 FROM deliveries WHERE reminder_id = reminders.id)"
        )

    async def _stop(
        self,
        person_id: int,
        reminder_id: int,
        state: ReminderState,
        because: PausedBecause | None = None,
    ) -> bool:
        await self._people.lock(person_id)
        touched = await self._database.execute(
            "UPDATE reminders SET state = ?, paused_because = ?"
            " WHERE person_id = ? AND id = ? AND state = 'active'",
            state,
            because,
            person_id,
            reminder_id,
        )
        if touched:
            await self._deliveries.cancel(person_id, reminder_id)
        return touched > 0

    async def _make_room(self, person_id: int) -> None:
        """For one more; refuses when too many are not done."""
        counts = await self.counts(person_id)
        if sum(counts.values()) - counts["done"] >= REMINDER_LIMIT:
            raise LimitReachedError("reminders", REMINDER_LIMIT)
        if counts["done"] > DONE_LIMIT:
            await self._database.execute(
                "DELETE FROM reminders WHERE id IN (SELECT id FROM reminders WHERE person_id = ?"
                " AND state = 'done' ORDER BY created_at, id LIMIT ?)",
                person_id,
                counts["done"] - DONE_LIMIT,
            )

    async def _drop_untried(self, person_id: int) -> None:
        """Whoever changes a reminder again and again leaves no row behind for each time."""
        await self._database.execute(
            "DELETE FROM deliveries WHERE chat_id = ? AND sent_at IS NULL AND state = 'cancelled'"
            " AND attempts = 0 AND reminder_id IS NOT NULL",
            person_id,
        )

    async def _changed(self, sql: str, *args: str | int | None) -> Reminder | None:
        row = await self._database.fetch_one(sql, *args)
        return _reminder(row) if row else None


def _reminder(row: Row) -> Reminder:
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
    )
