# ruff: noqa: ASYNC240 - nothing else waits while a test looks at a file
"""Backup and restore."""

import shutil
from datetime import timedelta
from pathlib import Path

import pytest

from storage.engine.sqlcipher import opens
from storage.engine.sqlite import open_sqlite
from storage.errors import (
    AlreadyThereError,
    CorruptDatabaseError,
    DatabaseInUseError,
    MissingDatabaseError,
    SchemaTooNewError,
    StorageError,
    WrongKeyError,
)
from storage.files.backup import backup, restore
from storage.files.keys import DataKey
from storage.files.restored import Restored
from storage.rounds import Round
from storage.store import Store
from tests.storage.database_files import refs, save
from tests.storage.people import NOW
from tests.storage.planning import add_reminder, add_visit


@pytest.mark.slow
async def test_a_backup_holds_what_was_there_and_the_bot_goes_on(
    file_store: Store, path: Path, key: DataKey, tmp_path: Path
) -> None:
    file = tmp_path / "backup.db"
    await save(file_store, "surgery")
    async with file_store.transaction():
        await file_store.bookmarks.save(1, "page", "not-yet-committed", "h", NOW)
        backup(path, key, file)
    await save(file_store, "chemotherapy")
    assert await refs(file, key) == ["surgery"]
    assert not opens(file, DataKey.make())
    backup(path, key, file)
    assert await refs(file, key) == ["chemotherapy", "not-yet-committed", "surgery"]
    assert {f.name for f in tmp_path.iterdir()} == {"backup.db", "backup.db.lock", "data"}


@pytest.mark.slow
async def test_a_restored_backup_is_the_database_again(
    file_store: Store, path: Path, key: DataKey, tmp_path: Path
) -> None:
    await save(file_store, "surgery")
    backup(path, key, tmp_path / "backup.db")
    await save(file_store, "chemotherapy")
    with pytest.raises(DatabaseInUseError):
        restore(tmp_path / "backup.db", path, key, NOW, force=True)
    await file_store.close()
    with pytest.raises(AlreadyThereError, match="--force"):
        restore(tmp_path / "backup.db", path, key, NOW)
    assert await refs(path, key) == ["chemotherapy", "surgery"]
    restore(tmp_path / "backup.db", path, key, NOW, force=True)
    assert await refs(path, key) == ["surgery"]
    restore(tmp_path / "backup.db", tmp_path / "elsewhere" / "waymark.db", key, NOW)
    assert await refs(tmp_path / "elsewhere" / "waymark.db", key) == ["surgery"]


@pytest.mark.slow
async def test_a_restore_never_meets_the_log_of_the_file_before(
    file_store: Store, path: Path, key: DataKey, tmp_path: Path
) -> None:
    await save(file_store, "surgery")
    backup(path, key, tmp_path / "backup.db")
    await save(file_store, "chemotherapy")
    killed = tmp_path / "killed" / "waymark.db"
    killed.parent.mkdir()
    for ending in ("", "-wal"):
        shutil.copy(f"{path}{ending}", f"{killed}{ending}")
    restore(tmp_path / "backup.db", killed, key, NOW, force=True)
    assert not killed.with_name("waymark.db-wal").exists()
    assert await refs(killed, key) == ["surgery"]


@pytest.mark.slow
async def test_a_restore_mends_a_damaged_database(
    file_store: Store, path: Path, key: DataKey, tmp_path: Path
) -> None:
    await save(file_store, "surgery")
    backup(path, key, tmp_path / "backup.db")
    await file_store.close()
    path.write_bytes(b"")
    restore(tmp_path / "backup.db", path, key, NOW, force=True)
    assert await refs(path, key) == ["surgery"]


@pytest.mark.parametrize("what", ["damaged", "cut short", "wrong key", "no backup", "missing"])
async def test_a_backup_that_is_not_sound_replaces_nothing(
    file_store: Store, path: Path, key: DataKey, tmp_path: Path, what: str
) -> None:
    file, file_key = tmp_path / "backup.db", key
    await save(file_store, "surgery")
    backup(path, key, file)
    await file_store.close()
    whole = file.read_bytes()
    error: type[StorageError] = CorruptDatabaseError
    if what == "damaged":
        file.write_bytes(whole[:-2000] + b"scribble" + whole[-1992:])
    elif what == "cut short":
        file.write_bytes(whole[:-100])
    elif what == "wrong key":
        file_key, error = DataKey.make(), WrongKeyError
    elif what == "no backup":
        await (await open_sqlite(tmp_path / "other.db", key)).close()
        file, error = tmp_path / "other.db", StorageError
    else:
        file, error = tmp_path / "nowhere.db", MissingDatabaseError
    before = path.read_bytes()
    with pytest.raises(error):
        restore(file, path, file_key, NOW, force=True)
    assert path.read_bytes() == before
    assert await refs(path, key) == ["surgery"]


async def test_a_backup_from_a_newer_program_is_refused(
    file_store: Store, path: Path, key: DataKey, tmp_path: Path
) -> None:
    async with file_store.transaction():
        await file_store._database.execute(
            "INSERT INTO schema_migrations VALUES (9999, '9999_know_more')"
        )
    backup(path, key, tmp_path / "backup.db")
    with pytest.raises(SchemaTooNewError):
        restore(tmp_path / "backup.db", tmp_path / "elsewhere.db", key, NOW)
    assert not (tmp_path / "elsewhere.db").exists()


async def test_a_backup_onto_the_database_itself_is_refused(
    file_store: Store, path: Path, key: DataKey
) -> None:
    with pytest.raises(StorageError, match="same file"):
        backup(path, key, path)
    with pytest.raises(MissingDatabaseError):
        backup(path.with_name("nothing.db"), key, path.with_name("backup.db"))
    with pytest.raises(WrongKeyError):
        backup(path, DataKey.make(), path.with_name("backup.db"))
    assert await file_store.people.get(1)


async def test_what_was_due_since_a_backup_does_not_come_again_as_if_new(
    file_store: Store, path: Path, key: DataKey, tmp_path: Path
) -> None:
    month = timedelta(days=27)
    async with file_store.transaction():
        visit_rule = await add_reminder(file_store)
        monthly = await add_reminder(file_store, rule="1 every 1 month 2026-12-01 10:00")
        await add_visit(file_store, starts_at=NOW + timedelta(days=3))
        await file_store.reminders.plan(visit_rule, "1", NOW + timedelta(days=2))
        await file_store.reminders.plan(monthly, "1", NOW + timedelta(days=9))
        await file_store.reminders.plan(monthly, "2", NOW + timedelta(days=40))
        await file_store.people.mark_warned(1, NOW.date())
        await file_store.rounds.note(Round(NOW, NOW))
    backup(path, key, tmp_path / "backup.db")
    await file_store.close()
    restored = restore(tmp_path / "backup.db", path, key, NOW + month, force=True)
    assert restored == Restored(NOW, doubtful=1, dropped=1)
    database = await open_sqlite(path, key)
    rows = await database.fetch_all("SELECT occurrence, state, doubt FROM deliveries ORDER BY id")
    people = await database.fetch_all("SELECT warned_on FROM people WHERE id = 1")
    await database.close()
    assert [tuple(row.values()) for row in rows] == [
        ("1", "cancelled", 0),
        ("1", "pending", 1),
        ("2", "pending", 0),
    ]
    assert people == [{"warned_on": None}]
