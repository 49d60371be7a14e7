"""The Bot API over HTTP: /bot<token>/<method> and the files behind it."""

import asyncio
import mimetypes
from contextlib import suppress
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from playground.api import CLIENT_LEFT, BotApi, TornConnectionError
from playground.bodies import read_parameters
from playground.refusals import Json, RefusedError
from playground.world import World


class TornResponse(Response):
    """Promises more than it sends, so that the connection breaks under the caller."""

    async def __call__(self, _scope: Scope, _receive: Receive, send: Send) -> None:
        headers = [(b"content-type", b"application/json"), (b"content-length", b"100")]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": b'{"ok":', "more_body": True})


def bot_routes(world: World) -> list[Route]:
    api = BotApi(world)

    async def call(request: Request) -> Response:
        try:
            given = await read_parameters(request)
        except RefusedError as refused:
            return JSONResponse(refused.body(), refused.code)
        token, method = request.path_params["token"], request.path_params["method"]
        try:
            status, body = await _while_heard(request, api, token, method, given)
        except TornConnectionError:
            return TornResponse()
        return JSONResponse(body, status)

    async def download(request: Request) -> Response:
        is_known = request.path_params["token"] == world.bot.token
        return file_response(world, request) if is_known else Response(status_code=404)

    return [
        Route("/bot{token}/{method}", call, methods=["GET", "POST"]),
        Route("/file/bot{token}/{id}/{name}", download),
    ]


def file_response(world: World, request: Request) -> Response:
    """A stored file as it came; never shown in place, so that nothing in it can run."""
    file = world.files.get(request.path_params["id"])
    if file is None or file.name != request.path_params["name"]:
        return Response(status_code=404)
    kind = mimetypes.guess_type(file.name)[0] or "application/octet-stream"
    headers = {"Content-Disposition": "attachment", "Cache-Control": "no-store"}
    return Response(file.content, media_type=kind, headers=headers)


async def _while_heard(
    request: Request, api: BotApi, token: str, method: str, given: dict[str, Any]
) -> tuple[int, Json]:
    """Ends the call when the caller goes away; a long poll would otherwise stay behind."""
    calling = asyncio.create_task(api.call(token, method, given))
    leaving = asyncio.create_task(_disconnected(request))
    try:
        await asyncio.wait({calling, leaving}, return_when=asyncio.FIRST_COMPLETED)
        if not calling.done():
            calling.cancel()
            with suppress(asyncio.CancelledError):
                await calling
            return CLIENT_LEFT, {"ok": False}
        return calling.result()
    finally:
        leaving.cancel()
        calling.cancel()


async def _disconnected(request: Request) -> None:
    while (await request.receive())["type"] != "http.disconnect":
        pass
