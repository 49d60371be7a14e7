"""Days that people name in typed words: a date, a weekday, tomorrow, so many weeks from one."""

import re
from datetime import date, timedelta
from enum import StrEnum

from bot.domain import date_patterns
from bot.domain.date_patterns import Text, count_of
from bot.domain.date_words import MONTHS, WEEKDAYS
from bot.domain.recurrence import add_months

FARTHEST = 36  # months ahead
LEAP_WAIT = 9  # years in which any day of a year comes once
DAYS_SAID = {"8": 7, "ocho": 7, "15": 14, "quince": 14}  # "en ocho" is a week later


class Reason(StrEnum):
    """Why typed words are no moment to keep."""

    NOT_UNDERSTOOD = "not-understood"
    DAY_MISSING = "day-missing"
    NO_SUCH_DAY = "no-such-day"
    NO_SUCH_TIME = "no-such-time"
    WEEKDAY_DIFFERS = "weekday-differs"
    PAST = "past"
    TOO_FAR = "too-far"


class NoReadingError(Exception):
    """Typed words are no moment to keep."""

    def __init__(self, reason: Reason) -> None:
        self.reason = reason


def span(text: Text, today: date) -> list[date]:
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


def counted_from(text: Text, today: date) -> list[date]:
    """So many days or weeks after a day that is named."""
    match = text.take(*date_patterns.FROM_DAY)
    if not match:
        return []
    said = match.groupdict()
    name = said["from"]
    if name in WEEKDAYS:
        start = _coming_weekdays(WEEKDAYS[name] - 1, "next", today)[-1]
    else:
        start = today + timedelta(days=1)
    days = DAYS_SAID.get(said.get("days") or "", 0)
    if unit := said.get("unit"):
        days = count_of(said.get("count") or "a") * date_patterns.DAYS_IN[unit]
    return [start + timedelta(days=days)]


def near_day(text: Text, today: date) -> list[date]:
    if match := text.take(*date_patterns.AHEAD):
        count, unit = count_of(match["count"]), match["unit"]
        if unit in date_patterns.DAYS_IN:
            return [today + timedelta(days=count * date_patterns.DAYS_IN[unit])]
        return [add_months(today, min(count, 2 * FARTHEST) * date_patterns.MONTHS_IN[unit])]
    for pattern, ahead in date_patterns.NEAR_DAYS:
        if text.take(pattern):
            return [today + timedelta(days=ahead)]
    return []


def dated(
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
        month = MONTHS[match["month"]]
        return _real(_day_of(today, match["day"], month, match["year"]))
    if match := text.find(date_patterns.DAY_OF_MONTH[0]) or text.find(
        date_patterns.DAY_OF_MONTH[1]
    ):
        days = span or [today + timedelta(days=n) for n in range(62)]
        found = next((day for day in days if day.day == int(match["day"])), None)
        if not _rather_an_hour(match, found):
            text.cut(match, "day")
            return _real(found)
    return []


def _rather_an_hour(match: re.Match[str], found: date | None) -> bool:
    """Whether "friday 9" is nine o'clock: the ninth is on another day of the week."""
    said = match[0].split()
    weekday = WEEKDAYS.get(said[0]) if len(said) == 2 and said[1].isdecimal() else None
    is_hour = 1 <= int(match["day"]) <= 12
    return is_hour and weekday is not None and (found is None or found.weekday() != weekday - 1)


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
        raise NoReadingError(Reason.NO_SUCH_DAY)
    return list(dict.fromkeys(found))


def agreed(near: list[date], dated: list[date]) -> list[date]:
    """What "tomorrow" and "19 November" mean together."""
    both = [day for day in near if day in dated] if near and dated else near or dated
    if near and not both:
        raise NoReadingError(Reason.NOT_UNDERSTOOD)
    return both


def on_weekday(text: Text, found: list[date], span: list[date], today: date) -> list[date]:
    match = text.take(date_patterns.ON_WEEKDAY)
    if not match:
        return found
    number = WEEKDAYS[match["name"]] - 1
    fits = [day for day in found or span if day.weekday() == number]
    if found and not fits:
        raise NoReadingError(Reason.WEEKDAY_DIFFERS)
    if span and not found and len(fits) > 1:
        raise NoReadingError(Reason.DAY_MISSING)
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
