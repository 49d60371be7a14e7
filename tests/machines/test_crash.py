"""PostgreSQL itself is killed, and what it forgets is put in order by those who remember."""

import asyncio
import signal
import time
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack

import pytest
from telegram import Update

from bot.edge.rate_limiter import RateLimiter
from bot.edge.replica import Replica
from storage.errors import StorageError
from storage.store import open_store
from tests.edge.test_replica import NOW, said
from tests.postgres import PostgresServer
from tests.postgres import own_server as own_server

UP_WITHIN = 20.0  # seconds
CRASHES = 10


@pytest.fixture
async def pair(own_server: PostgresServer) -> AsyncIterator[list[Replica]]:
    """Two of the machines that share a database."""
    url = await own_server.new_database()
    async with AsyncExitStack() as stack:
        pair = []
        for _ in range(2):
            store = await open_store(url)
            stack.push_async_callback(store.close)
            pair.append(Replica(store, RateLimiter(), "the same secret"))
            await stack.enter_async_context(pair[-1].running())
        await asyncio.sleep(0.5)  # until they listen
        yield pair


async def crash(server: PostgresServer) -> None:
    """`kill -9` of the process that all others belong to."""
    await asyncio.to_thread(server.stop, signal.SIGKILL)
    await asyncio.to_thread(server.start)


async def comes(replica: Replica, update: Update) -> None:
    """Telegram brings it again and again until somebody takes it."""
    end = time.monotonic() + UP_WITHIN
    while True:
        try:
            assert await replica.is_new(update)
        except StorageError:
            assert time.monotonic() < end
            await asyncio.sleep(0.01)
        else:
            return


async def test_what_comes_after_a_crash_waits_for_what_was_under_way_before(
    own_server: PostgresServer, pair: list[Replica]
) -> None:
    left, right = pair
    await left.is_new(said(1))
    await right.is_new(said(2))
    second = asyncio.ensure_future(right.wait(said(2)))
    await asyncio.sleep(0.1)
    await crash(own_server)
    await comes(right, said(3))
    third = asyncio.ensure_future(right.wait(said(3)))
    await asyncio.sleep(6)  # longer than anybody is unsure
    assert not second.done()
    assert not third.done()
    await left.done(said(1))
    await asyncio.wait_for(asyncio.gather(second, third), 5)


async def test_who_asks_while_it_dies_hears_it_in_a_sentence(own_server: PostgresServer) -> None:
    store = await open_store(await own_server.new_database())
    strange: list[Exception] = []
    dying = True

    async def ask(number: int) -> None:
        while dying:
            try:
                if number % 2:
                    await store.answers()
                else:
                    async with store.transaction():
                        await store.seen_updates.note(number, NOW)
            except StorageError:
                await asyncio.sleep(0.01)
            except Exception as error:
                strange.append(error)

    asking = [asyncio.create_task(ask(number)) for number in range(20)]
    for _ in range(CRASHES):
        await crash(own_server)
    dying = False
    await asyncio.wait(asking)
    await store.close()
    assert strange == []
