"""Calls to Telegram on their way out and back."""

import pytest

from bot.edge.application import AnyApplication
from tests.client import Chatter


@pytest.mark.slow
async def test_what_telegram_says_to_an_edit_is_not_read(
    application: AnyApplication, ana: Chatter
) -> None:
    await ana.says("/start")
    bot, old = application.bot, ana.message.id
    assert await bot.edit_message_text("Another text", ana.chat_id, old) is True
    assert ana.screen == "Another text"
    sent = await bot.send_message(ana.chat_id, "A new one")
    assert sent.message_id > old
