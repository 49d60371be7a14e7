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


async def plan_post(services: Services, one: GroupSchedule, after: datetime) -> bool:
    """Plan its first moment later than `after`, inside a transaction; False when there is none.

    What is planned or under way stays.
    """
    schedules = services.store.schedules
    if one.id in await schedules.next_moments(one.chat_id):
        return True
    for _ in range(MOST_USED):
        due = _next(one, after)
        if due is None:
            return False
        if await schedules.plan(one, due.isoformat(timespec="minutes"), due):
            services.bell.set()
            return True
        after = due
    return False


async def wake(services: Services, chat_id: int, because: ScheduleRests, after: datetime) -> int:
    """Go on with all that rest for this reason, and count them; a card comes late then."""
    woken = await services.store.schedules.wake(chat_id, because)
    for one in woken:
        if not await plan_post(services, one, LONG_AGO if one.kind == "card" else after):
            await services.store.schedules.finish(chat_id, one.id)
    return len(woken)


async def follow_zone(services: Services, chat_id: int, zone: str, after: datetime) -> None:
    """Every schedule of a group at its local time in another zone; what rests goes on resting."""
    schedules = services.store.schedules
    for one in await schedules.list(chat_id):
        changed = await schedules.change_rule(chat_id, one.id, rule=one.rule, time_zone=zone)
        if one.paused_because:
            await schedules.pause(chat_id, one.id, one.paused_because)
        elif changed:
            await plan_post(services, changed, after)


def _next(one: GroupSchedule, after: datetime) -> datetime | None:
    try:
        return next_due(from_text(one.rule), one.time_zone, after, NO_QUIET)
    except RuleError:
        return None
