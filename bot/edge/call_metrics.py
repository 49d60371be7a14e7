"""Counts every call to Telegram; what limits the calls, if anything does, is inside."""

import time
from collections.abc import Callable, Coroutine
from typing import Any

from telegram.error import TelegramError
from telegram.ext import BaseRateLimiter

from bot.edge.errors import KINDS, classify
from bot.ops.metrics import Metrics

#: Telegram sends the whole message back. Nobody reads it, so PTB need not make objects of it.
EDIT = "editMessageText"


class CountedCalls(BaseRateLimiter[Any]):
    """PTB hands every call to its rate limiter, so this is the one place that sees them all."""

    def __init__(self, metrics: Metrics, limiter: BaseRateLimiter[Any] | None = None) -> None:
        self._metrics, self._limiter = metrics, limiter
        metrics.can_be_refused(KINDS)

    async def initialize(self) -> None:
        if self._limiter:
            await self._limiter.initialize()

    async def shutdown(self) -> None:
        if self._limiter:
            await self._limiter.shutdown()

    async def process_request(
        self,
        callback: Callable[..., Coroutine[Any, Any, Any]],
        args: Any,
        kwargs: dict[str, Any],
        endpoint: str,
        data: dict[str, Any],
        rate_limit_args: Any,
    ) -> Any:
        async def counted(*args: Any, **kwargs: Any) -> Any:
            began = time.perf_counter()
            try:
                answer = await callback(*args, **kwargs)
            except TelegramError as error:
                self._metrics.refused(endpoint, classify(error).kind)
                raise
            self._metrics.sent(endpoint, time.perf_counter() - began)
            return True if endpoint == EDIT else answer

        began = time.perf_counter()
        try:
            if self._limiter is None:
                return await counted(*args, **kwargs)
            return await self._limiter.process_request(
                counted, args, kwargs, endpoint, data, rate_limit_args
            )
        finally:
            self._metrics.spent_elsewhere(time.perf_counter() - began)
