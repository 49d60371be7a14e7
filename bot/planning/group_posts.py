"""Keeps what is planned for groups in step with their schedules."""

from datetime import datetime, time

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
from bot.planning.reminders import LONG_AGO, MOST_USED
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
    for _ in range(MOST_USED):
        due = _next(schedule, after)
        if due is None:
            return False
        if await schedules.plan(schedule, due.isoformat(timespec="minutes"), due):
            services.due_changed.set()
            return True
        after = due
    return False


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
