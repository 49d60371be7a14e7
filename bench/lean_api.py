"""What a Bot API as lean as can be is made of: as much HTTP as bots speak, and usual answers."""

import asyncio
import json
import sys
import time
from collections.abc import Callable
from typing import Any, Protocol
from urllib.parse import parse_qsl, urlsplit

BOT = {"id": 100001, "is_bot": True, "first_name": "Bench", "username": "waymark_bench_bot"}
DESCRIPTIONS = {"name": "", "description": "", "short_description": ""}
Json = dict[str, Any]
Answer = Callable[[Any], None]


class Api(Protocol):
    """What all connections share."""

    def call(self, method: str, given: dict[str, str], answer: Answer) -> None:
        """Answer now, later, or when there is something to say."""


class Connection(asyncio.Protocol):
    """One request after the other, kept alive."""

    def __init__(self, api: Api) -> None:
        self._api, self._read = api, b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)  # noqa: S101 - narrows the type
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        self._read += data
        head, separator, rest = self._read.partition(b"\r\n\r\n")
        if not separator:
            return
        lines = head.decode().split("\r\n")
        headers = dict(line.lower().split(": ", 1) for line in lines[1:])
        length = int(headers.get("content-length", 0))
        if len(rest) < length:
            return
        self._read = rest[length:]
        url = urlsplit(lines[0].split(" ")[1])
        given = dict(parse_qsl(url.query)) | fields(headers.get("content-type", ""), rest[:length])
        self._api.call(url.path.rpartition("/")[2], given, self._answer)

    def _answer(self, result: Any) -> None:
        if self._transport.is_closing():
            return
        body = json.dumps({"ok": True, "result": result}).encode()
        head = f"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: {len(body)}"
        self._transport.write(f"{head}\r\n\r\n".encode() + body)


def fields(content_type: str, body: bytes) -> dict[str, str]:
    """The parameters of a call: as a form, or, as aiogram sends them, in several parts."""
    if not content_type.startswith("multipart/"):
        return dict(parse_qsl(body.decode()))
    headers = {}
    for part in body.split(b"\r\n--"):
        head, _, value = part.partition(b"\r\n\r\n")
        name = head.partition(b'name="')[2].partition(b'"')[0].decode()
        headers[name] = value.decode(errors="replace")
    return headers


def usual(method: str) -> Any:
    """What a bot hears that asks for its own settings, or has changed something."""
    match method:
        case "getMyCommands":
            return []
        case "getMyName" | "getMyDescription" | "getMyShortDescription":
            return DESCRIPTIONS
        case "getChatMenuButton":
            return {"type": "commands"}
    return True


def message(chat_id: int, number: int) -> Json:
    chat = {"id": chat_id, "type": "private", "first_name": "Somebody"}
    return {"message_id": number, "date": int(time.time()), "chat": chat, "text": "Hello"}


async def serve(make: Callable[[], Api]) -> None:
    """Say the port, and serve until killed."""
    api = make()
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: Connection(api), "127.0.0.1", 0)
    sys.stdout.write(f"{server.sockets[0].getsockname()[1]}\n")
    sys.stdout.flush()
    await server.serve_forever()
