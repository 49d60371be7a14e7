"""Whatever a person or a group can set is shown as the signs it is, or not at all."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from playground.people import ANA, MIRA, SUPERGROUP_ID, Message
from playground.world import World
from storage.store import Store
from tests.client import Chatter, Pump

EVIL = "<u>&lt;{say}%s</u>"
FROM_PROFILES = "<u>Profile</u>"


@pytest.fixture
def world(world: World) -> World:
    """Names and titles are whatever their owners like."""
    for person_id, person in world.people.items():
        world.people[person_id] = replace(person, name=FROM_PROFILES)
    for chat in world.chats.values():
        chat.title = FROM_PROFILES
    return world


def seen(world: World) -> Iterator[Message]:
    """Every message of the bot, wherever it is."""
    for chat in world.chats.values():
        yield from (
            message for message in chat.messages.values() if message.sender["id"] == world.bot.id
        )


def underlined(world: World) -> list[str]:
    """What came out as markup; the bot itself never underlines."""
    return [
        message.text
        for message in seen(world)
        if any(e["type"] == "underline" for e in message.entities)
    ]


async def shows(ana: Chatter) -> None:
    assert EVIL in ana.screen, ana.screen


@pytest.mark.slow
async def test_own_words_are_shown_as_they_were_typed(
    ana: Chatter, store: Store, world: World
) -> None:
    await ana.says("/start surgery")
    await ana.taps("☆ Save")
    await ana.taps("Yes, save this")
    [mark] = await store.bookmarks.list(ANA)
    await ana.taps_wire(f"note:{mark.id}")
    await ana.says(EVIL)
    await ana.taps_wire(f"mark:{mark.id}")
    await shows(ana)

    await ana.taps_wire("ownq")
    await ana.says(EVIL)
    await shows(ana)

    await ana.taps_wire("vsave:202612121030:oncologist")
    await ana.taps("Yes, that is right")  # her time zone
    [visit] = (await store.people.export(ANA))["visits"]
    await ana.taps_wire(f"vplace:{visit['id']}")
    await ana.says(EVIL)
    await ana.taps_wire(f"visit:{visit['id']}")
    await shows(ana)

    await ana.taps_wire("newr:own")
    await ana.says(EVIL)
    await shows(ana)

    await ana.says("/mydata")
    await ana.taps_wire("home")
    await ana.says(EVIL)
    await ana.says(f"/find {EVIL}")
    await ana.starts("__u___")
    assert underlined(world) == []
    refused = [call for call in world.ledger.after() if call.status == 400]
    assert [call.description for call in refused if "parse" in call.description] == []


async def test_what_stands_in_profiles_and_titles_is_never_shown(
    ana: Chatter, pump: Pump, world: World
) -> None:
    for text in ("/start", "/mydata", "/bookmarks", "/visits", "/reminders", "/settings"):
        await ana.says(text)
    mira = Chatter(pump, MIRA, SUPERGROUP_ID)
    for text in ("/topics", "/groupsettings", "/schedule", "/card surgery", "/bookmarks"):
        mira.me.says(text)
        await pump.flush()
    everything = [message.text for message in seen(world)]
    assert len(everything) >= 10
    assert [text for text in everything if "Profile" in text] == []
