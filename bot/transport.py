"""How PTB reaches the Bot API."""

import math
import ssl
import time
from functools import cache
from typing import Any

import httpx
from telegram.request import HTTPXRequest

READ_TIMEOUT, POOL_TIMEOUT = 20.0, 10.0  # seconds
CALLS_AT_ONCE = 256
POLL_CONNECTIONS = 4  # a torn long poll must not hold the only one


@cache
def _certificates() -> ssl.SSLContext:
    """Read once: httpx would read all of them again for every client."""
    return httpx.create_ssl_context()


class Pulse:
    """When the last poll succeeded; PTB takes failed polls as normal and says nothing."""

    def __init__(self) -> None:
        self._last = -math.inf

    def beat(self) -> None:
        self._last = time.monotonic()

    @property
    def silent_for(self) -> float:
        """Seconds since the last good poll; endless before the first."""
        return time.monotonic() - self._last


class PollingRequest(HTTPXRequest):
    """Asks for updates, on connections of its own, and notes each time that it worked."""

    def __init__(self, pulse: Pulse) -> None:
        super().__init__(
            POLL_CONNECTIONS,
            READ_TIMEOUT,
            pool_timeout=POOL_TIMEOUT,
            httpx_kwargs={"verify": _certificates()},
        )
        self._pulse = pulse

    async def do_request(self, *args: Any, **given: Any) -> tuple[int, bytes]:
        status, body = await super().do_request(*args, **given)
        if status == 200:
            self._pulse.beat()
        return status, body


def calling_request() -> HTTPXRequest:
    """Everything but the long poll."""
    return HTTPXRequest(
        CALLS_AT_ONCE,
        READ_TIMEOUT,
        pool_timeout=POOL_TIMEOUT,
        httpx_kwargs={"verify": _certificates()},
    )
