"""What people mean when they type a day and a time, in English or Spanish.

A small grammar of our own: it reads no clock, answers the same everywhere, and prefers "unclear" to
a wrong day. Each rule takes its part out of the text. A number that no rule took makes the whole
unclear; other words are let pass, as in "it's on Tuesday at 9 with the doctor".
"""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta

from bot.domain import date_days, date_patterns
from bot.domain.date_days import FARTHEST as FARTHEST
from bot.domain.date_days import NoReadingError
from bot.domain.date_days import Reason as Reason
from bot.domain.date_patterns import Text, count_of
from bot.domain.locales import puts_month_first
from bot.domain.recurrence import add_months, instant
from bot.domain.time_zones import zone_named

NO_TIME: list[time | None] = [None]
MORNING_FROM = 7  # o'clock; "at 3" is more likely 15:00, and 3:00 the other reading


@dataclass(frozen=True, slots=True)
class Moment:
    """A local day, and the time if it was said; another reading where the words have two."""

    on: date
    at: time | None
    otherwise: "Moment | None" = None
    #: Whether a day was named; else it is the next one on which that time comes.
    day_is_said: bool = field(default=True, compare=False)


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
        days, times = _read(Text(typed, language), here, month_first=puts_month_first(region))
    except NoReadingError as refusal:
        return Unclear(refusal.reason)
    readings = [(day, at) for day in days or _from(here.date()) for at in times or NO_TIME]
    coming = [moment for reading in readings if (moment := _coming(*reading, zone, now))]
    if not coming:
        return Unclear(Reason.PAST)
    if coming[0].on > add_months(here.date(), FARTHEST):
        return Unclear(Reason.TOO_FAR)
    return Moment(coming[0].on, coming[0].at, next(iter(coming[1:]), None), bool(days))


def _from(today: date) -> list[date]:
    """The days of a time that was said alone."""
    return [today, today + timedelta(days=1)]


def understand_time(typed: str) -> time | Unclear:
    """The time of day that somebody means who was asked for nothing else."""
    text = Text(typed, "")
    try:
        _refuse(text, date_patterns.NOT_ONE_MOMENT, Reason.NOT_UNDERSTOOD)
        times = _times(
            text, _part_of_day(text), date_patterns.LOOSE_CLOCK, date_patterns.LOOSE_HOUR
        )
        _refuse(text, date_patterns.LEFT_OVER, Reason.NOT_UNDERSTOOD)
    except NoReadingError as refusal:
        return Unclear(refusal.reason)
    return times[0] if times else Unclear(Reason.NOT_UNDERSTOOD)


def _refuse(text: Text, pattern: str, reason: Reason) -> None:
    if text.find(pattern):
        raise NoReadingError(reason)


def _coming(day: date, at: time | None, zone: str, now: datetime) -> Moment | None:
    here = now.astimezone(zone_named(zone))
    if at is None:
        return Moment(day, None) if day >= here.date() else None
    begins = instant(datetime.combine(day, at), zone)
    wall = begins.astimezone(here.tzinfo)
    return Moment(wall.date(), wall.time()) if begins > now else None


def _read(text: Text, here: datetime, *, month_first: bool) -> tuple[list[date], list[time]]:
    """Every day and every time the text may mean, the likeliest first; none where none is said."""
    today = here.date()
    _refuse(text, date_patterns.IN_THE_PAST, Reason.PAST)
    _refuse(text, date_patterns.NOT_ONE_MOMENT, Reason.NOT_UNDERSTOOD)
    soon = _soon(text, here)
    part = _part_of_day(text)
    counted = date_days.counted_from(text, today)
    span = date_days.span(text, today)
    near = [soon.date()] if soon else counted or date_days.near_day(text, today)
    times = [soon.time()] if soon else _times(text, part)
    dated = date_days.dated(text, today, span, month_first=month_first, alone=not (near or span))
    days = date_days.on_weekday(text, date_days.agreed(near, dated), span, today)
    if not times:
        loose = [date_patterns.LOOSE_CLOCK, *([date_patterns.LOOSE_HOUR] if days else [])]
        times = _times(text, part, *loose)
    if not days:
        _refuse(text, date_patterns.FOREIGN_DAY, Reason.NOT_UNDERSTOOD)
    _refuse(text, rf"\b{date_patterns.MONTH}\b", Reason.DAY_MISSING)
    _refuse(text, date_patterns.LEFT_OVER, Reason.NOT_UNDERSTOOD)
    if not days and (span or not times):
        raise NoReadingError(Reason.DAY_MISSING if span else Reason.NOT_UNDERSTOOD)
    return days, times


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
        raise NoReadingError(Reason.NO_SUCH_TIME)
    hours = [hour % 12 + (12 if half == "p" else 0)] if half and hour <= 12 else [hour]
    if 1 <= hour < MORNING_FROM and not (half or said.get("exact") or digits.startswith("0")):
        hours = [hour + 12, hour]
    minute += date_patterns.MINUTES_MORE.get(said.get("more") or "", 0)
    return [time(*divmod((hour * 60 + minute) % (24 * 60), 60)) for hour in hours]


def _half(part: str, hour: int) -> str:
    if not part or hour > 12 or (part == "morning" and hour == 12):
        return ""
    if part in ("night", "noche") and not 6 <= hour < 12:
        raise NoReadingError(Reason.NOT_UNDERSTOOD)  # nobody knows which day midnight belongs to
    return "a" if part == "morning" else "p"
