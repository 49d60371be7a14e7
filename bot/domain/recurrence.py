"""When a reminder is due: rules in local time, and the next instant each one gives.

A rule is kept in local terms, because 10:30 must stay 10:30 when the clocks change. A local time
that the clocks skip moves forward by the gap, and one that comes twice means the first (RFC 5545).
"""

from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from itertools import count
from zoneinfo import ZoneInfo

from bot.domain.time_zones import zone_named

LARGEST_STEP = 366  # days, weeks or months
MOST_DAYS_BEFORE = 366
LONGEST_QUIET = timedelta(hours=16)
EVENING = time(20)  # local; when the evening before a visit is reminded
BEFORE_QUIET = timedelta(hours=1)  # the same, where that evening is quiet already
TO_PREPARE = timedelta(days=3)  # before a visit: time enough to collect questions
WIDEST_SHIFT = timedelta(days=3)  # more than quiet hours and a skipped day move an occurrence


class RuleError(ValueError):
    """A rule that can't be, or a text that is no rule; the message says why."""


def _check_minutes(moment: datetime | time) -> None:
    if moment.tzinfo is not None:
        raise RuleError(f"{moment} has a time zone; rules are in local time")
    if moment.second or moment.microsecond:
        raise RuleError(f"{moment} is finer than a minute")


def _check_range(unit: str, value: int, most: int) -> None:
    if not 1 <= value <= most:
        raise RuleError(f"{unit} must be 1 to {most}, not {value}")


class Unit(StrEnum):
    """What a repeating rule counts."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"


@dataclass(frozen=True)
class Once:
    """At one local date and time."""

    local: datetime

    def __post_init__(self) -> None:
        _check_minutes(self.local)


@dataclass(frozen=True)
class Every:
    """Every so many days, weeks or months at a local time, counted from the first day."""

    step: int
    unit: Unit
    start: date
    at: time

    def __post_init__(self) -> None:
        _check_range("the step", self.step, LARGEST_STEP)
        _check_minutes(self.at)

    def day(self, number: int) -> date:
        """The day of an occurrence, the first being number 0."""
        steps = number * self.step
        if self.unit is Unit.MONTH:
            return add_months(self.start, steps)
        return self.start + timedelta(days=steps * (7 if self.unit is Unit.WEEK else 1))

    def number_near(self, day: date) -> int:
        """The number of an occurrence on this day or at most one step before it."""
        if self.unit is Unit.MONTH:
            passed = (day.year - self.start.year) * 12 + day.month - self.start.month - 1
        else:
            passed = (day - self.start).days // (7 if self.unit is Unit.WEEK else 1)
        return max(0, passed // self.step)


@dataclass(frozen=True)
class BeforeVisit:
    """Some days before a visit, at a local time."""

    days: int
    at: time

    def __post_init__(self) -> None:
        _check_range("the days before a visit", self.days, MOST_DAYS_BEFORE)
        _check_minutes(self.at)


@dataclass(frozen=True)
class OnVisitMorning:
    """On the morning of a visit; on the evening before, when the visit comes first."""

    at: time

    def __post_init__(self) -> None:
        _check_minutes(self.at)


Rule = Once | Every | BeforeVisit | OnVisitMorning


@dataclass(frozen=True)
class QuietHours:
    """Local hours in which nobody is reminded; the same start and end mean none."""

    start: time = time(21)
    end: time = time(8)

    def __post_init__(self) -> None:
        _check_minutes(self.start)
        _check_minutes(self.end)
        if self.length > LONGEST_QUIET:
            raise RuleError(f"quiet hours of {self.length} leave too little of the day")

    @property
    def length(self) -> timedelta:
        """How long the quiet lasts on a day without a clock change."""
        on_one_day = datetime.combine(date.min, self.end) - datetime.combine(date.min, self.start)
        return on_one_day % timedelta(days=1)

    def began(self, wall: datetime) -> datetime | None:
        """When the quiet around this local time began; None if it is not quiet."""
        began = datetime.combine(wall.date(), self.start)
        if began > wall:
            began -= timedelta(days=1)
        return began if wall < began + self.length else None


USUAL_QUIET = QuietHours()


def add_months(day: date, months: int) -> date:
    """The same day of a later month, or that month's last day."""
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def instant(local: datetime, zone: str) -> datetime:
    """The UTC instant of a local time, past a gap and first of a fold."""
    return local.replace(tzinfo=zone_named(zone), fold=0).astimezone(UTC)


def next_due(
    rule: Rule,
    zone: str,
    after: datetime,
    quiet: QuietHours = USUAL_QUIET,
    visit: datetime | None = None,
) -> datetime | None:
    """The first instant later than `after` that the rule gives outside quiet hours, or None.

    `visit` is a local time; a rule about a visit gives nothing without one, nor once it began.
    """
    if after.tzinfo is None:
        raise ValueError("`after` needs a time zone")
    clock = _Clock(zone_named(zone), quiet)
    match rule:
        case Once(local):
            due: datetime | None = clock.ring(local)
        case Every():
            due = _next_of(rule, clock, after)
        case BeforeVisit(days, at):
            due = _for_visit(visit, days, at, clock)
        case OnVisitMorning(at):
            due = _for_visit(visit, 0, at, clock)
    return due if due and due > after else None


def is_quiet(moment: datetime, zone: str, quiet: QuietHours = USUAL_QUIET) -> bool:
    """Whether this instant is in the quiet hours of somebody there."""
    return quiet.began(_Clock(zone_named(zone), quiet).wall(moment)) is not None


def at_most_two(moments: Iterable[datetime], visit: datetime) -> list[datetime]:
    """Which reminders of one visit to keep: the last before it, and one to prepare with.

    To prepare with is the one nearest to three days before. All are instants.
    """
    *early, last = sorted({moment for moment in moments if moment < visit}) or [visit]
    prepare = min(early, key=lambda moment: abs(visit - moment - TO_PREPARE), default=last)
    return sorted({prepare, last} - {visit})


def to_text(rule: Rule) -> str:
    """A rule as it is stored: a version, the kind, and what belongs to it.

    `1 once 2026-12-12 10:30`, `1 every 3 week 2026-12-12 10:30`, `1 before-visit 2 18:00`,
    `1 visit-morning 08:00`.
    """
    match rule:
        case Once(local):
            return f"1 once {local:%Y-%m-%d %H:%M}"
        case Every(step, unit, start, at):
            return f"1 every {step} {unit} {start} {at:%H:%M}"
        case BeforeVisit(days, at):
            return f"1 before-visit {days} {at:%H:%M}"
        case OnVisitMorning(at):
            return f"1 visit-morning {at:%H:%M}"


def from_text(text: str) -> Rule:
    """The rule that `to_text` wrote; a RuleError says what is wrong with any other text."""
    try:
        rule = _read(text.split(" "))
        if to_text(rule) != text:
            raise RuleError(f"it would be written {to_text(rule)!r}")
    except ValueError as error:
        raise RuleError(f"{text[:60]!r} is not a rule: {error}") from None
    return rule


def _read(words: list[str]) -> Rule:
    match words:
        case ["1", "once", day, at]:
            return Once(datetime.combine(date.fromisoformat(day), time.fromisoformat(at)))
        case ["1", "every", step, unit, start, at]:
            first = date.fromisoformat(start)
            return Every(int(step), Unit(unit), first, time.fromisoformat(at))
        case ["1", "before-visit", days, at]:
            return BeforeVisit(int(days), time.fromisoformat(at))
        case ["1", "visit-morning", at]:
            return OnVisitMorning(time.fromisoformat(at))
        case ["1", *_]:
            raise RuleError("its kind or the number of its parts is unknown")
    raise RuleError("it does not begin with the version 1")


@dataclass(frozen=True)
class _Clock:
    """One person's local time and quiet hours."""

    zone: ZoneInfo
    quiet: QuietHours

    def wall(self, moment: datetime) -> datetime:
        return moment.astimezone(self.zone).replace(tzinfo=None)

    def instant(self, local: datetime) -> datetime:
        return instant(local, self.zone.key)

    def ring(self, local: datetime) -> datetime:
        """The first instant from this local time on that is not quiet."""
        moment = self.instant(local)
        while began := self.quiet.began(self.wall(moment)):
            moment = self.instant(began + self.quiet.length)
        return moment

    def evening_before(self, day: date) -> datetime:
        evening = datetime.combine(day, EVENING) - timedelta(days=1)
        began = self.quiet.began(evening)
        return self.instant(began - BEFORE_QUIET if began else evening)


def _next_of(rule: Every, clock: _Clock, after: datetime) -> datetime:
    first = rule.number_near((clock.wall(after) - WIDEST_SHIFT).date())
    rings = (clock.ring(datetime.combine(rule.day(number), rule.at)) for number in count(first))
    return next(due for due in rings if due > after)


def _for_visit(visit: datetime | None, days: int, at: time, clock: _Clock) -> datetime | None:
    if visit is None:
        return None
    begins = clock.instant(visit)
    due = clock.ring(datetime.combine(visit.date() - timedelta(days=days), at))
    if due >= begins:
        due = clock.evening_before(visit.date())
    return due if due < begins else None
