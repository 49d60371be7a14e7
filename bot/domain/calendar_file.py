"""A visit as a file for the person's calendar (RFC 5545), where others may look over a shoulder."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from bot.domain.time_zones import zone_named
from storage.records import Visit

USUAL_LENGTH = timedelta(hours=1)
#: The calendar's own alarm, so that there is one even where we can't reach the person.
ALARM = "-P1D"
ZONE_KNOWN_BEFORE = timedelta(days=400)  # a zone that changes its clocks has done so by then
ZONE_KNOWN_FOR = timedelta(days=10 * 366)  # how far a visit that comes again spells out changes
LINE_LIMIT = 75  # bytes, without the line's end


@dataclass(frozen=True, slots=True)
class _Change:
    """The clocks change from one offset to another at an instant."""

    at: datetime
    before: timedelta
    after: timedelta
    name: str
    is_summer: bool


def calendar_file(visit: Visit, title: str, now: datetime) -> bytes:
    """The visit with an alarm; it says nothing of health, and a later file replaces an earlier."""
    lines = [
        *("BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Waymark//Appointments//EN"),
        *("CALSCALE:GREGORIAN", "METHOD:PUBLISH"),
        *_zone(visit),
        *_event(visit, _escaped(title), now),
        "END:VCALENDAR",
    ]
    return b"".join(_folded(line) for line in lines)


def _event(visit: Visit, title: str, now: datetime) -> Iterator[str]:
    yield "BEGIN:VEVENT"
    yield f"UID:{visit.id}@waymark"
    yield f"DTSTAMP:{_utc(now)}"
    yield f"CREATED:{_utc(visit.created_at)}"
    yield f"LAST-MODIFIED:{_utc(visit.changed_at or visit.created_at)}"
    yield f"SEQUENCE:{visit.changes}"
    yield f"SUMMARY:{title}"
    yield "CLASS:PRIVATE"
    yield f"DTSTART;TZID={visit.time_zone}:{_local(visit.local_start)}"
    yield f"DURATION:PT{USUAL_LENGTH // timedelta(hours=1)}H"
    if visit.repeat_weeks:
        yield f"RRULE:FREQ=WEEKLY;INTERVAL={visit.repeat_weeks}"
    yield from ("BEGIN:VALARM", "ACTION:DISPLAY", f"DESCRIPTION:{title}", f"TRIGGER:{ALARM}")
    yield from ("END:VALARM", "END:VEVENT")


def _zone(visit: Visit) -> Iterator[str]:
    """The zone's offsets, each change by itself: its start is what the clock showed before."""
    first = visit.starts_at - ZONE_KNOWN_BEFORE
    last = visit.starts_at + (ZONE_KNOWN_FOR if visit.repeat_weeks else timedelta(days=1))
    yield from ("BEGIN:VTIMEZONE", f"TZID:{visit.time_zone}")
    for change in _changes(visit.time_zone, first, last):
        kind = "DAYLIGHT" if change.is_summer else "STANDARD"
        yield f"BEGIN:{kind}"
        yield f"DTSTART:{_local(change.at.astimezone(UTC).replace(tzinfo=None) + change.before)}"
        yield f"TZOFFSETFROM:{_offset(change.before)}"
        yield f"TZOFFSETTO:{_offset(change.after)}"
        yield f"TZNAME:{_escaped(change.name)}"
        yield f"END:{kind}"
    yield "END:VTIMEZONE"


def _changes(name: str, first: datetime, last: datetime) -> Iterator[_Change]:
    """What holds at first, and every change of the clocks after it."""
    zone = zone_named(name)

    def offset(moment: datetime) -> timedelta:
        return moment.astimezone(zone).utcoffset() or timedelta()

    def change(at: datetime, before: timedelta) -> _Change:
        there = at.astimezone(zone)
        return _Change(at, before, offset(at), there.tzname() or name, bool(there.dst()))

    yield change(first, offset(first))
    day = timedelta(days=1)
    while first < last:
        if offset(first) != offset(first + day):
            low, high = first, first + day
            while high - low > timedelta(seconds=1):
                middle = low + (high - low) / 2
                low, high = (middle, high) if offset(middle) == offset(first) else (low, middle)
            yield change(high.replace(microsecond=0), offset(first))
        first += day


def _utc(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _local(moment: datetime) -> str:
    return f"{moment:%Y%m%dT%H%M%S}"


def _offset(offset: timedelta) -> str:
    minutes = offset // timedelta(minutes=1)
    hours, minutes = divmod(abs(minutes), 60)
    return f"{'-' if offset < timedelta() else '+'}{hours:02}{minutes:02}"


def _escaped(text: str) -> str:
    for mark in ("\\", ";", ","):
        text = text.replace(mark, f"\\{mark}")
    return text.replace("\n", "\\n")


def _folded(line: str) -> bytes:
    """A line in pieces of at most 75 bytes, never through a letter; the next ones are indented."""
    pieces, piece = [], b""
    for letter in line:
        if len(piece) + len(letter.encode()) > LINE_LIMIT:
            pieces.append(piece)
            piece = b" "
        piece += letter.encode()
    return b"\r\n".join([*pieces, piece]) + b"\r\n"
