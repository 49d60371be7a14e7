import asyncio
import logging
from contextlib import suppress
from random import Random
from typing import cast

import asyncpg
import pytest

from storage.engine.database import Database, Statement
from storage.engine.postgres import PostgresDatabase
from storage.errors import StorageError
from storage.store import Store
from tests.storage.people import NOW, agree, person


async def test_a_rolled_back_transaction_leaves_nothing(store: Store) -> None:
    async def fail() -> None:
        async with store.transaction():
            await store.bookmarks.save(1, "page", "surgery", "h", NOW)
            raise KeyError

    with pytest.raises(KeyError):
        await fail()
    assert await store.bookmarks.count(1) == 0


async def test_a_transaction_sees_its_own_writes_and_others_do_not_yet(store: Store) -> None:
    written, seen = asyncio.Event(), asyncio.Event()

    async def write() -> None:
        async with store.transaction():
            await store.bookmarks.save(1, "page", "surgery", "h", NOW)
            assert await store.bookmarks.count(1) == 1
            written.set()
            await asyncio.wait([asyncio.create_task(seen.wait())], timeout=0.05)

    async def read() -> int:
        await written.wait()
        count = await store.bookmarks.count(1)
        seen.set()
        return count

    _, count = await asyncio.gather(write(), read())
    # In memory the reader shares the writer's connection, so it waits and sees it all.
    assert count == (1 if type(store._database).__name__ == "MemoryDatabase" else 0)
    assert await store.bookmarks.count(1) == 1


@pytest.mark.parametrize("database", ["sqlite", "postgresql"], indirect=True)
async def test_a_reader_does_not_wait_for_the_writer(store: Store) -> None:
    async with store.transaction():
        await store.bookmarks.save(1, "page", "surgery", "h", NOW)
        reading = asyncio.create_task(store.people.get(2))
        assert await asyncio.wait_for(reading, timeout=5)


@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
async def test_a_connection_that_dies_after_the_commit_takes_nothing_back(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Or Telegram would hear that an update was not noted, and bring it again to be passed over."""
    pool = cast(PostgresDatabase, store._database)._pool
    give_back = pool.release

    async def dies(connection: object) -> None:
        await give_back(connection)
        raise asyncpg.InternalClientError("another operation is in progress")

    monkeypatch.setattr(type(pool), "release", lambda _, connection: dies(connection))
    async with store.transaction():
        assert await store.seen_updates.note(7, NOW)
    monkeypatch.undo()
    async with store.transaction():
        assert not await store.seen_updates.note(7, NOW)


async def test_one_rollback_takes_no_row_of_another_task(store: Store) -> None:
    async def fail() -> None:
        async with store.transaction():
            await store.bookmarks.save(1, "page", "surgery", "h", NOW)
            await asyncio.sleep(0.01)
            raise KeyError

    async def succeed() -> None:
        await asyncio.sleep(0.005)
        async with store.transaction():
            await store.bookmarks.save(2, "page", "surgery", "h", NOW)

    await asyncio.gather(fail(), succeed(), return_exceptions=True)
    assert await store.bookmarks.count(1) == 0
    assert await store.bookmarks.count(2) == 1


@pytest.mark.parametrize("steps", range(8))
async def test_a_cancelled_task_leaves_the_next_one_a_clean_connection(
    store: Store, steps: int
) -> None:
    async def write() -> None:
        async with store.transaction():
            await store.bookmarks.save(1, "page", "surgery", "h", NOW)

    task = asyncio.create_task(write())
    for _ in range(steps):  # each step cancels at another await
        await asyncio.sleep(0.0002)
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    async with store.transaction():
        await store.bookmarks.save(2, "page", "surgery", "h", NOW)
    assert await store.bookmarks.count(1) in (0, 1)
    assert await store.bookmarks.count(2) == 1


async def test_a_write_outside_a_transaction_is_refused(store: Store) -> None:
    with pytest.raises(RuntimeError, match="outside"):
        await store.people.save_settings(person(1))
    with pytest.raises(RuntimeError, match="outside"):
        await store.pending_inputs.take(1, 1, NOW)  # a DELETE that answers with a row
    with pytest.raises(RuntimeError, match="outside"):
        async with store.transaction():
            await asyncio.create_task(store.people.save_settings(person(1)))


async def test_a_transaction_inside_a_transaction_is_an_error(store: Store) -> None:
    with pytest.raises(RuntimeError, match="inside"):
        async with store.transaction(), store.transaction():
            pass
    async with store.transaction():
        await store.people.save_settings(person(1))


async def test_an_error_of_the_engine_shows_no_ids_and_no_text(database: Database) -> None:
    add = "INSERT INTO questions VALUES (?, 918273, NULL, ?, NULL, 0, 1, 1, NULL)"
    await agree(Store(database, Random(1)), 918273)  # noqa: S311 - a test repeats itself
    async with database.transaction():
        await database.execute(add, 564738, "a secret question")
    with pytest.raises(StorageError) as refusal:
        async with database.transaction():
            await database.execute(add, 564738, "a secret question")
    shown = str(refusal.value)
    assert "refused" in shown
    assert not any(secret in shown for secret in ("918273", "564738", "secret"))


async def test_statements_are_not_logged(store: Store, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        async with store.transaction():
            await store.questions.add(1, NOW, text="a secret question")
        logging.getLogger("tests").debug("a control line")
    assert "a control line" in caplog.text
    assert "secret" not in caplog.text
    assert "INSERT" not in caplog.text


async def test_statements_that_go_together_are_kept_together_or_not_at_all(
    database: Database,
) -> None:
    await agree(Store(database, Random(1)), 1)  # noqa: S311 - a test repeats itself
    people = ("SELECT COUNT(*) AS n FROM people", ())
    gone = ("DELETE FROM people WHERE id = ? RETURNING id", (1,))
    with suppress(KeyError):
        async with database.transaction():
            found = await database.fetch_batch(people, gone, people)
            raise KeyError
    assert found == [[{"n": 1}], [{"id": 1}], [{"n": 0}]]
    with pytest.raises(StorageError):
        async with database.transaction():
            await database.fetch_batch(gone, ("SELECT nothing FROM nowhere", ()))
    assert await database.fetch_all(people[0]) == [{"n": 1}]
    with pytest.raises(RuntimeError, match="outside"):
        await database.fetch_batch(people)


async def test_what_can_wait_is_there_when_something_is_read(database: Database) -> None:
    await agree(Store(database, Random(1)), 1)  # noqa: S311 - a test repeats itself
    rename = "UPDATE people SET region = ? WHERE id = 1"
    read = "SELECT region FROM people WHERE id = 1"
    async with database.transaction():
        await database.execute_batch((rename, ("GB",)), (rename, ("CA",)))
        assert await database.fetch_one(read) == {"region": "CA"}
        await database.execute_batch((rename, ("AU",)))
    assert await database.fetch_one(read) == {"region": "AU"}


@pytest.mark.parametrize("reads_between", [False, True])
async def test_what_can_wait_is_kept_with_all_the_rest_or_not_at_all(
    database: Database, reads_between: bool
) -> None:
    await agree(Store(database, Random(1)), 1)  # noqa: S311 - a test repeats itself
    rename = ("UPDATE people SET region = ? WHERE id = 1", ("GB",))
    before = await database.fetch_one("SELECT region FROM people WHERE id = 1")

    async def write(*then: Statement) -> None:
        async with database.transaction():
            await database.execute_batch(rename)
            if reads_between:
                await database.fetch_one("SELECT 1 AS one")
            await database.execute_batch(*then)
            if not then:
                raise KeyError

    with pytest.raises(KeyError):
        await write()
    with pytest.raises(StorageError):
        await write(("UPDATE nowhere SET nothing = 1", ()))
    assert await database.fetch_one("SELECT region FROM people WHERE id = 1") == before
