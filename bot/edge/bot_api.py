"""One bot without an application around it, for the commands that look at it from outside."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from telegram import Bot

from bot.edge.answers import AnsweredBot
from bot.edge.application import initialized
from bot.edge.connection import calling_request
from bot.settings import Settings


@dataclass(frozen=True, slots=True)
class BotFacts:
    """What Telegram says of the bot."""

    #: Its username.
    name: str
    #: Whether privacy mode is off, so that it gets every message of its groups.
    reads_all: bool
    is_inline: bool
    joins_groups: bool
    #: The address that Telegram posts to; empty when it waits to be asked.
    webhook: str
    #: What Telegram last met there.
    webhook_trouble: str
    #: Seconds by which this computer's clock is ahead of Telegram's; None when it does not say.
    clock_off: float | None


async def facts_of(bot: Bot) -> BotFacts:
    """Ask Telegram about the bot, and look at the time that it says with its answer."""
    me, webhook = await bot.get_me(), await bot.get_webhook_info()
    return BotFacts(
        me.username or "",
        bool(me.can_read_all_group_messages),
        bool(me.supports_inline_queries),
        bool(me.can_join_groups),
        webhook.url,
        webhook.last_error_message or "",
        _clock_off(getattr(bot.request, "told_date", "")),
    )


def _clock_off(told: str) -> float | None:
    try:
        return (datetime.now(UTC) - parsedate_to_datetime(told)).total_seconds()
    except (ValueError, TypeError):
        return None


@asynccontextmanager
async def opened_bot(settings: Settings, token: str) -> AsyncIterator[Bot]:
    """The bot of this token; raises InvalidToken or NetworkError, with no token in their words."""
    api = settings.bot_api_url.rstrip("/")
    bot = AnsweredBot(
        token,
        f"{api}/bot",
        f"{api}/file/bot",
        request=calling_request(settings),
        get_updates_request=calling_request(settings),
    )
    async with initialized(bot):
        yield bot
