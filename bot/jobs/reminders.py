"""The reminder loop: due, claim, deliver, settle. See docs/decisions for why it is ours."""

import asyncio
import logging
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import groupby
from random import Random, SystemRandom
from typing import Any

from telegram import Bot
from telegram.error import RetryAfter

from bot.domain.retention import SET_BACK
from bot.edge.rate_limiter import Priority, RateLimiter
from bot.jobs.delivering import DeliveryJob, NewRefusals
from bot.jobs.group_posts import GroupPostJob
from bot.jobs.personal_reminders import PersonalReminderJob
from bot.jobs.planning_anew import plan_everybody
from bot.ops.background import background
from bot.ops.shutdown import within
from bot.turns.services import Services
from storage.records import Delivery

log = logging.getLogger(__name__)
LEASE = timedelta(seconds=60)
BATCH = 500  # deliveries: at 30 a second about a quarter of the lease
AT_ONCE = 60  # sends under way: at 30 a second enough for answers that take two seconds
STOPPED_WITHIN = 1.5  # seconds; then a send that hangs is left, and its lease says so
LONGEST_SLEEP = 5.0  # seconds; then the wall clock is read again, in case it was stepped
SHORTEST_SLEEP = 0.02  # seconds, while somebody else holds what is due


@dataclass
class ReminderWorker:
    """Sends what is due, for as long as it runs."""

    services: Services
    bot: Bot
    rate_limiter: RateLimiter = field(default_factory=RateLimiter)
    chance: Random = field(default_factory=SystemRandom)
    lease: timedelta = LEASE
    _stopping: bool = False
    _in_line: set[asyncio.Task[Any]] = field(default_factory=set)
    _new_refusals: NewRefusals = field(default_factory=NewRefusals)
    #: When somebody has to try next, and when a lease ends, as the last look showed.
    _next_due: datetime | None = None
    _lease_ends: datetime | None = None
    _latest: datetime | None = None  # what the clock has shown

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Runs beside its block. At the end, sends under way finish and the rest is given back."""
        async with self.services.store.transaction():
            await self.services.store.deliveries.recover_all()
        async with background(self._run()) as (loop,):
            try:
                yield
            finally:
                self._stopping = True
                self.services.due_changed.set()
                for task in self._in_line:
                    task.cancel()
                await within(STOPPED_WITHIN, loop)

    async def _run(self) -> None:
        while not self._stopping:
            self.services.due_changed.clear()
            try:
                await self.deliver_due()
                wait = self._until_next()
            except Exception as error:  # the loop outlives whatever one round met
                wait = LONGEST_SLEEP
                log.error("reminder loop failed; retrying in %g s", wait, exc_info=error)
            with suppress(TimeoutError):
                await asyncio.wait_for(self.services.due_changed.wait(), wait)

    async def deliver_due(self) -> int:
        """Send everything that is due now; how many messages were tried."""
        await self._notice_clock()
        tried = 0
        while not self._stopping:
            sent = await self._round()
            tried += sent
            self._next_due, self._lease_ends = await self.services.store.deliveries.next_work()
            if not sent or self._next_due is None or self._next_due > self.services.clock():
                break
        return tried

    async def _notice_clock(self) -> None:
        """After a step back all is planned anew: what repeats may wait for a far day."""
        now = self.services.clock()
        if self._latest and now < self._latest - SET_BACK:
            log.warning("the clock was set back; planning anew")
            await plan_everybody(self.services, now)
        self._latest = now

    async def _round(self) -> int:
        """One batch: claim and commit, then send each chat its message, side by side."""
        store, now = self.services.store, self.services.clock()
        token = f"{self.chance.getrandbits(64):016x}"
        if self._lease_ends and self._lease_ends <= now:
            async with store.transaction():
                await store.deliveries.recover(now)
        claimed = await store.deliveries.claim(now, BATCH, self.lease, token)
        if not claimed:
            return 0
        chats = [list(group) for _, group in groupby(claimed, key=lambda d: d.chat_id)]
        gate = asyncio.Semaphore(AT_ONCE)
        try:
            async with asyncio.TaskGroup() as group:
                for due in chats:
                    await gate.acquire()
                    if self._stopping:
                        break
                    task = group.create_task(self._try(due, token))
                    task.add_done_callback(lambda _: gate.release())
        finally:
            if self._stopping:
                async with store.transaction():
                    await store.deliveries.give_back(token)
        return len(chats)

    async def _try(self, due: list[Delivery], token: str) -> None:
        """What goes wrong in one chat stays there; when its lease ends it is taken up again."""
        try:
            await self._deliver(due, token)
        except Exception as error:
            log.error("sending a reminder failed", exc_info=error)

    async def _deliver(self, due: list[Delivery], token: str) -> None:
        services = self.services.current()
        kind = PersonalReminderJob if due[0].schedule_id is None else GroupPostJob
        job = kind(services, self.bot, token, self.lease, self.chance, self._new_refusals)
        for together in [due] if kind is PersonalReminderJob else [[each] for each in due]:
            if await self._wait_for_turn(job, together):
                await job.deliver(together)

    async def _wait_for_turn(self, job: DeliveryJob, due: Sequence[Delivery]) -> bool:
        """False when nothing is sent now: the bot stops, or the chat must rest for longer."""
        task = asyncio.current_task()
        if task is None or self._stopping:
            return False
        self._in_line.add(task)
        try:
            await self.rate_limiter.turn(due[0].chat_id, Priority.REMINDER)
        except RetryAfter as error:
            await job.refused(due, error)
            return False
        finally:
            self._in_line.discard(task)
        return not self._stopping

    def _until_next(self) -> float:
        """Seconds until somebody is due, or what nobody settled is; at most a slice."""
        now = self.services.clock()
        moments = [at for at in (self._next_due, self._lease_ends) if at]
        left = min(((at - now).total_seconds() for at in moments), default=LONGEST_SLEEP)
        return min(LONGEST_SLEEP, max(SHORTEST_SLEEP, left))
