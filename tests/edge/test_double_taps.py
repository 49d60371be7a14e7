"""The same button pressed twice, before the answer to the first tap shows, keeps one thing."""

import pytest

from playground.people import ANA, MIRA, SUPERGROUP_ID
from playground.world import World
from storage.store import Store
from tests.client import Chatter, Pump
from tests.groups.scheduling import only
from tests.walks.reminding import set_up


async def twice(person: Chatter, pump: Pump, label: str) -> None:
    [key] = [key for key in person.keys if key["text"].replace("\u202f", " ") == label]
    for _ in range(2):
        person.me.taps(person.message.id, key["callback_data"], forced=True)
    await pump.flush()


@pytest.mark.slow
@pytest.mark.parametrize("label", ["In a week", "Every month"])
async def test_a_moment_of_a_new_reminder(
    ana: Chatter, pump: Pump, store: Store, label: str
) -> None:
    await set_up(ana, new="+ My questions")
    await ana.says("/reminders")
    await ana.taps("+ Clinical trials")
    await twice(ana, pump, label)
    assert len(await store.reminders.list(ANA)) == 2


async def test_the_hour_of_a_new_reminder(ana: Chatter, pump: Pump, store: Store) -> None:
    await set_up(ana, new="+ My questions")
    await ana.says("/reminders")
    await ana.taps("+ Clinical trials")
    await ana.taps("On a day that I choose")
    await ana.taps("30")
    await twice(ana, pump, "10:00 AM")
    assert len(await store.reminders.list(ANA)) == 2


async def test_the_hour_of_a_schedule_in_a_group(pump: Pump, world: World, store: Store) -> None:
    world.chats[SUPERGROUP_ID].members[MIRA] = "administrator"
    mira = Chatter(pump, MIRA, SUPERGROUP_ID)
    await mira.says("/schedule")
    await mira.taps("Yes, that is right")
    await mira.taps("+ Treatment of the week")
    await mira.taps("24")
    await twice(mira, pump, "10:00 AM")
    assert await only(store)
