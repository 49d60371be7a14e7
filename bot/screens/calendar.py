"""Choosing a day and a time: the month grid, the list of times, and how both are written.

The caller says which tap a month, a day or a moment makes; `read_month`, `read_day` and
`read_moment` take it apart again.
"""

from calendar import Calendar
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta

from babel import Locale
from babel.dates import format_date, format_skeleton, get_day_names

from bot.domain.date_parser import FARTHEST, Moment, Reason
from bot.domain.recurrence import add_months
from bot.screen import Button, Rows
from bot.screens import time_zone
from bot.screens.view import View

DOT = "·"  # stands where no day can be chosen
MOST_WEEKS = 5  # of a month in rows of their own: with the rows around them that fills a phone
FIRST_TIME, LAST_TIME = time(8), time(17, 30)
BETWEEN_TIMES = timedelta(minutes=30)
TIMES_A_ROW = 4
UNCLEAR = {
    Reason.NOT_UNDERSTOOD: "calendar.not_understood",
    Reason.DAY_MISSING: "calendar.day_missing",
    Reason.NO_SUCH_DAY: "calendar.no_such_day",
    Reason.NO_SUCH_TIME: "calendar.no_such_time",
    Reason.WEEKDAY_DIFFERS: "calendar.weekday_differs",
    Reason.PAST: "calendar.past",
    Reason.TOO_FAR: "calendar.too_far",
}


def month_rows(
    view: View,
    month: date,
    today: date,
    to_month: Callable[[date], str],
    to_day: Callable[[date], str],
) -> Rows:
    """A grid of one month, without the weeks that are over.

    A day that can't be chosen, and the name of a weekday, only redraw it.
    """
    locale, month = view.locale, shown_month(month, today)
    redraw, last = to_month(month), add_months(today, FARTHEST)
    weeks = Calendar(locale.first_week_day).monthdatescalendar(month.year, month.month)
    names = get_day_names("short", "stand-alone", locale)
    head = tuple(Button(names[day.weekday()], redraw) for day in weeks[0])

    def is_open(day: date) -> bool:
        return day.month == month.month and today <= day <= last

    grid = [
        tuple(Button(str(d.day), to_day(d)) if is_open(d) else Button(DOT, redraw) for d in week)
        for week in weeks
        if any(map(is_open, week))
    ]
    turning = _turning(locale, month, today, to_month)
    if len(grid) <= MOST_WEEKS:
        return (head, *grid, turning)
    rest = tuple(key for key in grid[-1] if key.label != DOT)  # a sixth week has two days at most
    return (head, *grid[:-1], (*rest, *turning))


def shown_month(month: date, today: date) -> date:
    """The first day of the nearest month in which a day can be chosen."""
    first, last = today.replace(day=1), add_months(today, FARTHEST).replace(day=1)
    return min(max(month.replace(day=1), first), last)


def time_rows(view: View, day: date, here: datetime, to_moment: Callable[[datetime], str]) -> Rows:
    """The half hours of a working day that are still to come; `here` is the local time now."""
    moments, moment = [], datetime.combine(day, FIRST_TIME)
    while moment <= datetime.combine(day, LAST_TIME):
        moments += [moment] if moment > here else []
        moment += BETWEEN_TIMES
    buttons = [Button(clock(view, moment.time()), to_moment(moment)) for moment in moments]
    return tuple(tuple(buttons[n : n + TIMES_A_ROW]) for n in range(0, len(buttons), TIMES_A_ROW))


def reading_rows(
    view: View,
    moment: Moment,
    to_day: Callable[[date], str],
    to_moment: Callable[[datetime], str],
) -> Rows:
    """A button for each reading of what was typed."""
    rows: list[tuple[Button, ...]] = []
    reading: Moment | None = moment
    while reading:
        if reading.at is None:
            rows.append((Button(day_label(view, reading.on), to_day(reading.on)),))
        else:
            local = datetime.combine(reading.on, reading.at)
            rows.append((Button(label(view, local), to_moment(local)),))
        reading = reading.otherwise
    return tuple(rows)


def clock(view: View, at: time) -> str:
    """A time of day, as people of the region write it."""
    return time_zone.clock(view, datetime.combine(view.today, at, UTC), "UTC")


def full_day(view: View, day: date) -> str:
    """ "Saturday, 12 December 2026"."""
    return format_date(day, "full", view.locale)


def when(view: View, local: datetime) -> str:
    """A local day and time in full, to be read back."""
    day = full_day(view, local.date())
    return view.say("calendar.when", day=day, time=clock(view, local.time()))


def day_label(view: View, day: date) -> str:
    """ "Sat, 12 Dec 2026", short enough for a button."""
    return format_skeleton("yMMMEd", day, locale=view.locale)


def label(view: View, local: datetime) -> str:
    """ "Sat, 12 Dec 2026, 10:30", short enough for a button."""
    return f"{day_label(view, local.date())}, {clock(view, local.time())}"


def month_title(view: View, month: date) -> str:
    return format_skeleton("yMMMM", month, locale=view.locale)


def spell_month(month: date) -> str:
    return f"{month:%Y%m}"


def spell_day(day: date) -> str:
    return f"{day:%Y%m%d}"


def spell_moment(local: datetime) -> str:
    return f"{local:%Y%m%d%H%M}"


def read_month(spelled: str) -> date | None:
    return read_day(f"{spelled}01")


def read_day(spelled: str) -> date | None:
    moment = read_moment(f"{spelled}0000")
    return moment.date() if moment else None


def read_moment(spelled: str) -> datetime | None:
    """The local moment that `spell_moment` wrote; None for anything else."""
    if len(spelled) != 12 or not (spelled.isascii() and spelled.isdigit()):
        return None
    try:
        return datetime.fromisoformat(f"{spelled[:8]}T{spelled[8:]}")
    except ValueError:
        return None


def _turning(
    locale: Locale, month: date, today: date, to_month: Callable[[date], str]
) -> tuple[Button, ...]:
    earlier, later = (add_months(month, step) for step in (-1, 1))
    row = []
    if shown_month(earlier, today) == earlier:
        row.append(Button(f"‹ {format_date(earlier, 'LLLL', locale)}", to_month(earlier)))
    if shown_month(later, today) == later:
        row.append(Button(f"{format_date(later, 'LLLL', locale)} ›", to_month(later)))
    return tuple(row)
