"""The PostgreSQL driver: a pool, and a connection of its own for every transaction."""

import logging
import time
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager, suppress
from typing import Any

import asyncpg

from storage.engine.database import Database, Row, Session, Statement
from storage.engine.dialect import for_postgres
from storage.engine.notify import listen
from storage.errors import DiskFullError, StorageError, UnreachableError

log = logging.getLogger(__name__)
POOL_SIZE = 10  # connections
CONNECT_TIMEOUT = 10  # seconds
STATEMENT_TIMEOUT = 60  # seconds; a migration that another process makes is waited for
#: Milliseconds; what a process that hangs has locked is let go.
IDLE_LIMIT = "30000"


#: Tables with words of people, and how large one may be to be rewritten while people wait for it.
WITH_WORDS = ("people", "bookmarks", "questions", "removals", "visits", "reminders")
LARGEST_REWRITTEN = 64 * 2**20  # bytes
REWRITTEN_EVERY = 86_400  # seconds
SIZE_OF = "SELECT pg_total_relation_size(CAST($1 AS regclass))"


class _Connection:
    """An asyncpg connection or pool that takes our SQL and answers in rows and sentences."""

    def __init__(self, connection: Any) -> None:
        self._connection = connection

    async def rows(self, sql: str, args: Sequence[Any]) -> list[Row]:
        with _explained():
            return [dict(row) for row in await self._connection.fetch(for_postgres(sql), *args)]

    async def rows_of_each(self, statements: Sequence[Statement]) -> list[list[Row]]:
        return [await self.rows(sql, args) for sql, args in statements]

    async def later(self, statements: Sequence[Statement]) -> None:
        for sql, args in statements:
            await self.run(sql, args)

    async def run(self, sql: str, args: Sequence[Any]) -> int:
        with _explained():
            status: str = await self._connection.execute(for_postgres(sql), *args)
        count = status.rpartition(" ")[2]  # such as UPDATE 3, or CREATE TABLE
        return int(count) if count.isdecimal() else -1


class PostgresDatabase(Database):
    """Transactions run side by side; rows of one person are locked where it matters."""

    def __init__(self, pool: Any, url: str) -> None:
        super().__init__()
        self._pool = pool
        self._url = url
        self._rewrite_at = 0.0

    async def close(self) -> None:
        await self._pool.close()

    @asynccontextmanager
    async def advisory_lock(self, number: int) -> AsyncIterator[bool]:
        """The lock goes with the connection: back in the pool, or lost with this process."""
        async with self._lent() as connection:
            with _explained():
                mine = await connection.fetchval("SELECT pg_try_advisory_lock($1)", number)
            yield bool(mine)

    async def coordinate(self, sql: str, *args: Any) -> list[Row]:
        return await self.fetch_all(sql, *args)

    async def fold_log(self) -> None:
        """Rewrite the tables with people's words once a day: vacuuming leaves the words in them.

        Nobody can use a table meanwhile, so large ones are left to the host.
        """
        if time.monotonic() < self._rewrite_at:
            return
        self._rewrite_at = time.monotonic() + REWRITTEN_EVERY
        try:
            async with self._lent() as connection:
                await _rewrite(connection)
        except StorageError as error:
            log.warning("deleted rows could not be rewritten: %s", error)

    async def listen(self, hear: Callable[[str], None]) -> None:
        await listen(self._url, hear)

    @asynccontextmanager
    async def _begin(self) -> AsyncIterator[Session]:
        async with self._lent() as connection:
            try:
                work = connection.transaction()
                with _explained():
                    await work.start()
                try:
                    yield _Connection(connection)
                except BaseException:
                    with suppress(StorageError), _explained():
                        await work.rollback()
                    raise
                with _explained():
                    await work.commit()
            finally:
                with _explained():
                    if not connection.is_closed() and connection.is_in_transaction():
                        await connection.execute("ROLLBACK")  # it was cancelled while it committed

    @asynccontextmanager
    async def _lent(self) -> AsyncIterator[Any]:
        """One of the pool's; what was committed holds, even if it dies on its way back."""
        with _explained():
            connection = await self._pool.acquire(timeout=CONNECT_TIMEOUT)
        try:
            yield connection
        finally:
            with suppress(StorageError), _explained():
                await self._pool.release(connection)

    async def _read(self, sql: str, args: Sequence[Any]) -> list[Row]:
        return await _Connection(self._pool).rows(sql, args)


async def open_postgres(url: str) -> PostgresDatabase:
    """Connect; the address and the password stay out of every error."""
    try:
        with _explained():
            pool = await asyncpg.create_pool(
                url,
                min_size=1,
                max_size=POOL_SIZE,
                timeout=CONNECT_TIMEOUT,
                command_timeout=STATEMENT_TIMEOUT,
                server_settings={"idle_in_transaction_session_timeout": IDLE_LIMIT},
            )
    except ValueError:
        raise UnreachableError from None
    return PostgresDatabase(pool, url)


async def _rewrite(connection: Any) -> None:
    with _explained():
        await connection.execute("SET lock_timeout = '2s'")
        for table in WITH_WORDS:
            if await connection.fetchval(SIZE_OF, table) < LARGEST_REWRITTEN:
                await connection.execute(f"VACUUM (FULL) {table}")
        await connection.execute("RESET lock_timeout")


@contextmanager
def _explained() -> Iterator[None]:
    """Turn errors into sentences, without their DETAIL: it quotes the row, ids and all."""
    try:
        yield
    except asyncpg.DiskFullError:
        raise DiskFullError from None
    except (
        OSError,
        asyncpg.CannotConnectNowError,
        asyncpg.ConnectionDoesNotExistError,
        asyncpg.ConnectionFailureError,
        asyncpg.InvalidAuthorizationSpecificationError,
        asyncpg.InvalidCatalogNameError,
        asyncpg.ClientConfigurationError,
        asyncpg.InternalClientError,  # it was asked while it heard that the server dies
    ):
        raise UnreachableError from None
    except asyncpg.InterfaceError as error:
        raise StorageError(f"PostgreSQL refused a statement: {type(error).__name__}.") from None
    except asyncpg.PostgresError as error:
        raise StorageError(_sentence(error)) from None


def _sentence(error: Any) -> str:
    wrong_sql = str(error.sqlstate or "").startswith("42")  # its message names tables, not rows
    why = error.args[0] if wrong_sql else f"{type(error).__name__} {error.sqlstate}"
    return f"PostgreSQL refused a statement: {why}."
