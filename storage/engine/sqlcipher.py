"""SQLCipher: opening an encrypted file, and what its errors mean."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import sqlcipher3.dbapi2 as sqlcipher

from storage.errors import (
    CorruptDatabaseError,
    DatabaseInUseError,
    DiskFullError,
    MissingDatabaseError,
    ReadOnlyError,
    StorageError,
    WrongKeyError,
)
from storage.files.atomic import new_private_file, put_in_place
from storage.files.keys import DataKey

PAGE_SIZE = 4096  # bytes, SQLCipher's own
BUSY_TIMEOUT = 5_000  # milliseconds


def connect(path: Path, key: DataKey) -> sqlcipher.Connection:
    """A connection that may write; the caller closes it."""
    return _connected(str(path), key)


def opens(path: Path, key: DataKey) -> bool:
    """Whether this key opens the file, which is not touched: not even its log is folded in."""
    try:
        with explained(path):
            _connected(path.resolve().as_uri() + "?mode=ro", key).close()
    except WrongKeyError:
        return False
    return True


def memory() -> sqlcipher.Connection:
    """A database that is gone when the connection closes."""
    connection = sqlcipher.connect(":memory:", isolation_level=None, check_same_thread=False)
    return _prepared(connection)


def make_database(path: Path, key: DataKey) -> None:
    """A new, empty, encrypted file; it is there whole or not at all."""
    part = path.with_name(path.name + ".part")
    with explained(path):
        new_private_file(part)
        with closing(connect(part, key)) as connection:
            connection.execute("VACUUM")  # writes the first page
        put_in_place(part, path)


def check_whole(path: Path) -> None:
    """Notice a file that lost its end, or whose log outlived it."""
    log = path.with_name(path.name + "-wal")
    log_size = log.stat().st_size if log.exists() else 0
    if not path.exists():
        if log_size:
            raise CorruptDatabaseError(path, "is missing but its log is there")
        return
    size = path.stat().st_size
    if size == 0:
        raise CorruptDatabaseError(path, "is empty")
    if size % PAGE_SIZE and not log_size:  # with a log, the engine itself mends the last page
        raise CorruptDatabaseError(path, "is cut short")


def check_sound(path: Path, key: DataKey) -> None:
    """Read every page: sealed by this key, and in order."""
    if not path.is_file():
        raise MissingDatabaseError(path)
    check_whole(path)
    if not opens(path, key):
        raise WrongKeyError(path)
    with explained(path), closing(connect(path, key)) as connection:
        broken_seals = connection.execute("PRAGMA cipher_integrity_check").fetchall()
        [[verdict], *_] = connection.execute("PRAGMA integrity_check").fetchall()
    if broken_seals or verdict != "ok":
        raise CorruptDatabaseError(path)


@contextmanager
def explained(path: Path) -> Iterator[None]:
    """Turn the engine's errors into sentences."""
    try:
        yield
    except sqlcipher.Error as error:
        raise sentence(error, path) from error


def _connected(name: str, key: DataKey) -> sqlcipher.Connection:
    connection = sqlcipher.connect(
        name,
        uri=name.startswith("file:"),
        timeout=BUSY_TIMEOUT / 1000,
        isolation_level=None,
        check_same_thread=False,  # aiosqlite keeps each connection on one thread of its own
    )
    try:
        connection.execute("PRAGMA cipher_log_level = NONE")  # it writes to stderr otherwise
        connection.execute(f'PRAGMA key = "{key.raw_form()}"')
        connection.execute("SELECT count(*) FROM sqlite_master").fetchall()
        return _prepared(connection)
    except BaseException:
        connection.close()
        raise


#: Kibibytes of pages kept deciphered: deciphering the same index pages again costs most of a read.
CACHE = "cache_size = -16384"


def _prepared(connection: sqlcipher.Connection) -> sqlcipher.Connection:
    connection.row_factory = sqlcipher.Row
    for setting in ("foreign_keys = ON", "secure_delete = ON", "temp_store = MEMORY", CACHE):
        connection.execute(f"PRAGMA {setting}")
    connection.execute("PRAGMA synchronous = FULL")
    return connection


def sentence(error: sqlcipher.Error, path: Path) -> StorageError:
    """What an error of the engine means."""
    match getattr(error, "sqlite_errorcode", 0) & 0xFF:  # the low byte; the rest is detail
        case sqlite3.SQLITE_BUSY | sqlite3.SQLITE_LOCKED:
            return DatabaseInUseError(path)
        case sqlite3.SQLITE_READONLY | sqlite3.SQLITE_CANTOPEN | sqlite3.SQLITE_PERM:
            return ReadOnlyError(path)
        case sqlite3.SQLITE_CORRUPT:
            return CorruptDatabaseError(path)
        case sqlite3.SQLITE_FULL:
            return DiskFullError()
        case sqlite3.SQLITE_NOTADB:
            return WrongKeyError(path)
        case sqlite3.SQLITE_IOERR:
            return StorageError(f"The disk under {path} fails to read or write: check the disk.")
    return StorageError(f"SQLite refused a statement: {error}.")
