"""The bot's own page in Telegram: commands, descriptions and the menu button."""

from telegram import BotCommandScopeAllPrivateChats

from bot.app import COMMANDS
from bot.commands import register
from bot.library.library import Library
from bot.playground.faults import Fault, FaultKind
from bot.playground.world import World
from bot.router import AnyApplication


def changes(world: World) -> list[str]:
    """The calls that change something there."""
    return [call.method for call in world.ledger.after() if call.method.startswith("set")]


async def test_they_are_registered_for_private_chats(
    application: AnyApplication, library: Library, world: World
) -> None:
    await register(application.bot, library, COMMANDS)
    say = library.default.texts
    known = await application.bot.get_my_commands(BotCommandScopeAllPrivateChats())
    assert [one.command for one in known] == list(COMMANDS)
    assert [one.description for one in known] == [say(f"commands.{name}") for name in COMMANDS]
    assert list(await application.bot.get_my_commands()) == []
    assert (await application.bot.get_my_description()).description == say(
        "bot.description"
    ).strip()
    about = await application.bot.get_my_short_description()
    assert about.short_description == say("bot.short_description")
    assert (await application.bot.get_chat_menu_button()).type == "commands"


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
    assert changes(world)[before:] == ["setMyCommands"]


async def test_the_bot_starts_even_when_telegram_refuses_them(
    application: AnyApplication, library: Library, world: World
) -> None:
    world.faults.switch_on(Fault(FaultKind.SERVER, calls=None))
    await register(application.bot, library, COMMANDS)
    assert changes(world) == []
