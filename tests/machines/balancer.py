"""A tiny proxy: each request goes to the next bot, whosever it is. Nothing sticks to anything."""

import itertools
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

import aiohttp
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.http.server import served
from tests.machines.processes import Machine

PASSED_ON = ("content-type", "x-telegram-bot-api-secret-token")
ANSWER_WITHIN = 10.0  # seconds


class Balancer:
    """Who does not listen, or has no time now, is passed over, as real ones do it."""

    def __init__(self, machines: Sequence[Machine]) -> None:
        self._machines = machines
        self._turns = itertools.count()
        #: How many requests each has taken, by its name.
        self.taken = dict.fromkeys((machine.name for machine in machines), 0)
        self.passed_over = 0

    @asynccontextmanager
    async def serving(self) -> AsyncIterator[str]:
        """Its address, on this computer only."""
        timeout = aiohttp.ClientTimeout(total=ANSWER_WITHIN)
        async with aiohttp.ClientSession(timeout=timeout) as self._http:
            app = Starlette(routes=[Route("/{path:path}", self._pass_on, methods=["POST"])])
            async with served(app, "127.0.0.1", 0) as port:
                yield f"http://127.0.0.1:{port}"

    async def _pass_on(self, request: Request) -> Response:
        body = await request.body()
        headers = {name: request.headers[name] for name in PASSED_ON if name in request.headers}
        first = next(self._turns)
        for number in range(len(self._machines)):
            machine = self._machines[(first + number) % len(self._machines)]
            where = f"{machine.url}{request.url.path}"
            try:
                async with self._http.post(where, data=body, headers=headers) as answer:
                    if answer.status != 503:
                        self.taken[machine.name] += 1
                        return Response(await answer.read(), answer.status)
            except (aiohttp.ClientError, TimeoutError):
                pass
            self.passed_over += 1
        return Response("nobody is there", 502)
