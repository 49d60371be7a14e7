"""`/status` in the playground, for those who try out how it is to run the bot."""

import pytest

from bot.settings import Settings
from playground.people import ANA
from tests.browser.chat import Chat


@pytest.fixture
def settings() -> Settings:
    return Settings(_env_file=None, http_port=0, trials="off", operator_ids=frozenset({ANA}))


async def test_it_tells_when_the_bot_last_polled(chat: Chat) -> None:
    await chat.starts()
    await chat.says("/status", "Last good poll:")
