"""Says in each answer what time it is in this world, as every server of Telegram does."""

from collections.abc import Callable
from datetime import datetime
from email.utils import format_datetime

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send


class Dated:
    """Adds the `Date` header; the server itself only knows the time of this computer."""

    def __init__(self, app: ASGIApp, now: Callable[[], datetime]) -> None:
        self._app, self._now = app, now

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def dated(message: Message) -> None:
            if message["type"] == "http.response.start":
                told = format_datetime(self._now(), usegmt=True)
                MutableHeaders(scope=message)["Date"] = told
            await send(message)

        await self._app(scope, receive, dated)
