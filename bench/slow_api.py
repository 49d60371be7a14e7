"""A Bot API that does almost nothing, 50 ms after it was asked; in a process of its own.

Besides Telegram's methods it knows `/tap`, which presses a button and answers once the bot has
answered the person, and `/sent`, which tells what was sent and when.
"""

import asyncio
import json
import sys
import time
from collections import deque
from collections.abc import Callable
from itertools import count
from typing import Any
from urllib.parse import parse_qsl, urlsplit

ANSWER_AFTER = 0.05  # seconds
BOT = {"id": 100001, "is_bot": True, "first_name": "Waymark", "username": "waymark_local_bot"}
Json = dict[str, Any]
Answer = Callable[[Any], None]


class SlowApi:
    """What all connections share."""

    def __init__(self) -> None:
        self.loop = asyncio.get_running_loop()
        self.numbers = count(1)
        self.updates: deque[Json] = deque()
        self.poll: Answer | None = None
        self.sent: list[tuple[int, float]] = []  # chat and time of the wall clock
        self.taps: dict[int, tuple[float, Answer]] = {}

    def call(self, method: str, given: dict[str, str], answer: Answer) -> None:
        """Answer now, later, or when there is something to say."""
        match method:
            case "tap":
                self.tap(int(given["person"]), given["data"], answer)
            case "sent":
                answer(self.sent)
            case "getMe":
                answer(BOT)
            case "getUpdates" if given.get("timeout", "0") == "0":
                answer([])
            case "getUpdates":
                self.poll = answer
                self.deliver()
            case _:
                if method == "sendMessage":
                    self.sent.append((int(given["chat_id"]), time.time()))
                self.loop.call_later(ANSWER_AFTER, self.done, method, given, answer)

    def done(self, method: str, given: dict[str, str], answer: Answer) -> None:
        chat_id = int(given.get("chat_id", 0))
        match method:
            case "sendMessage" | "editMessageText":
                answer(message(chat_id, next(self.numbers)))
            case "getMyCommands":
                answer([])
            case "getMyName" | "getMyDescription" | "getMyShortDescription":
                answer({"name": "", "description": "", "short_description": ""})
            case "getChatMenuButton":
                answer({"type": "commands"})
            case _:
                answer(True)
        if method == "editMessageText" and chat_id in self.taps:
            pressed_at, tell = self.taps.pop(chat_id)
            tell(self.loop.time() - pressed_at)

    def tap(self, person_id: int, data: str, answer: Answer) -> None:
        self.taps[person_id] = self.loop.time(), answer
        number = next(self.numbers)
        sender = {"id": person_id, "is_bot": False, "first_name": "Somebody"}
        query = {"id": str(number), "from": sender, "chat_instance": "1", "data": data}
        query["message"] = message(person_id, number)
        self.updates.append({"update_id": number, "callback_query": query})
        self.deliver()

    def deliver(self) -> None:
        if self.poll and self.updates:
            answer, self.poll = self.poll, None
            answer([self.updates.popleft() for _ in range(len(self.updates))])


class Connection(asyncio.Protocol):
    """Just as much HTTP as the bot speaks: one request after the other, kept alive."""

    def __init__(self, api: SlowApi) -> None:
        self._api, self._read = api, b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)  # noqa: S101 - narrows the type
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        self._read += data
        head, found, rest = self._read.partition(b"\r\n\r\n")
        if not found:
            return
        lines = head.decode().split("\r\n")
        headers = dict(line.lower().split(": ", 1) for line in lines[1:])
        length = int(headers.get("content-length", 0))
        if len(rest) < length:
            return
        self._read = rest[length:]
        url = urlsplit(lines[0].split(" ")[1])
        given = dict(parse_qsl(url.query) + parse_qsl(rest[:length].decode()))
        self._api.call(url.path.rpartition("/")[2], given, self._answer)

    def _answer(self, result: Any) -> None:
        body = json.dumps({"ok": True, "result": result}).encode()
        head = f"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: {len(body)}"
        self._transport.write(f"{head}\r\n\r\n".encode() + body)


def message(chat_id: int, number: int) -> Json:
    chat = {"id": chat_id, "type": "private", "first_name": "Somebody"}
    return {"message_id": number, "date": int(time.time()), "chat": chat, "text": "Hello"}


async def serve() -> None:
    """Say the port, and serve until killed."""
    api = SlowApi()
    server = await api.loop.create_server(lambda: Connection(api), "127.0.0.1", 0)
    sys.stdout.write(f"{server.sockets[0].getsockname()[1]}\n")
    sys.stdout.flush()
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(serve())
