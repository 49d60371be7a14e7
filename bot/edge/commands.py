"""Tells Telegram the commands and what the bot says of itself, and only what has changed."""

import logging
from collections.abc import Awaitable, Callable, Collection, Iterable, Mapping
from dataclasses import dataclass

from telegram import (
    Bot,
    BotCommand,
    BotCommandScope,
    BotCommandScopeAllChatAdministrators,
    BotCommandScopeAllGroupChats,
    BotCommandScopeAllPrivateChats,
    MenuButtonCommands,
)
from telegram.error import RetryAfter, TelegramError

from bot.edge.ephemeral import newer
from bot.edge.rate_limiter import seconds_of
from bot.library.model.library import Edition, Library
from bot.screens.groups.lines import for_members, for_moderators
from bot.turns.services import Services

log = logging.getLogger(__name__)
AGAIN = 600.0  # seconds
FOR_ONE = ("topics",)  # in groups, where the host wants that, only who sends them sees them


@dataclass(frozen=True, slots=True)
class Registered:
    """What came of telling Telegram."""

    #: Whether the server can show messages to one person alone.
    knows_only_you: bool
    #: Seconds until it is worth another try; None when all was taken.
    again_after: float | None = None


async def introduce(bot: Bot, services: Services, commands: Iterable[str]) -> float | None:
    """Say what we do; the seconds until it is worth another try, where Telegram did not listen."""
    services.only_you.clear()
    wanted = services.settings.only_you
    library, finds = services.library_holder.library, services.studies is not None
    done = await register(bot, library, commands, only_you=wanted, finds=finds)
    if done.knows_only_you:
        services.only_you.set()
    return done.again_after


async def register(
    bot: Bot,
    library: Library,
    commands: Iterable[str],
    *,
    only_you: bool = False,
    finds: bool = False,
) -> Registered:
    """For each language and for "any other"; Telegram limits these calls, so we look first.

    A server that keeps the mark of each command that nobody else sees knows messages that nobody
    else sees, too. That is only asked where they are wanted.
    """
    again = None
    names, private_names = list(commands), FOR_ONE if only_you else ()
    finder = library.default.pack.finder_command if finds else ""
    names[1:1] = [finder] if finder else []
    default = library.editions[library.default_language]
    try:
        knows = await _register(bot, default, None, names, private_names)
        for edition in library.editions.values():
            if edition is not default:
                knows &= await _register(bot, edition, edition.language, names, private_names)
        if not isinstance(await bot.get_chat_menu_button(), MenuButtonCommands):
            await bot.set_chat_menu_button(menu_button=MenuButtonCommands())
    except TelegramError as error:
        log.warning("commands were not registered: %s", type(error).__name__)
        knows = False
        again = max(seconds_of(error), 1.0) if isinstance(error, RetryAfter) else AGAIN
    if only_you and not knows:
        log.warning(
            "ONLY_YOU has no effect: it is not sure that this Bot API server knows messages for"
            " one person; it takes Bot API 10.2 or newer"
        )
    return Registered(only_you and knows, again)


async def _register(
    bot: Bot,
    edition: Edition,
    language: str | None,
    names: list[str],
    private_names: Collection[str],
) -> bool:
    say = edition.texts
    knows = True
    for scope, described in _scopes(edition, names):
        private = isinstance(scope, BotCommandScopeAllPrivateChats)
        wanted = [
            _command(name, description, not private and name in private_names)
            for name, description in described.items()
        ]
        knows &= await _set(bot, scope, language, wanted)
    description = (await bot.get_my_description(language)).description
    await _change(description, say("bot.description"), bot.set_my_description, language)
    about = (await bot.get_my_short_description(language)).short_description
    await _change(about, say("bot.short_description"), bot.set_my_short_description, language)
    return knows


async def _set(
    bot: Bot, scope: BotCommandScope, language: str | None, wanted: list[BotCommand]
) -> bool:
    """Whether the server has them now just so."""
    if await _has(bot, scope, language, wanted):
        return True
    await bot.set_my_commands(wanted, scope, language)
    return not any(map(_is_for_one, wanted)) or await _has(bot, scope, language, wanted)


async def _has(
    bot: Bot, scope: BotCommandScope, language: str | None, wanted: list[BotCommand]
) -> bool:
    """PTB compares commands by name and words only."""
    known = list(await bot.get_my_commands(scope, language))
    return known == wanted and list(map(_is_for_one, known)) == list(map(_is_for_one, wanted))


def _command(name: str, description: str, for_one: bool) -> BotCommand:
    return BotCommand(name, description, api_kwargs={"is_ephemeral": True} if for_one else None)


def _is_for_one(command: BotCommand) -> bool:
    return bool(newer(command, "is_ephemeral"))


def _scopes(
    edition: Edition, names: list[str]
) -> Iterable[tuple[BotCommandScope, Mapping[str, str]]]:
    """Who sees which commands, and what Telegram says of each."""
    members, moderators = for_members(edition), for_moderators(edition)
    yield (
        BotCommandScopeAllPrivateChats(),
        {name: edition.texts(f"commands.{name}") for name in _with_menus(edition, names)},
    )
    yield BotCommandScopeAllGroupChats(), members
    yield BotCommandScopeAllChatAdministrators(), members | moderators


def _with_menus(edition: Edition, names: list[str]) -> list[str]:
    """The first command opens the bot; then come those of the pack's menus."""
    menus = [menu.command for menu in edition.pack.menus if menu.command]
    return [*names[:1], *menus, *names[1:]]


async def _change(
    now: str, wanted: str, change: Callable[..., Awaitable[bool]], language: str | None
) -> None:
    if now != wanted:
        await change(wanted, language_code=language)
