"""Sends people what they asked to be reminded of, and sorts out why it does not arrive."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass

from telegram.error import TelegramError

from bot.domain.recurrence import is_quiet
from bot.domain.reminders import is_over
from bot.edge import sender
from bot.edge.errors import Trouble
from bot.edge.rate_limiter import Priority
from bot.jobs.delivering import LATE_AFTER, DeliveryJob
from bot.planning.reminders import plan
from bot.screen import Screen
from bot.screens.reminder_due import arrived
from storage.records import Delivery, Person, Reminder

About = dict[int, Reminder]


@dataclass
class PersonalReminderJob(DeliveryJob):
    """One message for all that is due for a person."""

    async def deliver(self, due: Sequence[Delivery]) -> None:
        store = self.services.store
        claimed = await store.reminders.claimed(self.token, due[0].chat_id)
        if not claimed:
            return  # they have just deleted everything, this too
        [person, *_] = [person for _, person in claimed.values()]
        about = {id_: reminder for id_, (reminder, _) in claimed.items()}
        ids = [d.id for d in due]
        started = await store.deliveries.start(ids, self.token, self.services.clock(), self.lease)
        told = [d for d in due if d.id in started and d.reminder_id in about]
        if told:
            await self._send(told, about, person)

    async def give_up(self, due: Sequence[Delivery], why: str) -> None:
        """What repeats comes next time; what comes once waits until they do something here."""
        self._report(due, why)
        store, now, person_id = self.services.store, self.services.clock(), due[0].chat_id
        every = {reminder.id: reminder for reminder in await store.reminders.list(person_id)}
        once = [d for d in due if (reminder := every.get(d.reminder_id or 0)) and is_over(reminder)]
        async with store.transaction():
            if once:  # pending, then cancelled: planning it again revives it
                await store.deliveries.back_off(
                    [d.id for d in once], self.token, now, doubt=False, error=why
                )
            for delivery in once:
                await store.reminders.set_aside(person_id, delivery.reminder_id or 0)
            if repeated := [d.id for d in due if d not in once]:
                await store.deliveries.mark_dead(repeated, self.token, why)
            await plan(self.services, person_id, now)

    def _is_silent(self, person: Person, due: Sequence[Delivery]) -> bool:
        """What is late and comes at night makes no sound: it is there in the morning."""
        now = self.services.clock()
        zone = person.time_zone or self.services.settings.default_time_zone
        is_in_time = all(now - d.due_at <= LATE_AFTER and not is_quiet(d.due_at, zone) for d in due)
        return is_quiet(now, zone) and not is_in_time

    async def _send(self, started: Sequence[Delivery], about: About, person: Person) -> None:
        reminders = [about[d.reminder_id] for d in started if d.reminder_id is not None]
        try:
            screen = self._drawn(person, reminders, started)
        except Exception as error:
            if len(started) == 1:
                await self.give_up(started, type(error).__name__)
            else:  # one of them is at fault, so each goes alone
                for delivery in started:
                    await self._send([delivery], about, person)
            return
        try:
            message = await sender.send(
                self.bot,
                started[0].chat_id,
                screen,
                silent=self._is_silent(person, started),
                priority=Priority.PAID,
            )
        except TelegramError as error:
            await self.refused(started, error)
        else:
            await self._settle_sent(started, reminders, person, message.message_id)

    def _drawn(
        self, person: Person, reminders: Sequence[Reminder], due: Sequence[Delivery]
    ) -> Screen:
        now = self.services.clock()
        return arrived(
            self.services.view_for(person, now, self.bot.username),
            reminders,
            late=any(now - d.due_at > LATE_AFTER for d in due),
            doubt=any(d.doubt for d in due),
            topic_shown=person.topic_shown,
        )

    async def _settle_sent(
        self,
        sent: Sequence[Delivery],
        reminders: Sequence[Reminder],
        person: Person,
        message_id: int,
    ) -> None:
        store, now = self.services.store, self.services.clock()
        for delivery in sent:
            self.services.metrics.lateness.observe((now - delivery.due_at).total_seconds())
        day = await self._day_of_studies(reminders)
        async with store.transaction():
            await store.deliveries.settle_sent([d.id for d in sent], self.token, message_id, now)
            for reminder in filter(self._counts_studies, reminders) if day else ():
                await store.reminders.counted_to(person.id, reminder.id, day)
            await plan(self.services, person.id, now, person=person, told=reminders)

    def _counts_studies(self, reminder: Reminder) -> bool:
        finder = self.services.library.default.pack.finder
        return finder is not None and reminder.kind == finder.reminder

    async def _day_of_studies(self, reminders: Sequence[Reminder]) -> str:
        """The day of the register's data in use; empty where no reminder counts in them."""
        studies = self.services.studies
        if studies is None or not any(map(self._counts_studies, reminders)):
            return ""
        copy = await asyncio.to_thread(studies.copy)
        return copy.data_on[:10] if copy else ""

    async def _stop(self, tried: Sequence[Delivery], trouble: Trouble, chat_id: int) -> None:
        """Pending, then cancelled: it revives when they come back."""
        store, now, person_id = self.services.store, self.services.clock(), tried[0].chat_id
        async with store.transaction():
            await store.deliveries.back_off(
                [d.id for d in tried], self.token, now, doubt=False, error=trouble
            )
            if trouble == "moved":
                await store.deliveries.move_chat(person_id, chat_id)
            else:
                await store.reminders.pause_all(person_id, "unreachable")
