"""The commands that run the bot: `run` and `playground`."""

import argparse
import asyncio
import logging
from hashlib import sha256

from bot.cli.help import Commands, add_command
from bot.cli.starting import start
from bot.edge.bot_api import opened_bot
from bot.library.load.cache import load_cached
from bot.library.model.library import Library
from bot.runtime.serve import run_bot, run_until_stopped
from bot.settings import Settings, SettingsError
from storage.store import data_folder, database_file

log = logging.getLogger(__name__)
CACHE = "library.cache"  # beside the database
TOKENLESS = (
    "No BOT_TOKEN in .env or the environment, so this is the playground: nobody on Telegram is"
    " served."
)
#: The image has no playground.
NO_PLAYGROUND = "No BOT_TOKEN in .env or the environment: set it to what BotFather says."


def add_commands(commands: Commands) -> None:
    add_command(
        commands,
        "run",
        _run,
        "run the bot; without BOT_TOKEN, the playground",
        "Runs until it is stopped with Ctrl+C or SIGTERM. Without BOT_TOKEN it opens the whole bot"
        " in a browser, and nobody on Telegram is served.",
        "waymark run",
    )
    play = add_command(
        commands,
        "playground",
        _playground,
        "run the whole bot in a browser, without Telegram",
        "Opens a page with a made-up Telegram on this computer. Nothing leaves it.",
        "waymark playground --keep",
    )
    play.add_argument("--keep", action="store_true", help="keep the data in DATABASE_URL")


def _run(given: argparse.Namespace) -> int:
    settings = start()
    if settings.bot_token is None:
        return _play(settings, keep=False, first=TOKENLESS)
    check_first_token(settings, settings.bot_token.get_secret_value())
    asyncio.run(run_until_stopped(run_bot(settings, library_for(settings))))
    return 0


def check_first_token(settings: Settings, token: str) -> None:
    """Ask Telegram before a first start makes a key and a database: refused, it leaves nothing."""
    file = database_file(settings.database_url)
    if file and not file.exists():
        asyncio.run(_known(settings, token))


async def _known(settings: Settings, token: str) -> None:
    async with opened_bot(settings, token):
        pass


def _playground(given: argparse.Namespace) -> int:
    return _play(start(), keep=given.keep)


def _play(settings: Settings, *, keep: bool, first: str = "") -> int:
    """Open the playground; `first` is said before, once it is known to be there."""

    def say(line: str) -> None:
        print(line, flush=True)

    try:
        from bot.runtime.playground import run_playground  # the image has none
    except ModuleNotFoundError as error:
        if error.name != "playground":
            raise
        raise SettingsError(NO_PLAYGROUND) from None
    if first:
        say(first)
    play = run_playground(settings, library_for(settings), keep=keep, say=say)
    asyncio.run(run_until_stopped(play))
    return 0


def library_for(settings: Settings) -> Library:
    """The pack, made ready. Beside a database file it is cached, sealed with the token."""
    folder, language, token = settings.content_dir, settings.default_language, settings.bot_token
    if token is None or database_file(settings.database_url) is None:
        from bot.library.load.load import load_ready  # it imports the reader of YAML

        library = load_ready(folder, language)
    else:
        secret = sha256(b"a library made ready" + token.get_secret_value().encode()).digest()
        file = data_folder(settings.database_url) / CACHE
        library = load_cached(folder, language, file, secret)
    for left_out in library.left_out:
        log.warning("the language %s is not offered: its help pages are not complete", left_out)
    if settings.default_language not in library.editions:
        raise SettingsError(
            f"DEFAULT_LANGUAGE is {settings.default_language!r}; the pack has"
            f" {', '.join(library.editions)}."
        )
    return library
