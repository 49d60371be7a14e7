"""Posts in groups what their schedules say, and sorts out why a group does not take it."""

import logging
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from telegram import Bot
from telegram.error import TelegramError

from bot.domain import series
from bot.domain.groups import is_quiet, with_current_ids
from bot.edge import errors, sender
from bot.edge.errors import trouble_of
from bot.edge.rate_limiter import Priority
from bot.planning.group_posts import plan_post
from bot.screen import Screen
from bot.screens.groups import schedule as screens
from bot.screens.view import View
from bot.turns.group_turn import usual_group
from bot.turns.services import Services
from storage.records import Delivery, Group, GroupSchedule

log = logging.getLogger(__name__)
CROWDED = timedelta(minutes=1)  # until a group that got many messages gets one by itself
LATE_AFTER = timedelta(minutes=10)


@dataclass
class GroupPostWorker:
    """Posts one delivery after the other; the reminder worker has claimed and started them."""

    services: Services
    bot: Bot
    growing_wait: Callable[[int], float]

    async def post(self, due: Delivery, token: str) -> None:
        """Draw, send, settle."""
        store, now = self.services.store, self.services.clock()
        schedule = await store.schedules.get(due.chat_id, due.schedule_id or 0)
        if schedule is None:
            return  # a moderator has just deleted it, this too
        group = await store.groups.get_or(usual_group(due.chat_id, self.services.settings))
        if not self.services.recent_posts.take(due.chat_id, now, "itself"):
            await self._try_later(due, token, now + CROWDED, "crowded")
            return
        view = self._view(group)
        group = with_current_ids(group, view.edition.pack.renamed)
        try:
            screen = self._drawn(view, group, schedule, due)
        except Exception as error:
            await self._mark_failed(due, token, type(error).__name__)
            return
        quiet = is_quiet(group, now)
        try:
            message = await sender.send(
                self.bot,
                due.chat_id,
                screen,
                thread_id=due.thread_id,
                silent=quiet,
                priority=Priority.PAID,
            )
        except TelegramError as error:
            await self._settle_refusal(due, token, error, view)
        else:
            await self._settle_sent(due, token, schedule, view, group, message.message_id)

    def _view(self, group: Group) -> View:
        return self.services.view_in(group, self.services.clock(), self.bot.username)

    def _drawn(self, view: View, group: Group, schedule: GroupSchedule, due: Delivery) -> Screen:
        late = self.services.clock() - due.due_at > LATE_AFTER
        return screens.post(view, group, schedule, late=late, doubt=due.doubt > 0)

    async def _settle_sent(
        self,
        due: Delivery,
        token: str,
        schedule: GroupSchedule,
        view: View,
        group: Group,
        message_id: int,
    ) -> None:
        """Note it, and plan what comes next; a card has nothing more to say then."""
        store, now = self.services.store, self.services.clock()
        self.services.metrics.lateness.observe((now - due.due_at).total_seconds())
        what = series.next_what(view.edition, group, schedule)
        async with store.transaction():
            await store.deliveries.settle_sent(due.id, token, message_id, now)
            noted = await store.schedules.posted(
                due.chat_id, schedule.id, message_id, now, what=what
            )
            if noted and not await plan_post(self.services, noted, now):
                await store.schedules.finish(due.chat_id, schedule.id)
        self._remember(due, schedule, view, group, message_id)

    def _remember(
        self, due: Delivery, schedule: GroupSchedule, view: View, group: Group, message_id: int
    ) -> None:
        """Who asks for the same card soon after is pointed to this one."""
        recent_posts, now = self.services.recent_posts, self.services.clock()
        recent_posts.card_posted(due.chat_id, now)
        if schedule.kind != "monthly":
            key = f"page {series.page_of(view.edition, group, schedule)}"
            there, _ = recent_posts.claim((due.chat_id, due.thread_id), key, now, timedelta())
            there.message_id = message_id

    async def _settle_refusal(
        self, due: Delivery, token: str, error: TelegramError, view: View
    ) -> None:
        outcome, now = errors.classify(error), self.services.clock()
        trouble = trouble_of(error, outcome, due.thread_id)
        log.info("a group did not take a post: %s", trouble)
        match trouble:
            case "refused":
                await self._mark_failed(due, token, "refused")
            case "topic":
                await self._leave_topic(due, token, view)
            case "rights" | "gone":
                await self._rest(due, token, trouble)
            case "moved":
                await self._move(due, token, outcome.chat_id)
            case "later":
                wait = timedelta(seconds=outcome.wait or self.growing_wait(due.attempts))
                doubt = outcome.kind == "unknown" and errors.may_have_arrived(error)
                await self._try_later(due, token, now + wait, outcome.kind, doubt=doubt)

    async def _try_later(
        self, due: Delivery, token: str, until: datetime, why: str, *, doubt: bool = False
    ) -> None:
        store = self.services.store
        async with store.transaction():
            await store.groups.lock(due.chat_id)
            await store.deliveries.back_off(due.id, token, until, doubt=doubt, error=why)
            if why == "wait":
                await store.deliveries.hold_chat(due.chat_id, until)

    async def _rest(self, due: Delivery, token: str, why: Literal["rights", "gone"]) -> None:
        """Nothing goes there now; what was planned revives when we can write again."""
        store, now = self.services.store, self.services.clock()
        async with store.transaction():
            await store.groups.lock(due.chat_id)
            await store.deliveries.back_off(due.id, token, now, doubt=False, error=why)
            if why == "gone":
                await store.groups.leave(due.chat_id, now.date())
            await store.schedules.pause_all(due.chat_id, why)

    async def _move(self, due: Delivery, token: str, new: int) -> None:
        """The group has another id now: it goes there at once."""
        store, now = self.services.store, self.services.clock()
        async with store.transaction():
            await store.groups.lock(due.chat_id)
            await store.deliveries.back_off(due.id, token, now, doubt=False, error="moved")
            await store.groups.move(due.chat_id, new, now)

    async def _leave_topic(self, due: Delivery, token: str, view: View) -> None:
        """From now on in the general topic, and the moderators are told there, once."""
        store, now, thread_id = self.services.store, self.services.clock(), due.thread_id or 0
        async with store.transaction():
            await store.groups.lock(due.chat_id)
            await store.deliveries.back_off(due.id, token, now, doubt=False, error="topic")
            count = await store.schedules.leave_topic(due.chat_id, thread_id)
            if count:
                await store.groups.note(due.chat_id, now, "bot", "topic_left", "", "")
        if count:
            with suppress(TelegramError):  # what is posted next tells why that is not possible
                notice = screens.topic_closed(view, count)
                await sender.send(self.bot, due.chat_id, notice, priority=Priority.REMINDER)

    async def _mark_failed(self, due: Delivery, token: str, why: str) -> None:
        """It can't be posted as it is: report it, and let the others go on."""
        log.error("a schedule was marked as failed: %s", why)
        self.services.metrics.deliveries_failed.inc()
        store = self.services.store
        async with store.transaction():
            await store.groups.lock(due.chat_id)
            await store.deliveries.mark_dead(due.id, token, why)
            await store.schedules.pause(due.chat_id, due.schedule_id or 0, "refused")
