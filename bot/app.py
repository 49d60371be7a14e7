"""Puts the bot together."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from telegram import Update
from telegram.ext import Application

from bot.edge.application import AnyApplication, budget_for, initialized, processor_for, working
from bot.edge.call_metrics import CountedSends
from bot.edge.commands import introduce
from bot.edge.connection import PollingRequest, Pulse, calling_request, polling_request
from bot.edge.polling import Poller
from bot.edge.rate_limiter import Budget, Limiter
from bot.edge.replica import Replica
from bot.edge.webhook import Webhook
from bot.jobs.cleanup import Caretaker
from bot.jobs.content_reload import ContentWatch
from bot.jobs.message_cleanup import Remover
from bot.jobs.reminders import Courier
from bot.routes import COMMANDS, TABLE
from bot.routing.router import Router
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
    budget: Budget | None = None,
    replica: Replica | None = None,
) -> AnyApplication:
    """The PTB application with our table; it does nothing until it is started."""
    settings, router = services.settings, Router(services, TABLE)
    budget, api = budget or budget_for(settings), settings.bot_api_url.rstrip("/")
    limiter = Limiter(budget, replica.tell_hold if replica else None)
    application = (
        Application.builder()
        .token(token)
        .base_url(f"{api}/bot")
        .base_file_url(f"{api}/file/bot")
        .job_queue(None)
        .updater(None)
        .concurrent_updates(processor_for(router.say_busy, budget, replica))
        .rate_limiter(CountedSends(services.meters, limiter))
        .request(calling_request(settings))
        .get_updates_request(polling or polling_request(settings, Pulse()))
        .build()
    )
    router.attach(application)
    processor = application.update_processor
    services.meters.turns_open = lambda: processor.current_concurrent_updates
    return application


@asynccontextmanager
async def running(
    services: Services,
    token: str,
    source: Poller | Webhook | None = None,
    budget: Budget | None = None,
    replica: Replica | None = None,
) -> AsyncIterator[AnyApplication]:
    """The bot; it polls if nothing else is said. At the end it first lets nothing new in."""
    source, budget = source or Poller(services.settings), budget or budget_for(services.settings)
    polling = source.request if isinstance(source, Poller) else None
    application = build_application(services, token, polling, budget, replica)
    async with initialized(application):
        bot = application.bot
        async with (
            Remover(services, bot).running(),
            working(application, budget),
            Courier(services, bot, budget).running(),
            Caretaker(services, bot).running(),
            ContentWatch(services, lambda _: introduce(bot, services, COMMANDS)).running(),
            source.open(application, UPDATES),
        ):
            yield application
