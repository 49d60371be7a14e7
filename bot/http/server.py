"""Serves the site, beside the bot and in the same loop."""

import asyncio
import errno
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from math import inf

import uvicorn
from starlette.applications import Starlette
from uvicorn.protocols.http.h11_impl import H11Protocol

HEADERS_WITHIN = 5.0  # seconds; Telegram and monitors need a fraction of one
MOST_CONNECTIONS = 200  # Telegram opens 40 at most; a process may have some 1,000 files
STOPPED_WITHIN = 1  # seconds for answers under way


class BoundedProtocol(H11Protocol):
    """Closes connections that ask nothing in time, and the oldest of them when all are used."""

    _deadline: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as uvicorn has it
        super().connection_made(transport)
        self._wait_for_request()
        if len(self.connections) > MOST_CONNECTIONS:
            self._longest_waiting().transport.abort()

    def data_received(self, data: bytes) -> None:
        super().data_received(data)
        self._wait_for_request()

    def connection_lost(self, exc: Exception | None) -> None:
        self._end_wait()
        super().connection_lost(exc)

    def _longest_waiting(self) -> "BoundedProtocol":
        """Whoever has not asked for the longest time makes room, and not who comes to ask."""
        waiting = (
            connection for connection in self.connections if isinstance(connection, BoundedProtocol)
        )
        return min(
            waiting,
            key=lambda connection: connection._deadline.when() if connection._deadline else inf,
        )

    def _wait_for_request(self) -> None:
        """From the first moment on, until all headers are there."""
        is_answering = self.cycle is not None and not self.cycle.response_complete
        if is_answering:
            self._end_wait()
        elif self._deadline is None:
            self._deadline = self.loop.call_later(HEADERS_WITHIN, self._close_late)

    def _close_late(self) -> None:
        self._deadline = None
        if self.cycle is None or self.cycle.response_complete:
            self.transport.abort()

    def _end_wait(self) -> None:
        if self._deadline is not None:
            self._deadline.cancel()
            self._deadline = None


class PortTakenError(Exception):
    """Somebody else listens where we should."""

    def __init__(self, port: int) -> None:
        super().__init__(
            f"Port {port} is taken: stop what runs there, or choose another port,"
            " such as HTTP_PORT=8090 make run"
        )


class NoAddressError(PortTakenError):
    """This computer has no such address, or we may not listen there."""

    def __init__(self, host: str, port: int, trouble: str) -> None:
        Exception.__init__(
            self,
            f"HTTP_HOST {host} with port {port} can't be listened on ({trouble}): it takes an"
            " address of this computer, such as 127.0.0.1, or 0.0.0.0 for all.",
        )


@asynccontextmanager
async def served(app: Starlette, host: str, port: int) -> AsyncIterator[int]:
    """Answers while its block runs, and yields its port."""
    bound = _bound(host, port)
    config = uvicorn.Config(
        app,
        log_config=None,
        lifespan="off",
        access_log=False,
        server_header=False,
        http=BoundedProtocol,
        ws="none",
        timeout_graceful_shutdown=STOPPED_WITHIN,
    )
    config.load()
    server = uvicorn.Server(config)
    server.lifespan = config.lifespan_class(config)
    await server.startup(sockets=[bound])
    try:
        yield bound.getsockname()[1]
    finally:
        await server.shutdown(sockets=[bound])


def _bound(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        listener = socket.create_server((host, port), family=family)
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            raise PortTakenError(port) from None
        trouble = error.strerror or "no such address"
        raise NoAddressError(host, port, trouble) from None
    # Named as TCP, or asyncio leaves Nagle's delay on: 40 ms for each answer.
    return socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP, listener.detach())
