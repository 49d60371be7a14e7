"""The number that a team gave, as people keep it."""

from bot.screen import as_read
from playground.people import ANA
from playground.world import World
from storage.store import Store
from tests.client import Chatter
from tests.walks.test_my_data import sends as sends

NUMBER = "Oncology night line 0161 496 0000 ext. 5"
HEADING = "The team's number"
ADD = "Add my team's number"


async def keep(person: Chatter, number: str = NUMBER) -> str:
    """From Urgent help, as somebody would who has kept nothing so far."""
    await person.says("/urgent")
    await person.taps(ADD)
    if "Yes, save this" in person.labels:
        await person.taps("Yes, save this")
    return await person.says(number)


def shown_before(world: World) -> str:
    """The message above the last one."""
    return as_read(list(world.chats[ANA].messages.values())[-2].text)


async def kept(store: Store, person_id: int = ANA) -> str | None:
    person = await store.people.get(person_id)
    return person.team_number if person else None
