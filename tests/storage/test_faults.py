# ruff: noqa: ASYNC240 - nothing else waits while a test looks at a file
"""What can happen to a file: each is one sentence, and what is kept is untouched."""

import os
import shutil
import stat
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from storage.bookmarks import BOOKMARK_LIMIT
from storage.engine.migrate import migrate
from storage.engine.sqlite import open_sqlite
from storage.errors import (
    BadKeyError,
    CorruptDatabaseError,
    DatabaseInUseError,
    DiskFullError,
    ReadOnlyError,
    StorageError,
    UnreachableError,
    WrongKeyError,
)
from storage.files.keys import DataKey, FoundKey
from storage.store import Store, open_store
from tests.storage.people import NOW, agree

PAGE = 4096  # bytes
NOBODY = 65534  # the user without rights


async def fill(path: Path, key: DataKey, bookmarks: int = 200) -> None:
    database = await open_sqlite(path, key)
    try:
        await migrate(database)
        store = Store(database)
        await agree(store, 1)
        async with store.transaction():
            for number in range(bookmarks):
                await store.bookmarks.save(1, "page", f"page-{number}", "h" * 64, NOW)
    finally:
        await database.close()


async def count(path: Path, key: DataKey) -> int:
    database = await open_sqlite(path, key)
    try:
        return await Store(database).bookmarks.count(1)
    finally:
        await database.close()


def assert_one_sentence(error: StorageError, key: DataKey) -> None:
    shown = str(error)
    assert shown.endswith(".")
    assert "\n" not in shown
    assert key.reveal() not in repr(error) + shown


@pytest.mark.slow
async def test_a_wrong_key_is_refused_and_touches_nothing(
    path: Path, key: DataKey, capfd: pytest.CaptureFixture[str]
) -> None:
    await fill(path, key)
    before = path.read_bytes()
    with pytest.raises(WrongKeyError) as refusal:
        await open_sqlite(path, DataKey.make())
    assert_one_sentence(refusal.value, key)
    assert path.read_bytes() == before
    assert capfd.readouterr() == ("", "")
    assert await count(path, key) == 200


async def test_a_wrong_key_leaves_the_log_of_a_killed_owner_alone(
    path: Path, key: DataKey, tmp_path: Path
) -> None:
    await fill(path, key)
    database = await open_sqlite(path, key)
    try:
        store = Store(database)
        async with store.transaction():
            await store.bookmarks.save(1, "page", "only-in-the-log", "h", NOW)
        left_behind = tmp_path / "killed" / "waymark.db"
        left_behind.parent.mkdir()
        for ending in ("", "-wal"):
            shutil.copy(f"{path}{ending}", f"{left_behind}{ending}")
    finally:
        await database.close()
    log = Path(f"{left_behind}-wal")
    before = left_behind.read_bytes(), log.read_bytes()
    with pytest.raises(WrongKeyError):
        await open_sqlite(left_behind, DataKey.make())
    assert (left_behind.read_bytes(), log.read_bytes()) == before
    assert await count(left_behind, key) == 201


def scribble(page: int) -> Callable[[bytes], bytes]:
    at = page * PAGE + 500
    return lambda whole: whole[:at] + b"scribble" + whole[at + 8 :]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("damage", "error"),
    [
        (scribble(0), WrongKeyError),  # the same as a wrong key, and the sentence says so
        (lambda whole: whole[: len(whole) // 2 // PAGE * PAGE], CorruptDatabaseError),
        (lambda whole: whole[:-100], CorruptDatabaseError),
        (lambda whole: whole[:1000], CorruptDatabaseError),
        (lambda _: b"", CorruptDatabaseError),
        (lambda whole: b"SQLite format 3\0" + bytes(len(whole) - 16), WrongKeyError),
    ],
    ids=["first page", "half of it", "last bytes", "first bytes", "nothing", "another file"],
)
async def test_a_damaged_file_is_refused_and_left_as_it_is(
    path: Path, key: DataKey, damage: Callable[[bytes], bytes], error: type[StorageError]
) -> None:
    await fill(path, key)
    damaged = damage(path.read_bytes())
    path.write_bytes(damaged)
    with pytest.raises(error) as refusal:
        await open_sqlite(path, key)
    assert_one_sentence(refusal.value, key)
    assert path.read_bytes() == damaged


async def test_a_damaged_page_is_found_when_it_is_read(path: Path, key: DataKey) -> None:
    await fill(path, key)
    whole = path.read_bytes()
    for page in range(2, len(whole) // PAGE):
        whole = scribble(page)(whole)
    path.write_bytes(whole)
    with pytest.raises(CorruptDatabaseError) as refusal:
        await count(path, key)
    assert_one_sentence(refusal.value, key)


async def test_a_log_without_its_database_is_not_taken_for_a_new_one(
    path: Path, key: DataKey
) -> None:
    path.parent.mkdir()
    path.with_name("waymark.db-wal").write_bytes(b"x" * 5000)
    with pytest.raises(CorruptDatabaseError, match="missing"):
        await open_sqlite(path, key)
    assert not path.exists()


async def test_an_owner_in_the_same_process_counts_too(
    file_store: Store, path: Path, key: DataKey
) -> None:
    with pytest.raises(DatabaseInUseError) as refusal:
        await open_sqlite(path, key)
    assert_one_sentence(refusal.value, key)
    assert await file_store.people.get(1)


@pytest.mark.slow
async def test_a_full_disk_keeps_what_was_there_and_goes_on_after(
    file_store: Store, key: DataKey
) -> None:
    async with file_store.transaction():
        kept = await file_store.bookmarks.save(1, "page", "surgery", "h", NOW)
    database = file_store._database
    async with database.transaction():
        await database.fetch_all("PRAGMA max_page_count = 1")  # from now on no new page

    async def fill_up() -> None:
        async with file_store.transaction():
            for number in range(BOOKMARK_LIMIT - 1):
                await file_store.bookmarks.save(1, "page", f"page-{number}", "h" * 64, NOW)

    with pytest.raises(DiskFullError) as refusal:
        await fill_up()
    assert_one_sentence(refusal.value, key)
    assert await file_store.bookmarks.list(1) == [kept]
    async with database.transaction():
        await database.fetch_all("PRAGMA max_page_count = 100000")
    await fill_up()
    assert await file_store.bookmarks.count(1) == BOOKMARK_LIMIT


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that a user without rights can reach."""
    folder = Path(tempfile.mkdtemp())
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder)


@pytest.fixture
def without_rights() -> Iterator[Callable[[], None]]:
    """A switch to a user whom modes stop; root is stopped by none."""
    before = os.geteuid()
    yield lambda: os.seteuid(NOBODY) if before == 0 else None
    os.seteuid(before)


@pytest.mark.parametrize("what", ["folder", "file", "no folder"])
async def test_what_cannot_be_written_is_said_at_the_start(
    open_folder: Path, without_rights: Callable[[], None], key: DataKey, what: str
) -> None:
    path = open_folder / "data" / "waymark.db"
    if what != "no folder":
        await fill(path, key)
        path.parent.chmod(0o777 if what == "file" else 0o555)
        path.with_name("waymark.db.lock").chmod(0o666 if what == "file" else 0o444)
        path.chmod(0o444)
    without_rights()
    with pytest.raises(ReadOnlyError) as refusal:
        await open_sqlite(path, key)
    assert_one_sentence(refusal.value, key)


async def test_a_folder_that_is_a_file_is_said_so(tmp_path: Path, key: DataKey) -> None:
    (tmp_path / "data").touch()
    with pytest.raises(ReadOnlyError):
        await open_sqlite(tmp_path / "data" / "waymark.db", key)


async def test_the_files_are_for_their_owner_only(file_store: Store, path: Path) -> None:
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.with_name("waymark.db-wal").stat().st_mode) == 0o600


@pytest.mark.parametrize(
    "url",
    ["postgresql://waymark:hunter2@127.0.0.1:1/none", "postgresql://waymark:hunter2@[::1/none"],
)
async def test_a_server_that_does_not_answer_is_said_without_the_password(url: str) -> None:
    with pytest.raises(UnreachableError) as refusal:
        await open_store(url)
    assert "hunter2" not in str(refusal.value)


async def test_a_wrong_database_url_and_a_missing_key_are_said(path: Path, key: DataKey) -> None:
    with pytest.raises(StorageError, match="DATABASE_URL"):
        await open_store("mysql://somewhere")
    with pytest.raises(BadKeyError, match="DATA_KEY"):
        await open_store(f"sqlite:///{path}")
    store = await open_store(f"sqlite:///{path}", FoundKey(key, None, is_new=False))
    await store.close()
    assert path.exists()
