"""How the Bot API is reached, and when it last answered."""

import asyncio
import math
import ssl
import time
from collections.abc import Callable
from contextlib import suppress
from functools import cache
from typing import Any
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

import httpx
from telegram.request import BaseRequest

from bot.edge.http_clients import AiohttpRequest, HttpxRequest, read_json
from bot.settings import Settings, SettingsError

CALLS_AT_ONCE = 256
POLL_CONNECTIONS = 4  # a torn long poll must not hold the only one
CLOSED_WITHIN = 2.0  # seconds; a client that hangs is left to itself
CLIENTS = {"aiohttp": AiohttpRequest, "httpx": HttpxRequest}


class Pulse:
    """When the last poll succeeded; PTB takes failed polls as normal and says nothing."""

    def __init__(self, seconds: Callable[[], float] = time.monotonic) -> None:
        self.seconds = seconds
        self.last = -math.inf

    def heartbeat(self) -> None:
        self.last = self.seconds()

    @property
    def silent_for(self) -> float:
        """Seconds since the last good poll; endless before the first."""
        return self.seconds() - self.last


class PollingRequest(BaseRequest):
    """Asks for updates, on connections of its own, which can be replaced by new ones."""

    parse_json_payload = staticmethod(read_json)

    def __init__(self, make: Callable[[], BaseRequest], pulse: Pulse) -> None:
        self._make, self.pulse = make, pulse
        self._client = make()
        #: For the day when PTB can't read something in it.
        self.last_answer = b""

    @property
    def read_timeout(self) -> float | None:
        return self._client.read_timeout

    async def initialize(self) -> None:
        await self._client.initialize()

    async def shutdown(self) -> None:
        await self._client.shutdown()

    async def renew(self) -> None:
        """A new client; whatever waits on the old one fails."""
        new = self._make()
        await new.initialize()
        old, self._client = self._client, new
        with suppress(TimeoutError):
            async with asyncio.timeout(CLOSED_WITHIN):
                await old.shutdown()

    async def do_request(self, *args: Any, **given: Any) -> tuple[int, bytes]:
        status, body = await self._client.do_request(*args, **given)
        if status == 200:
            self.last_answer = body
        return status, body


def calling_request(settings: Settings) -> BaseRequest:
    """Everything but the long poll."""
    return _client(settings, CALLS_AT_ONCE)


def polling_request(settings: Settings, pulse: Pulse) -> PollingRequest:
    """The long poll."""
    return PollingRequest(lambda: _client(settings, POLL_CONNECTIONS), pulse)


def proxy_for(settings: Settings) -> str | None:
    """The proxy that is set, or the one that the environment names for the Bot API."""
    if settings.proxy_url:
        return settings.proxy_url.get_secret_value()
    address = urlsplit(settings.bot_api_url)
    if proxy_bypass(address.netloc):
        return None
    named = getproxies()
    proxy = named.get(address.scheme) or named.get("all")
    if proxy and not proxy.startswith(("http://", "https://")):
        raise SettingsError(
            "The proxy of the environment is of another kind than http://: name one in PROXY_URL,"
            " or except the Bot API in NO_PROXY."
        )
    return proxy or None


def _client(settings: Settings, connections: int) -> BaseRequest:
    encrypted = settings.bot_api_url.startswith("https:")
    trusted = _certificates() if encrypted else ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    return CLIENTS[settings.transport](connections, trusted, proxy_for(settings))


@cache
def _certificates() -> ssl.SSLContext:
    """Read once: a client would read all of them again."""
    return httpx.create_ssl_context()
