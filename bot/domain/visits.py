"""Rules about visits: which moment one may have, the next date of one that comes again."""

from dataclasses import replace
from datetime import datetime, timedelta

from bot.domain.date_parser import FARTHEST, Reason
from bot.domain.recurrence import add_months, instant
from bot.domain.time_zones import zone_named
from storage.records import Visit

REPEATS = (1, 2, 3, 4, 6, 12)  # weeks
USUAL_LENGTH = timedelta(hours=1)
ZONE_KNOWN_FOR = timedelta(days=10 * 366)  # how far a calendar file spells out clock changes


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


def moved(visit: Visit, local: datetime, zone: str) -> Visit:
    """The visit at another time."""
    return replace(visit, local_start=local, time_zone=zone, starts_at=instant(local, zone))


def rolled_on(visit: Visit, now: datetime) -> Visit:
    """A visit that comes again and has begun, at its next date: the same time on the wall clock.

    Any other visit stays as it is.
    """
    while visit.repeat_weeks and visit.starts_at <= now:
        later = visit.local_start + timedelta(weeks=visit.repeat_weeks)
        visit = moved(visit, later, visit.time_zone)
    return visit


def calendar_file(visit: Visit, title: str, now: datetime) -> bytes:
    """The visit for the person's calendar, where others may look: it says nothing of health."""
    from icalendar import Calendar, Event  # seldom asked for, and slow to import

    starts = visit.local_start.replace(tzinfo=zone_named(visit.time_zone))
    event = Event()
    event.add("uid", f"{visit.id}@waymark")
    event.add("dtstamp", now)
    event.add("summary", title)
    event.add("class", "PRIVATE")
    event.add("dtstart", starts)
    event.add("duration", USUAL_LENGTH)
    if visit.repeat_weeks:
        event.add("rrule", {"freq": "weekly", "interval": visit.repeat_weeks})
    calendar = Calendar()
    calendar.add("prodid", "-//Waymark//")
    calendar.add("version", "2.0")
    calendar.add_component(event)
    first = visit.local_start.date()
    calendar.add_missing_timezones(first_date=first, last_date=first + ZONE_KNOWN_FOR)
    content: bytes = calendar.to_ical()
    return content
