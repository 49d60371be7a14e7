"""Numbers of updates that Telegram has posted, so that several processes answer each only once."""

from datetime import datetime, timedelta

from storage.engine.database import Database
from storage.engine.timestamps import to_milliseconds

KEPT_FOR = timedelta(days=1)  # Telegram gives an update up after that


class SeenUpdates:
    """A number says nothing about anybody."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def note(self, update_id: int, at: datetime) -> bool:
        """Whether it is the first time."""
        return bool(
            await self._database.execute(
                "INSERT INTO seen_updates (update_id, seen_at) VALUES (?, ?)"
                " ON CONFLICT (update_id) DO NOTHING",
                update_id,
                to_milliseconds(at),
            )
        )

    async def forget(self, now: datetime) -> int:
        """Drop those that cannot come again."""
        return await self._database.execute(
            "DELETE FROM seen_updates WHERE seen_at <= ?", to_milliseconds(now - KEPT_FOR)
        )

    async def try_to_write(self) -> None:
        """A row that nobody sees: what is written and deleted again still has to find room."""
        await self._database.execute(
            "INSERT INTO seen_updates (update_id, seen_at) VALUES (-1, 0)"
            " ON CONFLICT (update_id) DO NOTHING"
        )
        await self._database.execute("DELETE FROM seen_updates WHERE update_id = -1")
