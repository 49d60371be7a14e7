"""A moderator sets a group up in the private chat, and the group sees nothing of it."""

from urllib.parse import parse_qs, urlsplit

import pytest

from bot import callback_data
from bot.callback_data import WIRE_LIMIT, decode
from bot.domain.time_zones import cities, countries
from bot.library.model.library import Library
from bot.turns.services import Services
from playground import groups
from playground.people import MIRA, SUPERGROUP_ID, THEO
from playground.world import World
from storage.store import Store
from tests.client import Chatter, Pump
from tests.groups.cards import chosen
from tests.groups.conftest import Group

BUTTON = "Set up privately"
A_LONG_ID = -10012345678901


@pytest.fixture
def alone(pump: Pump) -> Chatter:
    """The moderator, in the private chat."""
    return Chatter(pump, MIRA)


def payload(there: Chatter) -> str:
    """What the button in the group sends when it opens the private chat."""
    [url] = [key["url"] for key in there.keys if key["text"] == BUTTON]
    found: list[str] = parse_qs(urlsplit(url).query)["start"]
    return found[0]


async def opened(mira: Chatter, alone: Chatter) -> str:
    await mira.says("/groupsettings")
    return await alone.starts(payload(mira))


async def test_the_settings_open_in_private_and_say_which_group_they_are_of(
    mira: Chatter, alone: Chatter, store: Store
) -> None:
    seen = await opened(mira, alone)
    assert seen.startswith("Group: Support group\n\nSettings of this group")
    assert "Country: United States" in alone.labels
    assert BUTTON not in alone.labels
    assert "Home" in alone.labels
    assert await store.groups.get(SUPERGROUP_ID) is None, "looking keeps nothing"
    assert await store.people.get(MIRA) is None


async def test_what_is_chosen_there_holds_in_the_group_which_sees_none_of_it(
    mira: Chatter, alone: Chatter, group: Group, store: Store
) -> None:
    await opened(mira, alone)
    seen = group.seen
    await alone.taps("Country: United States")
    assert (await alone.taps("Ireland")).startswith("Group: Support group\n\nSaved.")
    await alone.taps("Topics: all")
    await alone.taps("✓ Surgery")
    await alone.taps("‹ Back")
    await alone.taps("Time zone: UTC")
    await alone.taps("United Kingdom")
    await alone.taps("London, 09:00")
    assert "country: Ireland" in await alone.taps("What was changed")
    kept = await store.groups.get(SUPERGROUP_ID)
    assert kept is not None
    assert (kept.region, kept.time_zone) == ("IE", "Europe/London")
    assert kept.topics is not None
    assert group.seen == seen
    assert alone.sent == 1


async def test_each_tap_needs_the_right_at_that_moment(
    mira: Chatter, alone: Chatter, pump: Pump, world: World, store: Store
) -> None:
    await opened(mira, alone)
    chat = world.chats[SUPERGROUP_ID]
    groups.change_member(world, chat, MIRA, "member")
    groups.change_bot(world, chat, world.people[THEO], "administrator")  # so that we ask anew
    await pump.flush()
    assert "Only moderators of that group" in await alone.taps("Country: United States")
    forged = callback_data.GROUP_SET(
        "region", "GB", back=callback_data.GROUP_IN_PRIVATE(SUPERGROUP_ID)
    )
    assert "Only moderators of that group" in await alone.taps_wire(forged)
    assert await store.groups.get(SUPERGROUP_ID) is None


@pytest.mark.parametrize("group_id", [SUPERGROUP_ID, -1009999999999, A_LONG_ID])
async def test_a_member_who_finds_the_link_gets_nowhere(
    pump: Pump, store: Store, group_id: int
) -> None:
    theo = Chatter(pump, THEO)
    assert "Only moderators of that group" in await theo.starts(f"group__{group_id}")
    for tap in (
        callback_data.GROUP_SET("region", "GB"),
        callback_data.GROUP_TOPIC("surgery", 0, 0),
    ):
        forged = callback_data.with_back(tap, callback_data.GROUP_IN_PRIVATE(group_id))
        assert "Only moderators of that group" in await theo.taps_wire(forged)
    assert await store.groups.get(group_id) is None


@pytest.mark.parametrize("rubbish", ["", "x", "7001", "-0", "-", "--5", "-9" * 20])
async def test_a_broken_link_greets(alone: Chatter, rubbish: str) -> None:
    assert (await alone.starts(f"group__{rubbish}")).startswith("Hello")


async def test_only_settings_can_be_reached_so(alone: Chatter, store: Store) -> None:
    here = callback_data.GROUP_IN_PRIVATE(SUPERGROUP_ID)
    await alone.starts()
    for tap in (
        callback_data.GROUP_AT("202611281000", "weekly"),
        callback_data.READ_HERE("page", "surgery"),
    ):
        await alone.taps_wire(callback_data.with_back(tap, here))
        assert "Settings of this group" not in alone.screen
    assert await store.schedules.list(SUPERGROUP_ID) == []


@pytest.mark.parametrize("language", ["en", "es"])
async def test_all_lines_fit_on_a_phone(
    mira: Chatter, services: Services, world: World, language: str
) -> None:
    await chosen(services, world.clock.now(), language=language)
    await mira.says("/groupsettings")
    assert len((mira.message.reply_markup or {})["inline_keyboard"]) <= 8


def test_every_button_of_the_settings_has_room_for_its_group(
    library: Library, services: Services
) -> None:
    here = callback_data.GROUP_IN_PRIVATE(A_LONG_ID)
    zones = {city.zone for country in countries("en") for city in cities(country.code, "en")}
    wires = [callback_data.GROUP_SET("time_zone", zone) for zone in zones]
    wires += [callback_data.GROUP_TOPIC(page, 1, 99) for page in library.default.pages]
    for wire in wires:
        tapped = decode(callback_data.with_back(wire, here))
        assert tapped is not None
        assert tapped.back == here, f"{wire} has no room in {WIRE_LIMIT} bytes"


async def test_who_comes_into_a_group_is_told_what_to_do_first(
    pump: Pump, world: World, mira: Chatter, alone: Chatter
) -> None:
    chat = world.chats[SUPERGROUP_ID]
    for status in ("left", "member"):
        groups.change_bot(world, chat, world.people[MIRA], status)
        await pump.flush()
    assert "First, a moderator chooses" in mira.screen
    assert "Settings of this group" in await alone.starts(payload(mira))
