"""Every engine behind the one door, and a person who agreed."""

import asyncio
import shutil
from collections.abc import AsyncIterator
from pathlib import Path
from random import Random

import pytest

from storage.engine.database import Database
from storage.engine.migrate import migrate
from storage.engine.postgres import open_postgres
from storage.engine.sqlite import open_sqlite
from storage.files.keys import DataKey
from storage.store import Store
from tests.postgres import PostgresServer
from tests.postgres import postgres_server as postgres_server
from tests.storage.people import agree

#: What every walk of the bot runs on besides, SQLite in memory, is the same driver.
ENGINES = ["sqlite", "postgresql"]


@pytest.fixture(scope="session")
def key() -> DataKey:
    return DataKey.make()


@pytest.fixture(scope="session")
def migrated_file(tmp_path_factory: pytest.TempPathFactory, key: DataKey) -> Path:
    """A file with the schema of today and nobody in it, to copy: migrating takes longer."""

    async def make() -> None:
        database = await open_sqlite(file, key)
        await migrate(database)
        await database.close()

    file = tmp_path_factory.mktemp("migrated") / "waymark.db"
    asyncio.run(make())
    return file


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "data" / "waymark.db"


@pytest.fixture(params=ENGINES)
async def empty_database(
    request: pytest.FixtureRequest, path: Path, key: DataKey
) -> AsyncIterator[Database]:
    """A database without a schema."""
    if request.param == "postgresql":
        server: PostgresServer = request.getfixturevalue("postgres_server")
        database: Database = await open_postgres(await server.new_database())
    else:
        database = await open_sqlite(path, key)
    yield database
    await database.close()


@pytest.fixture(params=ENGINES)
async def database(
    request: pytest.FixtureRequest, path: Path, key: DataKey, migrated_file: Path
) -> AsyncIterator[Database]:
    """A database with the schema of today and nobody in it."""
    if request.param == "postgresql":
        server: PostgresServer = request.getfixturevalue("postgres_server")
        database: Database = await open_postgres(await server.shared_database())
    else:
        path.parent.mkdir()
        shutil.copy(migrated_file, path)
        database = await open_sqlite(path, key)
    await migrate(database)
    async with database.transaction():
        for table in ("people", "groups", "group_moves", "helpful_counts", "seen_updates"):
            await database.execute(f"DELETE FROM {table}")  # noqa: S608 - our own names
    yield database
    await database.close()


@pytest.fixture
async def store(database: Database) -> Store:
    """A store in which persons 1 and 2 agreed."""
    store = Store(database, Random(7))  # noqa: S311 - a test repeats itself
    await agree(store, 1)
    await agree(store, 2)
    return store


@pytest.fixture
async def file_store(path: Path, key: DataKey) -> AsyncIterator[Store]:
    """The same in an encrypted file, for what only files can go through."""
    database = await open_sqlite(path, key)
    await migrate(database)
    store = Store(database)
    await agree(store, 1)
    yield store
    await store.close()
