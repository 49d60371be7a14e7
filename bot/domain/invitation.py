"""A visit as a calendar file."""

from datetime import UTC, datetime, timedelta

from icalendar import Calendar, Event

from bot.domain.schedule import instant

MADE_BY = "-//Waymark//Waymark//EN"


def as_ics(
    start_local: datetime, zone: str, duration: timedelta, title: str, uid: str, stamp: datetime
) -> bytes:
    """One event for any calendar, with nothing in it but the neutral title, its start and its end.

    Times are in UTC: every calendar reads them right without a zone's table of changes, and the
    file does not tell where the person lives. `uid` stays the same when a visit moves, so that
    the new file replaces the old event; it must not tell who the person is.
    """
    if stamp.tzinfo is None:
        raise ValueError("`stamp` needs a time zone")
    begins = instant(start_local, zone)
    event = Event()
    event.add("uid", uid)
    event.add("dtstamp", stamp.astimezone(UTC))
    event.add("sequence", int(stamp.timestamp()))
    event.add("dtstart", begins)
    event.add("dtend", begins + duration)
    event.add("summary", title)
    # Shared calendars show a private event as "busy".
    event.add("class", "PRIVATE")
    calendar = Calendar()
    calendar.add("prodid", MADE_BY)
    calendar.add("version", "2.0")
    calendar.add_component(event)
    return bytes(calendar.to_ical())
