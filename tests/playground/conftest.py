"""A world whose clock stands still until a test turns it, and ways to reach it."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import Any

import httpx
import pytest

from playground.actions import Somebody
from playground.api import BotApi
from playground.clock import Clock
from playground.people import ANA, SUPERGROUP_ID
from playground.server import Playground
from playground.world import World

START = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)


class Caller:
    """Calls the Bot API without HTTP and looks at what it answers."""

    def __init__(self, world: World) -> None:
        self.world = world
        self._api = BotApi(world)

    async def answer(self, method: str, **given: Any) -> tuple[int, dict[str, Any]]:
        return await self._api.call(self.world.bot.token, method, given)

    async def result(self, method: str, **given: Any) -> Any:
        status, body = await self.answer(method, **given)
        assert status == 200, body["description"]
        return body["result"]

    async def refusal(self, method: str, **given: Any) -> str:
        status, body = await self.answer(method, **given)
        assert status != 200, body["result"]
        assert status == body["error_code"]
        return f"{status} {body['description']}"

    async def sends(self, text: str = "Hello", chat_id: int = ANA, **given: Any) -> dict[str, Any]:
        message: dict[str, Any] = await self.result(
            "sendMessage", chat_id=chat_id, text=text, **given
        )
        return message


@pytest.fixture
def world() -> World:
    return World(clock=Clock(lambda: START))


@pytest.fixture
def call(world: World) -> Caller:
    return Caller(world)


@pytest.fixture
def ana(world: World) -> Somebody:
    """Ana in her private chat, where she has pressed Start."""
    somebody = Somebody(world, ANA)
    somebody.starts()
    world.inbox.drop()
    return somebody


@pytest.fixture
def ana_in_group(world: World) -> Somebody:
    return Somebody(world, ANA, SUPERGROUP_ID)


@pytest.fixture
async def playground(world: World) -> AsyncIterator[Playground]:
    async with Playground(world) as running:
        yield running


@pytest.fixture
async def http(playground: Playground) -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(base_url=playground.url) as client:
        yield client


def keyboard(*data: str) -> dict[str, Any]:
    """An inline keyboard with a button for each data, one a row."""
    return {"inline_keyboard": [[{"text": value or "?", "callback_data": value}] for value in data]}
