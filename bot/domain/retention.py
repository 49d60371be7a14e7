"""How long the data of somebody who does not come back is kept."""

from datetime import date, timedelta

from bot.domain.recurrence import add_months

WARNED_AFTER, REMOVED_AFTER = 11, 12  # months without activity
UNREACHABLE_AFTER = 24  # months, for somebody whom no warning can reach: they blocked the bot
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
