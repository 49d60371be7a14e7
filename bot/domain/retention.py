"""How long the data of somebody who does not come back is kept."""

from datetime import date, datetime, timedelta
from typing import Literal

from bot.domain.recurrence import add_months

WARNED_AFTER, REMOVED_AFTER = 11, 12  # months without activity
UNREACHABLE_AFTER = 24  # months, for somebody whom no warning can reach: they blocked the bot
CLOCK_ERROR = timedelta(days=1)  # more than a clock in any zone is wrong by mistake
SET_BACK = timedelta(minutes=1)  # further back than a clock is corrected by small steps
LONGEST_PAUSE = timedelta(days=3)  # between two rounds; longer is a bot that was off, or a clock
HELD_FOR = timedelta(days=1)  # after a jump: so long the clock must run before anything goes
NOTICE = timedelta(days=28)  # the least time between the warning and the end


def idle_since(today: date) -> date:
    """Who was last active before this day is warned."""
    return add_months(today, -WARNED_AFTER)


def removal_due(today: date) -> tuple[date, date]:
    """Who was last active before the one day, and warned before the other, is removed."""
    return add_months(today, -REMOVED_AFTER), today - NOTICE


def is_given_up(active_on: date, today: date) -> bool:
    """Whether somebody whom no warning can reach has been away for so long that all goes."""
    return active_on < add_months(today, -UNREACHABLE_AFTER)


def clock_jump(last: datetime, now: datetime) -> Literal["back", "ahead"] | None:
    """Whether the clock, or the time without a bot, has jumped since the last round."""
    if now < last - SET_BACK:
        return "back"
    return "ahead" if now - last > LONGEST_PAUSE else None
