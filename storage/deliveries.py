"""Deliveries: each time something is to be said in a chat, and how far it got.

    pending -> claimed -> sending -> sent
       ^          |          |----> dead       refused for good
       +----------+----------+                 given back, backed off, or the lease ran out

A claim is committed before anything is sent, and its token proves whose it is. So nothing is lost,
and nothing is said twice unless an answer of Telegram was: then `doubt` is above 0. `cancelled`
ends what has not arrived; planning the same occurrence again revives it.

Several workers share PostgreSQL. What changes one row locks its person first, and what changes
many skips locked rows, so nobody waits in a circle.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from random import Random

from storage.engine.database import Database, Row
from storage.engine.dialect import CLOCK, LOCK_CLAIMS, TELL_IF_SOON
from storage.engine.timestamps import from_milliseconds, to_milliseconds
from storage.records import Delivery, Reminder

KEPT_FOR = timedelta(days=30)  # after it was due
_MILLISECOND = timedelta(milliseconds=1)
_HOUR = 3_600_000  # milliseconds
_CHANCE_BITS = 43  # of an id; its other 20 count hours until 2089


def new_id(due_at: datetime, chance: Random) -> int:
    """An id that sorts by the hour: the migration that makes the table says why."""
    return to_milliseconds(due_at) // _HOUR << _CHANCE_BITS | chance.getrandbits(_CHANCE_BITS)


class Deliveries:
    """Where `now` may be None, the database's own clock decides: workers on PostgreSQL use that.

    What takes a token does nothing, and says so, once that token has lost the delivery.
    """

    def __init__(self, database: Database, chance: Random) -> None:
        self._database = database
        self._chance = chance

    async def clock(self) -> datetime:
        """What the database's own clock shows."""
        return from_milliseconds(await self._milliseconds(None))

    async def plan(self, reminder: Reminder, occurrence: str, due_at: datetime) -> Delivery | None:
        """Say it then, once for each occurrence; one that was cancelled revives.

        None when it was planned before, or the reminder has changed or is not active any more.
        """
        await self._lock_person(reminder.person_id)
        row = await self._database.fetch_one(
            "INSERT INTO deliveries (id, reminder_id, occurrence, chat_id, due_at, not_before,"
            " state) SELECT CAST(? AS BIGINT), id, CAST(? AS TEXT), person_id,"
            " CAST(? AS BIGINT), CAST(? AS BIGINT), 'pending' FROM reminders"
            " WHERE id = ? AND state = 'active' AND rule = ? AND time_zone = ?"
            " ON CONFLICT (reminder_id, occurrence) DO UPDATE SET state = 'pending',"
            " due_at = excluded.due_at, not_before = excluded.not_before, token = NULL"
            " WHERE deliveries.state = 'cancelled' RETURNING *",
            new_id(due_at, self._chance),
            occurrence,
            to_milliseconds(due_at),
            to_milliseconds(due_at),
            reminder.id,
            reminder.rule,
            reminder.time_zone,
        )
        if row:
            await self._database.fetch_one(TELL_IF_SOON, row["not_before"])
        return _delivery(row) if row else None

    async def cancel(self, person_id: int, reminder_id: int) -> int:
        """End what has not arrived yet; one that is being sent may arrive all the same."""
        await self._lock_person(person_id)
        return await self._database.execute(
            "UPDATE deliveries SET state = 'cancelled', lease_until = NULL,"
            " doubt = doubt + CASE state WHEN 'sending' THEN 1 ELSE 0 END"
            " WHERE reminder_id = (SELECT id FROM reminders WHERE person_id = ? AND id = ?)"
            " AND state IN ('pending', 'claimed', 'sending')",
            person_id,
            reminder_id,
        )

    async def pending_for(self, person_id: int) -> Sequence[Delivery]:
        """What is planned for a person, the next one first."""
        return [d for d in await self.open_for(person_id) if d.state == "pending"]

    async def open_for(self, person_id: int) -> Sequence[Delivery]:
        """What has not arrived yet, planned or under way, the next one first."""
        rows = await self._database.fetch_all(
            "SELECT * FROM deliveries WHERE chat_id = ? AND sent_at IS NULL"
            " AND state IN ('pending', 'claimed', 'sending') ORDER BY due_at, id",
            person_id,
        )
        return [_delivery(row) for row in rows]

    async def next_due(self) -> datetime | None:
        """When somebody has to try next; None when nothing is planned."""
        row = await self._database.fetch_one(
            "SELECT MIN(not_before) AS next FROM deliveries WHERE state = 'pending'"
        )
        return from_milliseconds(row["next"]) if row and row["next"] is not None else None

    async def claim(
        self, now: datetime | None, limit: int, lease: timedelta, token: str
    ) -> Sequence[Delivery]:
        """Take the `limit` longest due, and all else that is due in their chats, side by side."""
        await self._database.fetch_one(LOCK_CLAIMS)
        at = await self._milliseconds(now)
        rows = await self._database.fetch_all(
            "UPDATE deliveries SET state = 'claimed', token = ?, lease_until = ? WHERE id IN"
            " (SELECT id FROM deliveries WHERE state = 'pending' AND sent_at IS NULL"
            " AND not_before <= ? AND chat_id IN (SELECT chat_id FROM deliveries"
            " WHERE state = 'pending' AND not_before <= ? ORDER BY not_before LIMIT ?)"
            " /*pg FOR UPDATE SKIP LOCKED */)"
            " RETURNING *",
            token,
            at + lease // _MILLISECOND,
            at,
            at,
            limit,
        )
        return _by_chat(map(_delivery, rows))

    async def start(
        self, delivery_id: int, token: str, now: datetime | None, lease: timedelta
    ) -> bool:
        """About to send. False when the lease was lost or it was cancelled: then don't."""
        await self._lock_owner(delivery_id)
        at = await self._milliseconds(now)
        return await self._change(
            "UPDATE deliveries SET state = 'sending', attempts = attempts + 1, lease_until = ?"
            " WHERE id = ? AND token = ? AND state = 'claimed' AND lease_until > ?",
            at + lease // _MILLISECOND,
            delivery_id,
            token,
            at,
        )

    async def settle_sent(
        self, delivery_id: int, token: str, message_id: int, sent_at: datetime
    ) -> bool:
        """Telegram took it, even if somebody cancelled it meanwhile."""
        await self._lock_owner(delivery_id)
        return await self._change(
            "UPDATE deliveries SET state = 'sent', message_id = ?, sent_at = ?, token = NULL,"
            " lease_until = NULL, error = NULL"
            " WHERE id = ? AND token = ? AND state IN ('sending', 'cancelled')",
            message_id,
            to_milliseconds(sent_at),
            delivery_id,
            token,
        )

    async def back_off(
        self, delivery_id: int, token: str, not_before: datetime, *, doubt: bool, error: str
    ) -> bool:
        """Try again later; `doubt` when nobody knows whether it arrived."""
        await self._lock_owner(delivery_id)
        return await self._change(
            "UPDATE deliveries SET state = 'pending', not_before = ?, doubt = doubt + ?,"
            " error = ?, token = NULL, lease_until = NULL"
            " WHERE id = ? AND token = ? AND state IN ('claimed', 'sending')",
            to_milliseconds(not_before),
            int(doubt),
            error,
            delivery_id,
            token,
        )

    async def mark_dead(self, delivery_id: int, token: str, error: str) -> bool:
        """It will never arrive; whether its reminder stops too is for the caller to say."""
        await self._lock_owner(delivery_id)
        return await self._change(
            "UPDATE deliveries SET state = 'dead', error = ?, token = NULL, lease_until = NULL"
            " WHERE id = ? AND token = ? AND state IN ('claimed', 'sending')",
            error,
            delivery_id,
            token,
        )

    async def give_back(self, token: str) -> int:
        """Let others have what was claimed but not started."""
        return await self._database.execute(
            "UPDATE deliveries SET state = 'pending', token = NULL, lease_until = NULL"
            " WHERE id IN (SELECT id FROM deliveries WHERE token = ? AND state = 'claimed'"
            " /*pg FOR UPDATE SKIP LOCKED */)",
            token,
        )

    async def recover(self, now: datetime | None) -> int:
        """Take up again what nobody settled before its lease ran out."""
        return await self._database.execute(
            "UPDATE deliveries SET state = 'pending', token = NULL, lease_until = NULL,"
            " doubt = doubt + CASE state WHEN 'sending' THEN 1 ELSE 0 END WHERE id IN"
            " (SELECT id FROM deliveries WHERE state IN ('claimed', 'sending')"
            " AND lease_until <= ? /*pg FOR UPDATE SKIP LOCKED */)",
            await self._milliseconds(now),
        )

    async def recover_all(self) -> int:
        """At the start, the same without waiting: owning the file proves that the others are gone.

        PostgreSQL proves nothing of the kind, so there it does nothing.
        """
        return await self._database.execute(
            "UPDATE deliveries SET state = 'pending', token = NULL, lease_until = NULL,"
            " doubt = doubt + CASE state WHEN 'sending' THEN 1 ELSE 0 END"
            " WHERE state IN ('claimed', 'sending') /*pg AND FALSE */"
        )

    async def hold_chat(self, chat_id: int, until: datetime) -> int:
        """Telegram wants rest in this chat: nothing that waits goes there before."""
        return await self._database.execute(
            "UPDATE deliveries SET not_before = ? WHERE id IN"
            " (SELECT id FROM deliveries WHERE chat_id = ? AND sent_at IS NULL"
            " AND state = 'pending' AND not_before < ? /*pg FOR UPDATE SKIP LOCKED */)",
            to_milliseconds(until),
            chat_id,
            to_milliseconds(until),
        )

    async def move_chat(self, old: int, new: int) -> int:
        """A group became a supergroup."""
        return await self._database.execute(
            "UPDATE deliveries SET chat_id = ? WHERE chat_id = ? AND sent_at IS NULL", new, old
        )

    async def forget(self, now: datetime) -> int:
        """Drop what ended, once it was due 30 days ago."""
        return await self._database.execute(
            "DELETE FROM deliveries WHERE state IN ('sent', 'dead', 'cancelled') AND due_at < ?",
            to_milliseconds(now - KEPT_FOR),
        )

    async def _lock_person(self, person_id: int) -> None:
        await self._database.fetch_one(
            "SELECT id FROM people WHERE id = ? /*pg FOR UPDATE */", person_id
        )

    async def _lock_owner(self, delivery_id: int) -> None:
        if not await self._database.fetch_one(
            "SELECT p.id FROM deliveries d JOIN reminders r ON r.id = d.reminder_id"
            " JOIN people p ON p.id = r.person_id WHERE d.id = ? /*pg FOR UPDATE OF p */",
            delivery_id,
        ):
            await self._database.fetch_one(
                "SELECT g.chat_id FROM deliveries d JOIN group_schedules s ON s.id = d.schedule_id"
                " JOIN groups g ON g.chat_id = s.chat_id WHERE d.id = ? /*pg FOR UPDATE OF g */",
                delivery_id,
            )

    async def _milliseconds(self, now: datetime | None) -> int:
        if now is not None:
            return to_milliseconds(now)
        row = await self._database.fetch_one(CLOCK)
        return int(row["now"]) if row else 0

    async def _change(self, sql: str, *args: str | int) -> bool:
        return await self._database.execute(sql, *args) > 0


def _by_chat(deliveries: Iterable[Delivery]) -> list[Delivery]:
    """The chat that waits longest first, and in a chat what was due first."""
    oldest_first = sorted(deliveries, key=lambda delivery: (delivery.not_before, delivery.id))
    waits_since: dict[int, datetime] = {}
    for delivery in oldest_first:
        waits_since.setdefault(delivery.chat_id, delivery.not_before)
    return sorted(oldest_first, key=lambda d: (waits_since[d.chat_id], d.chat_id, d.due_at))


def _delivery(row: Row) -> Delivery:
    lease_until, sent_at = row["lease_until"], row["sent_at"]
    return Delivery(
        id=row["id"],
        reminder_id=row["reminder_id"],
        schedule_id=row["schedule_id"],
        occurrence=row["occurrence"],
        chat_id=row["chat_id"],
        thread_id=row["thread_id"],
        due_at=from_milliseconds(row["due_at"]),
        not_before=from_milliseconds(row["not_before"]),
        state=row["state"],
        attempts=row["attempts"],
        doubt=row["doubt"],
        token=row["token"],
        lease_until=None if lease_until is None else from_milliseconds(lease_until),
        sent_at=None if sent_at is None else from_milliseconds(sent_at),
        message_id=row["message_id"],
        error=row["error"],
    )
