"""Which occurrence of a schedule comes next: the same for people and for groups."""

from collections.abc import Callable
from datetime import UTC, datetime

from storage.schedules import Because, Kept, Schedules

LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)
MOST_USED = 400  # moments to come that were used before somebody set the clock back
NextAfter = Callable[[datetime], datetime | None]


async def plan_unused(
    schedules: Schedules[Kept, Because], schedule: Kept, due: datetime | None, after: NextAfter
) -> bool:
    """Plan the first moment from `due` on that was not used before; whether there is one."""
    for _ in range(MOST_USED):
        if due is None:
            return False
        if await schedules.plan(schedule, due.isoformat(timespec="minutes"), due):
            return True
        due = after(due)
    return False
