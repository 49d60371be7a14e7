"""The database interface; behind it are two drivers, `sqlite.py` and `postgres.py`."""

import asyncio
from abc import ABC, abstractmethod
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Any, Protocol

from storage.errors import TextRefusedError

Row = dict[str, Any]
Statement = tuple[str, Sequence[Any]]  # with its arguments


class Session(Protocol):
    """One connection while one task has a transaction on it."""

    async def rows(self, sql: str, args: Sequence[Any]) -> list[Row]: ...
    async def rows_of_each(self, statements: Sequence[Statement]) -> list[list[Row]]: ...
    async def later(self, statements: Sequence[Statement]) -> None: ...
    async def run(self, sql: str, args: Sequence[Any]) -> int: ...


class Database(ABC):
    """Plain SQL with `?` in, rows as dicts out.

    Inside `transaction()` a task sees its own writes; outside it only reads, and waits for nobody.
    """

    def __init__(self) -> None:
        self._sessions: dict[asyncio.Task[Any], Session] = {}

    async def fetch_all(self, sql: str, *args: Any) -> list[Row]:
        """Every row; outside a transaction the statement must be a SELECT."""
        _refuse_unkeepable(args)
        if session := self._session():
            return await session.rows(sql, args)
        if not sql.lstrip().upper().startswith("SELECT"):
            raise _write_outside()
        return await self._read(sql, args)

    async def fetch_one(self, sql: str, *args: Any) -> Row | None:
        """The first row, or None."""
        rows = await self.fetch_all(sql, *args)
        return rows[0] if rows else None

    async def cached_get(self, sql: str, *args: Any) -> Row | None:
        """The same, for what nearly every turn asks; a driver may know it without asking."""
        return await self.fetch_one(sql, *args)

    async def fetch_batch(self, *statements: Statement) -> list[list[Row]]:
        """The rows of each, one after the other but in one go; only in a transaction."""
        return await self._writing(*(args for _, args in statements)).rows_of_each(statements)

    async def execute_batch(self, *statements: Statement) -> None:
        """Write all of them, in order, before the transaction reads again or ends."""
        await self._writing(*(args for _, args in statements)).later(statements)

    async def fetch_alone(
        self, sql: str, *args: Any, first: Callable[[], Awaitable[object]] | None = None
    ) -> list[Row]:
        """Write one statement that is a whole transaction (inside one, a part of it); its rows.

        `first` locks, where several write at once.
        """
        _refuse_unkeepable(args)
        if self._session():
            return await self._after(first, sql, args)
        return await self._alone(sql, args, first)

    async def coordinate(self, sql: str, *args: Any) -> list[Row]:  # noqa: ARG002 - others do
        """Lock, or tell others, where several processes write; one that owns its file need not."""
        return []

    async def execute(self, sql: str, *args: Any) -> int:
        """Write, and say how many rows it touched."""
        return await self._writing(args).run(sql, args)

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[None]:
        """All or nothing, for the task that opened it and for no other."""
        task = asyncio.current_task()
        if task is None or task in self._sessions:
            raise RuntimeError("a transaction inside a transaction")
        async with self._begin() as session:
            self._sessions[task] = session
            try:
                yield
            finally:
                del self._sessions[task]

    @asynccontextmanager
    async def advisory_lock(self, number: int) -> AsyncIterator[bool]:  # noqa: ARG002 - others do
        """Whether this process is the only one to do something; one that owns its file is."""
        yield True

    async def listen(self, hear: Callable[[str], None]) -> None:  # noqa: B027 - it is no loss
        """Hear what others on this database say, until it is cancelled; here there are none."""

    async def fold_log(self) -> None:
        """Bring the log into the file, where there is one of our own."""
        return

    @abstractmethod
    async def close(self) -> None:
        """Let go of every connection."""

    @abstractmethod
    def _begin(self) -> AbstractAsyncContextManager[Session]:
        """Begin; commit on the way out, roll back when an exception comes by."""

    @abstractmethod
    async def _read(self, sql: str, args: Sequence[Any]) -> list[Row]:
        """Read what is committed."""

    async def _alone(
        self, sql: str, args: Sequence[Any], first: Callable[[], Awaitable[object]] | None
    ) -> list[Row]:
        async with self.transaction():
            return await self._after(first, sql, args)

    async def _after(
        self, first: Callable[[], Awaitable[object]] | None, sql: str, args: Sequence[Any]
    ) -> list[Row]:
        if first:
            await first()
        return await self.fetch_all(sql, *args)

    def _writing(self, *args_of_each: Sequence[Any]) -> Session:
        for args in args_of_each:
            _refuse_unkeepable(args)
        session = self._session()
        if session is None:
            raise _write_outside()
        return session

    def _session(self) -> Session | None:
        task = asyncio.current_task()
        return self._sessions.get(task) if task else None


def _write_outside() -> RuntimeError:
    return RuntimeError("a write outside `async with store.transaction()`")


def _refuse_unkeepable(args: Sequence[Any]) -> None:
    """PostgreSQL keeps no zero bytes, neither engine half a surrogate pair: so nobody does."""
    for arg in args:
        if isinstance(arg, str) and ("\0" in arg or not _is_unicode(arg)):
            raise TextRefusedError("unkeepable")


def _is_unicode(text: str) -> bool:
    return text.isascii() or not any("\ud800" <= character <= "\udfff" for character in text)
