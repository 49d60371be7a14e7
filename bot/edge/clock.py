"""What time it is for Telegram: every answer of its servers says so."""

import logging
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from telegram import Bot
from telegram.error import TelegramError

from bot.edge.http_clients import AiohttpRequest, HttpxRequest

log = logging.getLogger(__name__)


async def telegram_time(bot: Bot) -> datetime | None:
    """Ask now; None when nobody answers, or when the server tells no time."""
    request = bot.request
    if not isinstance(request, AiohttpRequest | HttpxRequest):
        return None
    request.told_date = ""
    try:
        await bot.get_me()
    except TelegramError as error:
        log.info("the time could not be asked: %s", type(error).__name__)
    return _moment(request.told_date)


def _moment(told: str) -> datetime | None:
    try:
        return parsedate_to_datetime(told).astimezone(UTC) if told else None
    except ValueError:
        return None
