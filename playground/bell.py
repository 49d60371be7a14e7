"""Something happened: wakes everyone who waits for it."""

import asyncio
from contextlib import suppress


class Bell:
    """Counts its rings, so that one who looks away for a moment misses none."""

    def __init__(self) -> None:
        self.rings = 0
        self._waiting: set[asyncio.Event] = set()

    def ring(self) -> None:
        self.rings += 1
        for event in self._waiting:
            event.set()

    async def wait(self, heard: int, seconds: float) -> None:
        """Returns at the first ring after the ones already heard, or when the time is over."""
        if self.rings != heard:
            return
        event = asyncio.Event()
        self._waiting.add(event)
        try:
            with suppress(TimeoutError):
                async with asyncio.timeout(seconds):
                    await event.wait()
        finally:
            self._waiting.discard(event)
