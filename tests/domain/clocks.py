"""Local time worked out the slow way, to hold `bot.domain.recurrence` against."""

from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from bot.domain.recurrence import QuietHours

CHANGING = [
    "America/New_York", "America/Los_Angeles", "America/Santiago", "Europe/London",
    "Europe/Dublin", "Europe/Madrid", "Europe/Berlin", "Africa/Cairo", "Australia/Adelaide",
    "Australia/Sydney", "Australia/Lord_Howe", "Pacific/Auckland", "Pacific/Chatham",
]  # fmt: skip
#: Its clocks stand still from September 2026 on; zone files from before that year do not know it.
STOPPED = ["Africa/Casablanca"]
STEADY = [
    "America/Sao_Paulo", "Africa/Johannesburg", "Asia/Tehran", "Asia/Karachi", "Asia/Kolkata",
    "Asia/Kathmandu", "Asia/Dhaka", "Asia/Bangkok", "Asia/Shanghai", "Asia/Tokyo", "Pacific/Apia",
    "UTC",
]  # fmt: skip
ZONES = CHANGING + STOPPED + STEADY
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)


def local(text: str) -> datetime:
    """A local time such as "2026-12-01 10:30"."""
    return datetime.fromisoformat(text)


def wall(moment: datetime, zone: str) -> datetime:
    return moment.astimezone(ZoneInfo(zone)).replace(tzinfo=None)


def offset(moment: datetime, zone: str) -> timedelta:
    return moment.astimezone(ZoneInfo(zone)).utcoffset() or timedelta(0)


@lru_cache
def changes(zone: str, first: int = 2025, last: int = 2035) -> tuple[datetime, ...]:
    """The instants from which on a zone's clocks show something else."""
    return tuple(
        _changes(zone, datetime(first, 1, 1, tzinfo=UTC), datetime(last, 12, 31, tzinfo=UTC))
    )


def _changes(zone: str, day: datetime, end: datetime) -> Iterator[datetime]:
    while day < end:
        if offset(day, zone) != offset(day + DAY, zone):
            before, after = day, day + DAY
            while after - before > MINUTE:
                middle = before + (after - before) // (2 * MINUTE) * MINUTE
                same = offset(middle, zone) == offset(day, zone)
                before, after = (middle, after) if same else (before, middle)
            yield after
        day += DAY


def expected(local: datetime, zone: str) -> datetime:
    """The first instant at which the clocks show this; if none does, the gap later."""
    utc = local.replace(tzinfo=UTC)
    before, after = offset(utc - DAY, zone), offset(utc + DAY, zone)
    shows = [utc - shift for shift in (before, after) if wall(utc - shift, zone) == local]
    return min(shows, default=utc - before)


def is_quiet(moment: datetime, zone: str, quiet: QuietHours) -> bool:
    at = wall(moment, zone).time()
    if quiet.start <= quiet.end:
        return quiet.start <= at < quiet.end
    return at >= quiet.start or at < quiet.end


def at_minute(minutes: int) -> time:
    return time(*divmod(minutes % (24 * 60), 60))
