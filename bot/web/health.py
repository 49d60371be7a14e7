"""Whether the bot is well, over HTTP, for Docker, systemd and monitors."""

import socket
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route

SILENCE_LIMIT = 90.0  # seconds without a good poll


class PortTakenError(Exception):
    """Somebody else listens where we should."""

    def __init__(self, port: int) -> None:
        super().__init__(
            f"Port {port} is taken: stop what runs there, or choose another port,"
            " such as HTTP_PORT=8090 make run"
        )


@asynccontextmanager
async def served_health(
    host: str, port: int, silent_for: Callable[[], float], more: Sequence[Route] = ()
) -> AsyncIterator[int]:
    """Answers `/healthz` and more while its block runs, and yields its port; 200 is well."""

    async def healthz(_: Request) -> PlainTextResponse:
        if silent_for() < SILENCE_LIMIT:
            return PlainTextResponse("well")
        return PlainTextResponse("no poll has succeeded for too long", 503)

    try:
        bound = socket.create_server((host, port))
    except OSError:
        raise PortTakenError(port) from None
    app = Starlette(routes=[Route("/healthz", healthz), *more])
    config = uvicorn.Config(app, log_config=None, lifespan="off", access_log=False)
    config.load()
    server = uvicorn.Server(config)
    server.lifespan = config.lifespan_class(config)
    await server.startup(sockets=[bound])
    try:
        yield bound.getsockname()[1]
    finally:
        await server.shutdown(sockets=[bound])
