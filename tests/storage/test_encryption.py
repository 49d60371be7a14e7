# ruff: noqa: ASYNC240 - nothing else waits while a test looks at a file
"""Nobody who has the files can read them."""

import sqlite3
from pathlib import Path

from storage.engine.sqlite import open_sqlite
from storage.files.backup import backup
from storage.files.keys import DataKey
from storage.store import Store
from tests.storage.people import NOW, agree

PERSON_ID = 7_318_273_645
SECRETS = [
    b"palliative-care",
    b"a very private note",
    b"Is it the last one?",
    b"bookmarks",  # not even the names of the tables
    str(PERSON_ID).encode(),
    PERSON_ID.to_bytes(5, "big"),  # how SQLite writes it
    PERSON_ID.to_bytes(8, "little"),
    b"0161 496 0000",
]


def found_in(folder: Path) -> set[bytes]:
    everything = b"".join(file.read_bytes() for file in folder.rglob("*") if file.is_file())
    assert everything
    return {secret for secret in SECRETS if secret in everything}


async def write_secrets(store: Store) -> None:
    await agree(store, PERSON_ID)
    async with store.transaction():
        saved = await store.bookmarks.save(PERSON_ID, "page", "palliative-care", "h", NOW)
        await store.bookmarks.set_note(PERSON_ID, saved.id, "a very private note")
        await store.questions.add(PERSON_ID, NOW, text="Is it the last one?")
        await store.people.set_team_number(PERSON_ID, "Night line 0161 496 0000")
        gone = await store.bookmarks.save(PERSON_ID, "page", "palliative-care/more", "h", NOW)
        await store.bookmarks.remove(PERSON_ID, gone.id, NOW)


async def test_no_file_holds_a_readable_id_ref_or_text(
    file_store: Store, path: Path, key: DataKey, tmp_path: Path
) -> None:
    await write_secrets(file_store)
    backup(path, key, tmp_path / "backup.db")
    names = {file.name for file in tmp_path.rglob("*")}
    assert {"waymark.db", "waymark.db-wal", "backup.db"} <= names
    assert found_in(tmp_path) == set()
    await file_store.people.export(PERSON_ID)
    await file_store.close()
    assert found_in(tmp_path) == set()


async def test_the_search_finds_them_in_a_file_that_is_not_encrypted(
    file_store: Store, tmp_path: Path
) -> None:
    await write_secrets(file_store)
    plain = tmp_path / "plain"
    plain.mkdir()
    with sqlite3.connect(plain / "plain.db") as copy:
        for table, rows in await file_store.panel():
            columns = ", ".join(rows[0]) if rows else "x"
            copy.execute(f"CREATE TABLE {table} ({columns})")
            for row in rows:
                marks = ", ".join("?" * len(row))
                copy.execute(f"INSERT INTO {table} VALUES ({marks})", list(row.values()))  # noqa: S608
    copy.close()
    assert found_in(plain) >= set(SECRETS) - {SECRETS[4], SECRETS[6]}


async def test_the_same_key_opens_it_again(path: Path, key: DataKey) -> None:
    database = await open_sqlite(path, key)
    await database.close()
    again = await open_sqlite(path, DataKey.parse(key.reveal().upper(), source="DATA_KEY"))
    await again.close()


async def test_the_file_is_as_careful_as_the_design_says(file_store: Store) -> None:
    expected = {
        "journal_mode": "wal",
        "synchronous": 2,  # FULL
        "foreign_keys": 1,
        "secure_delete": 1,
        "temp_store": 2,  # MEMORY
        "timeout": 5000,  # milliseconds, under the name SQLite gives it
    }
    found = {}
    async with file_store.transaction():
        for name in [*expected, "busy_timeout"]:
            for row in await file_store._database.fetch_all(f"PRAGMA {name}"):
                found.update(row)
    assert found == expected
