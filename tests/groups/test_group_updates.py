"""Everything that groups, and programs that pretend to be people, can send there."""

import asyncio
from dataclasses import replace
from typing import Any

import pytest

from bot import callback_data
from bot.turns.services import Services
from playground import groups
from playground.people import (
    ANA,
    ANONYMOUS_ADMIN,
    FORUM_ID,
    MIRA,
    SUPERGROUP_ID,
    THEO,
    Person,
)
from playground.refusals import Json
from playground.world import World
from storage.store import Store
from tests.client import Chatter, Pump
from tests.groups.cards import chosen
from tests.groups.conftest import OUR_NAME, Group

CHANNEL = {"id": groups.CHANNEL_ID, "type": "channel", "title": "News"}
AS_CHANNEL = {"id": 136817688, "is_bot": True, "first_name": "Channel", "username": "Channel_Bot"}
TELEGRAM = {"id": 777000, "is_bot": False, "first_name": "Telegram"}
OTHER_BOT = {"id": 4242, "is_bot": True, "first_name": "Other", "username": "other_bot"}
MANY = 500  # members


def said(world: World, text: str, **more: Any) -> Json:
    """A message as it comes, also as no person in the playground could send it."""
    chat = {"id": SUPERGROUP_ID, "type": "supergroup", "title": "Living with it"}
    length = len(text.split()[0]) if text.split() else 0
    entities = [{"type": "bot_command", "offset": 0, "length": length}]
    person = world.people[THEO].as_user()
    message = {"message_id": world.next_id(), "date": 1, "chat": chat, "from": person}
    return message | {"text": text, "entities": entities} | more


async def at_once(pump: Pump) -> None:
    """Everything that waits, side by side."""
    while updates := await pump.application.bot.get_updates(offset=pump.offset, timeout=0):
        pump.offset = updates[-1].update_id + 1
        await asyncio.gather(*map(pump.application.process_update, updates))


# Many at once


@pytest.mark.slow
async def test_five_hundred_members_on_a_moderators_button_change_nothing(
    pump: Pump, group: Group, mira: Chatter, world: World, store: Store
) -> None:
    await mira.says("/groupsettings")
    before, panel = group.seen, await store.panel()
    for number in range(MANY):
        person = Person(50_000 + number, f"Member {number}", "member")
        world.people[person.id] = person
        world.chats[SUPERGROUP_ID].members[person.id] = "member"
        group.member(person.id).me.taps(
            mira.message.id, callback_data.GROUP_SET("region", "GB"), forced=True
        )
    await at_once(pump)
    assert world.taps == {}, "each of them is answered"
    assert len({toast.text for toast in world.toasts.values()}) == 1
    assert len(world.toasts) == MANY
    assert group.seen == before
    assert await store.panel() == panel


@pytest.mark.slow
async def test_the_same_card_asked_for_by_many_at_once_comes_once(pump: Pump, group: Group) -> None:
    for person in (ANA, THEO, MIRA):
        for _ in range(10):
            group.member(person).me.says("/card surgery")
    await at_once(pump)
    assert sum(message.text.startswith("Surgery") for message in group.ours) == 1
    assert len(group.ours) <= 2


# Who is meant, and who speaks


@pytest.mark.parametrize(
    "text",
    [
        "/card@other_bot surgery",
        "/groupsettings@other_bot",
        "/nothing",
        "/cardsurgery",
        "/",
        "//card surgery",
        "/@",
        f"@{OUR_NAME} surgery",
        "surgery",
        " /card surgery",
        "/card-x surgery",
    ],
)
async def test_what_is_not_meant_for_us_is_passed_over(
    pump: Pump, group: Group, world: World, text: str
) -> None:
    world.inbox.put_raw({"message": said(world, text)})
    await pump.flush()
    assert group.ours == []


@pytest.mark.parametrize(
    "text",
    ["/card surgery", f"/card@{OUR_NAME.upper()} surgery", "/CARD  surgery", "/card\nsurgery"],
)
async def test_what_is_meant_for_us_is_answered(
    pump: Pump, group: Group, world: World, text: str
) -> None:
    world.inbox.put_raw({"message": said(world, text)})
    await pump.flush()
    assert group.ours[0].text.startswith("Surgery")


async def test_edited_forwarded_and_passed_on_commands_are_passed_over(
    pump: Pump, group: Group, theo: Chatter, world: World
) -> None:
    typed = theo.me.says("Hello")
    theo.me.edits(typed.id, "/card surgery")
    origin = {"type": "hidden_user", "sender_user_name": "x", "date": 1}
    for more in (
        {"forward_origin": origin},
        {"via_bot": world.bot.as_user()},
        {"via_bot": OTHER_BOT},
        {"from": OTHER_BOT},
        {"from": world.bot.as_user()},
    ):
        world.inbox.put_raw({"message": said(world, "/card surgery", **more)})
    world.inbox.put_raw({"edited_message": said(world, "/card surgery", edit_date=2)})
    nobody = said(world, "/card surgery")
    del nobody["from"]
    world.inbox.put_raw({"message": nobody})
    picture = said(world, "/card surgery")
    picture |= {"caption": picture.pop("text"), "caption_entities": picture.pop("entities")}
    world.inbox.put_raw({"message": picture})
    await pump.flush()
    assert group.ours == []


async def test_channels_say_nothing_to_us_and_moderate_nothing(
    pump: Pump, group: Group, world: World, services: Services
) -> None:
    await chosen(services, world.clock.now(), who_posts="moderators")
    groups.post_in_channel(world, "/card surgery")
    linked = {"from": TELEGRAM, "sender_chat": CHANNEL, "is_automatic_forward": True}
    world.inbox.put_raw({"message": said(world, "/card surgery", **linked)})
    await pump.flush()
    assert group.ours == []
    speaks_as = {"from": AS_CHANNEL, "sender_chat": CHANNEL}
    for text in ("/card surgery", "/groupsettings"):
        world.inbox.put_raw({"message": said(world, text, **speaks_as)})
    await pump.flush()
    assert ["Only moderators" in message.text for message in group.ours] == [True]


async def test_an_administrator_who_hides_is_a_moderator(
    pump: Pump, group: Group, world: World, services: Services
) -> None:
    await chosen(services, world.clock.now(), who_posts="moderators")
    hidden = group.member(MIRA, anonymous=True)
    assert (await hidden.says("/card surgery")).startswith("Surgery")
    await hidden.says("/groupsettings")
    assert hidden.screen.startswith("Settings of this group")


async def test_somebody_who_hides_in_another_group_is_nobody_here(
    pump: Pump, group: Group, world: World, services: Services
) -> None:
    await chosen(services, world.clock.now(), who_posts="moderators")
    elsewhere = {"id": FORUM_ID, "type": "supergroup", "title": "Other"}
    forged = {"from": ANONYMOUS_ADMIN, "sender_chat": elsewhere}
    world.inbox.put_raw({"message": said(world, "/card surgery", **forged)})
    await pump.flush()
    assert "Only moderators" in group.ours[0].text


# Buttons that nobody drew


@pytest.mark.parametrize("person", [THEO, MIRA])
async def test_a_forged_button_changes_no_other_group(
    pump: Pump, group: Group, mira: Chatter, store: Store, person: int
) -> None:
    await mira.says("/groupsettings")
    there = group.member(person)
    for wire in (
        f"gput:region:GB:{FORUM_ID}",
        f"gput:{FORUM_ID}:region:GB",
        f"gset:{FORUM_ID}",
        f"gput:region:GB|gset:{FORUM_ID}",
    ):
        await there.taps_wire(wire, message_id=group.ours[0].id)
    assert await store.groups.get(FORUM_ID) is None


@pytest.mark.parametrize(
    "wire", ["keep:p:surgery", "deletenow", "yes|keep:p:surgery", "marks:0", "x", "", "|", ":" * 64]
)
async def test_a_private_button_does_nothing_in_a_group(
    pump: Pump, group: Group, theo: Chatter, store: Store, wire: str
) -> None:
    await theo.says("/card surgery")
    before = group.seen
    await theo.taps_wire(wire)
    assert group.seen == before
    assert not any(rows for _, rows in await store.panel())


async def test_a_button_under_a_message_too_old_to_read_still_asks_for_rights(
    pump: Pump, group: Group, theo: Chatter, mira: Chatter, world: World, store: Store
) -> None:
    await mira.says("/groupsettings")
    wire = callback_data.GROUP_SET("region", "GB")
    query = theo.me.taps(mira.message.id, wire, forced=True, inaccessible=True)
    await pump.flush()
    assert query not in world.taps
    assert await store.groups.get(SUPERGROUP_ID) is None


# Odd names and words


async def test_a_title_with_html_is_no_html_of_ours(
    pump: Pump, group: Group, mira: Chatter, world: World
) -> None:
    world.chats[SUPERGROUP_ID].title = "<b>&amp;</i><a href='x'>{title}%s"
    for command in ("/card surgery", "/topics", "/commands", "/urgent", "/groupsettings"):
        before = len(group.ours)
        await mira.says(command)
        assert len(group.ours) == before + 1, command
    assert not any(
        "href='x'" in message.text and "{title}" not in message.text for message in group.ours
    )


@pytest.mark.parametrize(
    "payload",
    ["x" * 64, "__", "medicine__", "../../etc/passwd", "<b>", "' OR 1=1", "surgery", "\u202e"],
)
async def test_a_deep_link_into_a_group_is_the_same_line_whatever_it_holds(
    theo: Chatter, payload: str
) -> None:
    assert "in private" in await theo.says(f"/start@{OUR_NAME} {payload}")


ODD_WORDS = [
    "x" * 4000,
    "<b>&amp;</script>{say}%s{0}",
    "🙂" * 1000,
    "ما هو",
    "a\x00b",
    "\u202eyregrus",
]


@pytest.mark.parametrize("words", ODD_WORDS)
async def test_odd_words_are_looked_for_and_never_repeated(theo: Chatter, words: str) -> None:
    seen = await theo.says(f"/card {words}")
    assert words not in seen


async def test_an_administrator_bot_still_answers_commands_only(
    pump: Pump, group: Group, theo: Chatter, world: World
) -> None:
    chat = world.chats[SUPERGROUP_ID]
    world.chats[SUPERGROUP_ID] = replace(chat, bot_status="administrator")
    for text in ("I am so tired", "surgery", "chest pain", "@waymark help"):
        theo.me.says(text)
    for kind in ("photo", "sticker", "document", "location"):
        theo.me.sends(kind)
    await pump.flush()
    assert group.ours == []


async def test_a_group_that_has_put_us_out_is_no_error(
    pump: Pump, group: Group, world: World
) -> None:
    world.chats[SUPERGROUP_ID].bot_status = "kicked"
    world.inbox.put_raw({"message": said(world, "/card surgery")})
    await pump.flush()
    assert group.ours == []


async def test_a_card_asked_for_while_the_group_moves_is_no_error(pump: Pump, world: World) -> None:
    old = groups.open_basic_group(world, "Old friends", {MIRA: "administrator", ANA: "member"})
    Group(pump, old.id).member(MIRA).me.says("/card surgery")
    new = groups.upgrade(world, old)
    await pump.flush()
    there = Group(pump, new.id).member(MIRA)
    assert (await there.says("/card surgery")).startswith("Surgery")
