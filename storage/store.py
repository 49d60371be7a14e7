"""The store: one transaction at a time for a task, and a repository for every noun."""

import math
import time
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from enum import IntEnum
from pathlib import Path
from random import Random, SystemRandom

from storage.bookmarks import Bookmarks
from storage.deliveries import Deliveries
from storage.engine.database import Database, Row
from storage.engine.dialect import NOTIFY
from storage.engine.migrate import MIGRATIONS, migrate
from storage.engine.sqlite import open_memory, open_sqlite
from storage.errors import BadKeyError, StorageError
from storage.feedback import Feedback
from storage.files.backup import finish_rotation
from storage.files.keys import FoundKey, KeyPlaces, find_key
from storage.group_schedules import GroupSchedules
from storage.groups import Groups
from storage.pending_inputs import PendingInputs
from storage.people import People
from storage.questions import Questions
from storage.reminders import Reminders
from storage.replicas import Replicas
from storage.rounds import Rounds
from storage.seen_updates import SeenUpdates
from storage.stats import StorageStats
from storage.undo import UndoLog
from storage.visits import Visits

WRITTEN_EVERY = 10.0  # seconds at least between two writes that are checks
IN_MEMORY_URL, USUAL_FOLDER = "sqlite://", Path("data")

_PANEL = {
    "people": "SELECT * FROM people ORDER BY id LIMIT 100",
    "bookmarks": "SELECT * FROM bookmarks ORDER BY person_id, position LIMIT 100",
    "questions": "SELECT * FROM questions ORDER BY person_id, position LIMIT 100",
    "pending_inputs": "SELECT * FROM pending_inputs ORDER BY person_id, chat_id LIMIT 100",
    "removals": "SELECT * FROM removals ORDER BY person_id, removed_at LIMIT 100",
    "visits": "SELECT * FROM visits ORDER BY person_id, starts_at LIMIT 100",
    "reminders": "SELECT * FROM reminders ORDER BY person_id, created_at LIMIT 100",
    "deliveries": "SELECT * FROM deliveries ORDER BY chat_id, due_at LIMIT 100",
    "groups": "SELECT * FROM groups ORDER BY chat_id LIMIT 100",
    "group_changes": "SELECT * FROM group_changes ORDER BY chat_id, changed_at LIMIT 100",
    "group_moves": "SELECT * FROM group_moves ORDER BY moved_at LIMIT 100",
    "group_schedules": "SELECT * FROM group_schedules ORDER BY chat_id, created_at LIMIT 100",
    "helpful_counts": "SELECT * FROM helpful_counts ORDER BY page_id, day LIMIT 100",
    "rounds": "SELECT * FROM rounds",
    "seen_updates": "SELECT * FROM seen_updates ORDER BY update_id LIMIT 100",
}


class Work(IntEnum):
    """What only one process at a time does."""

    CLEANUP = 7246117


class Store:
    """Everything that is kept. Reads need nothing; writes need `async with transaction()`."""

    def __init__(self, database: Database, chance: Random | None = None) -> None:
        chance = chance or SystemRandom()
        self._database = database
        self._wrote_at = -math.inf  # when a write for a check went well
        #: All or nothing. Commit before telling anybody what happened.
        self.transaction: Callable[[], AbstractAsyncContextManager[None]] = database.transaction
        self.people = People(database)
        self.undo_log = UndoLog(database)
        self.bookmarks = Bookmarks(database, self.people, self.undo_log, chance)
        self.questions = Questions(database, self.people, self.undo_log, chance)
        self.pending_inputs = PendingInputs(database, self.people)
        self.visits = Visits(database, self.people, chance)
        self.deliveries = Deliveries(database)
        self.reminders = Reminders(database, self.people.lock, chance)
        self.groups = Groups(database, chance)
        self.feedback = Feedback(database)
        self.schedules = GroupSchedules(database, self.groups.lock, chance)
        self.stats = StorageStats(database)
        self.seen_updates = SeenUpdates(database)
        self.replicas = Replicas(database)
        self.rounds = Rounds(database)

    async def answers(self) -> None:
        """Ask the database for next to nothing, and see whether it can still keep something.

        Raises StorageError when it can't. A disk that is full or fails is read from for long.
        """
        await self._database.fetch_one("SELECT 1 AS one")
        if time.monotonic() - self._wrote_at < WRITTEN_EVERY:
            return
        async with self.transaction():
            await self.seen_updates.try_to_write()
        self._wrote_at = time.monotonic()

    async def fold_log(self) -> None:
        """Bring the database's log into its file, and empty it: what was deleted is in neither."""
        await self._database.fold_log()

    def advisory_lock(self, work: Work) -> AbstractAsyncContextManager[bool]:
        """Whether no other process does this work now; none will while the block runs."""
        return self._database.advisory_lock(work)

    async def listen(self, hear: Callable[[str], None]) -> None:
        """Hear each word that a process on this database sends, this one too, until cancelled."""
        await self._database.listen(hear)

    async def notify(self, word: str) -> None:
        """To all processes on this database, once this transaction commits."""
        await self._database.fetch_one(NOTIFY, word)

    async def panel(self) -> list[tuple[str, list[Row]]]:
        """The first rows of every table as they are, to show what is stored."""
        return [(table, await self._database.fetch_all(sql)) for table, sql in _PANEL.items()]

    async def close(self) -> None:
        """Let go of the database."""
        await self._database.close()


def data_folder(url: str) -> Path:
    """Where files go that belong beside the database; each machine has its own."""
    file = database_file(url)
    return file.parent if file else USUAL_FOLDER


def database_file(url: str) -> Path | None:
    """The file a DATABASE_URL names; None in memory and on PostgreSQL."""
    if url.startswith("sqlite:///"):
        name = url.removeprefix("sqlite:///")
        return None if name in ("", ":memory:") else Path(name)
    if url == IN_MEMORY_URL or url.startswith(("postgresql://", "postgres://")):
        return None
    raise StorageError(
        "DATABASE_URL is not supported: it takes sqlite:///data/waymark.db"
        " or postgresql://user@host/name."
    )


def find_database_key(url: str, places: KeyPlaces | None) -> FoundKey | None:
    """The key for a SQLite file, made on the first start; an interrupted rotation is finished."""
    file = database_file(url)
    if file is None:
        return None
    if places is None:
        raise BadKeyError(f"The database {file} needs a key: set DATA_KEY or DATA_KEY_FILE.")
    if places.key_file:
        finish_rotation(file, places.key_file)
    return find_key(places, file)


async def open_database(url: str, found: FoundKey | None = None) -> Database:
    """Open what DATABASE_URL names, as it is."""
    file = database_file(url)
    if file and found:
        return await open_sqlite(file, found.key)
    if file:
        raise BadKeyError(f"The database {file} needs a key: set DATA_KEY or DATA_KEY_FILE.")
    if url.startswith("sqlite:"):
        return await open_memory()
    from storage.engine.postgres import open_postgres  # most bots never need its driver

    return await open_postgres(url)


async def open_store(
    url: str,
    found: FoundKey | None = None,
    chance: Random | None = None,
    migrations: Path = MIGRATIONS,
) -> Store:
    """Open what DATABASE_URL names and bring its schema up to date."""
    database = await open_database(url, found)
    try:
        await migrate(database, migrations)
    except BaseException:
        await database.close()
        raise
    return Store(database, chance)
