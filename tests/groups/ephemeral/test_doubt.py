"""In doubt nobody is shown anything, and a private link is left."""

import json
from dataclasses import replace
from datetime import timedelta

import pytest
from telegram import BotCommand, BotCommandScopeAllGroupChats

from bot import callback_data
from bot.domain.recent_posts import BY_ITSELF
from bot.edge.application import AnyApplication
from bot.edge.commands import introduce
from bot.edge.ephemeral import newer
from bot.routes import COMMANDS
from bot.turns.services import Services
from playground.faults import Fault, FaultKind
from playground.people import MIRA, SUPERGROUP_ID, THEO
from playground.world import World
from tests.client import Chatter, Pump
from tests.groups.conftest import Group
from tests.groups.ephemeral.looking import LINE, READ_HERE, SEND, WAY_IN, alone, said, sends

# The fifteen seconds


async def test_just_in_time_is_in_time(
    introduced: Services, theo: Chatter, world: World, pump: Pump
) -> None:
    await theo.says("/card surgery")
    theo.me.taps(theo.message.id, callback_data.READ_HERE("page", "surgery"))
    world.clock.jump(timedelta(seconds=15))
    await pump.flush()
    assert len(alone(world)) == 1


async def test_a_tap_that_is_too_old_shows_nothing_to_anybody(
    introduced: Services, group: Group, theo: Chatter, world: World, pump: Pump
) -> None:
    await theo.says("/card surgery")
    before = group.seen
    theo.me.taps(theo.message.id, callback_data.READ_HERE("page", "surgery"))
    world.clock.jump(timedelta(seconds=16))
    await pump.flush()
    assert alone(world) == []
    assert group.seen == before


async def test_a_command_that_is_too_old_gets_the_line_that_is_the_same_for_everybody(
    introduced: Services, group: Group, theo: Chatter, ana_there: Chatter, world: World, pump: Pump
) -> None:
    theo.me.says("/topics")
    ana_there.me.says("/topics")
    world.clock.jump(timedelta(seconds=16))
    await pump.flush()
    assert alone(world) == []
    assert [message.text for message in group.ours] == [LINE]
    assert theo.labels == ["Open privately"]


# Where it can't be, or nobody knows


@pytest.mark.parametrize("kind", [FaultKind.FLOOD, FaultKind.SERVER, FaultKind.TORN_BEFORE])
async def test_what_could_not_be_shown_opens_the_private_chat(
    introduced: Services, group: Group, theo: Chatter, world: World, kind: FaultKind
) -> None:
    await theo.says("/card surgery")
    before = group.seen
    world.faults.switch_on(Fault(kind, calls=1, seconds=3, methods=SEND))
    await theo.taps(READ_HERE)
    assert world.toasts[THEO, SUPERGROUP_ID].url == f"{WAY_IN}surgery"
    assert alone(world) == []
    assert group.seen == before


async def test_a_server_that_does_not_know_it_is_never_sent_anything_private(
    application: AnyApplication, services: Services, group: Group, theo: Chatter, world: World
) -> None:
    world.api_version = "10.1"
    await introduce(application.bot, services, COMMANDS)
    assert not services.only_you.is_set()
    assert "no short text" not in await theo.says("/card surgery")
    assert READ_HERE not in theo.labels
    before, sent = group.seen, sends(world)
    await theo.taps_wire(callback_data.READ_HERE("page", "surgery"))  # a button from better days
    assert (group.seen, sends(world)) == (before, sent)
    assert world.toasts[THEO, SUPERGROUP_ID].url == f"{WAY_IN}surgery"
    assert "Tap one to read it privately" in await theo.says("/topics")


async def test_a_server_of_the_first_spelling_shows_it_to_the_asker_alone_too(
    application: AnyApplication, services: Services, group: Group, theo: Chatter, world: World
) -> None:
    world.api_version = "10.2"
    await introduce(application.bot, services, COMMANDS)
    await theo.says("/card surgery")
    before = group.seen
    await theo.taps(READ_HERE)
    theo.me.says("/topics")
    await group.pump.flush()
    assert [message.only_for for message in alone(world)] == [THEO, THEO]
    assert group.seen == before


async def test_a_server_that_has_grown_old_since_shows_it_once_and_it_is_taken_back_at_once(
    introduced: Services, group: Group, theo: Chatter, world: World
) -> None:
    await theo.says("/card surgery")
    before = group.seen
    world.api_version = "10.1"
    await theo.taps(READ_HERE)
    assert group.seen == before
    assert world.toasts[THEO, SUPERGROUP_ID].url == f"{WAY_IN}surgery"
    sent = sends(world)
    await theo.taps(READ_HERE)
    assert sends(world) == sent, "and never again"


async def test_who_cannot_look_at_the_server_does_not_use_it(
    application: AnyApplication, services: Services, world: World
) -> None:
    world.faults.switch_on(Fault(FaultKind.SERVER, calls=1, methods=frozenset({"getMyCommands"})))
    await introduce(application.bot, services, COMMANDS)
    assert not services.only_you.is_set()
    await introduce(application.bot, services, COMMANDS)
    assert services.only_you.is_set()


async def test_where_the_host_does_not_want_it_nothing_is_marked_or_offered(
    application: AnyApplication, services: Services, theo: Chatter, world: World
) -> None:
    await introduce(application.bot, services, COMMANDS)
    settings = services.settings.model_copy(update={"only_you": False})
    await introduce(application.bot, replace(services, settings=settings), COMMANDS)
    marked = await application.bot.get_my_commands(BotCommandScopeAllGroupChats())
    assert not any(newer(call, "is_ephemeral") for call in marked)
    await theo.says("/card surgery")
    assert READ_HERE not in theo.labels
    assert "Tap one to read it privately" in await theo.says("/topics")


async def test_only_topics_are_marked_and_only_in_groups(
    introduced: Services, application: AnyApplication, world: World
) -> None:
    marked = {
        (scope.type, command["command"])
        for (scope, _), commands in world.profile.commands.items()
        for command in commands
        if command.get("is_ephemeral")
    }
    assert marked == {("all_group_chats", "topics"), ("all_chat_administrators", "topics")}
    before = len(world.ledger.of("setMyCommands"))
    await introduce(application.bot, introduced, COMMANDS)
    assert len(world.ledger.of("setMyCommands")) == before, "a second start changes nothing"


# What programs send, and many at once


@pytest.mark.parametrize(
    "wire", ["here", "here:", "here:page", "here:page:nothing", "here:section:x", "here:x:surgery"]
)
async def test_a_forged_button_shows_nothing(
    introduced: Services, group: Group, theo: Chatter, world: World, wire: str
) -> None:
    await theo.says("/card surgery")
    before = group.seen
    await theo.taps_wire(wire)
    assert group.seen == before
    assert alone(world) == []


async def test_what_moderators_do_stays_where_all_can_see_it(
    introduced: Services, group: Group, world: World, pump: Pump
) -> None:
    command = said(world, "/groupsettings", person=MIRA) | {"ephemeral_message_id": 77}
    world.inbox.put_raw({"message": command | {"message_id": 0}})
    await pump.flush()
    assert group.ours[0].text.startswith("Settings of this group")


async def test_any_other_command_that_nobody_saw_is_not_answered_for_all_to_see(
    introduced: Services, group: Group, world: World, pump: Pump
) -> None:
    for text in ("/card surgery", "/bookmarks", "/urgent"):
        command = said(world, text) | {"message_id": 0, "ephemeral_message_id": 77}
        world.inbox.put_raw({"message": command})
    await pump.flush()
    assert {message.text for message in group.ours} == {LINE}


@pytest.mark.slow
async def test_many_who_read_alone_leave_room_for_what_all_can_see(
    introduced: Services, group: Group, theo: Chatter, mira: Chatter, world: World
) -> None:
    await mira.says("/card surgery")
    for _ in range(BY_ITSELF + 3):
        await theo.taps(READ_HERE)
    assert len(alone(world)) == BY_ITSELF - 1
    assert world.toasts[THEO, SUPERGROUP_ID].url == f"{WAY_IN}surgery"
    assert (await mira.says("/urgent")).startswith("Urgent help")


async def test_it_is_asked_for_in_both_spellings(
    introduced: Services, theo: Chatter, world: World
) -> None:
    await theo.says("/card surgery")
    await theo.taps(READ_HERE)
    params = world.ledger.of("sendMessage")[-1].params
    whom = json.loads(params["ephemeral_message_parameters"])
    assert whom == {
        "receiver_user_id": THEO,
        "callback_query_id": params["callback_query_id"],
    }
    assert int(params["receiver_user_id"]) == THEO


def test_a_field_that_ptb_comes_to_know_is_read_where_it_then_is() -> None:
    now = BotCommand("topics", "All topics", api_kwargs={"is_ephemeral": True})
    assert newer(now, "is_ephemeral") is True
    assert newer(now, "command") == "topics"
    assert newer(now, "nothing") is None
