"""What comes in through the webhook, and what is refused at the door."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any

import pytest
from telegram import Update

from bot.app import UPDATES
from bot.edge.rate_limiter import RateLimiter
from bot.edge.replica import Replica
from bot.edge.update_dedup import SeenHere
from bot.edge.webhook import LARGEST, SECRET_HEADER, Webhook
from bot.runtime.serve import source_of_updates
from bot.settings import Settings, SettingsError
from bot.turns.services import Services
from playground.actions import Somebody
from playground.faults import Fault, FaultKind
from playground.people import ANA
from playground.server import Playground
from playground.world import World
from storage.errors import UnreachableError
from storage.store import Store
from tests.edge.waiting import until
from tests.edge.webhook_client import SECRET, URL, Telegram, hooked

pytestmark = pytest.mark.slow

SEND = frozenset({"sendMessage"})


@pytest.fixture
async def telegram(services: Services, playground: Playground) -> AsyncIterator[Telegram]:
    async with hooked(services, playground) as (telegram, _):
        yield telegram


def sent(world: World) -> int:
    return len(world.ledger.of("sendMessage"))


async def test_telegram_is_told_where_to_post_and_polling_ends(
    telegram: Telegram, world: World
) -> None:
    assert world.webhook["url"] == URL
    assert world.webhook["secret_token"] == SECRET
    assert world.webhook["allowed_updates"] == UPDATES
    assert world.webhook["max_connections"] == 40
    assert not world.ledger.of("getUpdates")


async def test_an_update_is_answered(telegram: Telegram, world: World) -> None:
    Somebody(world, ANA).says("/help")
    assert await telegram.delivers() == [200]
    await until(lambda: sent(world))
    assert "What I can do" in world.ledger.of("sendMessage")[0].params["text"]


async def test_telegram_does_not_wait_for_the_work(telegram: Telegram, world: World) -> None:
    world.faults.switch_on(Fault(FaultKind.DELAY, seconds=0.1, methods=SEND))
    Somebody(world, ANA).says("/help")
    assert await telegram.delivers() == [200]
    assert sent(world) == 0
    await until(lambda: sent(world))


async def test_an_update_that_comes_again_is_answered_once(
    telegram: Telegram, world: World
) -> None:
    Somebody(world, ANA).says("/help")
    [update] = world.inbox.pending()
    answers = await asyncio.gather(*[telegram.posts(update) for _ in range(5)])
    assert {answer.status_code for answer in answers} == {200}
    Somebody(world, ANA).says("/privacy")
    await telegram.delivers()
    await until(lambda: sent(world) == 2)
    assert "Privacy" in world.ledger.of("sendMessage")[1].params["text"]


UPDATE = {"update_id": 7, "a_kind_of_next_year": {}}


WRONG = ["wrong", "", None, f"{SECRET}x", SECRET[:-1], "schlüssel".encode()]


@pytest.mark.parametrize("secret", WRONG)
async def test_a_wrong_secret_is_403_whatever_comes_with_it(
    telegram: Telegram, secret: str | bytes | None
) -> None:
    telegram.headers.pop(SECRET_HEADER)
    given = {SECRET_HEADER: secret}
    assert (await telegram.posts(UPDATE, **given)).status_code == 403
    assert (await telegram.posts(b"rubbish", content_type="x", **given)).status_code == 403


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", "", "json"])
async def test_another_content_type_is_415(telegram: Telegram, kind: str) -> None:
    assert (await telegram.posts(b"{}", content_type=kind)).status_code == 415


async def test_the_content_type_may_name_its_letters(telegram: Telegram) -> None:
    kind = "application/json; charset=utf-8"
    assert (await telegram.posts(UPDATE, content_type=kind)).status_code == 200


async def raw(telegram: Telegram, *parts: bytes) -> bytes:
    """The first line of the answer to what is sent byte by byte."""
    reader, writer = await asyncio.open_connection("127.0.0.1", telegram.port)
    secret = f"{SECRET_HEADER}: {SECRET}\r\ncontent-type: application/json\r\n".encode()
    writer.write(b"POST /a-path-of-ours HTTP/1.1\r\nhost: bot\r\n" + secret)
    for part in parts:
        writer.write(part)
    async with asyncio.timeout(5):
        line = await reader.readline()
    writer.close()
    return line


async def test_what_is_too_large_is_413_before_it_is_read_to_the_end(telegram: Telegram) -> None:
    announced = f"content-length: {LARGEST + 1}\r\n\r\n".encode()
    assert b" 413 " in await raw(telegram, announced)
    chunk = f"{LARGEST + 1:x}\r\n".encode() + b"x" * (LARGEST + 1) + b"\r\n"
    assert b" 413 " in await raw(telegram, b"transfer-encoding: chunked\r\n\r\n", chunk)


async def test_who_announces_much_and_sends_nothing_is_sent_away(
    telegram: Telegram, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.edge.webhook.READ_WITHIN", 0.05)
    assert b" 408 " in await raw(telegram, b"content-length: 100\r\n\r\n{")


RUBBISH = [b"", b"{", b"\xff\xfe", b"[]", b"null", b"7", b"{}", b'{"update_id": null}']
RUBBISH += [b'{"update_id": "7"}', b'{"update_id": 7, "message": {"text": 7}}', b"[" * 5000]


@pytest.mark.parametrize("body", RUBBISH)
async def test_rubbish_is_400_and_harms_nobody(
    telegram: Telegram, world: World, body: bytes
) -> None:
    assert (await telegram.posts(body)).status_code == 400
    Somebody(world, ANA).says("/help")
    assert await telegram.delivers() == [200]
    await until(lambda: sent(world))


async def test_only_posts_to_that_path_are_for_the_webhook(telegram: Telegram) -> None:
    assert (await telegram.asks("/a-path-of-ours")).status_code == 405
    assert (await telegram.asks("/")).status_code == 404
    slash = await telegram.asks("/a-path-of-ours/")
    assert slash.status_code == 404, "no redirect tells that the path is there"


async def test_who_comes_while_too_much_is_under_way_is_asked_to_come_again(
    telegram: Telegram, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.edge.update_processor.PerUserProcessor.is_full", True)
    Somebody(world, ANA).says("/help")
    [update] = world.inbox.pending()
    answer = await telegram.posts(update)
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "1")
    monkeypatch.undo()
    assert (await telegram.posts(update)).status_code == 200
    await until(lambda: sent(world))


async def test_a_database_that_does_not_answer_loses_nothing(
    services: Services, store: Store, playground: Playground, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The number could not be noted, so Telegram has to come again."""
    replica = Replica(store, RateLimiter(None), SECRET)
    async with replica.running(), hooked(services, playground) as (telegram, webhook):
        webhook._seen = replica

        async def fails(*_: object) -> bool:
            raise UnreachableError

        monkeypatch.setattr(store.seen_updates, "note", fails)
        Somebody(playground.world, ANA).says("/help")
        [update] = playground.world.inbox.pending()
        assert (await telegram.posts(update)).status_code == 503
        monkeypatch.undo()
        assert (await telegram.posts(update)).status_code == 200
        await until(lambda: sent(playground.world))


async def test_two_processes_on_one_database_answer_an_update_once(
    services: Services, store: Store, playground: Playground, world: World
) -> None:
    both = [Replica(store, RateLimiter(None), SECRET) for _ in range(2)]
    async with (
        both[0].running(),
        both[1].running(),
        hooked(services, playground) as (left, left_source),
        hooked(services, playground) as (right, right_source),
    ):
        left_source._seen, right_source._seen = both
        Somebody(world, ANA).says("/help")
        [update] = world.inbox.pending()
        answers = await asyncio.gather(*[each.posts(update) for each in (left, right) * 3])
        assert {answer.status_code for answer in answers} == {200}
    assert sent(world) == 1


async def test_only_so_many_numbers_are_remembered() -> None:
    seen = SeenHere(remembered=3)
    assert [await seen.is_new(Update(n)) for n in (1, 2, 1, 3, 4, 1, 4)] == [
        *(True, True, False, True, True, True, False)
    ]
    assert len(seen._seen) == 3


def with_settings(services: Services, **given: Any) -> Services:
    return replace(services, settings=Settings(_env_file=None, webhook_url=URL, **given))


def test_one_process_makes_its_own_secret(services: Services) -> None:
    webhook, other = (source_of_updates(with_settings(services)) for _ in range(2))
    assert isinstance(webhook, Webhook)
    assert isinstance(other, Webhook)
    assert len(webhook._secret) > 40
    assert webhook._secret != other._secret


def test_several_processes_have_to_be_given_one(services: Services) -> None:
    shared = {"database_url": "postgresql://waymark@host/name"}
    with pytest.raises(SettingsError, match="WEBHOOK_SECRET"):
        source_of_updates(with_settings(services, **shared))
    replica = Replica(services.store, RateLimiter(None), SECRET)
    webhook = source_of_updates(with_settings(services, **shared, webhook_secret=SECRET), replica)
    assert isinstance(webhook, Webhook)
    assert webhook._seen is replica


@pytest.mark.parametrize("url", ["https://bot.example", "https://bot.example:8443/"])
def test_an_address_without_a_path_gets_one(url: str) -> None:
    webhook = Webhook(url, SECRET, SeenHere())
    assert webhook.path == "/telegram"
    assert webhook._url == url.rstrip("/") + "/telegram"


async def test_it_begins_although_telegram_stumbles(
    services: Services, playground: Playground, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.edge.webhook.WAIT", 0.01)
    world.faults.switch_on(Fault(FaultKind.SERVER, 3, methods=frozenset({"setWebhook"})))
    async with hooked(services, playground):
        assert world.webhook["url"] == URL
