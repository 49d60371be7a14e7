"""Keeps what is planned for groups in step with their schedules."""

from datetime import datetime, time
from functools import partial

from bot.domain.recurrence import (
    Every,
    Once,
    QuietHours,
    Rule,
    RuleError,
    Unit,
    from_text,
    next_due,
)
from bot.planning.occurrences import LONG_AGO, plan_unused
from bot.turns.services import Services
from storage.records import GroupSchedule, ScheduleKind, ScheduleRests

NO_QUIET = QuietHours(time(0), time(0))  # in quiet hours a post comes too, without a sound


def rule_for(kind: ScheduleKind, first: datetime) -> Rule:
    """When a schedule of this kind is due, from its first local moment on."""
    if kind == "card":
        return Once(first)
    unit = Unit.WEEK if kind == "weekly" else Unit.MONTH
    return Every(1, unit, first.date(), first.time())


async def plan_post(services: Services, schedule: GroupSchedule, after: datetime) -> bool:
    """Plan its first moment later than `after`, inside a transaction; False when there is none.

    What is planned or under way stays.
    """
    schedules = services.store.schedules
    if schedule.id in await schedules.next_moments(schedule.chat_id):
        return True
    is_planned = await plan_unused(
        schedules, schedule, _next(schedule, after), partial(_next, schedule)
    )
    if is_planned:
        services.due_changed.set()
    return is_planned


async def plan_anew(services: Services, chat_id: int, now: datetime) -> None:
    """Plan each active schedule as if nothing were planned; what is due or under way stays."""
    schedules = services.store.schedules
    planned = await schedules.next_moments(chat_id)
    for schedule in await schedules.list(chat_id):
        due = planned.get(schedule.id)
        if schedule.state == "active" and (due is None or now < due != _next(schedule, now)):
            await schedules.cancel(chat_id, schedule.id)
            await plan_post(services, schedule, now)


async def wake(services: Services, chat_id: int, because: ScheduleRests, after: datetime) -> int:
    """Go on with all that rest for this reason, and count them; a card comes late then."""
    woken = await services.store.schedules.wake(chat_id, because)
    for schedule in woken:
        if not await plan_post(services, schedule, LONG_AGO if schedule.kind == "card" else after):
            await services.store.schedules.finish(chat_id, schedule.id)
    return len(woken)


async def follow_zone(services: Services, chat_id: int, zone: str, after: datetime) -> None:
    """Every schedule of a group at its local time in another zone; what rests goes on resting."""
    schedules = services.store.schedules
    for schedule in await schedules.list(chat_id):
        changed = await schedules.change_rule(
            chat_id, schedule.id, rule=schedule.rule, time_zone=zone
        )
        if schedule.paused_because:
            await schedules.pause(chat_id, schedule.id, schedule.paused_because)
        elif changed:
            await plan_post(services, changed, after)


def _next(schedule: GroupSchedule, after: datetime) -> datetime | None:
    try:
        return next_due(from_text(schedule.rule), schedule.time_zone, after, NO_QUIET)
    except RuleError:
        return None
