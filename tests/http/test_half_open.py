"""Connections that begin a request and never end it: bounded in number and in time."""

import asyncio

import pytest

from bot.http import server
from bot.http.health import Health
from bot.http.site import site
from bot.turns.services import Services


class Well:
    def trouble(self) -> str:
        return ""


async def ask(port: int, text: bytes = b"GET /healthz HTTP/1.1\r\nhost: a\r\n\r\n") -> bytes:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(text)
    await writer.drain()
    try:
        return await reader.read(200)
    except ConnectionError:
        return b""
    finally:
        writer.close()


@pytest.mark.slow
async def test_a_request_that_does_not_end_is_closed_in_time(
    services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(server, "HEADERS_WITHIN", 0.1)
    async with server.served(site(Health(services, Well())), "127.0.0.1", 0) as port:
        async with asyncio.timeout(2):
            for begun in (b"", b"GET /healthz HTTP/1.1\r\nhost", b"GET /healthz HTTP/1.1\r\nx: "):
                assert await ask(port, begun) == b""
        assert b"200 OK" in await ask(port)


@pytest.mark.slow
async def test_a_second_request_on_a_connection_is_bounded_too(
    services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(server, "HEADERS_WITHIN", 0.2)
    async with server.served(site(Health(services, Well())), "127.0.0.1", 0) as port:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(b"GET /healthz HTTP/1.1\r\nhost: a\r\n\r\n")
        assert b"200 OK" in await reader.read(500)
        writer.write(b"GET /hea")
        async with asyncio.timeout(2):
            while True:
                try:
                    if not await reader.read(200):
                        break
                except ConnectionError:
                    break
        writer.close()


@pytest.mark.slow
async def test_only_so_many_are_held_and_room_comes_again(
    services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(server, "HEADERS_WITHIN", 0.5)
    monkeypatch.setattr(server, "MOST_CONNECTIONS", 20)
    async with server.served(site(Health(services, Well())), "127.0.0.1", 0) as port:
        held = [await asyncio.open_connection("127.0.0.1", port) for _ in range(60)]
        await asyncio.sleep(0.1)
        closed = 0
        for reader, _ in held:
            try:
                closed += reader.at_eof() or not await asyncio.wait_for(reader.read(1), 0.005)
            except TimeoutError:
                pass
            except ConnectionError:
                closed += 1
        assert closed >= 40
        assert b"200 OK" in await ask(port), "who asks is let in while others hold what there is"
        await asyncio.sleep(0.8)
        assert b"200 OK" in await ask(port)
        for _, writer in held:
            writer.close()


async def test_an_address_that_is_none_is_not_called_a_taken_port(services: Services) -> None:
    with pytest.raises(server.NoAddressError, match=r"HTTP_HOST 999\.1\.1\.1"):
        async with server.served(site(Health(services, Well())), "999.1.1.1", 0):
            pass
