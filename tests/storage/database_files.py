"""A database in a file, and what one opened with a key holds."""

from pathlib import Path

import pytest

from storage.engine.sqlite import open_sqlite
from storage.files.keys import DataKey, write_key_file
from storage.store import Store
from tests.storage.people import NOW


@pytest.fixture
def key_file(tmp_path: Path, key: DataKey) -> Path:
    file = tmp_path / "keys" / "waymark.key"
    write_key_file(file, key)
    return file


async def save(store: Store, ref: str) -> None:
    async with store.transaction():
        await store.bookmarks.save(1, "page", ref, "h", NOW)


async def refs(path: Path, key: DataKey) -> list[str]:
    database = await open_sqlite(path, key)
    try:
        return [b.ref for b in await Store(database).bookmarks.list(1, limit=100)]
    finally:
        await database.close()
