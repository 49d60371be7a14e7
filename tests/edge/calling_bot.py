"""A bot that calls, over each of the two HTTP clients."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from telegram import Bot
from telegram.error import (
    TelegramError,
)

from bot.edge.connection import calling_request
from bot.settings import Settings
from playground.people import ANA

TRANSPORTS = ["aiohttp", "httpx"]


TOKEN = "123456:AAsecret_secret"  # noqa: S105 - opens nothing


WORDS = "something private"


@pytest.fixture(params=TRANSPORTS)
def transport(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(autouse=True)
def no_proxies(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "https_proxy", "all_proxy", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)


def settings_for(transport: str, api: str, **more: Any) -> Settings:
    return Settings(_env_file=None, transport=transport, bot_api_url=api, **more)


@asynccontextmanager
async def client(settings: Settings) -> AsyncIterator[Bot]:
    """A bot that has not asked who it is: that would be one more call."""
    api, request = settings.bot_api_url, calling_request(settings)
    bot = Bot(TOKEN, base_url=f"{api}/bot", request=request)
    async with request:
        yield bot


async def failure(settings: Settings, **how: Any) -> TelegramError:
    async with client(settings) as bot:
        with pytest.raises(TelegramError) as caught:
            await bot.send_message(ANA, WORDS, **how)
    return caught.value
