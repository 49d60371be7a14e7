"""The bot's own page in Telegram: commands, descriptions and the menu button."""

import asyncio

import pytest
from telegram import (
    BotCommandScopeAllChatAdministrators,
    BotCommandScopeAllGroupChats,
    BotCommandScopeAllPrivateChats,
)

from bot.app import running
from bot.edge.application import AnyApplication
from bot.edge.commands import register
from bot.library.model.library import Library
from bot.routes import COMMANDS, GROUP_COMMANDS
from bot.turns.services import Services
from playground.faults import Fault, FaultKind
from playground.people import ANA, MIRA, SUPERGROUP_ID, THEO
from playground.server import Playground
from playground.world import World
from tests.edge.webhook_client import chatters


def changes(world: World) -> list[str]:
    """The calls that change something there."""
    return [call.method for call in world.ledger.after() if call.method.startswith("set")]


@pytest.mark.slow
async def test_they_are_registered_for_private_chats(
    application: AnyApplication, library: Library, world: World
) -> None:
    await register(application.bot, library, COMMANDS)
    say = library.default.texts
    known = await application.bot.get_my_commands(BotCommandScopeAllPrivateChats())
    names = ["start", "treatments", *list(COMMANDS)[1:]]  # those of the pack's menus come second
    assert [command.command for command in known] == names
    assert [command.description for command in known] == [say(f"commands.{name}") for name in names]
    assert list(await application.bot.get_my_commands()) == []
    assert (await application.bot.get_my_description()).description == say(
        "bot.description"
    ).strip()
    about = await application.bot.get_my_short_description()
    assert about.short_description == say("bot.short_description")
    assert (await application.bot.get_chat_menu_button()).type == "commands"


async def test_in_groups_members_and_moderators_see_what_they_can_use(
    application: AnyApplication, library: Library, world: World
) -> None:
    await register(application.bot, library, COMMANDS)
    bot, subjects = application.bot, {kind.id for kind in library.default.pack.reminders}
    members = {
        command.command for command in await bot.get_my_commands(BotCommandScopeAllGroupChats())
    }
    admins = await bot.get_my_commands(BotCommandScopeAllChatAdministrators())
    ours = {name for name, route in GROUP_COMMANDS.items() if route.who == "moderators"}
    assert members == (GROUP_COMMANDS.keys() - ours) | subjects
    assert {command.command for command in admins} == members | ours
    group = world.chats[SUPERGROUP_ID]
    for person, sees in ((THEO, members), (MIRA, members | ours)):
        offered = world.profile.commands_for(world.people[person], group)
        assert {command["command"] for command in offered} == sees
    private = world.profile.commands_for(world.people[ANA], world.chats[ANA])
    assert {command["command"] for command in private} == {*COMMANDS, "treatments"}


async def test_a_second_start_changes_nothing(
    application: AnyApplication, library: Library, world: World
) -> None:
    await register(application.bot, library, COMMANDS)
    first = changes(world)
    assert {"setMyCommands", "setMyDescription", "setMyShortDescription"} <= set(first)
    await register(application.bot, library, COMMANDS)
    assert changes(world) == first


async def test_only_what_differs_is_changed(
    application: AnyApplication, library: Library, world: World
) -> None:
    await register(application.bot, library, COMMANDS)
    before = len(changes(world))
    await register(application.bot, library, [name for name in COMMANDS if name != "find"])
    assert changes(world)[before:] == ["setMyCommands"] * len(library.editions)


async def test_the_bot_starts_even_when_telegram_refuses_them(
    application: AnyApplication, library: Library, world: World
) -> None:
    world.faults.switch_on(Fault(FaultKind.SERVER, calls=None))
    await register(application.bot, library, COMMANDS)
    assert changes(world) == []


async def test_nobody_waits_for_an_answer_until_they_are_registered(
    services: Services, playground: Playground, world: World
) -> None:
    slow = Fault(FaultKind.DELAY, None, seconds=60, methods=frozenset({"getMyCommands"}))
    world.faults.switch_on(slow)
    [somebody] = chatters(world, 1)
    somebody.says("/help")
    async with asyncio.timeout(10), running(services, playground.token):
        await world.until(lambda: world.ledger.of("sendMessage"))
    assert not changes(world)


@pytest.mark.slow
async def test_a_telegram_that_did_not_listen_at_the_start_is_told_again(
    services: Services, playground: Playground, world: World
) -> None:
    """Without a restart, and without a change of the content."""
    flood = Fault(FaultKind.FLOOD, None, seconds=1, methods=frozenset({"setMyCommands"}))
    world.faults.switch_on(flood)
    async with asyncio.timeout(10), running(services, playground.token):
        await world.until(lambda: len(world.ledger.of("setMyCommands")) > 1)
        world.faults.switch_off()
        await world.until(lambda: world.profile.commands)
