"""What becomes of a delivery that Telegram did not take: the same for people and for groups."""

import logging
from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random

from telegram import Bot
from telegram.error import TelegramError

from bot.domain.reminders import growing_wait
from bot.edge import errors
from bot.edge.errors import Trouble
from bot.turns.services import Services
from storage.records import Delivery

log = logging.getLogger(__name__)
LATE_AFTER = timedelta(minutes=10)
MOST_REFUSALS = 24  # of one occurrence, by the chat's own fault: with growing waits about 20 hours
MOST_TRIES = 720  # of one occurrence, whoever is at fault: about a month
SEVERAL = 2  # chats that get the same answer: then it is not about them
REMEMBERED_FOR = timedelta(days=1)


@dataclass
class NewRefusals:
    """Who got which answer that we don't know; in memory, and told to nobody."""

    _chats: dict[str, dict[int, datetime]] = field(default_factory=dict)

    def is_about_chat(self, sentence: str, chat_id: int, now: datetime) -> bool:
        """Note it. False when several chats got the same: then the server is at fault, or we."""
        known = {
            said: {chat: at for chat, at in chats.items() if now - at < REMEMBERED_FOR}
            for said, chats in self._chats.items()
        }
        self._chats = {said: chats for said, chats in known.items() if chats}
        chats = self._chats.setdefault(sentence, {})
        chats[chat_id] = now
        return len(chats) < SEVERAL


@dataclass
class DeliveryJob(ABC):
    """Sends what a worker has claimed for one chat, and settles it."""

    services: Services
    bot: Bot
    token: str
    lease: timedelta
    chance: Random
    new_refusals: NewRefusals

    @abstractmethod
    async def deliver(self, due: Sequence[Delivery]) -> None:
        """Start, draw, send, settle."""

    @abstractmethod
    async def give_up(self, due: Sequence[Delivery], why: str) -> None:
        """These can't be sent as they are: report it, and plan what comes next."""

    @abstractmethod
    async def _stop(self, tried: Sequence[Delivery], trouble: Trouble, chat_id: int) -> None:
        """Nothing arrives in this chat now, or it has another id."""

    async def try_later(
        self,
        tried: Sequence[Delivery],
        until: datetime,
        why: str,
        *,
        doubt: bool = False,
        holds_chat: bool = False,
        refusals: int | None = None,
    ) -> None:
        """Try again then; with `holds_chat` nothing else goes there before.

        How often it was refused by an answer that we don't know stands behind the reason.
        """
        deliveries = self.services.store.deliveries
        count = max(map(_refusals, tried)) if refusals is None else refusals
        why = f"{why} {count}" if count else why
        async with self.services.store.transaction():
            await deliveries.back_off(
                [d.id for d in tried], self.token, until, doubt=doubt, error=why
            )
            if holds_chat:
                await deliveries.hold_chat(tried[0].chat_id, until)

    async def refused(self, tried: Sequence[Delivery], error: TelegramError) -> None:
        """Sort out what Telegram's answer means for these, which are of one chat."""
        outcome = errors.classify(error)
        trouble = errors.trouble_of(error, outcome, tried[0].thread_id)
        log.info("Telegram did not take a delivery: %s", trouble)
        match trouble:
            case "later":
                doubt = outcome.kind in ("unknown", "incomplete") and errors.may_have_arrived(error)
                wait = outcome.wait or self._wait(tried)
                until = self.services.clock() + timedelta(seconds=wait)
                holds = outcome.kind == "wait"
                await self.try_later(tried, until, outcome.kind, doubt=doubt, holds_chat=holds)
            case "new":
                await self._try_new_one_later(tried, error)
            case "removed":
                await self.give_up(tried, trouble)
            case _:
                await self._stop(tried, trouble, outcome.chat_id)

    async def _try_new_one_later(self, tried: Sequence[Delivery], error: TelegramError) -> None:
        """It need not be about what we send, so it ends nothing: later, but not for ever."""
        now, refusals = self.services.clock(), max(map(_refusals, tried))
        if self.new_refusals.is_about_chat(error.message, tried[0].chat_id, now):
            refusals += 1
        else:
            log.warning("Telegram gives several chats the same answer that we don't know")
        if refusals >= MOST_REFUSALS or tried[0].attempts >= MOST_TRIES:
            await self.give_up(tried, "refused")
        else:
            until = now + timedelta(seconds=self._wait(tried))
            await self.try_later(tried, until, "refused", refusals=refusals)

    def _wait(self, tried: Sequence[Delivery]) -> float:
        return growing_wait(tried[0].attempts, self.chance)

    def _report(self, due: Sequence[Delivery], why: str) -> None:
        log.error("what was due could not be sent: %s", why)
        self.services.metrics.deliveries_failed.inc(len(due))


def _refusals(delivery: Delivery) -> int:
    """How often Telegram refused it by an answer that we don't know, as `try_later` notes it."""
    _, _, count = (delivery.error or "").partition(" ")
    return int(count) if count.isdecimal() else 0
