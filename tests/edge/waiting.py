"""A clock that only moves when a test turns it, and ways to wait."""

import asyncio
from collections.abc import Callable


class TurnedClock:
    """Whoever sleeps by it wakes at the exact moment, in order."""

    def __init__(self) -> None:
        self.now = 1000.0
        self._sleepers: list[tuple[float, asyncio.Future[None]]] = []

    def seconds(self) -> float:
        return self.now

    async def sleep(self, seconds: float) -> None:
        woken = asyncio.get_running_loop().create_future()
        self._sleepers.append((self.now + seconds, woken))
        await woken

    async def turn(self, seconds: float) -> None:
        until = self.now + seconds
        await settled()
        while due := [at for at, woken in self._sleepers if at <= until and not woken.done()]:
            self.now = max(self.now, min(due))
            for at, woken in self._sleepers:
                if at <= self.now and not woken.done():
                    woken.set_result(None)
            await settled()
        self._sleepers = [sleeper for sleeper in self._sleepers if not sleeper[1].done()]
        self.now = until


async def settled() -> None:
    """Let everybody go on until they wait again."""
    for _ in range(20):
        await asyncio.sleep(0)


async def until(look: Callable[[], object], seconds: float = 5) -> None:
    """Wait for something that rings no bell."""
    async with asyncio.timeout(seconds):
        while not look():  # noqa: ASYNC110 - nobody rings a bell
            await asyncio.sleep(0.005)
