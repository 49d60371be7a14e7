"""What 1,000,000 pending reminders cost, on an encrypted SQLite file: run it without arguments.

It measures the start of a process with an empty and with a full file, then claiming and looking
for the next one. It takes about two minutes and leaves nothing behind.
"""

import asyncio
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))  # so that it runs as a file

from bench.figures import quantile  # noqa: E402
from bench.processes import resident  # noqa: E402
from storage.deliveries import new_id  # noqa: E402
from storage.engine import sqlcipher  # noqa: E402
from storage.engine.timestamps import to_milliseconds  # noqa: E402
from storage.files.keys import DataKey, FoundKey, read_key_file, write_key_file  # noqa: E402
from storage.store import Store, open_store  # noqa: E402

PEOPLE = 100_000
REMINDERS = 10  # a person
APART = timedelta(seconds=30)  # one due after the other
START = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
ROUNDS = 200
BATCH = 100  # reminders
LEASE = timedelta(minutes=1)
OPENINGS = 5  # of each file
PAGES = "PRAGMA cache_size = -400000"  # kibibytes, only while filling


def main() -> None:
    """Fill, measure, print."""
    with tempfile.TemporaryDirectory(prefix="waymark-bench-") as folder:
        empty, full = Path(folder, "empty.db"), Path(folder, "full.db")
        key = DataKey.make()
        write_key_file(Path(folder, "key"), key)
        for path in (empty, full):
            asyncio.run(make(path, key))
        began = time.perf_counter()
        fill(full, key)
        print(
            f"filled in {time.perf_counter() - began:.0f} s, {full.stat().st_size / 2**20:.0f} MB"
        )
        opened = [measure_opening(path, Path(folder, "key")) for path in (empty, full)]
        claims, looks = asyncio.run(measure_work(full, key))
    show(opened, claims, looks)


async def make(path: Path, key: DataKey) -> None:
    """A file with the schema of today and nobody in it."""
    await (await opened_store(path, key)).close()


async def opened_store(path: Path, key: DataKey) -> Store:
    """The store of the bot itself."""
    return await open_store(f"sqlite:///{path}", FoundKey(key, None, is_new=False))


def fill(path: Path, key: DataKey) -> None:
    """Everybody's reminders in one transaction, due in an order that has nothing to do with ids."""
    chance = Random(7)  # noqa: S311 - a benchmark repeats itself
    total = PEOPLE * REMINDERS
    turns = list(range(total))
    chance.shuffle(turns)
    with closing(sqlcipher.connect(path, key)) as connection:
        connection.execute(PAGES)
        connection.execute("BEGIN")
        connection.executemany(
            "INSERT INTO people (id, language, region, text_length, active_on)"
            " VALUES (?, 'en', 'US', 'short', '2026-11-23')",
            ((person_id,) for person_id in range(1, PEOPLE + 1)),
        )
        ids = [chance.randrange(1, 2**63) for _ in range(total)]
        connection.executemany(
            "INSERT INTO reminders (id, person_id, kind, rule, time_zone, state, created_at)"
            " VALUES (?, ?, 'trials', '1 every 3 week 2026-11-23 10:30', 'Europe/Madrid',"
            " 'active', 0)",
            ((id_, 1 + n // REMINDERS) for n, id_ in enumerate(ids)),
        )
        connection.executemany(
            "INSERT INTO deliveries (id, reminder_id, occurrence, chat_id, due_at, not_before,"
            " state) VALUES (?, ?, '2026-11-23T10:30', ?, ?, ?, 'pending')",
            deliveries(ids, turns, chance),
        )
        connection.execute("COMMIT")
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()


def deliveries(ids: list[int], turns: list[int], chance: Random) -> Iterator[tuple[int, ...]]:
    """One for each reminder, in its turn."""
    for n, (id_, turn) in enumerate(zip(ids, turns, strict=True)):
        due_at = START + turn * APART
        at = to_milliseconds(due_at)
        yield new_id(due_at, chance), id_, 1 + n // REMINDERS, at, at


def measure_opening(path: Path, key_file: Path) -> dict[str, float]:
    """The median of several processes that open the file, recover and look for the next one."""
    command = [sys.executable, __file__, str(path), str(key_file)]
    runs = [
        json.loads(subprocess.run(command, check=True, capture_output=True).stdout)  # noqa: S603
        for _ in range(OPENINGS)
    ]
    return {name: statistics.median(run[name] for run in runs) for name in runs[0]}


async def open_once(path: Path, key: DataKey) -> None:
    """What a worker does when its process starts."""
    began = time.perf_counter()
    store = await opened_store(path, key)
    async with store.transaction():
        await store.deliveries.recover_all()
    await store.deliveries.next_due()
    took = (time.perf_counter() - began) * 1000
    await store.close()
    print(json.dumps({"ms": took, "MB": resident(os.getpid(), "VmHWM")}))


async def measure_work(path: Path, key: DataKey) -> tuple[list[float], list[float]]:
    """Milliseconds of every claim, its commit included, and of every look for the next one."""
    store = await opened_store(path, key)
    claims, looks = [], []
    for number in range(ROUNDS):
        now = START + ((number + 1) * BATCH - 1) * APART
        began = time.perf_counter()
        async with store.transaction():
            claimed = await store.deliveries.claim(now, BATCH, LEASE, f"worker-{number}")
        claims.append((time.perf_counter() - began) * 1000)
        if len(claimed) != BATCH:
            raise SystemExit(f"{len(claimed)} claimed, not {BATCH}")
        began = time.perf_counter()
        await store.deliveries.next_due()
        looks.append((time.perf_counter() - began) * 1000)
    await store.close()
    return claims, looks


def show(opened: list[dict[str, float]], claims: list[float], looks: list[float]) -> None:
    """A small table."""
    rows: list[tuple[str, ...]] = [("", "empty file", f"{PEOPLE * REMINDERS:,} pending")]
    for name, title in (("ms", "start"), ("MB", "memory")):
        rows.append((title, *(f"{run[name]:.1f} {name}" for run in opened)))
    for title, times in ((f"claim {BATCH} due", claims), ("next due", looks)):
        for percent in (50, 99):
            rows.append((f"{title}, p{percent}", "", f"{quantile(times, percent):.2f} ms"))
    for left, middle, right in rows:
        print(f"{left:20} {middle:>14} {right:>20}")


if __name__ == "__main__":
    if len(sys.argv) == 3:
        asyncio.run(open_once(Path(sys.argv[1]), read_key_file(Path(sys.argv[2]))))
    else:
        main()
