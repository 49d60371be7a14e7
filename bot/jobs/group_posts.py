"""Posts in groups what their schedules say, and sorts out why a group does not take it."""

import asyncio
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta

from telegram.error import TelegramError

from bot.domain import series
from bot.domain.groups import is_quiet, with_current_ids
from bot.edge import sender
from bot.edge.errors import Trouble
from bot.edge.rate_limiter import Priority
from bot.jobs.delivering import LATE_AFTER, DeliveryJob
from bot.library.model.finder import OPEN_STUDIES
from bot.planning.group_posts import plan_post
from bot.screen import Screen
from bot.screens.groups import schedule as screens
from bot.screens.study import open_in
from bot.screens.study_words import home_country
from bot.screens.view import View
from bot.turns.group_turn import usual_group
from bot.turns.studies import usable
from storage.records import Delivery, Group, GroupSchedule

CROWDED = timedelta(minutes=1)  # until a group that got many messages gets one by itself


@dataclass
class GroupPostJob(DeliveryJob):
    """One post for one delivery: in a group each stands by itself, in a topic of its own."""

    async def deliver(self, due: Sequence[Delivery]) -> None:
        [delivery] = due
        store, now = self.services.store, self.services.clock()
        if not await store.deliveries.start([delivery.id], self.token, now, self.lease):
            return
        schedule = await store.schedules.get(delivery.chat_id, delivery.schedule_id or 0)
        if schedule is None:
            return  # a moderator has just deleted it, this too
        if self.services.recent_posts.take(delivery.chat_id, now, "itself"):
            await self._post(delivery, schedule)
        else:
            await self.try_later(due, now + CROWDED, "crowded")

    async def give_up(self, due: Sequence[Delivery], why: str) -> None:
        """A series goes on with its next post; a card rests, and the list says why."""
        self._report(due, why)
        store, now = self.services.store, self.services.clock()
        async with store.transaction():
            for delivery in due:
                chat_id, schedule_id = delivery.chat_id, delivery.schedule_id or 0
                await store.groups.lock(chat_id)
                await store.deliveries.mark_dead([delivery.id], self.token, why)
                schedule = await store.schedules.get(chat_id, schedule_id)
                if schedule and not await plan_post(self.services, schedule, now):
                    await store.schedules.pause(chat_id, schedule_id, "refused")

    async def _post(self, due: Delivery, schedule: GroupSchedule) -> None:
        group = await self.services.store.groups.get_or(
            usual_group(due.chat_id, self.services.settings)
        )
        view = self._view(group)
        group = with_current_ids(group, view.edition.pack.renamed)
        try:
            studies = await self._open_studies(view, schedule)
            screen = self._drawn(view, group, schedule, due, studies)
        except Exception as error:
            await self.give_up([due], type(error).__name__)
            return
        quiet = is_quiet(group, self.services.clock())
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
            await self.refused([due], error)
        else:
            await self._settle_sent(due, schedule, view, group, message.message_id)

    def _view(self, group: Group) -> View:
        return self.services.view_in(group, self.services.clock(), self.bot.username)

    async def _open_studies(self, view: View, schedule: GroupSchedule) -> Screen | None:
        """How many are open where the group is; None for what is posted otherwise."""
        if schedule.what != OPEN_STUDIES:
            return None
        register, country = await usable(view, self.services), home_country(view)
        count = await asyncio.to_thread(register.studies.open_in, country) if register else 0
        return open_in(view, register.source if register else None, country, count)

    def _drawn(
        self,
        view: View,
        group: Group,
        schedule: GroupSchedule,
        due: Delivery,
        studies: Screen | None,
    ) -> Screen:
        late, doubt = self.services.clock() - due.due_at > LATE_AFTER, due.doubt > 0
        return screens.post(view, group, schedule, late=late, doubt=doubt, studies=studies)

    async def _settle_sent(
        self,
        due: Delivery,
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
            await store.deliveries.settle_sent([due.id], self.token, message_id, now)
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

    async def _stop(self, tried: Sequence[Delivery], trouble: Trouble, chat_id: int) -> None:
        """What was planned revives when we can write again, goes along, or leaves its topic."""
        store, now, [due] = self.services.store, self.services.clock(), tried
        left = 0
        async with store.transaction():
            await store.groups.lock(due.chat_id)
            await store.deliveries.back_off([due.id], self.token, now, doubt=False, error=trouble)
            match trouble:
                case "moved":
                    await store.groups.move(due.chat_id, chat_id, now)
                case "topic":
                    left = await store.schedules.leave_topic(due.chat_id, due.thread_id or 0)
                    if left:
                        await store.groups.note(due.chat_id, now, "bot", "topic_left", "", "")
                case "rights" | "gone":
                    if trouble == "gone":
                        await store.groups.leave(due.chat_id, now.date())
                    await store.schedules.pause_all(due.chat_id, trouble)
        if left:
            await self._tell_moderators(due.chat_id, left)

    async def _tell_moderators(self, chat_id: int, count: int) -> None:
        """That so many schedules go to the general topic from now on; there, and once."""
        usual = usual_group(chat_id, self.services.settings)
        view = self._view(await self.services.store.groups.get_or(usual))
        with suppress(TelegramError):  # what is posted next tells why that is not possible
            notice = screens.topic_closed(view, count)
            await sender.send(self.bot, chat_id, notice, priority=Priority.REMINDER)
