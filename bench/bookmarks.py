"""Bookmarks at scale: `python -m bench.bookmarks`. 1,000,000 of 200,000 people against 1,000."""

import asyncio
import random
import resource
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from storage.keys import KeyPlaces
from storage.records import Person
from storage.store import Store, find_database_key, open_store

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
ROUNDS = 400
REFS = [f"page-{number}" for number in range(60)]


@dataclass(frozen=True, slots=True)
class Row:
    """Milliseconds of one operation, and of the start."""

    name: str
    p50: float
    p99: float


async def main() -> None:
    print(f"{'':14}{'bookmarks':>10}{'people':>9}{'p50 ms':>9}{'p99 ms':>9}")
    for people, each in ((200, 5), (200_000, 5)):
        with tempfile.TemporaryDirectory() as folder:
            await _measure(Path(folder), people, each)


async def _measure(folder: Path, people: int, each: int) -> None:
    url = f"sqlite:///{folder / 'data' / 'bench.db'}"
    (folder / "data").mkdir()
    places = KeyPlaces(None, None, folder / "keys" / "bench.key")
    store = await open_store(url, find_database_key(url, places))
    await _fill(store, people, each)
    await store.close()

    started = time.perf_counter()
    store = await open_store(url, find_database_key(url, places))
    start = (time.perf_counter() - started) * 1000
    before = _megabytes()
    chance = random.Random(7)  # noqa: S311 - a bench wants the same people each time
    whom = [chance.randrange(people) + 1 for _ in range(ROUNDS)]
    for row in [
        await _timed("save", whom, lambda who: _save(store, who)),
        await _timed("list 10", whom, lambda who: store.bookmarks.list(who)),
        await _timed("remove", whom, lambda who: _remove(store, who)),
    ]:
        print(f"{row.name:14}{people * each:10,}{people:9,}{row.p50:9.2f}{row.p99:9.2f}")
    grown = _megabytes() - before
    print(f"{'start':14}{people * each:10,}{people:9,}{start:9.1f}   memory +{grown:.1f} MB")
    await store.close()


async def _fill(store: Store, people: int, each: int) -> None:
    at = int(NOW.timestamp() * 1000)
    numbers = random.Random(3)  # noqa: S311 - the same rows each time
    async with store.transaction():
        for who in range(1, people + 1):
            person = Person(who, "en", "US", "full", None, "v", NOW, date(2026, 11, 23))
            await store.people.give_consent(person, "v", NOW)
            for place in range(each):
                await store.bookmarks._insert(  # the public way would lock and count each row
                    {
                        "id": numbers.randrange(1, 2**63),
                        "person_id": who,
                        "kind": "page",
                        "ref": REFS[place],
                        "content_version": "v",
                        "note": None,
                        "position": place,
                        "added_at": at,
                    }
                )


async def _save(store: Store, who: int) -> None:
    async with store.transaction():
        await store.bookmarks.save(who, "page", "page-59", "v", NOW)


async def _remove(store: Store, who: int) -> None:
    async with store.transaction():
        if saved := await store.bookmarks.find(who, "page", "page-59"):
            await store.bookmarks.remove(who, saved.id, NOW)


async def _timed(name: str, whom: list[int], act: Callable[[int], Awaitable[object]]) -> Row:
    taken = []
    for who in whom:
        started = time.perf_counter()
        await act(who)
        taken.append((time.perf_counter() - started) * 1000)
    taken.sort()
    return Row(name, taken[len(taken) // 2], taken[int(len(taken) * 0.99)])


def _megabytes() -> float:
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (1024 * 1024 if sys.platform == "darwin" else 1024)


if __name__ == "__main__":
    asyncio.run(main())
