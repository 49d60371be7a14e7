"""Keeps what is planned in step with the reminders, visits and time zone of a person."""

from collections.abc import Sequence
from datetime import datetime

from bot.domain.reminders import due_moments, is_over
from bot.turn import Services
from storage.records import Delivery, Reminder

ONCE_MORE = "later"  # how the occurrence of "remind me later" begins: it follows no rule


async def plan(services: Services, person_id: int, now: datetime) -> None:
    """Plan every active reminder of a person anew, inside a transaction.

    What is already due stays: it is on its way, late or not.
    """
    store = services.store
    person = await store.people.get(person_id)
    if person is None:
        return
    every = await store.reminders.list(person_id)
    visit = await store.visits.next_after(person_id, now)
    zone = person.time_zone or services.settings.default_time_zone
    due = due_moments(every, visit, zone, now)
    pending = await store.deliveries.pending_for(person_id)
    for one in every:
        if one.state == "active":
            mine = [delivery for delivery in pending if delivery.reminder_id == one.id]
            await _plan_one(services, one, due.get(one.id), mine, now)
    services.bell.set()


async def _plan_one(
    services: Services,
    one: Reminder,
    due: datetime | None,
    pending: Sequence[Delivery],
    now: datetime,
) -> None:
    deliveries = services.store.deliveries
    by_rule = [d for d in pending if not d.occurrence.startswith(ONCE_MORE)]
    if any(d.due_at <= now for d in pending) or [d.due_at for d in by_rule] == [due]:
        return
    await deliveries.cancel(one.person_id, one.id)
    for kept in (d for d in pending if d.occurrence.startswith(ONCE_MORE)):
        await deliveries.plan(one, kept.occurrence, kept.due_at)
    if due is not None:
        await deliveries.plan(one, due.isoformat(timespec="minutes"), due)
    elif is_over(one) and not pending:
        await services.store.reminders.finish(one.person_id, one.id)
