"""Typed answers we wait for: one at a time for a person in a chat."""

from datetime import datetime, timedelta

from storage.engine.database import Database, Row
from storage.engine.timestamps import from_milliseconds, to_milliseconds
from storage.people import People
from storage.records import PendingInput, PendingKind

ANSWER_WITHIN = timedelta(hours=1)


class PendingInputs:
    """What the next typed message of a person means, if it means anything."""

    def __init__(self, database: Database, people: People) -> None:
        self._database = database
        self._people = people

    async def set(
        self,
        person_id: int,
        chat_id: int,
        kind: PendingKind,
        ref: str,
        now: datetime,
        *,
        wait_for: timedelta = ANSWER_WITHIN,
    ) -> PendingInput:
        """Wait for an answer; an earlier wait in the same chat ends."""
        await self._people.lock(person_id)
        expires_at = to_milliseconds(now + wait_for)
        await self._database.execute(
            "INSERT INTO pending_inputs (person_id, chat_id, kind, ref, expires_at)"
            " VALUES (?, ?, ?, ?, ?) ON CONFLICT (person_id, chat_id) DO UPDATE SET"
            " kind = excluded.kind, ref = excluded.ref, prompt_message_id = NULL,"
            " expires_at = excluded.expires_at",
            person_id,
            chat_id,
            kind,
            ref,
            expires_at,
        )
        return PendingInput(person_id, chat_id, kind, ref, from_milliseconds(expires_at))

    async def get(self, person_id: int, chat_id: int) -> PendingInput | None:
        """What is waited for, expired or not: a late answer deserves a word, not a search."""
        return (await self._people.get_waiting(person_id, chat_id))[1]

    async def take(self, person_id: int, chat_id: int, now: datetime) -> PendingInput | None:
        """The wait ends here, once; None when nothing is waited for or it came too late."""
        row = await self._database.fetch_one(
            "DELETE FROM pending_inputs WHERE person_id = ? AND chat_id = ? RETURNING *",
            person_id,
            chat_id,
        )
        if row is None or row["expires_at"] <= to_milliseconds(now):
            return None
        return _pending(row)

    async def clear(self, person_id: int, chat_id: int) -> bool:
        """Stop waiting; False when nothing was waited for."""
        return bool(
            await self._database.execute(
                "DELETE FROM pending_inputs WHERE person_id = ? AND chat_id = ?",
                person_id,
                chat_id,
            )
        )

    async def forget(self, now: datetime, *, late_for: timedelta = timedelta(days=1)) -> int:
        """Drop what expired so long ago that nobody will answer any more."""
        return await self._database.execute(
            "DELETE FROM pending_inputs WHERE expires_at <= ?", to_milliseconds(now - late_for)
        )


def _pending(row: Row) -> PendingInput:
    return PendingInput(
        person_id=row["person_id"],
        chat_id=row["chat_id"],
        kind=row["kind"],
        ref=row["ref"],
        expires_at=from_milliseconds(row["expires_at"]),
    )
