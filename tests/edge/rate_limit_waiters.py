"""People who ask to speak, on a clock that the test turns."""

import asyncio
from typing import Any

from bot.edge.rate_limiter import BotRateLimiter, Priority, RateLimiter, Rates
from tests.edge.waiting import TurnedClock

GROUP = -1001


FEW = Rates(burst=5)  # a private chat takes so many at once


class Bench:
    """Whoever asks to speak, and when they were let go, in seconds from now."""

    def __init__(self, rates: Rates | None = FEW) -> None:
        self.clock = TurnedClock()
        self.began = self.clock.now
        self.rate_limiter = RateLimiter(rates, self.clock.seconds, self.clock.sleep)
        self.limiter = BotRateLimiter(self.rate_limiter)
        self.spoke: list[tuple[str, float]] = []
        self.tasks: list[asyncio.Task[None]] = []

    def asks(
        self, chat_id: int, priority: Priority = Priority.ANSWER, name: str = ""
    ) -> asyncio.Task[None]:
        async def ask() -> None:
            await self.rate_limiter.turn(chat_id, priority)
            self.spoke.append((name or str(chat_id), round(self.clock.now - self.began, 4)))

        task = asyncio.ensure_future(ask())
        # Whoever is refused may be looked at or not; asyncio would tell a later test of it.
        task.add_done_callback(lambda done: done.cancelled() or done.exception())
        self.tasks.append(task)
        return task

    @property
    def moments(self) -> list[float]:
        return [at for _, at in self.spoke]

    async def calls(self, chat_id: int, answer: Any = True, endpoint: str = "sendMessage") -> Any:
        """As PTB calls; an answer that is an error is raised."""

        async def telegram() -> Any:
            self.spoke.append((str(chat_id), round(self.clock.now - self.began, 4)))
            if isinstance(answer, Exception):
                raise answer
            return answer

        return await self.limiter.process_request(
            telegram, (), {}, endpoint, {"chat_id": chat_id}, None
        )
