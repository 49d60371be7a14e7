"""Periodic cleanup; also rolls repeating visits forward."""

import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from telegram import Bot
from telegram.error import TelegramError

from bot.domain.retention import (
    CLOCK_ERROR,
    HELD_FOR,
    clock_jump,
    idle_since,
    is_given_up,
    removal_due,
)
from bot.domain.visits import rolled_on
from bot.edge import sender
from bot.edge.clock import telegram_time
from bot.edge.errors import is_blocked
from bot.edge.rate_limiter import Priority
from bot.jobs.planning_anew import plan_everybody
from bot.ops.background import background, repeat
from bot.planning.reminders import plan
from bot.screens.home import notice
from bot.screens.view import View
from bot.turns.services import Services
from storage.records import Person
from storage.rounds import Round
from storage.store import Work

log = logging.getLogger(__name__)
EVERY = timedelta(minutes=10)  # between rounds; a clock turned ahead starts one at once
BATCH = 100  # people or visits in one round


@dataclass
class CleanupJob:
    """One round after another; the log gets counts and nothing else."""

    services: Services
    bot: Bot
    #: Whom today's warning did not reach: tried again tomorrow, so that others get their turn.
    _not_reached: set[int] = field(default_factory=set)
    _tried_on: date | None = None

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        async with background(repeat("cleanup", self._tidy_under_lock, EVERY.total_seconds())):
            yield

    async def _tidy_under_lock(self) -> None:
        """One of several processes does it."""
        async with self.services.store.advisory_lock(Work.CLEANUP) as mine:
            if mine:
                await self.tidy()

    async def tidy(self) -> None:
        """One round over everything that has a term."""
        told = await telegram_time(self.bot)
        is_wrong = told is not None and abs(self.services.clock() - told) >= CLOCK_ERROR
        is_held = await self._is_held(is_wrong=is_wrong)
        if is_wrong:
            log.error("the clock is far from Telegram's, so nothing is deleted: set the clock")
            return
        counts = {}
        if told or not is_held:
            counts["visits moved on"] = await self._move_visits_on()
        if not is_held:
            counts |= await self._forget()
            counts["people warned"] = await self._warn()
            counts["people removed"] = await self._remove()
        await self.services.store.fold_log()
        changed = [f"{name} {count}" for name, count in counts.items() if count]
        if changed:
            log.info("cleanup: %s", ", ".join(changed))

    async def _is_held(self, *, is_wrong: bool) -> bool:
        """Note the round; whether nothing may be deleted, because the clock has jumped."""
        store, now = self.services.store, self.services.clock()
        last = await store.rounds.last() or Round(now, now)
        jump = clock_jump(last.last_at, now)
        held_until = now + HELD_FOR if jump else last.held_until
        if jump:
            log.warning("the clock jumped, or the bot was off: nothing is deleted for a day")
            await self._after_jump(now, is_wrong=is_wrong)
        async with store.transaction():
            await store.rounds.note(Round(now, held_until))
        return now < held_until

    async def _after_jump(self, now: datetime, *, is_wrong: bool) -> None:
        """Who was warned could not answer a bot that was off; what repeats is planned anew."""
        async with self.services.store.transaction():
            await self.services.store.people.forget_warnings()
        if not is_wrong:
            await plan_everybody(self.services, now)

    async def _move_visits_on(self) -> int:
        store, now = self.services.store, self.services.clock()
        begun = await store.visits.to_repeat(now, BATCH)
        for visit in begun:
            async with store.transaction():
                await store.visits.change(rolled_on(visit, now))
                await plan(self.services, visit.person_id, now)
        return len(begun)

    async def _forget(self) -> dict[str, int]:
        store, now = self.services.store, self.services.clock()
        async with store.transaction():
            return {
                "removals": await store.undo_log.forget(now),
                "late answers": await store.pending_inputs.forget(now),
                "visits": await store.visits.forget(now),
                "deliveries": await store.deliveries.forget(now),
                "reminders": await store.reminders.forget_done(),
                "groups": await store.groups.forget(now),
                "schedules": await store.schedules.forget_done(),
                "old counts": await store.feedback.forget(now.date()),
                "updates": await store.seen_updates.forget(now),
            }

    async def _warn(self) -> int:
        """Once, in neutral words, a month before everything goes; noted when it has arrived."""
        store, today = self.services.store, self.services.clock().date()
        if self._tried_on != today:
            self._tried_on, self._not_reached = today, set()
        idle = await store.people.to_warn(
            idle_since=idle_since(today), limit=BATCH + len(self._not_reached)
        )
        arrived = [
            await self._has_warned(person) for person in idle if person.id not in self._not_reached
        ]
        return sum(arrived)

    async def _has_warned(self, person: Person) -> bool:
        """Whether the warning arrived; where it never will, what is kept goes in the end too."""
        people, today = self.services.store.people, self.services.clock().date()
        try:
            await sender.send(
                self.bot,
                person.id,
                notice(self._view(person), "retention.warning"),
                priority=Priority.BROADCAST,
            )
        except TelegramError as error:
            self._not_reached.add(person.id)
            if is_blocked(error) and is_given_up(person.active_on, today):
                async with self.services.store.transaction():
                    await people.delete(person.id)
            return False
        async with self.services.store.transaction():
            await people.mark_warned(person.id, today)
        return True

    async def _remove(self) -> int:
        store, today = self.services.store, self.services.clock().date()
        idle, warned = removal_due(today)
        gone = await store.people.to_remove(idle_since=idle, warned_before=warned, limit=BATCH)
        for person_id in gone:
            async with store.transaction():
                await store.people.delete(person_id)
        return len(gone)

    def _view(self, person: Person) -> View:
        services = self.services.current()
        return services.view_for(person, services.clock(), self.bot.username)
