"""Serves the site, beside the bot and in the same loop."""

import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import uvicorn
from starlette.applications import Starlette

STOPPED_WITHIN = 1  # seconds for answers under way


class PortTakenError(Exception):
    """Somebody else listens where we should."""

    def __init__(self, port: int) -> None:
        super().__init__(
            f"Port {port} is taken: stop what runs there, or choose another port,"
            " such as HTTP_PORT=8090 make run"
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
        found = socket.create_server((host, port), family=family)
    except OSError:
        raise PortTakenError(port) from None
    # Named as TCP, or asyncio leaves Nagle's delay on: 40 ms for each answer.
    return socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP, found.detach())
