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

from collections.abc import Awaitable, Iterable, Sequence
from datetime import datetime, timedelta
from random import Random
from typing import Any

from storage.engine.database import Database, Row
from storage.engine.dialect import LOCK_CLAIMS
from storage.engine.timestamps import from_milliseconds, to_milliseconds
from storage.records import Delivery

KEPT_FOR = timedelta(days=30)  # after it was due
UNDELIVERED = "('pending', 'claimed', 'sending')"
_MILLISECOND = timedelta(milliseconds=1)
_HOUR = 3_600_000  # milliseconds
_CHANCE_BITS = 43  # of an id; its other 20 count hours until 2089


def new_id(due_at: datetime, chance: Random) -> int:
    """An id that sorts by the hour: the migration that makes the table says why."""
    return to_milliseconds(due_at) // _HOUR << _CHANCE_BITS | chance.getrandbits(_CHANCE_BITS)


class Deliveries:
    """What takes a token does nothing, and says so, once that token has lost the delivery."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def pending_for(self, person_id: int) -> Sequence[Delivery]:
        """What is planned for a person, the next one first."""
        return [d for d in await self.open_for(person_id) if d.state == "pending"]

    async def open_for(self, person_id: int) -> Sequence[Delivery]:
        """What has not arrived yet, planned or under way, the next one first."""
        rows = await self._database.fetch_all(
            "SELECT * FROM deliveries WHERE chat_id = ? AND sent_at IS NULL"  # noqa: S608 - a constant
            f" AND state IN {UNDELIVERED} ORDER BY due_at, id",
            person_id,
        )
        return [delivery_of(row) for row in rows]

    async def next_due(self) -> datetime | None:
        """When somebody has to try next; None when nothing is planned."""
        return (await self.next_work())[0]

    async def next_work(self) -> tuple[datetime | None, datetime | None]:
        """The same, and when the first lease ends of what somebody has claimed."""
        row = await self._database.fetch_one(
            "SELECT (SELECT MIN(not_before) FROM deliveries WHERE state = 'pending') AS next,"
            " (SELECT MIN(lease_until) FROM deliveries WHERE state IN ('claimed', 'sending'))"
            " AS lease"
        )
        moments = (row["next"], row["lease"]) if row else (None, None)
        next_due, lease = (None if at is None else from_milliseconds(at) for at in moments)
        return next_due, lease

    async def claim(
        self, now: datetime, limit: int, lease: timedelta, token: str
    ) -> Sequence[Delivery]:
        """Take the `limit` longest due, and all else that is due in their chats, side by side."""
        at = to_milliseconds(now)
        rows = await self._database.fetch_alone(
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
            first=lambda: self._database.coordinate(LOCK_CLAIMS),
        )
        return _by_chat(map(delivery_of, rows))

    async def start(
        self, ids: Sequence[int], token: str, now: datetime, lease: timedelta
    ) -> set[int]:
        """About to send these of one chat. Which of them: not what was lost or cancelled."""
        at = to_milliseconds(now)
        rows = await self._change(
            "state = 'sending', attempts = attempts + 1, lease_until = ?",
            [at + lease // _MILLISECOND],
            ids,
            "token = ? AND state = 'claimed' AND lease_until > ?",
            [token, at],
        )
        return {row["id"] for row in rows}

    async def settle_sent(
        self, ids: Sequence[int], token: str, message_id: int, sent_at: datetime
    ) -> int:
        """Telegram took them, even what somebody cancelled meanwhile; how many."""
        rows = await self._change(
            "state = 'sent', message_id = ?, sent_at = ?, token = NULL, lease_until = NULL,"
            " error = NULL",
            [message_id, to_milliseconds(sent_at)],
            ids,
            "token = ? AND state IN ('sending', 'cancelled')",
            [token],
        )
        return len(rows)

    async def back_off(
        self, ids: Sequence[int], token: str, not_before: datetime, *, doubt: bool, error: str
    ) -> int:
        """Try these of one chat again later; `doubt` when nobody knows whether they arrived."""
        rows = await self._change(
            "state = 'pending', not_before = ?, doubt = doubt + ?, error = ?, token = NULL,"
            " lease_until = NULL",
            [to_milliseconds(not_before), int(doubt), error],
            ids,
            "token = ? AND state IN ('claimed', 'sending')",
            [token],
        )
        return len(rows)

    async def mark_dead(self, ids: Sequence[int], token: str, error: str) -> int:
        """They will never arrive; whether what they are about stops too is for the caller."""
        rows = await self._change(
            "state = 'dead', error = ?, token = NULL, lease_until = NULL",
            [error],
            ids,
            "token = ? AND state IN ('claimed', 'sending')",
            [token],
        )
        return len(rows)

    async def give_back(self, token: str) -> int:
        """Let others have what was claimed but not started."""
        return await self._database.execute(
            "UPDATE deliveries SET state = 'pending', token = NULL, lease_until = NULL"
            " WHERE id IN (SELECT id FROM deliveries WHERE token = ? AND state = 'claimed'"
            " /*pg FOR UPDATE SKIP LOCKED */)",
            token,
        )

    async def recover(self, now: datetime) -> int:
        """Take up again what nobody settled before its lease ran out."""
        return await self._database.execute(
            "UPDATE deliveries SET state = 'pending', token = NULL, lease_until = NULL,"
            " doubt = doubt + CASE state WHEN 'sending' THEN 1 ELSE 0 END WHERE id IN"
            " (SELECT id FROM deliveries WHERE state IN ('claimed', 'sending')"
            " AND lease_until <= ? /*pg FOR UPDATE SKIP LOCKED */)",
            to_milliseconds(now),
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

    async def _lock_owner(self, delivery_id: int) -> None:
        if not await self._database.coordinate(
            "SELECT p.id FROM deliveries d JOIN reminders r ON r.id = d.reminder_id"
            " JOIN people p ON p.id = r.person_id WHERE d.id = ? /*pg FOR UPDATE OF p */",
            delivery_id,
        ):
            await self._database.coordinate(
                "SELECT g.chat_id FROM deliveries d JOIN group_schedules s ON s.id = d.schedule_id"
                " JOIN groups g ON g.chat_id = s.chat_id WHERE d.id = ? /*pg FOR UPDATE OF g */",
                delivery_id,
            )

    async def _change(
        self,
        changes: str,
        values: Sequence[Any],
        ids: Sequence[int],
        which: str,
        args: Sequence[Any],
    ) -> list[Row]:
        """Change these of one chat, as one transaction or as a part of one."""

        def lock() -> Awaitable[None]:
            return self._lock_owner(ids[0])

        places = ", ".join("?" * len(ids))
        sql = f"UPDATE deliveries SET {changes} WHERE id IN ({places}) AND {which} RETURNING id"  # noqa: S608 - names of ours
        return await self._database.fetch_alone(sql, *values, *ids, *args, first=lock)


def _by_chat(deliveries: Iterable[Delivery]) -> list[Delivery]:
    """The chat that waits longest first, and in a chat what was due first."""
    oldest_first = sorted(deliveries, key=lambda delivery: (delivery.not_before, delivery.id))
    waits_since: dict[int, datetime] = {}
    for delivery in oldest_first:
        waits_since.setdefault(delivery.chat_id, delivery.not_before)
    return sorted(oldest_first, key=lambda d: (waits_since[d.chat_id], d.chat_id, d.due_at))


def delivery_of(row: Row) -> Delivery:
    """A row of `deliveries`."""
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
