# ruff: noqa: ASYNC240 - nothing else waits while a test looks at a file
"""A new key for the database; also when the power goes in the middle."""

from contextlib import closing
from pathlib import Path

import pytest

from storage.engine import sqlcipher
from storage.engine.sqlcipher import check_sound, connect, opens
from storage.errors import (
    DatabaseInUseError,
    WrongKeyError,
)
from storage.files import backup as keeping
from storage.files.backup import backup, finish_rotation, old_keys, rotate_key, rotate_key_file
from storage.files.keys import DataKey, KeyPlaces, read_key_file, write_key_file
from storage.store import Store, find_database_key
from tests.storage.database_files import key_file as key_file
from tests.storage.database_files import refs, save


async def test_after_a_rotation_only_the_new_key_opens_it(
    file_store: Store, path: Path, key: DataKey
) -> None:
    new = DataKey.make()
    await save(file_store, "surgery")
    with pytest.raises(DatabaseInUseError):
        rotate_key(path, key, new)
    await file_store.close()
    with pytest.raises(WrongKeyError):
        rotate_key(path, new, key)
    rotate_key(path, key, new)
    assert not opens(path, key)
    check_sound(path, new)
    assert await refs(path, new) == ["surgery"]


async def test_a_rotation_waits_for_no_backup_that_still_reads(
    file_store: Store, path: Path, key: DataKey, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sqlcipher, "BUSY_TIMEOUT", 50)
    await save(file_store, "surgery")
    await file_store.close()
    with closing(connect(path, key)) as reading:
        reading.execute("PRAGMA journal_mode = WAL").fetchall()
        reading.execute("BEGIN")
        reading.execute("SELECT count(*) FROM bookmarks").fetchall()
        with pytest.raises(DatabaseInUseError):
            rotate_key(path, key, DataKey.make())
    assert await refs(path, key) == ["surgery"]


def key_names(key_file: Path) -> list[str]:
    """Of the keys beside it, those that were in use before without the day."""
    return sorted(file.name.partition("-20")[0] for file in key_file.parent.iterdir())


async def test_rotating_a_key_file_swaps_it_and_keeps_the_old_one_beside(
    file_store: Store, path: Path, key: DataKey, key_file: Path
) -> None:
    await save(file_store, "surgery")
    with pytest.raises(DatabaseInUseError):
        rotate_key_file(path, key_file)
    await file_store.close()
    rotate_key_file(path, key_file)
    assert read_key_file(key_file) != key
    assert key_names(key_file) == ["waymark.key", "waymark.key.old"]
    assert await refs(path, read_key_file(key_file)) == ["surgery"]
    (old,) = old_keys(key_file)
    assert read_key_file(old) == key
    assert old.stat().st_mode & 0o777 == 0o600


@pytest.mark.slow
async def test_each_key_of_one_day_is_kept_and_opens_the_backups_of_its_time(
    file_store: Store, path: Path, key: DataKey, key_file: Path, tmp_path: Path
) -> None:
    await save(file_store, "surgery")
    await file_store.close()
    backup(path, key, tmp_path / "first.db")
    for _ in range(3):
        rotate_key_file(path, key_file)
    first, *others = old_keys(key_file)
    assert len({read_key_file(file) for file in (key_file, first, *others)}) == 4
    assert await refs(tmp_path / "first.db", read_key_file(first)) == ["surgery"]


async def test_a_key_file_that_is_a_link_stays_one_and_leads_to_the_new_key(
    file_store: Store, path: Path, key: DataKey, key_file: Path, tmp_path: Path
) -> None:
    await save(file_store, "surgery")
    await file_store.close()
    link = tmp_path / "link.key"
    link.symlink_to(key_file)
    rotate_key_file(path, link)
    assert link.is_symlink()
    assert read_key_file(key_file) == read_key_file(link) != key
    assert key_file.stat().st_mode & 0o777 == 0o600
    assert await refs(path, read_key_file(key_file)) == ["surgery"]


class PowerCutError(BaseException):
    """Nothing after it runs, as far as a test can do that."""


STEPS = [
    "read_key_file", "write_key_file", "new_private_file", "connect", "check_sound", "put_in_place",
]  # fmt: skip


@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
@pytest.mark.parametrize("step", STEPS)
async def test_a_power_cut_at_any_step_of_a_rotation_loses_nothing(
    file_store: Store,
    path: Path,
    key: DataKey,
    key_file: Path,
    monkeypatch: pytest.MonkeyPatch,
    step: str,
    after: bool,
) -> None:
    await save(file_store, "surgery")
    await file_store.close()
    real = getattr(keeping, step)

    def cut(*args: object) -> None:
        if after:
            real(*args)
        monkeypatch.setattr(keeping, "_settle_keys", lambda *_: None)  # no `finally` either
        raise PowerCutError

    with monkeypatch.context() as patched:
        patched.setattr(keeping, step, cut)
        with pytest.raises(PowerCutError):
            rotate_key_file(path, key_file)
    monkeypatch.undo()
    found = find_database_key(f"sqlite:///{path}", KeyPlaces(None, None, key_file))
    assert found is not None
    assert await refs(path, found.key) == ["surgery"]
    is_old = found.key == key
    assert key_names(key_file) == ["waymark.key", *["waymark.key.old"] * (not is_old)]
    rotate_key_file(path, key_file)
    assert await refs(path, read_key_file(key_file)) == ["surgery"]


async def test_when_neither_key_opens_it_both_are_kept(
    file_store: Store, path: Path, key_file: Path
) -> None:
    await file_store.close()
    waiting = keeping.staged_key(key_file)
    key_file.unlink()
    write_key_file(key_file, DataKey.make())
    write_key_file(waiting, DataKey.make())
    with pytest.raises(WrongKeyError):
        finish_rotation(path, key_file)
    assert key_file.exists()
    assert waiting.exists()
