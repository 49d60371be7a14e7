"""The reminder loop: due, claim, draw, deliver, settle. See docs/decisions for why it is ours."""

import asyncio
import logging
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from itertools import groupby
from random import Random, SystemRandom

from telegram import Bot
from telegram.error import InvalidToken, RetryAfter, TelegramError

from bot.domain.reminders import growing_wait
from bot.edge import errors, sender
from bot.edge.errors import Outcome
from bot.edge.rate_limiter import Priority, RateLimiter
from bot.jobs.group_posts import GroupPostWorker
from bot.ops.background import background
from bot.ops.shutdown import within
from bot.planning.reminders import plan, plan_follow_up
from bot.screen import Screen
from bot.screens.reminder_due import arrived
from bot.turns.services import Services
from storage.records import Delivery, Person, Reminder

log = logging.getLogger(__name__)
LEASE = timedelta(seconds=60)
BATCH = 500  # deliveries: at 30 a second about a quarter of the lease
AT_ONCE = 60  # sends under way: at 30 a second enough for answers that take two seconds
STOPPED_WITHIN = 1.5  # seconds; then a send that hangs is left, and its lease says so
LONGEST_SLEEP = 5.0  # seconds; then the wall clock is read again, in case it was stepped
SHORTEST_SLEEP = 0.02  # seconds, while somebody else holds what is due
LATE_AFTER = timedelta(minutes=10)


@dataclass
class ReminderWorker:
    """Sends what is due, for as long as it runs."""

    services: Services
    bot: Bot
    rate_limiter: RateLimiter = field(default_factory=RateLimiter)
    chance: Random = field(default_factory=SystemRandom)
    lease: timedelta = LEASE
    _stopping: bool = False
    _in_line: set[asyncio.Task[None]] = field(default_factory=set)

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
                wait = await self._until_next()
            except Exception as error:  # the loop outlives whatever one round met
                wait = LONGEST_SLEEP
                log.error("reminder loop failed; retrying in %g s", wait, exc_info=error)
            with suppress(TimeoutError):
                await asyncio.wait_for(self.services.due_changed.wait(), wait)

    async def deliver_due(self) -> int:
        """Send everything that is due now; how many messages were tried."""
        tried = 0
        while not self._stopping and (sent := await self._round()):
            tried += sent
        return tried

    async def _round(self) -> int:
        """One batch: claim and commit, then send each chat its message, side by side."""
        store, now = self.services.store, self.services.clock()
        token = f"{self.chance.getrandbits(64):016x}"
        async with store.transaction():
            await store.deliveries.recover(now)
            claimed = await store.deliveries.claim(now, BATCH, self.lease, token)
        if not claimed:
            return 0
        about = await store.reminders.claimed(token)
        chats = [list(group) for _, group in groupby(claimed, key=lambda d: d.chat_id)]
        gate = asyncio.Semaphore(AT_ONCE)
        try:
            async with asyncio.TaskGroup() as tasks:
                for group in chats:
                    await gate.acquire()
                    if self._stopping:
                        break
                    task = tasks.create_task(self._try(group, about, token))
                    task.add_done_callback(lambda _: gate.release())
        finally:
            async with store.transaction():
                await store.deliveries.give_back(token)
        return len(chats)

    async def _try(self, due: list[Delivery], about: dict[int, Reminder], token: str) -> None:
        """What goes wrong in one chat stays there; when its lease ends it is taken up again."""
        try:
            await self._say(due, about, token)
        except Exception as error:
            log.error("sending a reminder failed", exc_info=error)

    async def _say(self, due: list[Delivery], about: dict[int, Reminder], token: str) -> None:
        """Start, send, settle: one message for all that is due in a chat."""
        if due[0].schedule_id is None:
            if started := await self._start(due, token):
                await self._send(started, about, token)
            return
        wait = partial(growing_wait, chance=self.chance)
        groups = GroupPostWorker(self.services.current(), self.bot, wait)
        for delivery in due:  # in a group each stands by itself, in a topic of its own
            if await self._start([delivery], token):
                await groups.post(delivery, token)

    async def _start(self, due: list[Delivery], token: str) -> list[Delivery]:
        """Wait for the chat's turn, and only then note that it is being sent."""
        if not await self._wait_for_turn(due, token):
            return []
        store = self.services.store
        async with store.transaction():
            return [
                d
                for d in due
                if await store.deliveries.start(d.id, token, self.services.clock(), self.lease)
            ]

    async def _wait_for_turn(self, due: list[Delivery], token: str) -> bool:
        """False when nothing is sent now: the bot stops, or the chat must rest for longer."""
        task = asyncio.current_task()
        if task is None or self._stopping:
            return False
        self._in_line.add(task)
        try:
            await self.rate_limiter.turn(due[0].chat_id, Priority.REMINDER)
        except RetryAfter as error:
            await self._try_later(due, token, errors.classify(error), error)
            return False
        finally:
            self._in_line.discard(task)
        return not self._stopping

    async def _send(
        self, started: Sequence[Delivery], about: dict[int, Reminder], token: str
    ) -> None:
        person = await self.services.store.people.get(started[0].chat_id)
        reminders = [about[d.reminder_id] for d in started if d.reminder_id in about]
        if person is None and reminders:
            return  # they have just deleted everything, this too
        try:
            screen = self._drawn(person, reminders, started)
        except Exception as error:
            if len(started) == 1:
                await self._mark_failed(started, reminders, token, type(error).__name__)
            else:  # one of them is at fault, so each goes alone
                for delivery in started:
                    await self._send([delivery], about, token)
            return
        try:
            message = await sender.send(
                self.bot, started[0].chat_id, screen, priority=Priority.PAID
            )
        except TelegramError as error:
            await self._settle_refusal(started, reminders, token, error)
        else:
            await self._settle_sent(started, reminders, token, message.message_id)

    def _drawn(
        self, person: Person | None, reminders: Sequence[Reminder], due: Sequence[Delivery]
    ) -> Screen:
        if person is None:
            raise LookupError("nobody is kept under this id")
        now = self.services.clock()
        return arrived(
            self.services.current().view_for(person, now, self.bot.username),
            reminders,
            late=any(now - d.due_at > LATE_AFTER for d in due),
            doubt=any(d.doubt for d in due),
            topic_shown=person.topic_shown,
        )

    async def _settle_sent(
        self, sent: Sequence[Delivery], reminders: Sequence[Reminder], token: str, message_id: int
    ) -> None:
        store, now = self.services.store, self.services.clock()
        for delivery in sent:
            self.services.metrics.lateness.observe((now - delivery.due_at).total_seconds())
        person_id = sent[0].chat_id
        async with store.transaction():
            for delivery in sent:
                await store.deliveries.settle_sent(delivery.id, token, message_id, now)
            await plan_follow_up(self.services, person_id, reminders, now)
            await plan(self.services, person_id, now)

    async def _settle_refusal(
        self,
        tried: Sequence[Delivery],
        reminders: Sequence[Reminder],
        token: str,
        error: TelegramError,
    ) -> None:
        outcome, now = errors.classify(error), self.services.clock()
        log.info("Telegram refused a reminder: %s", outcome.kind)
        store, person_id = self.services.store, tried[0].chat_id
        match outcome.kind:
            case "refused" if not isinstance(error, InvalidToken):  # that says nothing about them
                await self._mark_failed(tried, reminders, token, "refused")
            case kind if kind in errors.UNREACHABLE:
                async with store.transaction():
                    for (
                        delivery
                    ) in tried:  # pending, then cancelled: it revives when they come back
                        await store.deliveries.back_off(
                            delivery.id, token, now, doubt=False, error=outcome.kind
                        )
                    await store.reminders.pause_unreachable(person_id)
            case "moved":
                async with store.transaction():
                    for delivery in tried:
                        await store.deliveries.back_off(
                            delivery.id, token, now, doubt=False, error="moved"
                        )
                    await store.deliveries.move_chat(person_id, outcome.chat_id)
            case _:
                await self._try_later(tried, token, outcome, error)

    async def _try_later(
        self, tried: Sequence[Delivery], token: str, outcome: Outcome, error: TelegramError
    ) -> None:
        store, now = self.services.store, self.services.clock()
        wait = outcome.wait or growing_wait(tried[0].attempts, self.chance)
        doubt = outcome.kind == "unknown" and errors.may_have_arrived(error)
        until = now + timedelta(seconds=wait)
        async with store.transaction():
            for delivery in tried:
                await store.deliveries.back_off(
                    delivery.id, token, until, doubt=doubt, error=outcome.kind
                )
            if outcome.kind == "wait":
                await store.deliveries.hold_chat(tried[0].chat_id, until)

    async def _mark_failed(
        self, due: Sequence[Delivery], reminders: Sequence[Reminder], token: str, why: str
    ) -> None:
        """It can't be sent as it is: report it, and let the others go on."""
        log.error("a reminder was marked as failed: %s", why)
        self.services.metrics.deliveries_failed.inc(len(due))
        store = self.services.store
        async with store.transaction():
            for delivery in due:
                await store.deliveries.mark_dead(delivery.id, token, why)
            for reminder in reminders:
                await store.reminders.mark_failed(reminder.person_id, reminder.id)

    async def _until_next(self) -> float:
        """Seconds until somebody is due, at most a slice."""
        due = await self.services.store.deliveries.next_due()
        if due is None:
            return LONGEST_SLEEP
        left = (due - self.services.clock()).total_seconds()
        return min(LONGEST_SLEEP, max(SHORTEST_SLEEP, left))
