"""The playground over real HTTP, on this computer only."""

import asyncio
import ipaddress
import socket
from collections.abc import Awaitable, Callable
from contextlib import suppress
from types import TracebackType
from typing import Any, Self

import uvicorn
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware

from playground.bot_routes import bot_routes
from playground.dated import Dated
from playground.guard import OwnPageOnly
from playground.page_routes import PageRoutes
from playground.posting import Poster
from playground.world import World

LOOPBACK_NAMES = ["127.0.0.1", "localhost", "::1", "[::1]"]
GOODBYE = 2  # seconds that answers under way get when the playground closes


class ForeignHostError(ValueError):
    """The playground would be open to others."""

    def __init__(self, host: str) -> None:
        super().__init__(f"The playground listens on this computer only, not on {host}.")


class Playground:
    """Serves the Bot API and the chat page while its block runs."""

    def __init__(
        self,
        world: World,
        port: int = 0,
        on_restart: Callable[[], Awaitable[None]] | None = None,
        panel: Callable[[], Awaitable[Any]] | None = None,
        *,
        host: str = "127.0.0.1",
        second: float = 1.0,
    ) -> None:
        """`second` is how long it takes until Telegram's waits are a second older."""
        self.world, self._second = world, second
        self._host, self._port = _loopback(host), port
        self._page = PageRoutes(world, on_restart, panel)

    @property
    def token(self) -> str:
        return self.world.bot.token

    @property
    def url(self) -> str:
        host = f"[{self._host}]" if ":" in self._host else self._host
        return f"http://{host}:{self._port}"

    @property
    def api_url(self) -> str:
        """What python-telegram-bot calls base_url."""
        return f"{self.url}/bot"

    @property
    def file_url(self) -> str:
        """What python-telegram-bot calls base_file_url."""
        return f"{self.url}/file/bot"

    async def __aenter__(self) -> Self:
        """Raises OSError when the port is taken."""
        self._socket = self._bind()
        self._port = self._socket.getsockname()[1]
        self.world.inbox.open()
        routes = bot_routes(self.world) + self._page.routes()
        guards = [
            Middleware(TrustedHostMiddleware, allowed_hosts=LOOPBACK_NAMES),
            Middleware(OwnPageOnly),
            Middleware(Dated, now=self.world.clock.now),
        ]
        self._server = _server(Starlette(routes=routes, middleware=guards))
        await self._server.startup(sockets=[self._socket])
        self._posting = Poster(self.world, self._second).running()
        await self._posting.__aenter__()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self._posting.__aexit__(None, None, None)
        self._page.is_closing = True
        self.world.inbox.close()
        self.world.changes.ring()
        await self._close()

    async def _close(self) -> None:
        """Like uvicorn's shutdown, which always takes a tenth of a second: too long for tests."""
        state = self._server.server_state
        for listener in self._server.servers:
            listener.close()
        for connection in tuple(state.connections):
            connection.shutdown()
        with suppress(TimeoutError):
            async with asyncio.timeout(GOODBYE):
                while state.connections or state.tasks:  # noqa: ASYNC110 - uvicorn tells nobody
                    await asyncio.sleep(0.001)
        for task in state.tasks:
            task.cancel()

    def _bind(self) -> socket.socket:
        family = socket.AF_INET6 if ":" in self._host else socket.AF_INET
        # Named as TCP, or asyncio leaves Nagle's delay on: 40 ms a call.
        bound = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
        bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            bound.bind((self._host, self._port))
        except OSError:
            bound.close()
            raise
        bound.setblocking(False)
        return bound


def _server(app: Starlette) -> uvicorn.Server:
    """Uvicorn without its loop: its signal handlers and its console lines stay out of the bot's."""
    config = uvicorn.Config(
        app,
        http="h11",
        ws="none",
        lifespan="off",
        log_config=None,
        log_level="critical",
        access_log=False,
        date_header=False,
        server_header=False,
    )
    config.load()
    server = uvicorn.Server(config)
    server.lifespan = config.lifespan_class(config)
    return server


def _loopback(host: str) -> str:
    name = "127.0.0.1" if host == "localhost" else host
    try:
        is_here = ipaddress.ip_address(name).is_loopback
    except ValueError:
        is_here = False
    if not is_here:
        raise ForeignHostError(host)
    return name
