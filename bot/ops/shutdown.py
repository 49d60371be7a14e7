"""Stopping in good order, and in time."""

import asyncio
from collections.abc import Awaitable

LAST_WORD = 0.25  # seconds for what was cancelled to leave things tidy


async def within(seconds: float, work: Awaitable[object]) -> bool:
    """Let it finish, but not for longer; whether it did. What it raises is raised here."""
    task = asyncio.ensure_future(work)
    try:
        await asyncio.wait({task}, timeout=seconds)
    except asyncio.CancelledError:
        task.cancel()
        raise
    if task.done():
        task.result()
        return True
    while not task.done():  # somebody in there may take the first word for another one's
        task.cancel()
        await asyncio.wait({task}, timeout=LAST_WORD)
    return False
