"""Rules about visits: which moment one may have, the next date of one that comes again."""

import re
from dataclasses import replace
from datetime import datetime, time, timedelta

from bot.domain.date_parser import FARTHEST, Moment, Reason, Unclear, understand_time
from bot.domain.recurrence import add_months, instant
from bot.domain.time_zones import zone_named
from storage.records import Visit

#: "9:45", "at 9:45 am", "a las 4 pm": it could be no day.
TIME_ALONE = re.compile(
    r"\W*(at |a las? )?(\d{1,2}:\d{2}|\d{1,2}(:\d{2})?\s*[ap]\.?\s?m\.?)\W*", re.IGNORECASE
)
REPEATS = (1, 2, 3, 4, 6, 12)  # weeks


def local_now(now: datetime, zone: str) -> datetime:
    """What the wall clock shows, naive."""
    return now.astimezone(zone_named(zone)).replace(tzinfo=None)


def past_the_gap(local: datetime, zone: str) -> datetime:
    """The same local time; where the clocks skip it, the one they show instead."""
    return local_now(instant(local, zone), zone)


def refused(local: datetime, zone: str, now: datetime) -> Reason | None:
    """Why a visit can't begin then; None when it can."""
    if instant(local, zone) <= now:
        return Reason.PAST
    too_far = local.date() > add_months(local_now(now, zone).date(), FARTHEST)
    return Reason.TOO_FAR if too_far else None


def corrected(chosen: datetime, typed: str, moment: Moment | Unclear) -> Moment | Unclear:
    """What is meant by words typed after a moment was chosen, which may say only part of it.

    A day alone keeps the time that was chosen before, and a time alone the day.
    """
    at = understand_time(typed) if TIME_ALONE.fullmatch(typed) else None
    if isinstance(at, time):
        return Moment(chosen.date(), at)
    if isinstance(moment, Moment) and moment.at is None and moment.otherwise is None:
        return replace(moment, at=chosen.time())
    return moment


def moved(visit: Visit, local: datetime, zone: str) -> Visit:
    """The visit at another time."""
    return replace(visit, local_start=local, time_zone=zone, starts_at=instant(local, zone))


def changed(visit: Visit, now: datetime) -> Visit:
    """The visit as the person changed it now, for their calendar to take it for news."""
    return replace(visit, changes=visit.changes + 1, changed_at=now)


def rolled_on(visit: Visit, now: datetime) -> Visit:
    """A visit that comes again and has begun, at its next date: the same time on the wall clock.

    Any other visit stays as it is.
    """
    while visit.repeat_weeks and visit.starts_at <= now:
        later = visit.local_start + timedelta(weeks=visit.repeat_weeks)
        visit = moved(visit, later, visit.time_zone)
    return visit
