"""The command line: `python -m bot` and `waymark`."""

import argparse
import asyncio
import logging
import os
import select
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from http.client import HTTPException
from pathlib import Path
from urllib.request import ProxyHandler, build_opener
from zoneinfo import reset_tzpath

from telegram.error import InvalidToken

from bot import __version__
from bot.cli.content import add_writing
from bot.cli.doctor import add_doctor
from bot.cli.env_file import unknown_names
from bot.cli.help import Commands, add_command
from bot.cli.init import add_init
from bot.cli.register import add_register
from bot.cli.review import add_reviewing
from bot.cli.sentences import sentence_of
from bot.library.load.load import load_ready
from bot.library.model.library import Library
from bot.ops.hardening import clear_environment, disable_core_dumps, readable_by_others
from bot.ops.logging import start_logging
from bot.runtime.serve import key_places, opened_store, run_bot, run_until_stopped
from bot.settings import Settings, SettingsError, read_settings
from storage.errors import StorageError
from storage.files.backup import backup, restore, rotate_key_file
from storage.files.keys import DataKey
from storage.files.restored import Restored
from storage.store import database_file, find_database_key

log = logging.getLogger(__name__)
BAD_SETTING = 2
UNREAD = 141  # as the shell counts it when a closed pipe ends a program


def main(argv: Sequence[str] | None = None) -> None:
    """Run one command; whatever stops it is one clear line and an exit code."""
    disable_core_dumps()
    reset_tzpath(to=())  # the locked tzdata decides, not whatever the machine has
    given = _parser().parse_args(argv)
    try:
        code = given.does(given)
        if sys.stdout:
            sys.stdout.flush()
    except KeyboardInterrupt:
        code = 0
    except Exception as error:
        if _nobody_reads(error):
            sys.exit(UNREAD)
        code = BAD_SETTING if isinstance(error, (SettingsError, InvalidToken)) else 1
        print(sentence_of(error), file=sys.stderr)
    sys.exit(code)


def _nobody_reads(error: Exception) -> bool:
    """Whether what we print goes nowhere any more, as with `check | head`."""
    if not isinstance(error, BrokenPipeError):
        return False
    looked = select.poll()
    looked.register(sys.stdout, 0)  # a closed pipe is told unasked
    if not looked.poll(0):
        return False
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # for what waits to be printed
    return True


def _parser() -> argparse.ArgumentParser:
    about = "A Telegram companion for patient support groups."
    parser = argparse.ArgumentParser(prog="waymark", description=about)
    parser.add_argument("--version", action="version", version=f"waymark {__version__}")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

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
    add_init(commands)
    add_doctor(commands)
    add_writing(commands)
    add_reviewing(commands)
    _add_keeping(commands)
    add_register(commands)
    return parser


def _add_keeping(commands: Commands) -> None:
    add_command(
        commands,
        "migrate",
        _migrate,
        "bring the database up to date, and stop",
        "Makes the database where there is none. Every start of the bot does the same.",
        "waymark migrate",
    )
    keep = add_command(
        commands,
        "backup",
        _backup,
        "copy the database, encrypted, while the bot runs",
        "The copy opens with the same key. Keep the key apart from it.",
        "waymark backup backups/waymark-2026-11-29.db",
    )
    keep.add_argument(
        "file", type=Path, help="the file to write; an older one of that name is replaced"
    )
    _add_restore(commands)
    _add_key_and_health(commands)


def _add_restore(commands: Commands) -> None:
    bring = add_command(
        commands,
        "restore",
        _restore,
        "put a backup in the database's place",
        "Stop the bot first. The backup is tried with the key before anything is replaced.",
        "waymark restore backups/waymark-2026-11-29.db --force",
    )
    bring.add_argument("file", type=Path, help="a file that `backup` wrote")
    bring.add_argument("--force", action="store_true", help="replace the database that is there")


def _add_key_and_health(commands: Commands) -> None:
    add_command(
        commands,
        "rotate-key",
        _rotate_key,
        "encrypt the database with a new key",
        "Stop the bot first. Old backups open with the old key only, so keep that one, too.",
        "waymark rotate-key",
    )
    add_command(
        commands,
        "health",
        _health,
        "ask the running bot whether it is well",
        "Asks /healthz at HTTP_HOST and HTTP_PORT. It ends with 1 when the bot is not well.",
        "waymark health",
    )


def _run(given: argparse.Namespace) -> int:
    settings = _start()
    if settings.bot_token is None:
        print(
            "No BOT_TOKEN in .env or the environment, so this is the playground: nobody on"
            " Telegram is served.",
            flush=True,
        )
        return _play(settings, keep=False)
    asyncio.run(run_until_stopped(run_bot(settings, _library(settings))))
    return 0


def _playground(given: argparse.Namespace) -> int:
    return _play(_start(), keep=given.keep)


def _migrate(given: argparse.Namespace) -> int:
    async def migrate() -> None:
        async with opened_store(settings):
            print("The database is up to date.")

    settings = _start()
    asyncio.run(migrate())
    return 0


def _backup(given: argparse.Namespace) -> int:
    database, key = _database(_start())
    backup(database, key, given.file)
    print(f"The backup is {given.file}. It opens with the same key: keep the key apart from it.")
    return 0


def _restore(given: argparse.Namespace) -> int:
    settings = _start()
    database, key = _database(settings)
    restored = restore(given.file, database, key, datetime.now(UTC), force=given.force)
    print(f"{database} is now what {given.file} holds.")
    _tell(restored)
    return 0


def _tell(restored: Restored) -> None:
    """What the host has to know of the time since the backup."""
    if restored.last_at:
        print(f"The bot was last at work in it on {restored.last_at:%Y-%m-%d at %H:%M} UTC.")
    print(
        f"Due since then: {restored.doubtful}. They may have been sent, and will say so."
        f" About visits that are over: {restored.dropped}. They are not sent again."
    )
    print("Whoever used /delete since then is in it again: docs/operating.md says what to do.")


def _rotate_key(given: argparse.Namespace) -> int:
    settings = _start()
    database, _ = _database(settings)
    key_file = key_places(settings).key_file
    if key_file is None:
        raise StorageError(
            "DATA_KEY holds the key: move it into a file, set DATA_KEY_FILE to that, and rotate."
        )
    rotate_key_file(database, key_file)
    print(f"The database has a new key, in {key_file}. The old key opens old backups only.")
    return 0


def _health(given: argparse.Namespace) -> int:
    settings = read_settings()
    host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(settings.http_host, settings.http_host)  # noqa: S104 - compared, not bound
    host = f"[{host}]" if ":" in host else host
    nearby = build_opener(ProxyHandler({}))  # no proxy has any business with this
    try:
        with nearby.open(f"http://{host}:{settings.http_port}/healthz", timeout=4) as answer:
            print(answer.read().decode())
    except (OSError, HTTPException) as error:
        why = getattr(error, "reason", error)
        if isinstance(why, ConnectionRefusedError):
            why = f"nothing answers on port {settings.http_port}; does the bot run?"
        print(f"Health check failed: {why}", file=sys.stderr)
        return 1
    return 0


def _database(settings: Settings) -> tuple[Path, DataKey]:
    """The SQLite file and its key; PostgreSQL has tools of its own for this."""
    database = database_file(settings.database_url)
    found = find_database_key(settings.database_url, key_places(settings))
    if database is None or found is None:
        raise StorageError("This is for the SQLite file. For PostgreSQL use pg_dump and its kin.")
    return database, found.key


def _play(settings: Settings, *, keep: bool) -> int:
    say = lambda line: print(line, flush=True)  # noqa: E731 - one line for one line
    try:
        from bot.runtime.playground import run_playground  # the image has none
    except ModuleNotFoundError as error:
        if error.name != "playground":
            raise
        raise SettingsError("BOT_TOKEN is not set, and the playground is not installed.") from None
    play = run_playground(settings, _library(settings), keep=keep, say=say)
    asyncio.run(run_until_stopped(play))
    return 0


def _start() -> Settings:
    settings = read_settings()
    start_logging(settings.log_level, settings.log_format)
    clear_environment()
    for sentence in unknown_names():
        log.warning("%s", sentence)
    files = (Path(".env"), settings.bot_token_file, key_places(settings).key_file)
    for file in readable_by_others(files):
        log.warning("%s is readable by other users: chmod 600 %s", file, file)
    return settings


def _library(settings: Settings) -> Library:
    library = load_ready(settings.content_dir, settings.default_language)
    for language in library.left_out:
        log.warning("the language %s is not offered: its help pages are not complete", language)
    if settings.default_language not in library.editions:
        raise SettingsError(
            f"DEFAULT_LANGUAGE is {settings.default_language!r}; the pack has"
            f" {', '.join(library.editions)}."
        )
    return library
