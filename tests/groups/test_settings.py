"""What moderators choose, and that nobody else can."""

import asyncio
from datetime import time

import pytest
from telegram import Update

from bot import callback_data
from bot.app import UPDATES
from bot.edge.application import AnyApplication
from bot.routes import GROUP_TAPS
from playground.actions import Somebody
from playground.people import FORUM_ID, MIRA, SUPERGROUP_ID, THEO
from playground.world import World
from storage.records import Group as Settings
from storage.store import Store
from tests.client import Chatter, Pump
from tests.groups.conftest import Group

LABELS = [
    "Language: English",
    "Topics: all",
    "Country: United States",
    "Who may post: everybody",
    "Cover hard topics: yes",
    "Rest between posts: 1 minute",
    "No sound: 9:00 PM–8:00 AM",
    "Time zone: UTC",
    "What was changed",
    "Set up privately",
    "Close",
]


async def kept(store: Store, chat_id: int = SUPERGROUP_ID) -> Settings:
    group = await store.groups.get(chat_id)
    assert group is not None
    return group


def plain(labels: list[str]) -> list[str]:
    return [label.replace("\u202f", " ") for label in labels]


async def test_a_moderator_sees_what_is_set_and_nothing_is_kept_by_looking(
    mira: Chatter, store: Store
) -> None:
    assert "Settings of this group" in await mira.says("/groupsettings")
    assert plain(mira.labels) == LABELS
    assert await store.groups.get(SUPERGROUP_ID) is None


@pytest.mark.parametrize(
    ("line", "choice", "name", "value"),
    [
        ("Country: United States", "United Kingdom", "region", "GB"),
        ("Who may post: everybody", "moderators only", "who_posts", "moderators"),
        ("Cover hard topics: yes", "no", "spoiler", False),
        ("Rest between posts: 1 minute", "15 minutes", "cooldown_seconds", 900),
        ("No sound: 9:00 PM–8:00 AM", "never", "quiet_start", time(0)),
    ],
)
async def test_each_line_is_a_setting_of_its_own(
    mira: Chatter, store: Store, line: str, choice: str, name: str, value: object
) -> None:
    await mira.says("/groupsettings")
    await mira.taps(next(label for label in mira.labels if plain([label]) == [line]))
    assert sum(label.startswith("✓") for label in mira.labels) == 1
    assert (await mira.taps(choice)).startswith("Saved.")
    assert getattr(await kept(store), name) == value
    assert mira.sent == 1


async def test_topics_are_ticked_one_by_one(mira: Chatter, store: Store) -> None:
    await mira.says("/groupsettings")
    await mira.taps("Topics: all")
    await mira.taps("✓ Surgery")
    topics = (await kept(store)).topics
    assert topics is not None
    assert "surgery" not in topics
    assert "chemotherapy" in topics
    await mira.taps("– Surgery")
    assert (await kept(store)).topics is None
    await mira.taps("✓ Surgery")
    await mira.taps("Allow all topics")
    assert (await kept(store)).topics is None


async def test_a_topic_that_is_left_out_is_not_posted(mira: Chatter, theo: Chatter) -> None:
    await mira.says("/groupsettings")
    await mira.taps("Topics: all")
    await mira.taps("✓ Surgery")
    assert "other topics" in await theo.says("/card surgery")


async def test_the_zone_is_chosen_by_country_and_city(mira: Chatter, store: Store) -> None:
    await mira.says("/groupsettings")
    await mira.taps("Time zone: UTC")
    await mira.taps("United Kingdom")
    await mira.taps("London, 9:00 AM")
    assert "Time zone: London" in mira.labels
    assert (await kept(store)).time_zone == "Europe/London"


async def test_changes_are_listed_by_role_and_without_names(mira: Chatter, world: World) -> None:
    await mira.says("/groupsettings")
    await mira.taps("Country: United States")
    await mira.taps("Ireland")
    listed = await mira.taps("What was changed")
    assert "a moderator: country: Ireland" in listed
    assert world.people[MIRA].name not in listed
    assert str(MIRA) not in listed


async def test_a_closed_screen_leaves_one_line(mira: Chatter) -> None:
    await mira.says("/groupsettings")
    assert "closed" in await mira.taps("Close")
    assert mira.labels == []


async def test_a_member_gets_a_private_toast_and_changes_nothing(
    mira: Chatter, theo: Chatter, store: Store, world: World
) -> None:
    await mira.says("/groupsettings")
    before = theo.screen
    await theo.taps("Country: United States")
    assert theo.screen == before
    assert world.toasts[THEO, SUPERGROUP_ID].text
    assert (MIRA, SUPERGROUP_ID) not in world.toasts
    await theo.taps_wire(callback_data.GROUP_SET("region", "GB"))
    assert await store.groups.get(SUPERGROUP_ID) is None


async def test_a_member_who_types_the_command_is_turned_away(theo: Chatter, store: Store) -> None:
    assert "moderators" in await theo.says("/groupsettings")
    assert await store.groups.get(SUPERGROUP_ID) is None


async def test_forged_data_changes_no_group_and_breaks_nothing(
    mira: Chatter, store: Store, world: World
) -> None:
    await mira.says("/groupsettings")
    for data in (
        f"gput:region:{FORUM_ID}",
        f"gput:chat_id:{FORUM_ID}",
        "gput:state:gone",
        "gput:gone_on:2020-01-01",
        "gput:time_zone:Mars/Olympus",
        "gput:cooldown:-5",
        "gput:topics:surgery",
        "gput",
        "gcho:owner",
        "gtop:no-such-page:1:0",
        "gcou:99999999",
        "gcit:XX:-1",
        f"gset:{FORUM_ID}",
    ):
        await mira.taps_wire(data)
        assert mira.screen, data
    assert await store.groups.get(SUPERGROUP_ID) is None
    assert await store.groups.get(FORUM_ID) is None


GROUP_VERBS = sorted(tap.verb for tap in GROUP_TAPS)
DATED = {"gmon": "202612", "gday": "20261201", "gat": "202612011000"}  # the id comes second


@pytest.mark.slow
@pytest.mark.parametrize("number", [str(2**63 - 1), str(2**63), str(10**19 - 1), "9" * 40])
async def test_no_verb_fails_at_a_number_that_no_column_holds(mira: Chatter, number: str) -> None:
    await mira.says("/groupsettings")
    for verb in GROUP_VERBS:
        await mira.taps_wire(f"{verb}:{number}")
    for verb, day in DATED.items():
        await mira.taps_wire(f"{verb}:{day}:{number}")
    assert mira.screen


async def test_the_chat_of_the_message_says_which_group_is_meant(
    mira: Chatter, pump: Pump, store: Store
) -> None:
    there = Group(pump, FORUM_ID).member(MIRA)
    await there.says("/groupsettings")
    await there.taps_wire(callback_data.GROUP_SET("region", "GB"))
    assert (await kept(store, FORUM_ID)).region == "GB"
    assert await store.groups.get(SUPERGROUP_ID) is None


async def test_two_moderators_at_once_end_with_one_setting_and_two_changes(
    mira: Chatter, pump: Pump, world: World, store: Store, application: AnyApplication
) -> None:
    world.chats[SUPERGROUP_ID].members[THEO] = "administrator"
    await mira.says("/groupsettings")
    Somebody(world, MIRA, SUPERGROUP_ID).taps(mira.message.id, "gput:region:GB", forced=True)
    Somebody(world, THEO, SUPERGROUP_ID).taps(mira.message.id, "gput:region:IE", forced=True)
    updates = await application.bot.get_updates(offset=pump.offset, timeout=0)
    await asyncio.gather(*map(application.process_update, updates))
    group, changes = await kept(store), await store.groups.changes(SUPERGROUP_ID)
    assert group.region in ("GB", "IE")
    assert {change.became for change in changes} == {"GB", "IE"}
    assert next(c for c in changes if c.was != "US").became == group.region
    assert all(
        "sorry" not in message.text for message in world.chats[SUPERGROUP_ID].messages.values()
    )


async def test_news_of_a_members_place_ends_what_was_believed(
    mira: Chatter, world: World, application: AnyApplication
) -> None:
    await mira.says("/groupsettings")
    world.chats[SUPERGROUP_ID].members[MIRA] = "member"
    person = {"user": world.people[MIRA].as_user(), "status": "member"}
    news = {
        "chat": {"id": SUPERGROUP_ID, "type": "supergroup", "title": "Living with it"},
        "date": world.clock.seconds(),
        "from": world.people[THEO].as_user(),
        "old_chat_member": person,
        "new_chat_member": person,
    }
    update = Update.de_json({"update_id": 1, "chat_member": news}, application.bot)
    await application.process_update(update)
    await mira.taps("Country: United States")
    assert "Settings of this group" in mira.screen
    assert world.toasts[MIRA, SUPERGROUP_ID].text


def test_telegram_is_asked_for_news_of_members() -> None:
    assert Update.CHAT_MEMBER in UPDATES
