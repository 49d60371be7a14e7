"""What a choice in the menus means as a rule, and when each reminder of a person is due."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

from bot.domain.recurrence import (
    BeforeVisit,
    Every,
    Once,
    OnVisitMorning,
    Rule,
    RuleError,
    Unit,
    at_most_two,
    from_text,
    next_due,
)
from storage.records import Reminder, Visit

USUAL_TIME = time(10)  # local; outside quiet hours everywhere
MORNING = time(8)
ABOUT_VISITS = (BeforeVisit, OnVisitMorning)
LONGEST_NOTICE = timedelta(days=400)  # longer before a visit than any rule reaches
UNITS = {unit[0]: unit for unit in Unit}
FIRST_WAIT, LONGEST_WAIT = 30.0, 3600.0  # seconds, after a try that failed


def growing_wait(attempts: int, chance: Random) -> float:
    """Seconds until the next try, twice as long each time, and never in step with others."""
    return min(LONGEST_WAIT, FIRST_WAIT * 2.0 ** min(attempts, 10)) * chance.uniform(0.75, 1.25)


def rule_of(code: str, now: datetime, zone: str) -> Rule | None:
    """The rule behind a button: v3 and vm (a visit), +7 (in days), d2 w3 m1; None for rubbish."""
    today = now.astimezone(ZoneInfo(zone)).date()
    found = re.fullmatch(r"([vdwm+])(m|\d{1,3})", code)
    try:
        match found.groups() if found else ("", ""):
            case ("v", "m"):
                return OnVisitMorning(MORNING)
            case ("v", days) if days != "m":
                return BeforeVisit(int(days), USUAL_TIME)
            case ("+", days) if days != "m":
                return Once(datetime.combine(today + timedelta(days=int(days)), USUAL_TIME))
            case (unit, step) if unit in UNITS and step != "m":
                first = Every(int(step), UNITS[unit], today, USUAL_TIME).day(1)
                return Every(int(step), UNITS[unit], first, USUAL_TIME)
    except RuleError:
        return None
    return None


def at_time(text: str, at: time) -> Rule | None:
    """The same rule at another time of day; None when the text is no rule."""
    try:
        rule = from_text(text)
    except RuleError:
        return None
    if isinstance(rule, Once):
        return Once(datetime.combine(rule.local.date(), at))
    return replace(rule, at=at)


def due_moments(
    reminders: Sequence[Reminder], visits: Sequence[Visit], zone: str, after: datetime
) -> dict[int, datetime]:
    """When each active reminder is next due, by id; at most two moments belong to one visit.

    A second visit can be so near that its reminders come before the first one.
    """
    rules = {
        reminder.id: rule
        for reminder in reminders
        if reminder.state == "active" and (rule := _rule(reminder))
    }
    before = {id: rule for id, rule in rules.items() if isinstance(rule, ABOUT_VISITS)}
    moments = {
        id: due
        for id, rule in rules.items()
        if id not in before and (due := next_due(rule, zone, after))
    }
    for visit in visits:
        of_visit = {
            id: due for id, rule in before.items() if (due := _moment_of(rule, visit, zone))
        }
        for id, due in _at_most_two_of(of_visit, visit, after).items():
            moments[id] = min(due, moments.get(id, due))
    return moments


def visit_meant(
    reminder: Reminder, visits: Sequence[Visit], zone: str, now: datetime
) -> Visit | None:
    """Which of the coming visits a reminder that has come is about: the last whose moment it was.

    `visits` are in their order; the first one, where the moment of none has come.
    """
    rule = _rule(reminder)
    about = visits if isinstance(rule, ABOUT_VISITS) else ()
    come = [v for v in about if rule and (due := _moment_of(rule, v, zone)) and due <= now]
    return next(iter([*reversed(come), *visits]), None)


def _at_most_two_of(
    of_visit: dict[int, datetime], visit: Visit, after: datetime
) -> dict[int, datetime]:
    """The moments of one visit, past ones counted: each reminder comes with its own or the next."""
    kept = at_most_two(of_visit.values(), visit.starts_at)
    chosen = {
        reminder_id: min(k for k in kept if k >= due)
        for reminder_id, due in of_visit.items()
        if kept
    }
    return {reminder_id: moment for reminder_id, moment in chosen.items() if moment > after}


def _moment_of(rule: Rule, visit: Visit, zone: str) -> datetime | None:
    """When a rule about a visit is due on the person's own clock, whether that is past or not."""
    long_before = visit.starts_at - LONGEST_NOTICE
    begins = visit.starts_at.astimezone(ZoneInfo(zone)).replace(tzinfo=None)
    return next_due(rule, zone, long_before, visit=begins)


def follow_up_rule(told: Sequence[Reminder], visit: Visit | None) -> Rule | None:
    """The morning after the visit, when one of these reminders was about it."""
    if visit is None or not any(is_about_visit(reminder) for reminder in told):
        return None
    day = visit.local_start.date() + timedelta(days=1)
    return Once(datetime.combine(day, USUAL_TIME))


def is_about_visit(reminder: Reminder) -> bool:
    """Whether it comes before a visit, whenever that is."""
    return isinstance(_rule(reminder), ABOUT_VISITS)


def is_over(reminder: Reminder) -> bool:
    """Whether a reminder without a next moment has nothing more to say, and waits for no visit."""
    return not isinstance(_rule(reminder), Every) and not is_about_visit(reminder)


def _rule(reminder: Reminder) -> Rule | None:
    try:
        return from_text(reminder.rule)
    except RuleError:
        return None
