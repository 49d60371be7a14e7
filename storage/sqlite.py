"""The SQLite driver: one file, encrypted, one connection that writes and one that reads."""

import asyncio
import logging
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path
from typing import IO, Any

import aiosqlite
import sqlcipher3.dbapi2 as sqlcipher

from storage import cipher
from storage.cipher import explained
from storage.database import Database, Row, Session
from storage.errors import WrongKeyError
from storage.files import take_ownership
from storage.keys import DataKey

IN_MEMORY = Path(":memory:")
REMEMBERED = 16_384  # rows that were looked up since the last commit

# At DEBUG it writes every statement with its values: ids and notes.
logging.getLogger("aiosqlite").setLevel(logging.WARNING)


class _Connection:
    """An aiosqlite connection that answers in rows and sentences."""

    def __init__(self, connection: aiosqlite.Connection, path: Path) -> None:
        self.raw = connection
        self._path = path

    async def rows(self, sql: str, args: Sequence[Any]) -> list[Row]:
        with explained(self._path):
            return [dict(row) for row in await self.raw.execute_fetchall(sql, args)]

    async def run(self, sql: str, args: Sequence[Any] = ()) -> int:
        with explained(self._path):
            return (await self.raw.execute(sql, args)).rowcount


class SqliteDatabase(Database):
    """Tasks take turns to write. Readers have a connection of their own and don't wait.

    Nobody else writes to the file, so what was looked up holds until the next commit.
    """

    def __init__(self, writer: _Connection, reader: _Connection, owner: IO[bytes] | None) -> None:
        super().__init__()
        self._writer = writer
        self._reader = reader
        self._owner = owner
        self._turn = asyncio.Lock()
        self._known: dict[tuple[str, tuple[Any, ...]], Row | None] = {}
        self._commits = 0

    async def close(self) -> None:
        await self._reader.raw.close()
        await self._writer.raw.close()
        if self._owner:
            self._owner.close()

    async def look_up(self, sql: str, *args: Any) -> Row | None:
        if self._session():
            return await self.fetch_one(sql, *args)
        if (sql, args) in self._known:
            return self._known[sql, args]
        before = self._commits
        row = await self.fetch_one(sql, *args)
        if before == self._commits:
            if len(self._known) >= REMEMBERED:
                self._known.clear()
            self._known[sql, args] = row
        return row

    @asynccontextmanager
    async def _begin(self) -> AsyncIterator[Session]:
        async with self._turn:
            try:
                await self._writer.run("BEGIN IMMEDIATE")
                yield self._writer
                await self._writer.run("COMMIT")
            except BaseException:
                # A cancelled BEGIN or COMMIT still runs, but before this: the thread keeps order.
                await self._writer.raw.rollback()
                raise
            finally:
                self._commits += 1
                self._known.clear()

    async def _read(self, sql: str, args: Sequence[Any]) -> list[Row]:
        return await self._reader.rows(sql, args)


class MemoryDatabase(SqliteDatabase):
    """One connection for both, so a reader waits until nothing half-done can be seen."""

    def __init__(self, connection: _Connection) -> None:
        super().__init__(connection, connection, None)

    async def _read(self, sql: str, args: Sequence[Any]) -> list[Row]:
        async with self._turn:
            return await super()._read(sql, args)


async def open_memory() -> MemoryDatabase:
    """A database for the playground and for tests; not encrypted, never on a disk."""
    connection = await aiosqlite.Connection(cipher.memory, iter_chunk_size=64)
    return MemoryDatabase(_Connection(connection, IN_MEMORY))


async def open_sqlite(path: Path, key: DataKey) -> SqliteDatabase:
    """Open the file, or make it; refused when another process has it or the key is not its key."""
    owner = take_ownership(path)
    try:
        await asyncio.to_thread(_ready, path, key)
        writer = await _open(path, partial(_writing, path, key))
        try:
            reader = await _open(path, partial(_reading, path, key))
        except BaseException:
            await writer.raw.close()
            raise
    except BaseException:
        owner.close()
        raise
    return SqliteDatabase(writer, reader, owner)


async def _open(path: Path, connector: partial[sqlcipher.Connection]) -> _Connection:
    """A connection on a thread of its own, made before that thread: aiosqlite waits for no thread
    whose connection could not be made, and it would outlive the loop.
    """
    with explained(path):
        made = await asyncio.to_thread(connector)
        return _Connection(await aiosqlite.Connection(lambda: made, iter_chunk_size=64), path)


def _ready(path: Path, key: DataKey) -> None:
    cipher.check_whole(path)
    if not path.exists():
        cipher.make_database(path, key)
    elif not cipher.opens(path, key):
        raise WrongKeyError(path)


def _writing(path: Path, key: DataKey) -> sqlcipher.Connection:
    connection = cipher.connect(path, key)
    try:
        connection.execute("PRAGMA journal_mode = WAL").fetchall()
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("PRAGMA user_version = 0")  # finds out now whether it may write
        connection.execute("ROLLBACK")
    except BaseException:
        connection.close()
        raise
    return connection


def _reading(path: Path, key: DataKey) -> sqlcipher.Connection:
    connection = cipher.connect(path, key)
    connection.execute("PRAGMA query_only = ON")
    return connection
