"""Brings the schema up to date: forward only, one transaction for each file, under a lock."""

import re
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from storage.engine.database import Database
from storage.engine.dialect import LOCK_MIGRATIONS
from storage.errors import MigrationError, SchemaTooNewError, StorageError

MIGRATIONS = Path(__file__).parents[1] / "migrations"


@dataclass(frozen=True, slots=True)
class Migration:
    """One step of the schema."""

    #: Its place in the order, from 1.
    number: int
    #: The name of its file, such as `0001_remember_people`.
    name: str
    #: Its SQL, which both engines read.
    sql: str


async def migrate(database: Database, folder: Path = MIGRATIONS) -> list[str]:
    """Apply what is missing and name it; refuses a schema newer than this program."""
    migrations = read_migrations(folder)
    await _refuse_newer(database, known=len(migrations))
    return [migration.name for migration in migrations if await _apply(database, migration)]


def read_migrations(folder: Path = MIGRATIONS) -> list[Migration]:
    """Every migration in order."""
    files = sorted(folder.glob("*.sql"))
    return [Migration(int(f.name[:4]), f.stem, f.read_text("utf-8")) for f in files]


async def schema_version(database: Database) -> int:
    """The number of the last migration applied."""
    row = await database.fetch_one("SELECT MAX(number) AS number FROM schema_migrations")
    return (row and row["number"]) or 0


async def _refuse_newer(database: Database, *, known: int) -> None:
    async with database.transaction():
        await database.fetch_all(LOCK_MIGRATIONS)
        await database.execute(
            "CREATE TABLE IF NOT EXISTS schema_migrations"
            " (number INTEGER PRIMARY KEY, name TEXT NOT NULL)"
        )
        found = await schema_version(database)
    if found > known:
        raise SchemaTooNewError(found, known)


async def _apply(database: Database, migration: Migration) -> bool:
    try:
        async with database.transaction():
            await database.fetch_all(LOCK_MIGRATIONS)
            if await schema_version(database) >= migration.number:
                return False
            for statement in _statements(migration.sql):
                await database.execute(statement)
            await database.execute(
                "INSERT INTO schema_migrations (number, name) VALUES (?, ?)",
                migration.number,
                migration.name,
            )
    except StorageError as error:
        raise MigrationError(migration.name, str(error)) from error
    return True


def _statements(sql: str) -> Iterator[str]:
    statement = ""
    for piece in re.split("(?<=;)", sql):
        statement += piece
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""
    if statement.strip():
        yield statement  # a missing semicolon is for the engine to judge
