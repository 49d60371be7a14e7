"""Several processes on one database: who is alive, who comes first, and what one does alone."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import suppress

import pytest

from bot.ops.background import background
from storage.engine.migrate import migrate
from storage.engine.postgres import open_postgres
from storage.replicas import DEAD_AFTER
from storage.store import Store, Work
from tests.postgres import PostgresServer
from tests.storage.people import NOW, agree
from tests.storage.planning import add_reminder

LINE, OTHER_LINE = 7, 8


@pytest.fixture
async def stores(postgres_server: PostgresServer) -> AsyncIterator[list[Store]]:
    """Two programs on one database."""
    url = await postgres_server.new_database()
    databases = [await open_postgres(url) for _ in range(2)]
    await migrate(databases[0])
    yield [Store(database) for database in databases]
    for database in databases:
        await database.close()


async def heartbeat(store: Store, replica: str) -> int:
    async with store.transaction():
        return (await store.replicas.heartbeat(replica)).alive


async def begin(store: Store, update_id: int, replica: str, line: int = LINE) -> bool:
    async with store.transaction():
        await store.replicas.begin_turn(update_id, line, replica)
        return await store.replicas.others_come_first(update_id, line, replica)


async def dies(store: Store, replica: str) -> None:
    """Its last heartbeat was long ago."""
    async with store.transaction():
        await store._database.execute(
            "UPDATE replicas SET beat_at = beat_at - ? WHERE id = ?", DEAD_AFTER, replica
        )


async def test_those_who_beat_are_counted_until_they_leave_or_die(store: Store) -> None:
    async with store.transaction():
        for known in ("a", "b", "c"):
            await store.replicas.leave(known)
    assert [await heartbeat(store, replica) for replica in ("a", "b", "c", "a")] == [1, 2, 3, 3]
    async with store.transaction():
        await store.replicas.leave("b")
    await dies(store, "c")
    assert await heartbeat(store, "a") == 1


async def test_a_turn_waits_for_an_earlier_one_of_another_replica(store: Store) -> None:
    await heartbeat(store, "a")
    await heartbeat(store, "b")
    assert not await begin(store, 1, "a")
    assert not await begin(store, 2, "a")  # the same process keeps order by itself
    assert not await begin(store, 3, "b", OTHER_LINE)
    assert await begin(store, 4, "b")
    for update_id in (1, 2):
        async with store.transaction():
            assert await store.replicas.others_come_first(4, LINE, "b")
            await store.replicas.end_turn(update_id)
    assert not await store.replicas.others_come_first(4, LINE, "b")
    async with store.transaction():
        await store.replicas.leave("a")
        await store.replicas.leave("b")


async def test_a_dead_replica_holds_nobody_up(store: Store) -> None:
    await heartbeat(store, "a")
    await heartbeat(store, "b")
    await begin(store, 1, "a")
    assert await begin(store, 2, "b")
    await dies(store, "a")
    assert not await store.replicas.others_come_first(2, LINE, "b")
    await heartbeat(store, "b")
    left = await store._database.fetch_all("SELECT update_id FROM turns_under_way")
    assert [row["update_id"] for row in left] == [2]
    async with store.transaction():
        await store.replicas.leave("b")


async def test_what_one_does_alone_nobody_else_does(stores: list[Store]) -> None:
    store, other = stores
    async with store.advisory_lock(Work.CLEANUP) as mine:
        assert mine
        async with other.advisory_lock(Work.CLEANUP) as too:
            assert not too
    async with other.advisory_lock(Work.CLEANUP) as now:
        assert now


async def test_who_fails_alone_lets_the_next_one_in(stores: list[Store]) -> None:
    store, other = stores
    with pytest.raises(LookupError):
        async with store.advisory_lock(Work.CLEANUP):
            raise LookupError
    async with other.advisory_lock(Work.CLEANUP) as mine:
        assert mine


async def test_a_word_reaches_every_process_once_it_is_committed(stores: list[Store]) -> None:
    heard: list[str] = []
    told = asyncio.Event()

    def hear(word: str) -> None:
        heard.append(word)
        told.set()

    store, other = stores
    async with background(other.listen(hear)), asyncio.timeout(10):
        while not told.is_set():  # it connects beside this
            async with store.transaction():
                await store.notify("first")
            await asyncio.sleep(0.01)
        with suppress(LookupError):
            async with store.transaction():
                await store.notify("taken back")
                raise LookupError
        async with store.transaction():
            await store.notify("last")
        while heard[-1] != "last":  # noqa: ASYNC110 - it comes over a socket
            await asyncio.sleep(0.01)
    assert set(heard) == {"first", "last"}


async def test_who_loses_the_connection_that_listens_hears_it(stores: list[Store]) -> None:
    heard: list[str] = []
    store, other = stores
    async with background(other.listen(heard.append)), asyncio.timeout(10):
        while not heard:
            async with store.transaction():
                await store.notify("first")
            await asyncio.sleep(0.01)
        assert "lost" not in heard
        await store._database.fetch_all(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE query LIKE 'LISTEN%' AND datname = current_database()"
        )
        while "lost" not in heard:  # noqa: ASYNC110 - it comes over a socket
            await asyncio.sleep(0.01)
    assert heard.count("lost") == 1, "and it is no loss when it ends"


async def test_the_first_beat_says_that_it_is_the_first(store: Store) -> None:
    async def is_newly_registered() -> bool:
        async with store.transaction():
            return (await store.replicas.heartbeat("a")).is_newly_registered

    assert [await is_newly_registered(), await is_newly_registered()] == [True, False]
    async with store.transaction():
        await store.replicas.leave("a")
    assert [await is_newly_registered(), await is_newly_registered()] == [True, False]


async def test_only_a_reminder_that_is_due_soon_wakes_the_others(stores: list[Store]) -> None:
    heard: list[str] = []
    store, other = stores
    await agree(store, 1)
    async with background(other.listen(heard.append)), asyncio.timeout(10):
        while not heard:
            async with store.transaction():
                await store.notify("first")
            await asyncio.sleep(0.01)
        for due in (NOW.replace(year=2080), NOW.replace(year=2020)):
            async with store.transaction():
                await store.reminders.plan(await add_reminder(store, 1), "1", due)
        while "due" not in heard:  # noqa: ASYNC110 - it comes over a socket
            await asyncio.sleep(0.01)
    assert heard.count("due") == 1
