"""Groups: what moderators chose, what was changed, and where a group has moved to."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from random import Random

from storage.engine.database import Database, Row
from storage.engine.timestamps import from_milliseconds, to_milliseconds
from storage.records import Group, GroupChange, Role

GONE_FOR = timedelta(days=30)  # then the settings of a group without the bot go
CHANGES_KEPT_FOR = timedelta(days=365)
CHANGE_LIMIT = 200  # changes of a group; older ones go
MOVES_KEPT_FOR = timedelta(days=30)  # longer than Telegram repeats an update
Setting = str | bool | int | time | tuple[str, ...] | None

#: Until the transaction ends, nobody else changes what is kept of this group.
LOCK = "SELECT chat_id FROM groups WHERE chat_id = ? /*pg FOR UPDATE */"

#: The statement that keeps each setting; a name that is not here is refused.
SETTINGS = {
    "language": "UPDATE groups SET language = ? WHERE chat_id = ?",
    "region": "UPDATE groups SET region = ? WHERE chat_id = ?",
    "who_posts": "UPDATE groups SET who_posts = ? WHERE chat_id = ?",
    "topics": "UPDATE groups SET topics = ? WHERE chat_id = ?",
    "spoiler": "UPDATE groups SET spoiler = ? WHERE chat_id = ?",
    "cooldown_seconds": "UPDATE groups SET cooldown_seconds = ? WHERE chat_id = ?",
    "quiet_start": "UPDATE groups SET quiet_start = ? WHERE chat_id = ?",
    "quiet_end": "UPDATE groups SET quiet_end = ? WHERE chat_id = ?",
    "time_zone": "UPDATE groups SET time_zone = ? WHERE chat_id = ?",
}
_GET = (
    "SELECT groups.*, EXISTS (SELECT 1 FROM group_schedules WHERE chat_id = groups.chat_id"
    " AND paused_because = 'rights') AS waits_for_rights FROM groups WHERE chat_id = ?"
)


class Groups:
    """A group has a row from the first thing that a moderator changed there; before, defaults."""

    def __init__(self, database: Database, chance: Random) -> None:
        self._database = database
        self._chance = chance

    async def get(self, chat_id: int) -> Group | None:
        """None for a group in which nobody has chosen anything."""
        row = await self._database.fetch_one(_GET, chat_id)
        return _group(row) if row else None

    async def get_or(self, usual: Group) -> Group:
        """The group as it is kept, or as it usually is."""
        return await self.get(usual.chat_id) or usual

    async def keep(self, usual: Group) -> None:
        """From now on the group is kept, and locked until the transaction ends."""
        await self._database.execute(
            "INSERT INTO groups (chat_id, language, region, who_posts, topics, spoiler,"
            " cooldown_seconds, quiet_start, quiet_end, time_zone, state)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'active') ON CONFLICT (chat_id) DO NOTHING",
            usual.chat_id,
            usual.language,
            usual.region,
            usual.who_posts,
            _spelled(usual.topics),
            int(usual.spoiler),
            usual.cooldown_seconds,
            _spelled(usual.quiet_start),
            _spelled(usual.quiet_end),
            usual.time_zone,
        )
        await self.lock(usual.chat_id)

    async def lock(self, chat_id: int) -> bool:
        """Until the transaction ends, nobody else changes what is kept of this group."""
        return await self._database.fetch_one(LOCK, chat_id) is not None

    async def change(
        self, usual: Group, at: datetime, by: Role = "moderator", **values: Setting
    ) -> Group:
        """Set these and leave the others; of two at once the last one wins, and both are noted."""
        await self.keep(usual)
        before = await self.get_or(usual)
        for name, value in values.items():
            new, old = _spelled(value), _spelled(getattr(before, name))
            if new != old:
                await self._database.execute(SETTINGS[name], new, usual.chat_id)
                await self.note(usual.chat_id, at, by, name, old, new)
        return await self.get_or(usual)

    async def note(
        self, chat_id: int, at: datetime, by: Role, what: str, was: object, became: object
    ) -> None:
        """Write down a change of what is kept of a group."""
        await self._database.execute(
            "INSERT INTO group_changes (id, chat_id, changed_at, by_role, setting, was, became)"
            " VALUES (?, ?, ?, ?, ?, ?, ?)",
            self._chance.randrange(1, 2**63),
            chat_id,
            to_milliseconds(at),
            by,
            what,
            _noted(was),
            _noted(became),
        )
        await self._database.execute(
            "DELETE FROM group_changes WHERE id IN (SELECT id FROM group_changes WHERE chat_id = ?"
            " ORDER BY changed_at DESC, id DESC LIMIT 1000 OFFSET ?)",
            chat_id,
            CHANGE_LIMIT,
        )

    async def changes(self, chat_id: int, limit: int = 20) -> Sequence[GroupChange]:
        """What was changed, the latest first."""
        rows = await self._database.fetch_all(
            "SELECT * FROM group_changes WHERE chat_id = ? ORDER BY changed_at DESC, id LIMIT ?",
            chat_id,
            limit,
        )
        return [_change(row) for row in rows]

    async def leave(self, chat_id: int, on: date) -> bool:
        """The bot was removed; its schedules are for the caller to stop."""
        return await self._touch(
            "UPDATE groups SET state = 'gone', gone_on = ? WHERE chat_id = ? AND state = 'active'",
            on.isoformat(),
            chat_id,
        )

    async def come_back(self, chat_id: int) -> bool:
        """The bot was added again, and finds what was set; False when nothing is kept."""
        return await self._touch(
            "UPDATE groups SET state = 'active', gone_on = NULL"
            " WHERE chat_id = ? AND state = 'gone'",
            chat_id,
        )

    async def move(self, old: int, new: int, at: datetime) -> bool:
        """Take everything of a group along to its new id, once; False when that was done before.

        Settings that somebody already chose at the new id stay.
        """
        if old == new or not await self._touch(
            "INSERT INTO group_moves (old_chat_id, new_chat_id, moved_at) VALUES (?, ?, ?)"
            " ON CONFLICT (old_chat_id, new_chat_id) DO NOTHING",
            old,
            new,
            to_milliseconds(at),
        ):
            return False
        await self.lock(old)
        await self._database.execute(
            "INSERT INTO groups (chat_id, language, region, who_posts, topics, spoiler,"
            " cooldown_seconds, quiet_start, quiet_end, time_zone, state)"
            " SELECT CAST(? AS BIGINT), language, region, who_posts, topics, spoiler,"
            " cooldown_seconds, quiet_start, quiet_end, time_zone, 'active' FROM groups"
            " WHERE chat_id = ? ON CONFLICT (chat_id) DO NOTHING",
            new,
            old,
        )
        for statement in (
            "UPDATE group_schedules SET chat_id = ? WHERE chat_id = ?",
            "UPDATE group_changes SET chat_id = ? WHERE chat_id = ?",
            "UPDATE deliveries SET chat_id = ? WHERE chat_id = ?",
        ):
            await self._database.execute(statement, new, old)
        await self._database.execute("DELETE FROM groups WHERE chat_id = ?", old)
        return True

    async def moved_here(self, chat_id: int) -> bool:
        """Whether this is a supergroup that grew out of a group not long ago."""
        return bool(
            await self._database.fetch_one(
                "SELECT 1 AS one FROM group_moves WHERE new_chat_id = ?", chat_id
            )
        )

    async def forget(self, now: datetime) -> int:
        """Drop groups that the bot left 30 days ago with all their schedules; count them."""
        await self._database.execute(
            "DELETE FROM group_changes WHERE changed_at < ?",
            to_milliseconds(now - CHANGES_KEPT_FOR),
        )
        await self._database.execute(
            "DELETE FROM group_moves WHERE moved_at < ?", to_milliseconds(now - MOVES_KEPT_FOR)
        )
        return await self._database.execute(
            "DELETE FROM groups WHERE state = 'gone' AND gone_on <= ?",
            (now - GONE_FOR).date().isoformat(),
        )

    async def _touch(self, sql: str, *args: str | int) -> bool:
        return await self._database.execute(sql, *args) > 0


def _spelled(value: Setting) -> str | int | None:
    """As it stands in a column."""
    if isinstance(value, tuple):
        return " ".join(value)
    if isinstance(value, time):
        return value.isoformat(timespec="minutes")
    return int(value) if isinstance(value, bool) else value


def _noted(value: object) -> str:
    return "" if value is None else str(value)


def _group(row: Row) -> Group:
    topics, gone_on = row["topics"], row["gone_on"]
    return Group(
        chat_id=row["chat_id"],
        language=row["language"],
        region=row["region"],
        who_posts=row["who_posts"],
        topics=None if topics is None else tuple(topics.split()),
        spoiler=bool(row["spoiler"]),
        cooldown_seconds=row["cooldown_seconds"],
        quiet_start=time.fromisoformat(row["quiet_start"]),
        quiet_end=time.fromisoformat(row["quiet_end"]),
        time_zone=row["time_zone"],
        state=row["state"],
        gone_on=None if gone_on is None else date.fromisoformat(gone_on),
        waits_for_rights=bool(row.get("waits_for_rights")),
    )


def _change(row: Row) -> GroupChange:
    return GroupChange(
        id=row["id"],
        chat_id=row["chat_id"],
        changed_at=from_milliseconds(row["changed_at"]),
        by_role=row["by_role"],
        setting=row["setting"],
        was=row["was"],
        became=row["became"],
    )
