"""Brings the schema up to date: forward only, in one transaction, under a lock.

An upgrade that fails leaves the schema that the program before it knows.
"""

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
    async with database.transaction():
        await database.fetch_all(LOCK_MIGRATIONS)
        await database.execute(
            "CREATE TABLE IF NOT EXISTS schema_migrations"
            " (number INTEGER PRIMARY KEY, name TEXT NOT NULL)"
        )
        applied = await schema_version(database)
        if applied > len(migrations):
            raise SchemaTooNewError(applied, len(migrations))
        for migration in migrations[applied:]:
            await _apply(database, migration)
    return [migration.name for migration in migrations[applied:]]


def read_migrations(folder: Path = MIGRATIONS) -> list[Migration]:
    """Every migration in order."""
    files = sorted(folder.glob("*.sql"))
    return [Migration(int(f.name[:4]), f.stem, f.read_text("utf-8")) for f in files]


async def schema_version(database: Database) -> int:
    """The number of the last migration applied."""
    row = await database.fetch_one("SELECT MAX(number) AS number FROM schema_migrations")
    return (row and row["number"]) or 0


async def _apply(database: Database, migration: Migration) -> None:
    note = "INSERT INTO schema_migrations (number, name) VALUES (?, ?)"
    statements = [(statement, ()) for statement in _statements(migration.sql)]
    try:
        await database.execute_batch(*statements, (note, (migration.number, migration.name)))
        await schema_version(database)  # it sends the batch, so that a failure is this file's
    except StorageError as error:
        raise MigrationError(migration.name, str(error)) from error


def _statements(sql: str) -> Iterator[str]:
    statement = ""
    for piece in re.split("(?<=;)", sql):
        statement += piece
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""
    if statement.strip():
        yield statement  # a missing semicolon is for the engine to judge
