"""The two HTTP clients do the same and fail the same, and never tell anybody the token."""

import asyncio
import logging
import socket
import traceback
from collections.abc import Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from typing import Any

import pytest
from telegram import Bot, InputMediaDocument, ReplyParameters
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)
from telegram.request import BaseRequest

from bot.edge.connection import Pulse, calling_request, polling_request
from bot.edge.errors import may_have_arrived
from bot.settings import Settings
from playground.people import ANA
from playground.server import Playground
from playground.world import World
from tests.edge import broken_servers
from tests.edge.calling_bot import WORDS, client, failure, settings_for
from tests.edge.calling_bot import no_proxies as no_proxies
from tests.edge.calling_bot import transport as transport

OURS: dict[str, Any] = {"pool_timeout": 0.05, "connect_timeout": 0.05, "read_timeout": 0.05}


def closed_port() -> str:
    with socket.create_server(("127.0.0.1", 0)) as found:
        return f"http://127.0.0.1:{found.getsockname()[1]}"


TELEGRAM_SAYS: list[tuple[str, str, type[TelegramError]]] = [
    ("429 Too Many Requests", '{"parameters": {"retry_after": 7}}', RetryAfter),
    ("400 Bad Request", '{"parameters": {"migrate_to_chat_id": -1001}}', ChatMigrated),
    ("400 Bad Request", '{"description": "Bad Request: chat not found"}', BadRequest),
    ("403 Forbidden", '{"description": "Forbidden: bot was blocked"}', Forbidden),
    ("401 Unauthorized", '{"description": "Unauthorized"}', InvalidToken),
    ("409 Conflict", '{"description": "Conflict"}', Conflict),
    ("500 Internal Server Error", '{"description": "Internal"}', NetworkError),
    ("502 Bad Gateway", "<html>nginx</html>", NetworkError),
    ("302 Found", "{}", NetworkError),
    ("200 OK", "<html>a proxy</html>", TelegramError),
    ("200 OK", '{"ok": tru', TelegramError),
]


@pytest.mark.parametrize(("status", "body", "kind"), TELEGRAM_SAYS)
async def test_what_telegram_says_becomes_the_same_error(
    transport: str, status: str, body: str, kind: type[TelegramError]
) -> None:
    async with broken_servers.serving(broken_servers.says(status, body)) as api:
        error = await failure(settings_for(transport, api))
    assert type(error) is kind
    assert may_have_arrived(error)  # it did: Telegram has answered
    if isinstance(error, ChatMigrated):
        assert error.new_chat_id == -1001
    if status.startswith("200"):
        assert error.message == "Invalid server response"


BREAKS: list[tuple[broken_servers.Streams, type[TelegramError]]] = [
    (broken_servers.closes_at_once, NetworkError),
    (broken_servers.resets, NetworkError),
    (broken_servers.says("200 OK", '{"ok":', length=100), NetworkError),
    (broken_servers.stays_silent, TimedOut),
]


@pytest.mark.parametrize(("server", "kind"), BREAKS)
async def test_a_connection_that_breaks_after_the_request_leaves_it_open(
    transport: str, server: broken_servers.Streams, kind: type[TelegramError]
) -> None:
    async with broken_servers.serving(server) as api:
        error = await failure(settings_for(transport, api), read_timeout=0.05)
    assert type(error) is kind
    assert may_have_arrived(error)


async def test_a_redirect_is_not_followed_for_the_token_would_go_along(transport: str) -> None:
    heard: list[bytes] = []

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while True:
            heard.append(await broken_servers.heard(reader))
            writer.write(b"HTTP/1.1 302 Found\r\nlocation: /x\r\ncontent-length: 2\r\n\r\n{}")

    async with broken_servers.serving(answer) as api:
        await failure(settings_for(transport, api))
    assert len(heard) == 1


async def test_a_server_that_refuses_has_heard_nothing(transport: str) -> None:
    error = await failure(settings_for(transport, closed_port()))
    assert type(error) is NetworkError
    assert not may_have_arrived(error)


async def test_a_name_that_nobody_knows_has_heard_nothing(transport: str) -> None:
    error = await failure(settings_for(transport, "http://nowhere.invalid"))
    assert type(error) is NetworkError
    assert not may_have_arrived(error)


async def test_a_server_that_does_not_accept_in_time_has_heard_nothing(transport: str) -> None:
    """Its line of callers is full, so the system lets nobody in."""
    with socket.socket() as deaf:
        deaf.bind(("127.0.0.1", 0))
        deaf.listen(0)
        async with AsyncExitStack() as callers:
            for _ in range(3):
                caller = callers.enter_context(socket.socket())
                caller.setblocking(False)
                caller.connect_ex(deaf.getsockname())
            api = f"http://127.0.0.1:{deaf.getsockname()[1]}"
            error = await failure(settings_for(transport, api), **OURS)
    assert type(error) is TimedOut
    assert not may_have_arrived(error)


@pytest.mark.slow
async def test_a_server_that_knows_no_encryption_has_heard_nothing(transport: str) -> None:
    async with broken_servers.serving(broken_servers.hangs_up) as api:
        error = await failure(settings_for(transport, api.replace("http:", "https:")))
    assert type(error) is NetworkError
    assert not may_have_arrived(error)


@pytest.mark.slow
async def test_who_found_no_free_connection_has_sent_nothing(
    transport: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.edge.connection.CALLS_AT_ONCE", 1)
    async with (
        broken_servers.serving(broken_servers.stays_silent) as api,
        client(settings_for(transport, api)) as bot,
    ):
        first = asyncio.create_task(bot.send_message(ANA, "one", read_timeout=0.3))
        await asyncio.sleep(0.05)
        with pytest.raises(TimedOut) as caught:
            await bot.send_message(ANA, "two", **OURS)
        with pytest.raises(TimedOut) as slow:
            await first
    assert not may_have_arrived(caught.value)
    assert may_have_arrived(slow.value)


def everything(error: BaseException | None) -> str:
    """What a dump of the error could show, whatever it hangs on."""
    if error is None:
        return ""
    shown = "".join(traceback.format_exception(error)) + repr(error) + repr(error.args)
    return shown + everything(error.__cause__) + everything(error.__context__)


@pytest.mark.parametrize("kind", ["refused", "silent", "torn", "slow to connect", "rubbish"])
async def test_no_error_and_no_log_holds_the_token_or_the_words(
    transport: str, kind: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    logging.getLogger("httpx").setLevel(logging.WARNING)  # as bot/ops/logging.py does
    servers = {"silent": broken_servers.stays_silent, "torn": broken_servers.closes_at_once}
    async with broken_servers.serving(
        servers.get(kind, broken_servers.says("200 OK", WORDS))
    ) as api:
        address = closed_port() if kind == "refused" else api
        how = {"connect_timeout": 1e-9, "pool_timeout": 0} if kind == "slow to connect" else {}
        error = await failure(settings_for(transport, address), read_timeout=0.05, **how)
    for shown in (everything(error), caplog.text):
        assert "AAsecret" not in shown
        assert WORDS not in shown


@dataclass
class Seen:
    """What a bot did at the playground, and what it got back."""

    results: list[Any] = field(default_factory=list)
    calls: list[Any] = field(default_factory=list)


async def a_day(transport: str) -> Seen:
    """The calls that we use, one after the other, in a world of its own."""
    world, seen = World(), Seen()
    world.started.add(ANA)
    async with Playground(world) as playground:
        settings = settings_for(transport, playground.url)
        bot = Bot(
            playground.token,
            base_url=playground.api_url,
            base_file_url=playground.file_url,
            request=calling_request(settings),
            get_updates_request=polling_request(settings, Pulse()),
        )
        async with bot:
            sent = await bot.send_message(ANA, "Ünï 🙂 & <b>bold</b> + = %20", "HTML")
            seen.results += [sent.message_id, sent.text]
            reply = ReplyParameters(sent.message_id, allow_sending_without_reply=True)
            await bot.send_message(ANA, "x" * 4096, reply_parameters=reply)
            file = await bot.send_document(ANA, bytes(range(256)) * 999, filename="für Ana “1”.pdf")
            assert file.document is not None
            seen.results.append(file.document.file_name)
            kept = await bot.get_file(file.document.file_id)
            seen.results.append(bytes(await kept.download_as_bytearray()))
            seen.results.append(await bot.get_updates(timeout=0, allowed_updates=["message"]))
            seen.results.append((await bot.get_me()).username)
            try:
                await bot.send_message(404, "nobody")
            except BadRequest as error:
                seen.results.append(error.message)
        seen.calls = [(call.method, call.params, call.status) for call in world.ledger.after()]
    return seen


async def test_both_clients_see_and_do_the_same() -> None:
    ours, default = await a_day("aiohttp"), await a_day("httpx")
    assert ours == default
    assert bytes(range(256)) * 999 in ours.results
    assert "für Ana “1”.pdf" in ours.results
    assert [status for _, _, status in ours.calls].count(200) == len(ours.calls) - 1


async def test_a_file_beside_others_is_uploaded_by_name(transport: str) -> None:
    """PTB puts some files behind a name that another field mentions."""
    got = asyncio.get_running_loop().create_future()

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        got.set_result(await broken_servers.heard(reader))
        writer.write(b"HTTP/1.1 200 OK\r\ncontent-length: 23\r\n\r\n" + b'{"ok":true,"result":[]}')
        await writer.drain()

    async with broken_servers.serving(answer) as api, client(settings_for(transport, api)) as bot:
        await bot.send_media_group(ANA, [InputMediaDocument(b"12345", filename="a.txt")])
    body = got.result().decode()
    assert "content-length:" in body.lower()
    assert "attach://" in body
    assert 'filename="a.txt"' in body
    assert "12345" in body


@pytest.mark.parametrize("make", [calling_request, lambda given: polling_request(given, Pulse())])
async def test_a_client_can_be_closed_twice_and_opened_again(
    transport: str, make: Callable[[Settings], BaseRequest], playground: Playground
) -> None:
    request = make(settings_for(transport, playground.url))
    address = f"{playground.api_url}{playground.token}/getMe"
    for _ in range(2):
        async with request:
            answer = await request.post(address)
            assert isinstance(answer, dict)
            assert answer["is_bot"]
        await request.shutdown()
    with pytest.raises(NetworkError):
        await request.post(address)
