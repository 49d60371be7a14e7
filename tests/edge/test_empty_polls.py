"""Servers that answer polls at once: with nothing, or with what is no list of updates."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from telegram import Bot
from telegram.ext import Application

from bot.edge.connection import calling_request
from bot.edge.polling import Poller
from bot.settings import Settings
from tests.edge.broken_servers import says, serving


@asynccontextmanager
async def polling(body: str) -> AsyncIterator[tuple[Poller, list[float]]]:
    """A poller at a server that says this, and how long it slept each time."""
    slept: list[float] = []

    async def sleep(seconds: float) -> None:
        slept.append(seconds)
        await asyncio.sleep(0.01)

    async with serving(says("200 OK", body)) as url:
        settings = Settings(_env_file=None, bot_api_url=url)
        poller = Poller(settings, sleep=sleep)
        bot = Bot(
            "1:a",
            f"{url}/bot",
            request=calling_request(settings),
            get_updates_request=poller.request,
        )
        await poller.request.initialize()
        task = asyncio.create_task(poller._poll(Application.builder().bot(bot).build(), []))
        await asyncio.sleep(0.3)
        task.cancel()
        try:
            yield poller, slept
        finally:
            await poller.request.shutdown()


@pytest.mark.slow
async def test_there_is_a_floor_between_empty_polls() -> None:
    async with polling('{"ok":true,"result":[]}') as (poller, slept):
        assert poller.trouble() == ""
        assert slept
        assert all(0.5 < seconds <= 1 for seconds in slept)


@pytest.mark.slow
@pytest.mark.parametrize(
    "body", ["<html>Log in</html>", '{"ok":true,"result":{}}', '{"ok":true}', "[]", ""]
)
async def test_an_answer_without_sense_is_no_good_poll(body: str) -> None:
    async with polling(body) as (poller, slept):
        assert poller.trouble()
        assert poller.pulse.silent_for > 1000
        assert min(slept) >= 1
