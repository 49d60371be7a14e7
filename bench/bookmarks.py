"""Bookmarks at scale: `python -m bench.bookmarks`. 1,000,000 of 200,000 people against 1,000."""

import asyncio
import os
import random
import tempfile
import time
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from bench.figures import quantile
from bench.processes import resident
from storage.bookmarks import TABLE
from storage.engine.ids import new_id
from storage.files.keys import KeyPlaces
from storage.records import Person
from storage.store import Store, find_database_key, open_store

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
ROUNDS = 2_000
EACH = 5  # bookmarks of one person
REFS = [f"page-{number}" for number in range(60)]


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two files, with people who are asked for in the same order each time."""

    store: Store
    people: int
    started_in: float
    whom: list[int]


async def main() -> None:
    with tempfile.TemporaryDirectory() as few, tempfile.TemporaryDirectory() as many:
        sides = [await _side(Path(few), 200), await _side(Path(many), 200_000)]
        before = resident(os.getpid())
        print(f"{'':10}{'bookmarks':>11}{'people':>9}{'p50 ms':>9}{'p99 ms':>9}")
        taken = await _side_by_side(sides)
        for name in ACTS:
            for side, times in zip(sides, taken, strict=True):
                p50, p99 = quantile(times[name], 50), quantile(times[name], 99)
                count = side.people * EACH
                print(f"{name:10}{count:11,}{side.people:9,}{p50:9.2f}{p99:9.2f}")
        for side in sides:
            print(f"{'start':10}{side.people * EACH:11,}{side.people:9,}{side.started_in:9.2f}")
        print(
            f"memory grew by {resident(os.getpid()) - before:.1f} MB over {ROUNDS * 6:,} operations"
        )
        for side in sides:
            await side.store.close()


async def _side(folder: Path, people: int) -> Side:
    url = f"sqlite:///{folder / 'data' / 'bench.db'}"
    (folder / "data").mkdir()
    places = KeyPlaces(None, None, folder / "keys" / "bench.key")
    store = await open_store(url, find_database_key(url, places))
    await _fill(store, people)
    await store.close()
    started = time.perf_counter()
    store = await open_store(url, find_database_key(url, places))
    chance = random.Random(7)  # noqa: S311 - a bench wants the same people each time
    whom = [chance.randrange(people) + 1 for _ in range(ROUNDS)]
    return Side(store, people, (time.perf_counter() - started) * 1000, whom)


async def _side_by_side(sides: list[Side]) -> list[dict[str, list[float]]]:
    """The two files in turn, so that whatever else the machine does falls on both alike.

    Each save is taken back at once, so that the next one of the same person is a real one too.
    """
    taken: list[dict[str, list[float]]] = [{name: [] for name in ACTS} for _ in sides]
    for number in range(ROUNDS):
        now = NOW + timedelta(hours=2 * number)
        for side, times in zip(sides, taken, strict=True):
            for name, act in ACTS.items():
                started = time.perf_counter()
                await act(side.store, side.whom[number], now)
                times[name].append((time.perf_counter() - started) * 1000)
    return taken


async def _fill(store: Store, people: int) -> None:
    at = int(NOW.timestamp() * 1000)
    numbers = random.Random(3)  # noqa: S311 - the same rows each time
    async with store.transaction():
        for who in range(1, people + 1):
            person = Person(who, "en", "US", "full", None, "v", NOW, date(2026, 11, 23))
            await store.people.give_consent(person, "v", NOW)
            for place in range(EACH):
                row = TABLE.inserted(  # the public way would lock and count each row
                    {
                        "id": new_id(who, numbers),
                        "person_id": who,
                        "kind": "page",
                        "ref": REFS[place],
                        "content_version": "v",
                        "note": None,
                        "position": place,
                        "added_at": at,
                    }
                )
                await store.bookmarks._database.execute_batch(row)


async def _save(store: Store, who: int, now: datetime) -> None:
    async with store.transaction():
        await store.bookmarks.save(who, "page", "page-59", "v", now)


async def _list(store: Store, who: int, _: datetime) -> None:
    await store.bookmarks.list(who)


async def _remove(store: Store, who: int, now: datetime) -> None:
    async with store.transaction():
        if saved := await store.bookmarks.find(who, "page", "page-59"):
            await store.bookmarks.remove(who, saved.id, now)
        await store.undo_log.forget(now + timedelta(hours=1))


ACTS = {"save": _save, "list 10": _list, "remove": _remove}


if __name__ == "__main__":
    asyncio.run(main())
