"""Keeps what is planned in step with the reminders, visits and time zone of a person."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from functools import partial

from bot.domain.recurrence import to_text
from bot.domain.reminder_kinds import FOLLOW_UP
from bot.domain.reminders import due_moments, follow_up_rule, is_over
from bot.turns.services import Services
from storage.errors import LimitReachedError
from storage.records import Delivery, Reminder, Visit

ONCE_MORE = "later"  # how the occurrence of "remind me later" begins: it follows no rule
LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)
MOST_USED = 400  # moments to come that were used before somebody set the clock back
NextAfter = Callable[[datetime], datetime | None]


async def plan(services: Services, person_id: int, now: datetime) -> None:
    """Plan every active reminder of a person anew, inside a transaction.

    What is due or under way stays, late or not.
    """
    store = services.store
    person = await store.people.get(person_id)
    if person is None:
        return
    await store.people.lock(person_id)
    every = await store.reminders.list(person_id)
    visit = await store.visits.next_after(person_id, now)
    zone = person.time_zone or services.settings.default_time_zone
    due = due_moments(every, visit, zone, now)
    undelivered = await store.deliveries.open_for(person_id)
    for reminder in every:
        if reminder.kind == FOLLOW_UP and not person.follow_ups:
            await store.reminders.finish(person_id, reminder.id)
        elif reminder.state == "active":
            mine = [delivery for delivery in undelivered if delivery.reminder_id == reminder.id]
            after = partial(_next_after, reminder, visit, zone)
            await _plan_one(services, reminder, due.get(reminder.id), after, mine, now)
    services.due_changed.set()


async def put_off(services: Services, reminder: Reminder, due: datetime) -> None:
    """Once more at that moment. One that was done is active again until then; its rule stays."""
    active = await follow(services, reminder, reminder.rule, reminder.time_zone)
    if active:
        occurrence = f"{ONCE_MORE} {due.isoformat(timespec='minutes')}"
        await services.store.deliveries.plan(active, occurrence, due)
        services.due_changed.set()


async def follow(services: Services, reminder: Reminder, rule: str, zone: str) -> Reminder | None:
    """Follow a rule in a zone from now on; what was put off still comes when it was put off to."""
    deliveries = services.store.deliveries
    undelivered = await deliveries.open_for(reminder.person_id)
    changed = await services.store.reminders.change_rule(
        reminder.person_id, reminder.id, rule=rule, time_zone=zone, visit_id=reminder.visit_id
    )
    for kept in undelivered:
        if changed and kept.reminder_id == reminder.id and kept.occurrence.startswith(ONCE_MORE):
            await deliveries.plan(changed, kept.occurrence, kept.due_at)
    return changed


async def plan_follow_up(
    services: Services, person_id: int, told: Sequence[Reminder], now: datetime
) -> None:
    """One gentle question on the day after the visit that a reminder was about."""
    store = services.store
    person, visit = await store.people.get(person_id), None
    if person and person.follow_ups:
        visit = await store.visits.next_after(person_id, now)
    rule = follow_up_rule(told, visit)
    if person is None or visit is None or rule is None:
        return
    known = await store.reminders.list(person_id, visit_id=visit.id)
    if any(reminder.kind == FOLLOW_UP for reminder in known):
        return
    with suppress(LimitReachedError):  # a full list goes without
        await store.reminders.add(
            person_id,
            now,
            kind=FOLLOW_UP,
            rule=to_text(rule),
            time_zone=visit.time_zone,
            visit_id=visit.id,
        )


async def _plan_one(
    services: Services,
    reminder: Reminder,
    due: datetime | None,
    after: NextAfter,
    pending: Sequence[Delivery],
    now: datetime,
) -> None:
    deliveries = services.store.deliveries
    by_rule = [d for d in pending if not d.occurrence.startswith(ONCE_MORE)]
    if any(d.due_at <= now for d in pending) or [d.due_at for d in by_rule] == [due]:
        return
    await deliveries.cancel(reminder.person_id, reminder.id)
    for kept in (d for d in pending if d.occurrence.startswith(ONCE_MORE)):
        await deliveries.plan(reminder, kept.occurrence, kept.due_at)
    if due is None and is_over(reminder):
        due = after(LONG_AGO)  # unless it was sent then, it is late
    planned = await _plan_by_rule(services, reminder, due, after)
    if not planned and is_over(reminder) and not pending:
        await services.store.reminders.finish(reminder.person_id, reminder.id)


async def _plan_by_rule(
    services: Services, reminder: Reminder, due: datetime | None, after: NextAfter
) -> bool:
    """Plan the first moment that was not used before; whether there is one."""
    for _ in range(MOST_USED):
        if due is None:
            return False
        if await services.store.deliveries.plan(reminder, due.isoformat(timespec="minutes"), due):
            return True
        due = after(due)
    return False


def _next_after(
    reminder: Reminder, visit: Visit | None, zone: str, moment: datetime
) -> datetime | None:
    return due_moments([reminder], visit, zone, moment).get(reminder.id)
