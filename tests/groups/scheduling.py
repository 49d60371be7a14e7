"""Setting up what a group posts by itself, for the tests."""

from datetime import timedelta

from bot import callback_data
from playground.people import SUPERGROUP_ID
from playground.world import World
from storage.records import GroupSchedule
from storage.store import Store
from tests.client import Chatter


async def set_up(
    moderator: Chatter,
    new: str = "+ Treatment of the week",
    day: str = "24",
    hour: str = "10:00 AM",
    page: str = "",
) -> str:
    """From /schedule to a schedule, on a day of November 2026 in UTC."""
    await opens_list(moderator)
    await moderator.taps(new)
    if page:
        await moderator.taps(page)
    await moderator.taps(day)
    label = next(label for label in moderator.labels if label.replace("\u202f", " ") == hour)
    return (await moderator.taps(label)).replace("\u202f", " ")


async def opens_list(moderator: Chatter) -> str:
    """The list; who is asked for the clock of the group says that it is UTC."""
    seen = await moderator.says("/schedule")
    if "where most of you are" not in seen:
        return seen
    in_utc = callback_data.GROUP_SET("time_zone", "UTC", back=callback_data.GROUP_SCHEDULES())
    return await moderator.taps_wire(in_utc)


def turn(world: World, **ahead: float) -> None:
    world.clock.jump(timedelta(**ahead))


async def only(store: Store, chat_id: int = SUPERGROUP_ID) -> GroupSchedule:
    [schedule] = await store.schedules.list(chat_id)
    return schedule
