"""`kill -9` while saving, again and again on one file."""

import os
import random
import subprocess
import sys
import time
from pathlib import Path

import pytest

from storage.engine.sqlcipher import check_sound
from storage.engine.sqlite import open_sqlite
from storage.files.keys import DataKey, write_key_file
from storage.store import Store

pytestmark = pytest.mark.slow

KILLS = int(os.environ.get("KILLS", "15"))
ROOT = Path(__file__).parents[2]


def start_saving(path: Path, key_file: Path) -> "subprocess.Popen[str]":
    return subprocess.Popen(  # noqa: S603 - our own command
        [sys.executable, "-m", "tests.storage.saving", str(path), str(key_file)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def confirmed_until_killed(path: Path, key_file: Path, seconds: float) -> list[tuple[int, int]]:
    with start_saving(path, key_file) as process:
        assert process.stdout is not None
        first = process.stdout.readline()
        time.sleep(seconds)
        process.kill()
        lines = [first, *process.stdout.read().splitlines(keepends=True)]
    whole = [line.split() for line in lines if line.endswith("\n")]
    return [(int(person_id), int(bookmark_id)) for person_id, bookmark_id in whole]


async def test_every_confirmed_save_outlives_kill_9(
    path: Path, tmp_path: Path, key: DataKey
) -> None:
    key_file = tmp_path / "key"
    write_key_file(key_file, key)
    confirmed: list[tuple[int, int]] = []
    for _ in range(KILLS):
        confirmed += confirmed_until_killed(path, key_file, random.uniform(0, 0.06))  # noqa: S311
        check_sound(path, key)
    assert len(confirmed) >= KILLS
    database = await open_sqlite(path, key)
    try:
        store = Store(database)
        for person_id, bookmark_id in confirmed:
            kept = await store.bookmarks.get(person_id, bookmark_id)
            assert kept is not None
            assert kept.note == f"note {bookmark_id}"
        half_written = "SELECT COUNT(*) AS n FROM bookmarks WHERE note IS NULL"
        assert await database.fetch_one(half_written) == {"n": 0}
    finally:
        await database.close()


async def test_a_second_process_on_the_same_file_says_so_and_stops(
    file_store: Store, path: Path, tmp_path: Path, key: DataKey
) -> None:
    key_file = tmp_path / "key"
    write_key_file(key_file, key)
    with start_saving(path, key_file) as process:
        output, complaint = process.communicate(timeout=30)
    assert process.returncode == 1
    assert output == ""
    assert "Another process is using" in complaint
    assert complaint.count("\n") == 1
    assert await file_store.people.get(1)


async def test_a_lock_whose_owner_died_is_free(path: Path, tmp_path: Path, key: DataKey) -> None:
    write_key_file(tmp_path / "key", key)
    assert confirmed_until_killed(path, tmp_path / "key", seconds=0)
    assert path.with_name("waymark.db.lock").exists()
    database = await open_sqlite(path, key)
    await database.close()
