"""The SQLite driver: one file, encrypted, one connection that writes and one that reads."""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path
from typing import IO, Any, TypeVar

import aiosqlite
import sqlcipher3.dbapi2 as sqlcipher

from storage.engine import sqlcipher as cipher
from storage.engine.database import Database, Row, Session, Statement
from storage.engine.sqlcipher import explained
from storage.errors import StorageError, WrongKeyError
from storage.files.atomic import take_ownership
from storage.files.keys import DataKey
from storage.files.wal import keep_damaged_log

log = logging.getLogger(__name__)
T = TypeVar("T")
IN_MEMORY = Path(":memory:")
REMEMBERED = 8192  # rows that were looked up

# At DEBUG it writes every statement with its values: ids and notes.
logging.getLogger("aiosqlite").setLevel(logging.WARNING)


class _Thread(aiosqlite.Connection):
    """Runs several statements per trip to its thread: the way there costs the most."""

    async def round_trip(self, work: Callable[[sqlcipher.Connection], T]) -> T:
        done: T = await self._execute(work, self._conn)  # type: ignore[no-untyped-call]  # aiosqlite gives no types
        return done


class _Connection:
    """A connection that answers in rows and sentences."""

    def __init__(self, thread: _Thread, path: Path) -> None:
        self._thread, self._path = thread, path

    async def round_trip(self, work: Callable[[sqlcipher.Connection], T]) -> T:
        try:
            return await self._thread.round_trip(work)
        except sqlcipher.Error as error:
            raise cipher.sentence(error, self._path) from error

    async def rows(self, sql: str, args: Sequence[Any]) -> list[Row]:
        return await self.round_trip(lambda connection: _rows(connection, sql, args))

    async def close(self) -> None:
        await self._thread.close()


class _Transaction:
    """It begins with the round trip of its first statement; what can wait goes with the next."""

    def __init__(self, connection: _Connection) -> None:
        self._connection = connection
        self._has_begun = False
        self._waiting: list[Statement] = []
        self.removes_people = False

    async def rows(self, sql: str, args: Sequence[Any]) -> list[Row]:
        [rows] = await self.rows_of_each([(sql, args)])
        return rows

    async def rows_of_each(self, statements: Sequence[Statement]) -> list[list[Row]]:
        self._note(statements)
        return await self._round_trip(
            lambda connection: [_rows(connection, *statement) for statement in statements]
        )

    async def run(self, sql: str, args: Sequence[Any]) -> int:
        self._note([(sql, args)])
        return await self._round_trip(
            lambda connection: int(connection.execute(sql, args).rowcount)
        )

    async def later(self, statements: Sequence[Statement]) -> None:
        self._note(statements)
        self._waiting += statements

    async def commit(self) -> None:
        if self._has_begun or self._waiting:
            await self._round_trip(lambda connection: connection.execute("COMMIT"))

    async def rollback(self) -> None:
        """Even if nothing is known to have begun: what was cancelled still runs, before this."""
        await self._connection.round_trip(lambda connection: connection.rollback())

    def _note(self, statements: Sequence[Statement]) -> None:
        for sql, _ in statements:
            self.removes_people |= sql.startswith("DELETE FROM people")

    async def _round_trip(self, work: Callable[[sqlcipher.Connection], T]) -> T:
        waiting, self._waiting = self._waiting, []

        def work_in_order(connection: sqlcipher.Connection) -> T:
            if not self._has_begun:
                connection.execute("BEGIN IMMEDIATE")
                self._has_begun = True
            for sql, args in waiting:
                connection.execute(sql, args)
            return work(connection)

        return await self._connection.round_trip(work_in_order)


def _rows(connection: sqlcipher.Connection, sql: str, args: Sequence[Any]) -> list[Row]:
    return [dict(row) for row in connection.execute(sql, args)]


class SqliteDatabase(Database):
    """Tasks take turns to write. Readers have a connection of their own and don't wait.

    Nobody else writes to the file, so what was looked up holds until the next commit.
    """

    def __init__(self, writer: _Connection, reader: _Connection, owner: IO[bytes] | None) -> None:
        super().__init__()
        self._writer = writer
        self._reader = reader
        self._owner = owner
        self._writer_lock = asyncio.Lock()
        self._known: dict[tuple[str, tuple[Any, ...]], Row | None] = {}
        self._commits = 0

    async def close(self) -> None:
        await self._reader.close()
        await self._writer.close()
        if self._owner:
            self._owner.close()

    async def cached_get(self, sql: str, *args: Any) -> Row | None:
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
        async with self._writer_lock:
            transaction = _Transaction(self._writer)
            try:
                yield transaction
                await transaction.commit()
            except BaseException:
                await transaction.rollback()
                raise
            finally:
                self._forget()
            if transaction.removes_people:
                await self._fold()

    async def _alone(
        self,
        sql: str,
        args: Sequence[Any],
        first: Callable[[], Awaitable[object]] | None,  # noqa: ARG002 - nobody else writes
    ) -> list[Row]:
        """Without BEGIN and COMMIT: SQLite puts them around a single statement itself."""
        async with self._writer_lock:
            try:
                return await self._writer.rows(sql, args)
            finally:
                self._forget()

    def _forget(self) -> None:
        self._commits += 1
        self._known.clear()

    async def fold_log(self) -> None:
        async with self._writer_lock:
            await self._fold()

    async def _fold(self) -> None:
        """What is committed stays so, whatever this meets: the next round tries again."""
        try:
            await self._writer.rows("PRAGMA wal_checkpoint(TRUNCATE)", ())
        except StorageError as error:
            log.warning("the database's log could not be folded in: %s", type(error).__name__)

    async def _read(self, sql: str, args: Sequence[Any]) -> list[Row]:
        return await self._reader.rows(sql, args)


class MemoryDatabase(SqliteDatabase):
    """One connection for both, so a reader waits until nothing half-done can be seen."""

    def __init__(self, connection: _Connection) -> None:
        super().__init__(connection, connection, None)

    async def _read(self, sql: str, args: Sequence[Any]) -> list[Row]:
        async with self._writer_lock:
            return await super()._read(sql, args)


async def open_memory() -> MemoryDatabase:
    """A database for the playground and for tests; not encrypted, never on a disk."""
    thread = _Thread(cipher.memory, iter_chunk_size=64)
    await thread
    return MemoryDatabase(_Connection(thread, IN_MEMORY))


async def open_sqlite(path: Path, key: DataKey) -> SqliteDatabase:
    """Open the file, or make it; refused when another process has it or the key is not its key."""
    owner = take_ownership(path)
    try:
        await asyncio.to_thread(_ready, path, key)
        writer = await _open(path, partial(_writing, path, key))
        try:
            reader = await _open(path, partial(_reading, path, key))
        except BaseException:
            await writer.close()
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
        thread = _Thread(lambda: made, iter_chunk_size=64)
        await thread
        return _Connection(thread, path)


def _ready(path: Path, key: DataKey) -> None:
    cipher.check_whole(path)
    if path.exists() and (kept := keep_damaged_log(path)):
        log.error(
            "the log of the database was damaged, so what was kept last is lost: it is kept as %s",
            kept.name,
        )
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
