"""The write-ahead log: emptied when somebody deletes everything, and told when it is damaged."""

import logging
import shutil
from pathlib import Path

import pytest

from storage.files.keys import DataKey, FoundKey
from storage.store import Store, open_store
from tests.storage.people import agree

KEY = FoundKey(DataKey.make(), None, is_new=False)


async def opened(folder: Path) -> Store:
    return await open_store(f"sqlite:///{folder}/waymark.db", KEY)


async def test_after_a_person_is_deleted_the_log_is_empty(tmp_path: Path) -> None:
    store = await opened(tmp_path)
    await agree(store, 1)
    assert (tmp_path / "waymark.db-wal").stat().st_size > 0
    async with store.transaction():
        await store.people.delete(1)
    assert (tmp_path / "waymark.db-wal").stat().st_size == 0
    await store.close()


async def test_it_can_be_folded_in_at_any_time(tmp_path: Path) -> None:
    store = await opened(tmp_path)
    await agree(store, 1)
    await store.fold_log()
    assert (tmp_path / "waymark.db-wal").stat().st_size == 0
    assert await store.people.get(1)
    await store.close()


async def after_a_crash(tmp_path: Path) -> Path:
    """A copy of a database whose bot was killed after some confirmed changes."""
    store = await opened(tmp_path / "first")
    await store.fold_log()
    for person in range(1, 6):
        await agree(store, person)
    copy = tmp_path / "second"
    shutil.copytree(tmp_path / "first", copy)
    await store.close()
    return copy


@pytest.mark.parametrize("place", [32 + 8, 32 + 24 + 100])
async def test_a_damaged_log_is_told_and_kept(
    tmp_path: Path, place: int, caplog: pytest.LogCaptureFixture
) -> None:
    copy = await after_a_crash(tmp_path)
    log = copy / "waymark.db-wal"
    damaged = bytearray(log.read_bytes())
    damaged[place] ^= 1
    log.write_bytes(damaged)
    await (await opened(copy)).close()
    [told] = [record.getMessage() for record in caplog.records if record.levelno == logging.ERROR]
    assert "damaged" in told
    kept = copy / "waymark.db-wal.damaged"
    assert kept.read_bytes() == damaged
    assert kept.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("cut", [0, 1, 700, 4096 + 24])
async def test_the_end_that_a_power_cut_leaves_is_no_damage(
    tmp_path: Path, cut: int, caplog: pytest.LogCaptureFixture
) -> None:
    copy = await after_a_crash(tmp_path)
    log = copy / "waymark.db-wal"
    whole = log.read_bytes()
    log.write_bytes(whole[: len(whole) - cut])
    store = await opened(copy)
    assert await store.people.get(1)
    await store.close()
    assert not [record for record in caplog.records if record.levelno == logging.ERROR]
