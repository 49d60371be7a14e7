"""Updates posted to the bot's webhook: in order for each chat, until they are taken."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.http.server import served
from playground.actions import Somebody
from playground.faults import Fault, FaultKind
from playground.people import ANA, BEN
from playground.posting import SECRET_HEADER, Poster
from playground.world import World
from tests.playground.conftest import Caller

URL = "https://bot.example/a-path"


class Bot:
    """Listens behind the door, and says what it is told to."""

    def __init__(self) -> None:
        self.heard: list[dict[str, Any]] = []
        self.secrets: list[str | None] = []
        self.hosts: list[str | None] = []
        self.answers: list[Response] = []
        self.under_way = self.most_under_way = 0
        self.slow = 0.0

    async def post(self, request: Request) -> Response:
        self.under_way += 1
        self.most_under_way = max(self.most_under_way, self.under_way)
        self.secrets.append(request.headers.get(SECRET_HEADER))
        self.hosts.append(request.headers.get("host"))
        update = await request.json()
        await asyncio.sleep(self.slow)
        self.under_way -= 1
        self.heard.append(update)
        return self.answers.pop(0) if self.answers else Response()

    @property
    def texts(self) -> list[str]:
        return [update["message"]["text"] for update in self.heard]


@pytest.fixture
async def bot(world: World) -> AsyncIterator[Bot]:
    """Its waits are a hundredth of Telegram's."""
    bot = Bot()
    app = Starlette(routes=[Route("/a-path", bot.post, methods=["POST"])])
    async with served(app, "127.0.0.1", 0) as port, Poster(world, second=0.01).running():
        world.door = f"http://127.0.0.1:{port}"
        yield bot


async def hook(call: Caller, **more: Any) -> None:
    await call.result("setWebhook", url=URL, secret_token="only-we-know", **more)  # noqa: S106


async def all_taken(world: World) -> None:
    async with asyncio.timeout(5):
        while world.inbox.pending():  # noqa: ASYNC110 - it rings for others
            await asyncio.sleep(0.002)


@pytest.mark.slow
async def test_an_update_is_posted_with_the_secret_and_then_it_is_gone(
    world: World, call: Caller, bot: Bot
) -> None:
    await hook(call)
    Somebody(world, ANA).says("hello")
    await all_taken(world)
    assert bot.texts == ["hello"]
    assert bot.secrets == ["only-we-know"]
    assert bot.hosts == ["bot.example"]


@pytest.mark.slow
async def test_nothing_is_posted_without_a_webhook_or_a_door(
    world: World, call: Caller, bot: Bot
) -> None:
    Somebody(world, ANA).says("hello")
    await asyncio.sleep(0.02)
    assert not bot.heard
    door, world.door = world.door, ""
    await hook(call)
    await asyncio.sleep(0.02)
    assert not bot.heard
    world.door = door
    world.inbox.bell.ring()
    await all_taken(world)
    assert bot.texts == ["hello"]


@pytest.mark.slow
async def test_in_one_chat_each_waits_for_the_one_before_and_chats_go_side_by_side(
    world: World, call: Caller, bot: Bot
) -> None:
    bot.slow = 0.02
    for number in range(3):
        for person_id in (ANA, BEN):
            Somebody(world, person_id).says(f"{person_id} {number}")
    await hook(call)
    await all_taken(world)
    assert bot.most_under_way == 2
    for person_id in (ANA, BEN):
        mine = [text for text in bot.texts if text.startswith(str(person_id))]
        assert mine == [f"{person_id} {number}" for number in range(3)]


@pytest.mark.slow
async def test_there_are_only_so_many_connections(world: World, call: Caller, bot: Bot) -> None:
    bot.slow = 0.01
    for person_id in (ANA, BEN):
        Somebody(world, person_id).says("hello")
    await hook(call, max_connections=1)
    await all_taken(world)
    assert bot.most_under_way == 1


@pytest.mark.slow
async def test_what_is_refused_comes_again_and_is_told_in_the_info(
    world: World, call: Caller, bot: Bot
) -> None:
    bot.answers = [Response(status_code=503, headers={"Retry-After": "1"}), Response("", 500)]
    Somebody(world, ANA).says("hello")
    await hook(call, max_connections=500)
    await all_taken(world)
    assert bot.texts == ["hello"] * 3
    info = await call.result("getWebhookInfo")
    assert (
        info["last_error_message"] == "Wrong response from the webhook: 500 Internal Server Error"
    )
    assert info["last_error_date"] == world.clock.seconds()
    assert info["max_connections"] == 100
    assert info["pending_update_count"] == 0


@pytest.mark.slow
async def test_an_answer_that_is_lost_makes_it_come_twice(
    world: World, call: Caller, bot: Bot
) -> None:
    world.faults.switch_on(Fault(FaultKind.TORN_AFTER, 1, methods=frozenset({"webhook"})))
    Somebody(world, ANA).says("hello")
    await hook(call)
    await all_taken(world)
    assert bot.texts == ["hello"] * 2
    assert bot.heard[0]["update_id"] == bot.heard[1]["update_id"]


async def test_a_door_that_nobody_opens_is_tried_until_the_webhook_goes(
    world: World, call: Caller
) -> None:
    world.door = "http://127.0.0.1:1"
    async with Poster(world, second=0.001).running():
        Somebody(world, ANA).says("hello")
        await hook(call)
        async with asyncio.timeout(5):
            while world.webhook_error is None:  # noqa: ASYNC110 - it rings for others
                await asyncio.sleep(0.002)
        await call.result("deleteWebhook")
    assert [update["message"]["text"] for update in world.inbox.pending()] == ["hello"]
    assert world.webhook_error[1] == "Webhook connection closed"


@pytest.mark.parametrize(
    ("given", "refusal"),
    [
        ({"url": "http://bot.example/"}, "bad webhook: An HTTPS URL must be provided for webhook"),
        (
            {"url": "https://bot.example:8080/"},
            "bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443",
        ),
        (
            {"url": "https://bot.example:99999/"},
            "bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443",
        ),
        ({"url": "https://127.0.0.1/"}, "bad webhook: IP address 127.0.0.1 is reserved"),
        ({"url": URL, "secret_token": "a b"}, "secret token contains unallowed characters"),
        ({"url": URL, "secret_token": "a" * 257}, "secret token is too long"),
    ],
)
async def test_a_webhook_that_telegram_would_refuse_is_refused(
    call: Caller, given: dict[str, str], refusal: str
) -> None:
    assert await call.refusal("setWebhook", **given) == f"400 Bad Request: {refusal}"
    assert (await call.result("getWebhookInfo"))["url"] == ""


@pytest.mark.usefixtures("ana")
async def test_a_silent_connection_has_acted_and_says_nothing(call: Caller) -> None:
    call.world.faults.switch_on(Fault(FaultKind.SILENT, seconds=30))
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.02):
            await call.answer("sendMessage", chat_id=ANA, text="heard")
    assert call.world.last(ANA).text == "heard"
