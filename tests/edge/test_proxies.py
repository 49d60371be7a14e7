"""Calls that go through a proxy."""

import asyncio

import pytest
from telegram.error import (
    NetworkError,
)

from bot.edge.connection import calling_request, proxy_for
from bot.edge.errors import may_have_arrived
from bot.settings import SettingsError
from tests.edge import broken_servers
from tests.edge.calling_bot import TOKEN, client, failure, settings_for
from tests.edge.calling_bot import no_proxies as no_proxies
from tests.edge.calling_bot import transport as transport


@pytest.mark.slow
@pytest.mark.parametrize("named", ["setting", "http_proxy", "ALL_PROXY"])
async def test_a_proxy_carries_the_calls(
    transport: str, named: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    got: list[bytes] = []

    async def proxy(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        got.append(await broken_servers.heard(reader))
        writer.write(
            b"HTTP/1.1 200 OK\r\ncontent-length: 25\r\n\r\n" + b'{"ok":true,"result":true}'
        )
        await writer.drain()

    async with broken_servers.serving(proxy) as address:
        address = address.replace("//", "//ana:pass@")
        more = {"proxy_url": address} if named == "setting" else {}
        if named != "setting":
            monkeypatch.setenv(named, address)
        async with client(settings_for(transport, "http://api.invalid", **more)) as bot:
            assert await bot.delete_webhook()
    head = got[0].decode().lower()
    assert head.startswith(f"post http://api.invalid/bot{TOKEN}/deletewebhook".lower())
    assert "proxy-authorization: basic yw5honbhc3m=" in head


async def test_a_proxy_that_refuses_the_tunnel_has_sent_nothing(transport: str) -> None:
    async with broken_servers.serving(broken_servers.says("403 Forbidden", "no")) as address:
        settings = settings_for(transport, "https://api.invalid", proxy_url=address)
        error = await failure(settings)
    assert type(error) is NetworkError
    assert not may_have_arrived(error)


def test_the_bot_api_can_be_excepted_from_the_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    settings = settings_for("aiohttp", "http://127.0.0.1:8081")
    monkeypatch.setenv("HTTP_PROXY", "http://proxy.invalid:3128")
    assert proxy_for(settings) == "http://proxy.invalid:3128"
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    assert proxy_for(settings) is None


def test_a_proxy_of_another_kind_is_named_without_its_password(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("ALL_PROXY", "socks5://ana:pass@127.0.0.1:1080")
    with pytest.raises(SettingsError, match="PROXY_URL") as caught:
        calling_request(settings_for("aiohttp", "https://api.invalid"))
    assert "pass@" not in str(caught.value)
