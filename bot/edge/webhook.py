"""Updates that Telegram posts to us: looked at, answered at once, and worked on after."""

import asyncio
import hmac
import json
import logging
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from functools import partial
from typing import Any
from urllib.parse import urlsplit

from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Route
from telegram import Update
from telegram.error import BadRequest, InvalidToken, NetworkError, RetryAfter
from telegram.ext import Application

from bot.edge.update_dedup import Seen
from bot.edge.update_processor import is_full
from bot.ops.shutdown import within
from storage.errors import StorageError

log = logging.getLogger(__name__)
SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - the name, not the secret
LARGEST = 1024 * 1024  # bytes; the longest message with its answer and buttons is a tenth of it
READ_WITHIN = 10.0  # seconds
USUAL_PATH = "/telegram"
CONNECTIONS = 40  # that Telegram may use at once
TRIES, WAIT = 5, 2.0  # at the start; seconds
CLOSED_WITHIN = 0.8  # seconds
NOT_NOW = partial(Response, "not now", 503, {"Retry-After": "1"})  # Telegram comes again
AnyApplication = Application[Any, Any, Any, Any, Any, Any]


class Webhook:
    """Accepts webhook updates while its context is active."""

    def __init__(self, url: str, secret: str, seen: Seen) -> None:
        address = urlsplit(url)
        self.path = address.path if address.path not in ("", "/") else USUAL_PATH
        self._url = f"{address.scheme}://{address.netloc}{self.path}"
        self._secret, self._seen = secret, seen
        self._application: AnyApplication | None = None
        self._on_the_doorstep = 0  # looked at, and not yet let in

    def trouble(self) -> str:
        """What is wrong, in a few words; empty when updates are let in."""
        return "" if self._application else "the webhook is not open"

    def route(self) -> Route:
        return Route(self.path, self.post, methods=["POST"])

    @asynccontextmanager
    async def open(
        self, application: AnyApplication, updates: Sequence[str]
    ) -> AsyncIterator[None]:
        """Lets updates in beside its block. Telegram keeps the address: it comes again later."""
        self._application = application
        try:
            await self._register(updates)
            yield
        finally:
            self._application = None
            await within(CLOSED_WITHIN, self._empty())

    async def post(self, request: Request) -> Response:
        """Refuses what is not Telegram's before it looks at anything else."""
        given = request.headers.get(SECRET_HEADER, "")
        if not hmac.compare_digest(given.encode("utf-8", "replace"), self._secret.encode()):
            return Response("wrong secret", 403)
        if request.headers.get("content-type", "").partition(";")[0].strip() != "application/json":
            return Response("wrong content type", 415)
        try:
            async with asyncio.timeout(READ_WITHIN):
                body = await _body(request)
        except (ClientDisconnect, TimeoutError):
            return Response("request body timed out", 408)
        if body is None:
            return Response("too large", 413)
        return await self._take(body)

    async def _take(self, body: bytes) -> Response:
        application = self._application
        if application is None or is_full(application):
            return NOT_NOW()
        update = _read(body, application)
        if update is None:
            return Response("not an update", 400)
        self._on_the_doorstep += 1
        try:
            if await self._seen.is_new(update):
                application.update_queue.put_nowait(update)
        except StorageError:
            return NOT_NOW()
        finally:
            self._on_the_doorstep -= 1
        return Response()

    async def _empty(self) -> None:
        while self._on_the_doorstep:  # noqa: ASYNC110 - a matter of milliseconds
            await asyncio.sleep(0.005)

    async def _register(self, updates: Sequence[str]) -> None:
        application, tried = self._application, 0
        while application:
            try:
                await application.bot.set_webhook(
                    self._url,
                    max_connections=CONNECTIONS,
                    allowed_updates=updates,
                    secret_token=self._secret,
                )
            except (BadRequest, InvalidToken):
                raise
            except (NetworkError, RetryAfter) as error:
                tried += 1
                if tried == TRIES:
                    raise
                log.info("the webhook could not be set: %s", type(error).__name__)
                await asyncio.sleep(WAIT)
            else:
                return


def _read(body: bytes, application: AnyApplication) -> Update | None:
    """PTB believes whatever it is given, so the number is looked at here."""
    try:
        given = json.loads(body)
        return Update.de_json(given, application.bot) if type(given["update_id"]) is int else None
    except Exception:  # whatever stumbles over it, it is not one of Telegram's
        return None


async def _body(request: Request) -> bytes | None:
    """None when there is more of it than any update could have."""
    length = request.headers.get("content-length", "")
    if length.isdecimal() and int(length) > LARGEST:
        return None
    body = bytearray()
    async for part in request.stream():
        body += part
        if len(body) > LARGEST:
            return None
    return bytes(body)
