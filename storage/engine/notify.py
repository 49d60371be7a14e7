"""What other processes on a PostgreSQL database tell, on a connection of its own."""

import asyncio
import logging
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import asyncpg

log = logging.getLogger(__name__)
CHANNEL = "waymark"
PING_EVERY, PING_WITHIN = 30.0, 5.0  # seconds; a connection may die without a word
RECONNECT_AFTER = 2.0  # seconds
TROUBLES = (OSError, asyncpg.PostgresError, asyncpg.InterfaceError)


async def listen(url: str, hear: Callable[[str], None]) -> None:
    """For ever. What is told while it is not connected is missed, so nothing may depend on it.

    When its connection dies it says "lost" itself: often the first sign that the server has died.
    """
    while True:
        with suppress(*TROUBLES):
            await _listen_once(url, hear)
        log.info("LISTEN connection lost; reconnecting")
        await asyncio.sleep(RECONNECT_AFTER)


async def _listen_once(url: str, hear: Callable[[str], None]) -> None:
    connection = await asyncpg.connect(url, timeout=PING_WITHIN)
    lost = asyncio.Event()
    try:
        connection.add_termination_listener(lambda _: lost.set())
        await connection.add_listener(CHANNEL, _listener(hear))
        with suppress(*TROUBLES):
            await _until_dead(connection, lost)
        hear("lost")
    finally:
        connection.terminate()


async def _until_dead(connection: Any, lost: asyncio.Event) -> None:
    while not lost.is_set():
        with suppress(TimeoutError):
            await asyncio.wait_for(lost.wait(), PING_EVERY)
            return
        await connection.execute("SELECT 1", timeout=PING_WITHIN)


def _listener(hear: Callable[[str], None]) -> Callable[[Any, int, str, str], None]:
    return lambda _connection, _process, _channel, word: hear(word)
