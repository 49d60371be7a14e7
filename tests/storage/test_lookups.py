"""What every turn asks for is known without asking, and never out of date."""

import asyncio
from collections.abc import Sequence

import pytest

from storage.engine.database import Database, Row
from storage.engine.sqlite import REMEMBERED
from storage.store import Store
from tests.storage.people import NOW

ASKED = "SELECT active_on FROM people WHERE id = ?"
CHANGE = "UPDATE people SET active_on = ? WHERE id = ?"


async def day(database: Database, person_id: int = 1) -> str | None:
    row = await database.cached_get(ASKED, person_id)
    return row["active_on"] if row else None


def spied(database: Database, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What the file is asked outside of transactions, from now on."""
    asked: list[str] = []
    read = database._read

    async def noting(sql: str, args: Sequence[object]) -> list[Row]:
        asked.append(sql)
        return await read(sql, args)

    monkeypatch.setattr(database, "_read", noting)
    return asked


async def test_a_commit_is_seen_at_once(database: Database, store: Store) -> None:
    await day(database)
    for number in range(3):
        async with store.transaction():
            await database.execute(CHANGE, f"2026-12-0{number + 1}", 1)
            assert await day(database) == f"2026-12-0{number + 1}", "by the one who writes"
        assert await day(database) == f"2026-12-0{number + 1}"


async def test_what_is_not_committed_is_seen_by_nobody_else(
    database: Database, store: Store
) -> None:
    before = await day(database)

    async def write_and_fail() -> None:
        async with store.transaction():
            await database.execute(CHANGE, "2027-01-01", 1)
            assert await asyncio.create_task(day(database)) == before
            raise LookupError

    with pytest.raises(LookupError):
        await write_and_fail()
    assert await day(database) == before


async def test_somebody_unknown_becomes_known(database: Database, store: Store) -> None:
    assert await store.people.get(99) is None
    person = await store.people.get(1)
    assert person
    async with store.transaction():
        await database.execute("UPDATE people SET id = 99 WHERE id = 1")
    assert await store.people.get(99)
    assert await store.people.get(1) is None


async def test_readers_beside_a_writer_never_stay_behind(database: Database, store: Store) -> None:
    """After each commit every reader sees it, whatever they were reading meanwhile."""

    async def read() -> None:
        for _ in range(50):
            await day(database)
            await asyncio.sleep(0)

    readers = [asyncio.create_task(read()) for _ in range(5)]
    for number in range(30):
        async with store.transaction():
            await database.execute(CHANGE, f"day {number}", 1)
        assert await day(database) == f"day {number}"
    await asyncio.gather(*readers)


async def test_what_is_known_is_not_asked_again_until_anything_is_committed(
    file_store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    database = file_store._database
    before = await day(database)
    reads = spied(database, monkeypatch)
    assert await day(database) == before
    assert not reads
    async with file_store.transaction():
        await file_store.bookmarks.save(1, "page", "surgery", "v", NOW)
    assert await day(database) == before
    assert len(reads) == 1


async def test_with_a_person_go_all_of_theirs(file_store: Store) -> None:
    async with file_store.transaction():
        await file_store.bookmarks.save(1, "page", "surgery", "v", NOW)
    assert await file_store.bookmarks.find(1, "page", "surgery")
    async with file_store.transaction():
        await file_store._database.execute("DELETE FROM people WHERE id = 1")
    assert await file_store.bookmarks.find(1, "page", "surgery") is None


@pytest.mark.slow
async def test_only_so_much_is_remembered(file_store: Store) -> None:
    database = file_store._database
    for person_id in range(REMEMBERED + 10):
        await day(database, person_id)
    known: dict[object, object] = database._known  # type: ignore[attr-defined]
    assert 0 < len(known) <= REMEMBERED


async def test_what_was_read_before_a_commit_is_not_remembered_after_it(
    file_store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    database, read, go_on = file_store._database, asyncio.Event(), asyncio.Event()
    fetch_one = database.fetch_one

    async def slowly(sql: str, *args: object) -> Row | None:
        row = await fetch_one(sql, *args)
        read.set()
        await go_on.wait()
        return row

    monkeypatch.setattr(database, "fetch_one", slowly)
    reader = asyncio.create_task(day(database))
    await read.wait()
    monkeypatch.undo()
    async with file_store.transaction():
        await database.execute(CHANGE, "2026-12-01", 1)
    go_on.set()
    assert await reader != "2026-12-01"
    assert await day(database) == "2026-12-01"
