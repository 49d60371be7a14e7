"""Puts the bot together."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from telegram import Update
from telegram.ext import Application

from bot.edge.answers import AnsweredBot
from bot.edge.application import (
    AnyApplication,
    initialized,
    processor_for,
    rate_limiter_for,
    working,
)
from bot.edge.call_metrics import CountedCalls
from bot.edge.commands import introduce
from bot.edge.connection import PollingRequest, Pulse, calling_request, polling_request
from bot.edge.polling import Poller
from bot.edge.rate_limiter import BotRateLimiter, RateLimiter
from bot.edge.replica import Replica
from bot.edge.webhook import Webhook
from bot.jobs.cleanup import CleanupJob
from bot.jobs.content_reload import ContentWatch
from bot.jobs.message_cleanup import MessageCleanup
from bot.jobs.reminders import ReminderWorker
from bot.jobs.studies import StudyCopies, task_of
from bot.routes import COMMANDS, TABLE
from bot.routing.router import Router
from bot.routing.waiting import Waiting
from bot.turns.services import Services

UPDATES = [
    Update.MESSAGE,
    Update.EDITED_MESSAGE,
    Update.CALLBACK_QUERY,
    Update.INLINE_QUERY,
    Update.MY_CHAT_MEMBER,
    Update.CHAT_MEMBER,
]


def build_application(
    services: Services,
    token: str,
    polling: PollingRequest | None = None,
    rate_limiter: RateLimiter | None = None,
    replica: Replica | None = None,
) -> AnyApplication:
    """The PTB application with our table; it does nothing until it is started."""
    settings, router = services.settings, Router(services, TABLE)
    waiting = Waiting(router, services)
    rate_limiter, api = rate_limiter or rate_limiter_for(settings), settings.bot_api_url.rstrip("/")
    limiter = BotRateLimiter(rate_limiter, replica.announce_hold if replica else None)
    bot = AnsweredBot(
        token,
        f"{api}/bot",
        f"{api}/file/bot",
        request=calling_request(settings),
        get_updates_request=polling or polling_request(settings, Pulse()),
        rate_limiter=CountedCalls(services.metrics, limiter),
    )
    application = (
        Application.builder()
        .bot(bot)
        .job_queue(None)
        .updater(None)
        .concurrent_updates(
            processor_for(waiting.reply_busy, rate_limiter, replica, waiting.help_first)
        )
        .build()
    )
    router.attach(application)
    processor = application.update_processor
    services.metrics.turns_open = lambda: processor.current_concurrent_updates
    return application


@asynccontextmanager
async def running(
    services: Services,
    token: str,
    source: Poller | Webhook | None = None,
    rate_limiter: RateLimiter | None = None,
    replica: Replica | None = None,
) -> AsyncIterator[AnyApplication]:
    """The bot; it polls if nothing else is said. At the end it first lets nothing new in."""
    source, rate_limiter = (
        source or Poller(services.settings),
        rate_limiter or rate_limiter_for(services.settings),
    )
    polling = source.request if isinstance(source, Poller) else None
    application = build_application(services, token, polling, rate_limiter, replica)
    async with initialized(application):
        bot = application.bot
        async with (
            MessageCleanup(services, bot).running(),
            working(application, rate_limiter),
            ReminderWorker(services, bot, rate_limiter).running(),
            CleanupJob(services, bot).running(),
            ContentWatch(services, lambda _: introduce(bot, services, COMMANDS)).running(),
            StudyCopies(services, task_of(services.settings)).running(),
            source.open(application, UPDATES),
        ):
            yield application
