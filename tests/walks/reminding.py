"""Setting a reminder up, and the time until it comes."""

from datetime import timedelta

from playground.world import World
from tests.client import Chatter


async def set_up(person: Chatter, new: str = "+ Clinical trials", when: str = "In a week") -> str:
    """From /start to a reminder, agreeing and confirming the time zone on the way."""
    await person.says("/start")
    await person.says("/reminders")
    await person.taps(new)
    if "Yes, save this" in person.labels:
        await person.taps("Yes, save this")
    if "Yes, that is right" in person.labels:
        await person.taps("Yes, that is right")
    return await person.taps(when)


async def put_off(person: Chatter) -> None:
    """Open the reminder that has just come, and have it again in three days."""
    for label in ("Open", "Remind me later", "In 3 days"):
        await person.taps(label)


def turn(world: World, **ahead: float) -> None:
    world.clock.jump(timedelta(**ahead))
