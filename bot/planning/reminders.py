"""Keeps what is planned in step with the reminders, visits and time zone of a person."""

from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime
from functools import partial

from bot.domain.recurrence import to_text
from bot.domain.reminder_kinds import FOLLOW_UP
from bot.domain.reminders import (
    due_moments,
    follow_up_rule,
    is_about_visit,
    is_over,
    visit_meant,
)
from bot.planning.occurrences import LONG_AGO, NextAfter, plan_unused
from bot.turns.services import Services
from storage.errors import LimitReachedError
from storage.records import Person, Reminder, Visit
from storage.reminders import Planned

ONCE_MORE = "later"  # how the occurrence of "remind me later" begins: it follows no rule
Plans = Sequence[tuple[Reminder, Sequence[Planned]]]


async def plan(
    services: Services,
    person_id: int,
    now: datetime,
    *,
    person: Person | None = None,
    told: Sequence[Reminder] = (),
) -> None:
    """Plan every active reminder of a person anew, inside a transaction.

    What is due or under way stays, late or not. After `told`, which were about a visit, one gentle
    question is asked on the day after it. A `person` who was read before need not be read again.
    """
    store = services.store
    plans = await store.reminders.with_planned(person_id)
    usual_zone = services.settings.default_time_zone
    if person is None or _has_moved(plans, person.time_zone or usual_zone):
        person = await store.people.get(person_id)
    if person is None:
        return
    visits: Sequence[Visit] = ()
    if any(is_about_visit(reminder) for reminder, _ in plans):
        visits = await store.visits.upcoming(person_id, now)
    zone = person.time_zone or usual_zone
    if person.follow_ups and (about := next(filter(is_about_visit, told), None)):
        meant = visit_meant(about, visits, zone, now)
        plans = await _with_follow_up(services, plans, told, meant, now)
    due = due_moments([reminder for reminder, _ in plans], visits, zone, now)
    for reminder, planned in plans:
        if reminder.kind == FOLLOW_UP and not person.follow_ups:
            await store.reminders.finish(person_id, reminder.id)
        elif reminder.state == "active":
            after = partial(_next_after, reminder, visits, zone)
            await _plan_one(services, reminder, due.get(reminder.id), after, planned, now)
    services.due_changed.set()


async def put_off(services: Services, reminder: Reminder, due: datetime) -> None:
    """Once more at that moment. One that was done is active again until then; its rule stays."""
    active = await follow(services, reminder, reminder.rule, reminder.time_zone)
    if active:
        occurrence = f"{ONCE_MORE} {due.isoformat(timespec='minutes')}"
        await services.store.reminders.plan(active, occurrence, due)
        services.due_changed.set()


async def follow(services: Services, reminder: Reminder, rule: str, zone: str) -> Reminder | None:
    """Follow a rule in a zone from now on; what was put off still comes when it was put off to."""
    store = services.store
    undelivered = await store.deliveries.open_for(reminder.person_id)
    changed = await store.reminders.change_rule(
        reminder.person_id, reminder.id, rule=rule, time_zone=zone
    )
    for kept in undelivered:
        if changed and kept.reminder_id == reminder.id and kept.occurrence.startswith(ONCE_MORE):
            await store.reminders.plan(changed, kept.occurrence, kept.due_at)
    return changed


def _has_moved(plans: Plans, zone: str) -> bool:
    """Whether the person may have chosen another time zone since this one was read."""
    return any(reminder.time_zone != zone for reminder, _ in plans if reminder.state == "active")


async def _with_follow_up(
    services: Services, plans: Plans, told: Sequence[Reminder], visit: Visit | None, now: datetime
) -> Plans:
    rule = follow_up_rule(told, visit)
    if visit is None or rule is None:
        return plans
    if any(reminder.kind == FOLLOW_UP and reminder.visit_id == visit.id for reminder, _ in plans):
        return plans
    with suppress(LimitReachedError):  # a full list goes without
        added = await services.store.reminders.add(
            visit.person_id,
            now,
            kind=FOLLOW_UP,
            rule=to_text(rule),
            time_zone=visit.time_zone,
            visit_id=visit.id,
        )
        return [*plans, (added, ())]
    return plans


async def _plan_one(
    services: Services,
    reminder: Reminder,
    due: datetime | None,
    after: NextAfter,
    planned: Sequence[Planned],
    now: datetime,
) -> None:
    reminders = services.store.reminders
    put_off_to = [p for p in planned if p.occurrence.startswith(ONCE_MORE)]
    by_rule = [p.due_at for p in planned if p not in put_off_to]
    if any(p.due_at <= now for p in planned) or by_rule == [due]:
        return
    if planned:
        await reminders.cancel(reminder.person_id, reminder.id)
    for kept in put_off_to:
        await reminders.plan(reminder, kept.occurrence, kept.due_at)
    if due is None and is_over(reminder):
        due = after(LONG_AGO)  # unless it was sent then, it is late
    is_planned = await plan_unused(reminders, reminder, due, after)
    if not is_planned and is_over(reminder) and not planned:
        await reminders.finish(reminder.person_id, reminder.id)


def _next_after(
    reminder: Reminder, visits: Sequence[Visit], zone: str, moment: datetime
) -> datetime | None:
    return due_moments([reminder], visits, zone, moment).get(reminder.id)
