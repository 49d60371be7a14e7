import asyncio
import itertools
import re
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from storage.engine.database import Database
from storage.engine.migrate import MIGRATIONS, migrate, read_migrations, schema_version
from storage.engine.postgres import open_postgres
from storage.engine.sqlite import open_sqlite
from storage.errors import MigrationError, SchemaTooNewError, StorageError
from storage.files.keys import DataKey
from storage.store import Store
from tests.postgres import PostgresServer
from tests.storage.people import agree

LATEST = len(read_migrations())


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "migrations"
    folder.mkdir()
    return folder


def test_migrations_are_numbered_without_a_gap_and_named_verb_noun() -> None:
    migrations = read_migrations()
    assert [m.number for m in migrations] == list(range(1, LATEST + 1))
    assert all(re.fullmatch(r"\d{4}_[a-z]+(_[a-z]+)+", m.name) for m in migrations)


async def test_a_new_database_gets_every_migration_once(empty_database: Database) -> None:
    assert await migrate(empty_database) == [m.name for m in read_migrations()]
    assert await schema_version(empty_database) == LATEST
    assert await migrate(empty_database) == []


@pytest.mark.parametrize("version", range(1, LATEST))
async def test_a_database_from_any_earlier_schema_opens_with_its_people(
    empty_database: Database, folder: Path, version: int
) -> None:
    for file in sorted(MIGRATIONS.glob("*.sql"))[:version]:
        shutil.copy(file, folder)
    await migrate(empty_database, folder)
    async with empty_database.transaction():
        await empty_database.execute(
            "INSERT INTO people (id, language, region, text_length, active_on)"
            " VALUES (1, 'en', 'US', 'full', '2026-01-01')"
        )
    assert len(await migrate(empty_database)) == LATEST - version
    assert await Store(empty_database).people.get(1)


async def test_a_visit_of_an_older_schema_keeps_whom_it_is_with_and_its_reminders(
    empty_database: Database, folder: Path
) -> None:
    [ours] = MIGRATIONS.glob("*_name_anyone_for_visits.sql")
    for file in MIGRATIONS.glob("*.sql"):
        if file.name < ours.name:
            shutil.copy(file, folder)
    await migrate(empty_database, folder)
    async with empty_database.transaction():
        for sql in (
            "INSERT INTO people (id, language, region, text_length, active_on)"
            " VALUES (1, 'en', 'US', 'full', '2026-01-01')",
            "INSERT INTO visits (id, person_id, local_start, time_zone, starts_at, with_whom,"
            " created_at) VALUES (7, 1, '2026-12-12T10:30', 'UTC', 1, 'palliative', 0)",
            "INSERT INTO reminders (id, person_id, kind, rule, visit_id, time_zone, state,"
            " created_at) VALUES (8, 1, 'followup', 'x', 7, 'UTC', 'active', 0)",
        ):
            await empty_database.execute(sql)
    await migrate(empty_database)
    store = Store(empty_database)
    visit = await store.visits.get(1, 7)
    assert visit is not None
    assert visit.with_whom == "palliative"
    assert [reminder.visit_id for reminder in await store.reminders.list(1)] == [7]
    async with empty_database.transaction():
        await store.visits.change(replace(visit, with_whom="nurse"))
    kept = await store.visits.get(1, 7)
    assert kept is not None
    assert kept.with_whom == "nurse"


async def test_a_failed_migration_leaves_no_trace(empty_database: Database, folder: Path) -> None:
    (folder / "0001_make_a.sql").write_text("CREATE TABLE a (x INTEGER);")
    (folder / "0002_break_all.sql").write_text(
        "CREATE TABLE b (x INTEGER);\nINSERT INTO a VALUES (1);\nCREATE TABLE a (x INTEGER);"
    )
    with pytest.raises(MigrationError, match="0002_break_all"):
        await migrate(empty_database, folder)
    for table in ("a", "b"):
        with pytest.raises(StorageError, match=table):
            await empty_database.fetch_all(f"SELECT * FROM {table}")  # noqa: S608 - our own names


async def test_a_failed_upgrade_leaves_the_schema_of_before(
    empty_database: Database, folder: Path
) -> None:
    (folder / "0001_make_a.sql").write_text("CREATE TABLE a (x INTEGER);")
    assert await migrate(empty_database, folder) == ["0001_make_a"]
    (folder / "0002_make_b.sql").write_text("CREATE TABLE b (x INTEGER);")
    (folder / "0003_break.sql").write_text("CREATE TABLE b (x INTEGER);")
    with pytest.raises(MigrationError, match="0003_break"):
        await migrate(empty_database, folder)
    assert await schema_version(empty_database) == 1
    with pytest.raises(StorageError, match="b"):
        await empty_database.fetch_all("SELECT * FROM b")


async def test_a_mended_migration_is_applied(empty_database: Database, folder: Path) -> None:
    (folder / "0001_make_a.sql").write_text("CREATE TABLE a (x INTEGER);")
    broken = folder / "0002_fill_a.sql"
    broken.write_text("INSERT INTO a VALUES (1); INSERT INTO nothing VALUES (1);")
    with pytest.raises(MigrationError):
        await migrate(empty_database, folder)
    broken.write_text("INSERT INTO a VALUES (1); -- one; two\nINSERT INTO a VALUES (2);")
    assert await migrate(empty_database, folder) == ["0001_make_a", "0002_fill_a"]
    assert len(await empty_database.fetch_all("SELECT x FROM a")) == 2


async def test_a_newer_schema_is_refused_and_left_alone(
    empty_database: Database, folder: Path
) -> None:
    await migrate(empty_database)
    (folder / "0001_remember_people.sql").write_text("SELECT 1;")
    with pytest.raises(SchemaTooNewError, match="newer"):
        await migrate(empty_database, folder)
    assert await schema_version(empty_database) == LATEST


async def test_two_programs_that_migrate_at_once_apply_each_step_once(
    postgres_server: PostgresServer,
) -> None:
    url = await postgres_server.new_database()
    databases = [await open_postgres(url) for _ in range(3)]
    try:
        applied = await asyncio.gather(*(migrate(database) for database in databases))
    finally:
        for database in databases:
            await database.close()
    assert sorted(itertools.chain(*applied)) == [m.name for m in read_migrations()]


async def test_what_was_kept_is_there_after_a_restart(path: Path, key: DataKey) -> None:
    for restart in range(2):
        database = await open_sqlite(path, key)
        try:
            await migrate(database)
            store = Store(database)
            assert bool(await store.people.get(1)) is bool(restart)
            await agree(store, 1)
        finally:
            await database.close()
