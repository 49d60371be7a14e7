"""Group schedules: what is posted in a group by itself, and each time that it is planned."""

from collections.abc import Sequence
from datetime import datetime
from random import Random

from storage.deliveries import new_id
from storage.engine.database import Database, Row
from storage.engine.timestamps import from_milliseconds, to_milliseconds
from storage.errors import LimitReachedError
from storage.groups import Groups
from storage.records import GroupSchedule, ScheduleKind, ScheduleRests

NEVER = 2**62  # milliseconds
SCHEDULE_LIMIT = 20  # a group, not counting those that are done
DONE_LIMIT = 100  # a group; older ones that are done go, with what is known of their deliveries


class GroupSchedules:
    """Every method names the group too, so that no group reaches another's.

    What stops a schedule also cancels what was planned of it. What starts one hands it back, and
    the caller plans it in the same transaction, because only the caller reads rules.
    """

    def __init__(self, database: Database, groups: Groups, chance: Random) -> None:
        self._database = database
        self._groups = groups
        self._chance = chance

    async def get(self, chat_id: int, schedule_id: int) -> GroupSchedule | None:
        """One schedule by its id."""
        return await self._one(
            "SELECT * FROM group_schedules WHERE chat_id = ? AND id = ?", chat_id, schedule_id
        )

    async def list(
        self, chat_id: int, *, posted_since: datetime | None = None
    ) -> Sequence[GroupSchedule]:
        """Those that are not done, or posted since then, in the order they were set up."""
        rows = await self._database.fetch_all(
            "SELECT * FROM group_schedules WHERE chat_id = ?"
            " AND (state <> 'done' OR last_posted_at >= ?) ORDER BY created_at, id",
            chat_id,
            NEVER if posted_since is None else to_milliseconds(posted_since),
        )
        return [_schedule(row) for row in rows]

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
        await self._groups.lock(chat_id)
        if len(await self.list(chat_id)) >= SCHEDULE_LIMIT:
            raise LimitReachedError("schedules", SCHEDULE_LIMIT)
        await self._drop_old(chat_id)
        row = await self._database.fetch_one(
            "INSERT INTO group_schedules (id, chat_id, thread_id, kind, what, rule, time_zone,"
            " state, created_at) VALUES (?, ?, ?, ?, ?, ?, ?, 'active', ?) RETURNING *",
            self._chance.randrange(1, 2**63),
            chat_id,
            thread_id,
            kind,
            what,
            rule,
            time_zone,
            to_milliseconds(now),
        )
        return _schedule(row or {})

    async def change_rule(
        self, chat_id: int, schedule_id: int, *, rule: str, time_zone: str
    ) -> GroupSchedule | None:
        """Follow another rule from now on, active whatever it was; to be planned again."""
        await self._groups.lock(chat_id)
        await self.cancel(chat_id, schedule_id)
        await self._drop_untried(chat_id)
        return await self._one(
            "UPDATE group_schedules SET rule = ?, time_zone = ?, state = 'active',"
            " paused_because = NULL WHERE chat_id = ? AND id = ? RETURNING *",
            rule,
            time_zone,
            chat_id,
            schedule_id,
        )

    async def pause(self, chat_id: int, schedule_id: int, because: ScheduleRests) -> bool:
        """Rest; False when it is not active."""
        await self._groups.lock(chat_id)
        paused = await self._database.execute(
            "UPDATE group_schedules SET state = 'paused', paused_because = ?"
            " WHERE chat_id = ? AND id = ? AND state = 'active'",
            because,
            chat_id,
            schedule_id,
        )
        if paused:
            await self.cancel(chat_id, schedule_id)
        return paused > 0

    async def pause_all(self, chat_id: int, because: ScheduleRests) -> int:
        """Rest whatever is active in a group, and count it."""
        every = await self.list(chat_id)
        return sum([await self.pause(chat_id, schedule.id, because) for schedule in every])

    async def resume(self, chat_id: int, schedule_id: int) -> GroupSchedule | None:
        """Go on; to be planned again. None when it does not rest."""
        await self._groups.lock(chat_id)
        return await self._one(
            "UPDATE group_schedules SET state = 'active', paused_because = NULL"
            " WHERE chat_id = ? AND id = ? AND state = 'paused' RETURNING *",
            chat_id,
            schedule_id,
        )

    async def wake(self, chat_id: int, because: ScheduleRests) -> Sequence[GroupSchedule]:
        """Go on with all that rest for this reason; to be planned again."""
        resting = [
            schedule.id
            for schedule in await self.list(chat_id)
            if schedule.paused_because == because
        ]
        woken = [await self.resume(chat_id, schedule_id) for schedule_id in resting]
        return [schedule for schedule in woken if schedule]

    async def posted(
        self, chat_id: int, schedule_id: int, message_id: int, at: datetime, *, what: str
    ) -> GroupSchedule | None:
        """Note what was posted last and what comes next; None when it is gone."""
        await self._groups.lock(chat_id)
        return await self._one(
            "UPDATE group_schedules SET last_message_id = ?, last_posted_at = ?, what = ?"
            " WHERE chat_id = ? AND id = ? RETURNING *",
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
        await self._database.execute(
            "UPDATE group_schedules SET last_message_id = NULL, last_posted_at = NULL"
            " WHERE chat_id = ? AND id = ?",
            chat_id,
            schedule_id,
        )
        return schedule

    async def finish(self, chat_id: int, schedule_id: int) -> bool:
        """Note that it has nothing more to post; False when it is not active."""
        return (
            await self._database.execute(
                "UPDATE group_schedules SET state = 'done'"
                " WHERE chat_id = ? AND id = ? AND state = 'active'",
                chat_id,
                schedule_id,
            )
            > 0
        )

    async def leave_topic(self, chat_id: int, thread_id: int) -> int:
        """The topic is closed or gone: from now on post in the general one. Counts schedules."""
        await self._groups.lock(chat_id)
        await self._database.execute(
            "UPDATE deliveries SET thread_id = NULL WHERE thread_id = ? AND sent_at IS NULL"
            " AND schedule_id IN (SELECT id FROM group_schedules WHERE chat_id = ?)",
            thread_id,
            chat_id,
        )
        return await self._database.execute(
            "UPDATE group_schedules SET thread_id = NULL WHERE chat_id = ? AND thread_id = ?",
            chat_id,
            thread_id,
        )

    async def delete(self, chat_id: int, schedule_id: int) -> GroupSchedule | None:
        """Remove it with every delivery and say what it was; None when it is gone."""
        await self._groups.lock(chat_id)
        return await self._one(
            "DELETE FROM group_schedules WHERE chat_id = ? AND id = ? RETURNING *",
            chat_id,
            schedule_id,
        )

    async def plan(self, schedule: GroupSchedule, occurrence: str, due_at: datetime) -> bool:
        """Post it then, once for each occurrence; one that was cancelled revives.

        False when it was planned before, or the schedule has changed or is not active any more.
        """
        await self._groups.lock(schedule.chat_id)
        return bool(
            await self._database.execute(
                "INSERT INTO deliveries (id, schedule_id, occurrence, chat_id, thread_id, due_at,"
                " not_before, state) SELECT CAST(? AS BIGINT), id, CAST(? AS TEXT), chat_id,"
                " thread_id, CAST(? AS BIGINT), CAST(? AS BIGINT), 'pending'"
                " FROM group_schedules WHERE id = ? AND state = 'active' AND rule = ?"
                " AND time_zone = ? ON CONFLICT (schedule_id, occurrence) DO UPDATE"
                " SET state = 'pending', due_at = excluded.due_at,"
                " not_before = excluded.not_before, thread_id = excluded.thread_id, token = NULL"
                " WHERE deliveries.state = 'cancelled'",
                new_id(due_at, self._chance),
                occurrence,
                to_milliseconds(due_at),
                to_milliseconds(due_at),
                schedule.id,
                schedule.rule,
                schedule.time_zone,
            )
        )

    async def cancel(self, chat_id: int, schedule_id: int) -> int:
        """End what has not arrived yet; one that is being sent may arrive all the same."""
        return await self._database.execute(
            "UPDATE deliveries SET state = 'cancelled', lease_until = NULL,"
            " doubt = doubt + CASE state WHEN 'sending' THEN 1 ELSE 0 END WHERE schedule_id ="
            " (SELECT id FROM group_schedules WHERE chat_id = ? AND id = ?)"
            " AND state IN ('pending', 'claimed', 'sending')",
            chat_id,
            schedule_id,
        )

    async def next_moments(self, chat_id: int) -> dict[int, datetime]:
        """When each is due next, by id."""
        rows = await self._database.fetch_all(
            "SELECT schedule_id, MIN(due_at) AS due_at FROM deliveries WHERE chat_id = ?"
            " AND sent_at IS NULL AND schedule_id IS NOT NULL"
            " AND state IN ('pending', 'claimed', 'sending') GROUP BY schedule_id",
            chat_id,
        )
        return {row["schedule_id"]: from_milliseconds(row["due_at"]) for row in rows}

    async def forget_done(self) -> int:
        """Drop those that are done and of which no delivery is kept any more."""
        return await self._database.execute(
            "DELETE FROM group_schedules WHERE state = 'done'"
            " AND NOT EXISTS (SELECT 1 FROM deliveries WHERE schedule_id = group_schedules.id)"
        )

    async def _drop_old(self, chat_id: int) -> None:
        await self._database.execute(
            "DELETE FROM group_schedules WHERE id IN (SELECT id FROM group_schedules"
            " WHERE chat_id = ? AND state = 'done' ORDER BY created_at DESC, id DESC"
            " LIMIT 1000 OFFSET ?)",
            chat_id,
            DONE_LIMIT,
        )

    async def _drop_untried(self, chat_id: int) -> None:
        """Whoever changes a schedule again and again leaves no row behind for each time."""
        await self._database.execute(
            "DELETE FROM deliveries WHERE chat_id = ? AND sent_at IS NULL AND state = 'cancelled'"
            " AND attempts = 0 AND schedule_id IS NOT NULL",
            chat_id,
        )

    async def _one(self, sql: str, *args: str | int | None) -> GroupSchedule | None:
        row = await self._database.fetch_one(sql, *args)
        return _schedule(row) if row else None


def _schedule(row: Row) -> GroupSchedule:
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
