"""Group schedules: what is posted in a group by itself."""

from collections.abc import Sequence
from datetime import datetime

from storage.engine.database import Row
from storage.engine.timestamps import from_milliseconds, to_milliseconds
from storage.groups import LOCK
from storage.records import GroupSchedule, ScheduleKind, ScheduleRests
from storage.schedules import Schedules

SCHEDULE_LIMIT = 20  # a group, not counting those that are done
NEVER = 2**62  # milliseconds


class GroupSchedules(Schedules[GroupSchedule, ScheduleRests]):
    """What a group's moderators set up."""

    table, owner, link = "group_schedules", "chat_id", "schedule_id"
    thread, lock_sql = "thread_id", LOCK
    noun, limit = "schedules", SCHEDULE_LIMIT

    async def list(
        self, chat_id: int, *, posted_since: datetime | None = None
    ) -> Sequence[GroupSchedule]:
        """Those that are not done, or posted since then, in the order they were set up."""
        rows = await self._rows(
            "SELECT * FROM {table} WHERE {owner} = ?"
            " AND (state <> 'done' OR last_posted_at >= ?) ORDER BY created_at, id",
            chat_id,
            NEVER if posted_since is None else to_milliseconds(posted_since),
        )
        return [self._record(row) for row in rows]

    async def add(
        self,
        chat_id: int,
        now: datetime,
        *,
        kind: ScheduleKind,
        what: str,
        rule: str,
        time_zone: str,
        thread_id: int | None = None,
    ) -> GroupSchedule:
        """Set up a new one, active; the group has to be kept."""
        await self._lock(chat_id)
        how = {"rule": rule, "time_zone": time_zone, "thread_id": thread_id}
        return await self._add(chat_id, now, kind=kind, what=what, **how)

    async def posted(
        self, chat_id: int, schedule_id: int, message_id: int, at: datetime, *, what: str
    ) -> GroupSchedule | None:
        """Note what was posted last and what comes next; None when it is gone."""
        await self._lock(chat_id)
        return await self._one(
            "UPDATE {table} SET last_message_id = ?, last_posted_at = ?, what = ?"
            " WHERE {owner} = ? AND id = ? RETURNING *",
            message_id,
            to_milliseconds(at),
            what,
            chat_id,
            schedule_id,
        )

    async def taken_back(self, chat_id: int, schedule_id: int) -> GroupSchedule | None:
        """The last post is gone again; says what it was, None when there was none."""
        schedule = await self.get(chat_id, schedule_id)
        if schedule is None or schedule.last_message_id is None:
            return None
        await self._execute(
            "UPDATE {table} SET last_message_id = NULL, last_posted_at = NULL"
            " WHERE {owner} = ? AND id = ?",
            chat_id,
            schedule_id,
        )
        return schedule

    async def leave_topic(self, chat_id: int, thread_id: int) -> int:
        """The topic is closed or gone: from now on post in the general one. Counts schedules."""
        await self._lock(chat_id)
        await self._execute(
            "UPDATE deliveries SET thread_id = NULL WHERE thread_id = ? AND sent_at IS NULL"
            " AND {link} IN (SELECT id FROM {table} WHERE {owner} = ?)",
            thread_id,
            chat_id,
        )
        return await self._execute(
            "UPDATE {table} SET thread_id = NULL WHERE {owner} = ? AND thread_id = ?",
            chat_id,
            thread_id,
        )

    def _record(self, row: Row) -> GroupSchedule:
        posted_at = row["last_posted_at"]
        return GroupSchedule(
            id=row["id"],
            chat_id=row["chat_id"],
            thread_id=row["thread_id"],
            kind=row["kind"],
            what=row["what"],
            rule=row["rule"],
            time_zone=row["time_zone"],
            state=row["state"],
            paused_because=row["paused_because"],
            last_message_id=row["last_message_id"],
            last_posted_at=None if posted_at is None else from_milliseconds(posted_at),
            created_at=from_milliseconds(row["created_at"]),
        )
