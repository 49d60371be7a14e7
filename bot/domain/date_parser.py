"""What people mean when they type a day and a time, in English or Spanish.

A small grammar of our own: it reads no clock, answers the same everywhere, and prefers "unclear" to
a wrong day. Each rule takes its part out of the text. A number that no rule took makes the whole
unclear; other words are let pass, as in "it's on Tuesday at 9 with the doctor".
"""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum

from bot.domain import date_patterns
from bot.domain.date_patterns import Text, count_of
from bot.domain.recurrence import add_months, instant
from bot.domain.time_zones import zone_named

FARTHEST = 36  # months ahead
MORNING_FROM = 7  # o'clock; "at 3" is more likely 15:00, and 3:00 the other reading
LEAP_WAIT = 9  # years in which any day of a year comes once
MONTH_FIRST = frozenset({"US", "PR"})  # regions in which 3/5 is the fifth of March


class Reason(StrEnum):
    """Why typed words are no moment to keep."""

    NOT_UNDERSTOOD = "not-understood"
    DAY_MISSING = "day-missing"
    NO_SUCH_DAY = "no-such-day"
    NO_SUCH_TIME = "no-such-time"
    WEEKDAY_DIFFERS = "weekday-differs"
    PAST = "past"
    TOO_FAR = "too-far"


@dataclass(frozen=True, slots=True)
class Moment:
    """A local day, and the time if it was said; another reading where the words have two."""

    on: date
    at: time | None
    otherwise: "Moment | None" = None


@dataclass(frozen=True, slots=True)
class Unclear:
    """No moment to keep, and why."""

    reason: Reason


def understand(
    typed: str, language: str, zone: str, now: datetime, region: str | None = None
) -> Moment | Unclear:
    """The coming local day and time that somebody means; whatever they type, this does not raise.

    Words of both languages are known to both; `language` decides where they differ, and `region`
    whether the month comes first. A time that the clocks skip is moved past the gap.
    """
    if now.tzinfo is None:
        raise ValueError("`now` needs a time zone")
    here = now.astimezone(zone_named(zone))
    try:
        readings = _read(Text(typed, language), here, month_first=region in MONTH_FIRST)
    except _NoReading as refusal:
        return Unclear(refusal.reason)
    coming = [moment for reading in readings if (moment := _coming(*reading, zone, now))]
    if not coming:
        return Unclear(Reason.PAST)
    if coming[0].on > add_months(here.date(), FARTHEST):
        return Unclear(Reason.TOO_FAR)
    return Moment(coming[0].on, coming[0].at, next(iter(coming[1:]), None))


def understand_time(typed: str) -> time | Unclear:
    """The time of day that somebody means who was asked for nothing else."""
    text = Text(typed, "")
    try:
        _refuse(text, date_patterns.NOT_ONE_MOMENT, Reason.NOT_UNDERSTOOD)
        times = _times(
            text, _part_of_day(text), date_patterns.LOOSE_CLOCK, date_patterns.LOOSE_HOUR
        )
        _refuse(text, date_patterns.LEFT_OVER, Reason.NOT_UNDERSTOOD)
    except _NoReading as refusal:
        return Unclear(refusal.reason)
    return times[0] if times else Unclear(Reason.NOT_UNDERSTOOD)


class _NoReading(Exception):  # noqa: N818 - an answer on its way out, not a fault
    def __init__(self, reason: Reason) -> None:
        self.reason = reason


def _refuse(text: Text, pattern: str, reason: Reason) -> None:
    if text.find(pattern):
        raise _NoReading(reason)


def _coming(day: date, at: time | None, zone: str, now: datetime) -> Moment | None:
    here = now.astimezone(zone_named(zone))
    if at is None:
        return Moment(day, None) if day >= here.date() else None
    begins = instant(datetime.combine(day, at), zone)
    wall = begins.astimezone(here.tzinfo)
    return Moment(wall.date(), wall.time()) if begins > now else None


def _read(text: Text, here: datetime, *, month_first: bool) -> list[tuple[date, time | None]]:
    """Every day and time the text may mean, the likeliest first."""
    today = here.date()
    _refuse(text, date_patterns.IN_THE_PAST, Reason.PAST)
    _refuse(text, date_patterns.NOT_ONE_MOMENT, Reason.NOT_UNDERSTOOD)
    soon = _soon(text, here)
    part = _part_of_day(text)
    span = _span(text, today)
    near = [soon.date()] if soon else _near_day(text, today)
    times = [soon.time()] if soon else _times(text, part)
    dated = _date(text, today, span, month_first=month_first, alone=not (near or span))
    days = _on_weekday(text, _agreed(near, dated), span, today)
    if not times:
        loose = [date_patterns.LOOSE_CLOCK, *([date_patterns.LOOSE_HOUR] if days else [])]
        times = _times(text, part, *loose)
    _refuse(text, rf"\b{date_patterns.MONTH}\b", Reason.DAY_MISSING)
    _refuse(text, date_patterns.LEFT_OVER, Reason.NOT_UNDERSTOOD)
    if not days and (span or not times):
        raise _NoReading(Reason.DAY_MISSING if span else Reason.NOT_UNDERSTOOD)
    days = days or [today, today + timedelta(days=1)]
    spoken: list[time | None] = [*times] or [None]
    return [(day, at) for day in days for at in spoken]


def _soon(text: Text, here: datetime) -> datetime | None:
    """After "in 2 hours", counted in real hours also where the clocks change."""
    match = text.take(date_patterns.SOON_AT)
    if not match:
        return None
    wait = timedelta(minutes=count_of(match["count"]) * date_patterns.MINUTES_IN[match["unit"]])
    return (here.astimezone(UTC) + wait).astimezone(here.tzinfo).replace(second=0, microsecond=0)


def _part_of_day(text: Text) -> str:
    part = text.take(date_patterns.PART_OF_DAY)
    return (part["later"] or "morning") if part else ""


def _times(text: Text, part: str, *loose: str) -> list[time]:
    match = text.take(*date_patterns.CLOCKS, *loose)
    return _clock(match.groupdict(), part) if match else []


def _clock(said: dict[str, str | None], part: str) -> list[time]:
    if said.get("noon"):
        return [time(12)]
    digits = said["hour"] or ""
    hour, minute = count_of(digits), int(said.get("minute") or 0)
    half = said.get("half") or _half(part, hour)
    if hour > 23 or minute > 59 or (half == "a" and hour > 12):
        raise _NoReading(Reason.NO_SUCH_TIME)
    hours = [hour % 12 + (12 if half == "p" else 0)] if half and hour <= 12 else [hour]
    if 1 <= hour < MORNING_FROM and not (half or said.get("exact") or digits.startswith("0")):
        hours = [hour + 12, hour]
    minute += date_patterns.MINUTES_MORE.get(said.get("more") or "", 0)
    return [time(*divmod((hour * 60 + minute) % (24 * 60), 60)) for hour in hours]


def _half(part: str, hour: int) -> str:
    if not part or hour > 12 or (part == "morning" and hour == 12):
        return ""
    if part in ("night", "noche") and not 6 <= hour < 12:
        raise _NoReading(Reason.NOT_UNDERSTOOD)  # nobody knows which day midnight belongs to
    return "a" if part == "morning" else "p"


def _span(text: Text, today: date) -> list[date]:
    """The days of a week or month that was named as a whole."""
    monday = today - timedelta(days=today.weekday())
    if text.take(date_patterns.NEXT_MONTH):
        first, end = (add_months(today.replace(day=1), months) for months in (1, 2))
        return [first + timedelta(days=n) for n in range((end - first).days)]
    if text.take(date_patterns.NEXT_WEEK):
        monday += timedelta(weeks=1)
    elif (ahead := text.find(date_patterns.WEEKS_AHEAD)) and text.find(date_patterns.ON_WEEKDAY):
        text.cut(ahead)
        monday += timedelta(days=count_of(ahead["count"]) * date_patterns.DAYS_IN[ahead["unit"]])
    elif not text.take(date_patterns.THIS_WEEK):
        return []
    return [monday + timedelta(days=n) for n in range(7)]


def _near_day(text: Text, today: date) -> list[date]:
    if match := text.take(*date_patterns.AHEAD):
        count, unit = count_of(match["count"]), match["unit"]
        if unit in date_patterns.DAYS_IN:
            return [today + timedelta(days=count * date_patterns.DAYS_IN[unit])]
        return [add_months(today, min(count, 2 * FARTHEST) * date_patterns.MONTHS_IN[unit])]
    for pattern, ahead in date_patterns.NEAR_DAYS:
        if text.take(pattern):
            return [today + timedelta(days=ahead)]
    return []


def _date(
    text: Text, today: date, span: list[date], *, month_first: bool, alone: bool
) -> list[date]:
    if match := text.take(date_patterns.ISO):
        return _real(_day_of(today, match["day"], int(match["month"]), match["year"]))
    for pattern in date_patterns.NUMERIC:
        match = text.find(pattern)
        if match and not _rather_a_clock(match, month_first=month_first, alone=alone):
            text.cut(match)
            return _numeric(today, match, month_first=month_first)
    if match := text.take(*date_patterns.WRITTEN):
        month = date_patterns.MONTHS[match["month"]]
        return _real(_day_of(today, match["day"], month, match["year"]))
    if match := text.take(*date_patterns.DAY_OF_MONTH, group="day"):
        days = span or [today + timedelta(days=n) for n in range(62)]
        return _real(next((day for day in days if day.day == int(match["day"])), None))
    return []


def _rather_a_clock(match: re.Match[str], *, month_first: bool, alone: bool) -> bool:
    """Whether "10.30" is half past ten and not a day of October."""
    first, dot, second, year = match.groups()
    if dot != "." or year or int(first) > 23 or int(second) > 59:
        return False
    return not alone or int(first if month_first else second) > 12


def _numeric(today: date, match: re.Match[str], *, month_first: bool) -> list[date]:
    first, _, second, year = match.groups()
    orders = (
        [(second, first), (first, second)] if month_first else [(first, second), (second, first)]
    )
    return _real(*(_day_of(today, day, int(month), year) for day, month in orders))


def _day_of(today: date, day: str, month: int, year: str | None) -> date | None:
    """The day in that year, or its next coming; None if there is no such day."""
    given = [int(year) + (2000 if len(year) == 2 else 0)] if year else []
    for candidate in given or range(today.year, today.year + LEAP_WAIT):
        try:
            found = date(candidate, month, int(day))
        except ValueError:
            continue
        if given or found >= today:
            return found
    return None


def _real(*days: date | None) -> list[date]:
    found = [day for day in days if day]
    if not found:
        raise _NoReading(Reason.NO_SUCH_DAY)
    return list(dict.fromkeys(found))


def _agreed(near: list[date], dated: list[date]) -> list[date]:
    """What "tomorrow" and "19 November" mean together."""
    both = [day for day in near if day in dated] if near and dated else near or dated
    if near and not both:
        raise _NoReading(Reason.NOT_UNDERSTOOD)
    return both


def _on_weekday(text: Text, found: list[date], span: list[date], today: date) -> list[date]:
    match = text.take(date_patterns.ON_WEEKDAY)
    if not match:
        return found
    number = date_patterns.WEEKDAYS[match["name"]] - 1
    fits = [day for day in found or span if day.weekday() == number]
    if found and not fits:
        raise _NoReading(Reason.WEEKDAY_DIFFERS)
    if span and not found and len(fits) > 1:
        raise _NoReading(Reason.DAY_MISSING)
    return fits or _coming_weekdays(number, match["which"], today)


def _coming_weekdays(number: int, which: str | None, today: date) -> list[date]:
    coming = today + timedelta(days=(number - today.weekday() - 1) % 7 + 1)
    if which == "next":
        # Said on a Wednesday, "next Friday" is next week's to most people, this week's to others.
        next_week = today + timedelta(days=7 - today.weekday() + number)
        return list(dict.fromkeys([next_week, coming]))
    if number != today.weekday():
        return [coming]
    return [today, coming] if which in ("this", "este", "esta") else [coming, today]
