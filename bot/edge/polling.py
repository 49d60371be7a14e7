"""Updates by long polling, and a watchdog for the day when polling goes deaf without a word."""

import asyncio
import json
import logging
import math
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Sequence
from contextlib import asynccontextmanager, suppress
from typing import Any

from telegram import Bot, Update
from telegram.error import (
    BadRequest,
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)
from telegram.ext import Application

from bot.edge.connection import PollingRequest, Pulse, polling_request
from bot.edge.rate_limiter import seconds_of
from bot.edge.update_processor import is_full
from bot.ops.background import background
from bot.ops.shutdown import within
from bot.settings import Settings

log = logging.getLogger(__name__)
LONG_POLL = 10  # seconds that Telegram holds a poll for which there is nothing
AT_ONCE = 0  # instead, until one has succeeded: so it is soon known that they do
SILENCE = 90.0  # seconds without a good poll
FIRST_WAIT, LONGEST_WAIT = 1.0, 30.0  # seconds, after polls that failed
ROOM_AGAIN = 0.05  # seconds until it looks whether there is room again
EMPTY_LASTS = 1.0  # seconds; the least time between two polls for which there was nothing
GATHERING = 0.005  # seconds; a poll costs as much as a turn, so what comes at once comes in one
CONFIRMED_WITHIN = 0.8  # seconds, at the end; what is not confirmed comes again
TRIES_AT_START = 5
#: What a host has to mend, and how it is told.
WORRYING = {
    Conflict: "another process polls with the same token: stop one of them",
    InvalidToken: "Telegram does not know the token any more: was it revoked, or the bot deleted?",
    Forbidden: "Telegram lets this bot do nothing: it may be frozen; look at it in BotFather",
}
AnyApplication = Application[Any, Any, Any, Any, Any, Any]


class Poller:
    """Asks Telegram for updates while its block is open.

    PTB's own loop ends for good at one 401, and is content with a connection that has died.
    """

    def __init__(
        self,
        settings: Settings,
        pulse: Pulse | None = None,
        silence: float = SILENCE,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self.pulse = pulse or Pulse()
        self.request: PollingRequest = polling_request(settings, self.pulse)
        #: How often the watchdog had to begin anew.
        self.rebuilt = 0
        self._silence, self._sleep = silence, sleep
        self._offset = 0

    def trouble(self) -> str:
        """What is wrong, in a few words; empty when updates come in."""
        return "no poll has succeeded for too long" if self._is_deaf(-math.inf) else ""

    @asynccontextmanager
    async def open(
        self, application: AnyApplication, updates: Sequence[str]
    ) -> AsyncIterator[None]:
        """Polls beside its block, and fetches nothing more once that ends."""
        await self._take_back_webhook(application.bot)
        try:
            async with background(self._poll_watched(application, updates)):
                yield
        finally:
            await within(CONFIRMED_WITHIN, self._confirm(application.bot))

    async def _poll_watched(self, application: AnyApplication, updates: Sequence[str]) -> None:
        """Begins anew, with new connections, whenever nothing was heard for too long."""
        while True:
            polling = asyncio.create_task(self._poll(application, updates))
            try:
                await self._until_deaf()
            finally:
                polling.cancel()
                await asyncio.wait({polling}, timeout=CONFIRMED_WITHIN)
            self.rebuilt += 1
            log.warning("no poll has succeeded for too long: polling begins anew")
            await self.request.renew()

    async def _until_deaf(self) -> None:
        began = self.pulse.seconds()
        while not self._is_deaf(began):
            await self._sleep(max(began, self.pulse.last) + self._silence - self.pulse.seconds())

    def _is_deaf(self, began: float) -> bool:
        return self.pulse.seconds() - max(began, self.pulse.last) >= self._silence

    async def _poll(self, application: AnyApplication, updates: Sequence[str]) -> None:
        failed, hold = 0, AT_ONCE
        while True:
            while is_full(application):
                await self._sleep(ROOM_AGAIN)
            asked = self.pulse.seconds()
            try:
                fetched = await self._fetch(application.bot, updates, hold)
            except Exception as error:
                failed, hold = failed + 1, AT_ONCE
                self._log_failure(error, wait := _wait_after(error, failed))
                await self._sleep(wait)
                continue
            took, was_held = self.pulse.seconds() - asked, hold > 0
            failed, hold = 0, LONG_POLL
            for update in fetched:
                application.update_queue.put_nowait(update)
            if fetched:
                await self._sleep(GATHERING)
            elif was_held and took < EMPTY_LASTS:  # a server that holds no poll
                await self._sleep(EMPTY_LASTS - took)

    def _log_failure(self, error: Exception, wait: float) -> None:
        if told := next((told for kind, told in WORRYING.items() if isinstance(error, kind)), ""):
            log.warning("poll failed, retrying in %g s: %s", wait, told)
        else:
            level = logging.INFO if isinstance(error, TelegramError) else logging.WARNING
            log.log(level, "poll failed; retrying in %g s", wait, exc_info=error)

    async def _fetch(self, bot: Bot, updates: Sequence[str], hold: int) -> list[Update]:
        """From here to the queue nothing waits, so what is counted as fetched is in it."""
        try:
            fetched = list(
                await bot.get_updates(offset=self._offset, timeout=hold, allowed_updates=updates)
            )
            last = fetched[-1].update_id if fetched else self._offset - 1
            if not fetched and json.loads(self.request.last_answer)["result"] != []:
                raise NetworkError("no list of updates")
        except TelegramError:
            raise
        except Exception:  # one that PTB can't read would come again and again
            given = json.loads(self.request.last_answer)["result"]
            fetched, last = list(_readable(given, bot)), given[-1]["update_id"]
        self._offset = last + 1
        self.pulse.heartbeat()  # not before: what a captive portal answers is no list of updates
        return fetched

    async def _confirm(self, bot: Bot) -> None:
        """Telegram forgets what we have fetched; what is new stays there for the next start."""
        with suppress(TelegramError):
            await bot.get_updates(offset=self._offset, limit=1, timeout=AT_ONCE)

    async def _take_back_webhook(self, bot: Bot) -> None:
        """Where there is one, Telegram lets nobody poll."""
        for tried in range(1, TRIES_AT_START + 1):
            try:
                await bot.delete_webhook()
            except (BadRequest, InvalidToken):
                raise
            except (NetworkError, RetryAfter) as error:
                if tried == TRIES_AT_START:
                    raise
                await self._sleep(_wait_after(error, tried))
            else:
                return


def _wait_after(error: Exception, failed: int) -> float:
    match error:
        case RetryAfter():
            return seconds_of(error)
        case TimedOut() if failed == 1:
            return 0.0
    return min(LONGEST_WAIT, FIRST_WAIT * 1.5 ** min(failed - 1, 20))


def _readable(given: list[dict[str, Any]], bot: Bot) -> Iterator[Update]:
    for update in given:
        try:
            yield Update.de_json(update, bot)
        except Exception as error:
            log.error("an update can't be read", exc_info=error)
