"""How the application begins and ends."""

import asyncio
import gc
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from telegram import Bot, Update
from telegram.error import InvalidToken, NetworkError, TelegramError
from telegram.ext import Application, ContextTypes

from bot.edge.rate_limiter import RateLimiter, Rates
from bot.edge.update_processor import (
    MANY,
    HelpFirst,
    Order,
    PerUserProcessor,
    ReplyBusy,
    no_help,
)
from bot.ops.redaction import stack_of
from bot.settings import Settings

log = logging.getLogger(__name__)
AnyApplication = Application[Any, Any, Any, Any, Any, Any]

UNREADABLE = "Invalid server response"  # as PTB says it
NO_BOT_API = "what answers is no Bot API"
TURNS_WITHIN = 5.0  # seconds, when the bot stops
SPARE = 1.0  # seconds of these, for turns that began on another machine
SAID_IN_A_TURN = 2  # messages, new and edited; most turns say one
IN_NO_HURRY = 1.5  # seconds of these, in which the limits of each chat still count


def rate_limiter_for(settings: Settings) -> RateLimiter:
    """What one process may send."""
    return RateLimiter(Rates(overall=settings.sends_per_second))


def processor_for(
    reply_busy: ReplyBusy,
    rate_limiter: RateLimiter,
    order: Order | None = None,
    help_first: HelpFirst = no_help,
) -> PerUserProcessor:
    """Lets no more in than can be answered while the bot stops, by its share of the rate."""

    def full_at() -> float:
        rate = rate_limiter.a_second
        return MANY if rate is None else rate * (TURNS_WITHIN - SPARE) / SAID_IN_A_TURN

    return PerUserProcessor(reply_busy, full_at=full_at, order=order, help_first=help_first)


def freeze_gc() -> None:
    """Freeze start-up objects, so that the garbage collector skips them."""
    gc.collect()
    gc.freeze()


def _is_unreadable(error: BaseException | None) -> bool:
    while error:
        if str(error) == UNREADABLE:
            return True
        error = error.__cause__
    return False


@asynccontextmanager
async def initialized(started: AnyApplication | Bot) -> AsyncIterator[None]:
    """As PTB does it; but where it fails the connections are closed, and no error has the token."""
    refused: TelegramError | None = None
    try:
        await started.initialize()
    except BaseException as error:
        await (started if isinstance(started, Bot) else started.bot).shutdown()
        if not isinstance(error, InvalidToken):
            raise
        # PTB takes any 401 and 404 for a refused token, also a gateway's, which can't be read.
        refused = NetworkError(NO_BOT_API) if _is_unreadable(error) else InvalidToken()
    if refused:
        raise refused
    try:
        yield
    finally:
        await started.shutdown()


@asynccontextmanager
async def working(application: AnyApplication, rate_limiter: RateLimiter) -> AsyncIterator[None]:
    """Turns updates into answers; what came in before the end is finished, if it can be in time."""
    await application.start()
    try:
        yield
    finally:
        finishing = asyncio.ensure_future(application.update_queue.join())
        await asyncio.wait({finishing}, timeout=IN_NO_HURRY)
        rate_limiter.hurry()
        await asyncio.wait({finishing}, timeout=TURNS_WITHIN - IN_NO_HURRY)
        processor = application.update_processor
        if not finishing.done() and isinstance(processor, PerUserProcessor):
            processor.give_up()
        await finishing
        await application.stop()


async def log_error(update: object, context: ContextTypes.DEFAULT_TYPE) -> None:
    """The log gets the update's number and where it went wrong; never a text, an id or a token."""
    number = update.update_id if isinstance(update, Update) else "-"
    where = stack_of(context.error.__traceback__ if context.error else None)
    log.error("update %s: %s at %s", number, type(context.error).__name__, where)
