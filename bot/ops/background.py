"""Tasks that run beside a block, and say so when they fail."""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine
from contextlib import asynccontextmanager
from typing import Any, NoReturn

log = logging.getLogger(__name__)
Task = asyncio.Task[None]


@asynccontextmanager
async def background(*work: Coroutine[Any, Any, None]) -> AsyncIterator[tuple[Task, ...]]:
    """Run beside the block; at its end cancel what still runs, and wait for that."""
    tasks = tuple(asyncio.create_task(coroutine) for coroutine in work)
    for task in tasks:
        task.add_done_callback(_log_failure)
    try:
        yield tasks
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def repeat(name: str, step: Callable[[], Awaitable[object]], pause: float) -> NoReturn:
    """Run a step for ever, `pause` seconds apart; a step that fails does not end it."""
    while True:
        try:
            await step()
        except Exception as error:
            log.error("%s failed; retrying in %g s", name, pause, exc_info=error)
        await asyncio.sleep(pause)


def _log_failure(task: Task) -> None:
    """A loop that ends by an error is one that nobody meant to end."""
    if not task.cancelled() and (error := task.exception()):
        log.error("a background task ended by an error", exc_info=error)
