"""Periodic cleanup; also rolls repeating visits forward."""

import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta

from telegram import Bot

from bot.domain.retention import idle_since, removal_due
from bot.domain.visits import rolled_on
from bot.edge import sender
from bot.ops.background import background, repeat
from bot.planning.reminders import plan
from bot.screens.home import notice
from bot.screens.view import View
from bot.turns.services import Services
from storage.records import Person
from storage.store import Work

log = logging.getLogger(__name__)
EVERY = timedelta(minutes=10)  # between rounds; a clock turned ahead starts one at once
BATCH = 100  # people or visits in one round


@dataclass
class CleanupJob:
    """One round after another; the log gets counts and nothing else."""

    services: Services
    bot: Bot

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
        counts = {
            "visits moved on": await self._move_visits_on(),
            **await self._forget(),
            "people warned": await self._warn(),
            "people removed": await self._remove(),
        }
        changed = [f"{what} {count}" for what, count in counts.items() if count]
        if changed:
            log.info("cleanup: %s", ", ".join(changed))

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
        """Once, in neutral words, a month before everything goes; commit, then send."""
        store, today = self.services.store, self.services.clock().date()
        people = await store.people.to_warn(idle_since=idle_since(today), limit=BATCH)
        for person in people:
            async with store.transaction():
                await store.people.mark_warned(person.id, today)
            await sender.tell(self.bot, person.id, notice(self._view(person), "retention.warning"))
        return len(people)

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
        edition, today = services.library.default, services.clock().date()
        view = View(edition, services.settings.default_region, "full", today, self.bot.username)
        return view.of(person, services.library)
