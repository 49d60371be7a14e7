"""Tells Telegram the commands and what the bot says of itself, and only what has changed."""

import logging
from collections.abc import Awaitable, Callable, Iterable, Mapping

from telegram import (
    Bot,
    BotCommand,
    BotCommandScope,
    BotCommandScopeAllChatAdministrators,
    BotCommandScopeAllGroupChats,
    BotCommandScopeAllPrivateChats,
    MenuButtonCommands,
)
from telegram.error import TelegramError

from bot.library.library import Edition, Library
from bot.screens.cards import for_members, for_moderators

log = logging.getLogger(__name__)


async def register(bot: Bot, library: Library, commands: Iterable[str]) -> None:
    """For each language and for "any other"; Telegram limits these calls, so we look first."""
    names = list(commands)
    default = library.editions[library.default_language]
    try:
        await _register(bot, default, None, names)
        for edition in library.editions.values():
            if edition is not default:
                await _register(bot, edition, edition.language, names)
        if not isinstance(await bot.get_chat_menu_button(), MenuButtonCommands):
            await bot.set_chat_menu_button(menu_button=MenuButtonCommands())
    except TelegramError as error:
        log.warning("commands were not registered: %s", type(error).__name__)


async def _register(bot: Bot, edition: Edition, language: str | None, names: list[str]) -> None:
    say = edition.texts
    for scope, told in _scopes(edition, names):
        wanted = [BotCommand(name, what) for name, what in told.items()]
        if list(await bot.get_my_commands(scope, language)) != wanted:
            await bot.set_my_commands(wanted, scope, language)
    description = (await bot.get_my_description(language)).description
    await _change(description, say("bot.description"), bot.set_my_description, language)
    about = (await bot.get_my_short_description(language)).short_description
    await _change(about, say("bot.short_description"), bot.set_my_short_description, language)


def _scopes(
    edition: Edition, names: list[str]
) -> Iterable[tuple[BotCommandScope, Mapping[str, str]]]:
    """Who sees which commands, and what Telegram says of each."""
    members, moderators = for_members(edition), for_moderators(edition)
    yield (
        BotCommandScopeAllPrivateChats(),
        {name: edition.texts(f"commands.{name}") for name in names},
    )
    yield BotCommandScopeAllGroupChats(), members
    yield BotCommandScopeAllChatAdministrators(), members | moderators


async def _change(
    now: str, wanted: str, change: Callable[..., Awaitable[bool]], language: str | None
) -> None:
    if now != wanted:
        await change(wanted, language_code=language)
