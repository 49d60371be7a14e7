"""The command line: `python -m bot` and `waymark`."""

import argparse
import asyncio
import logging
import os
import re
import select
import sys
from collections.abc import Sequence
from http.client import HTTPException
from pathlib import Path
from urllib.request import ProxyHandler, build_opener
from zoneinfo import reset_tzpath

from telegram.error import InvalidToken, TelegramError

from bot import __version__
from bot.cli.content import add_writing
from bot.cli.review import add_reviewing
from bot.edge.application import NO_BOT_API
from bot.http.server import PortTakenError
from bot.library.check.record_review import ReviewRefusedError
from bot.library.check.stamp import NotStampedError
from bot.library.load.load import BrokenContentError, load_ready
from bot.library.model.library import Library
from bot.ops.hardening import clear_environment, disable_core_dumps, readable_by_others
from bot.ops.logging import start_logging
from bot.ops.redaction import redact_secrets, stack_of
from bot.preview.changes import UnknownRevisionError
from bot.preview.site import ForeignFolderError
from bot.runtime.serve import key_places, opened_store, run_bot, run_until_stopped
from bot.settings import Settings, SettingsError, read_settings
from storage.errors import StorageError
from storage.files.backup import backup, restore, rotate_key_file
from storage.files.keys import DataKey
from storage.store import database_file, find_database_key

log = logging.getLogger(__name__)
BAD_SETTING = 2
CERTIFICATE = re.compile("certificate|ssl", re.IGNORECASE)
UNREAD = 141  # as the shell counts it when a closed pipe ends a program
#: Errors whose own words are for whoever typed the command.
SENTENCES = (
    SettingsError,
    StorageError,
    PortTakenError,
    UnknownRevisionError,
    ForeignFolderError,
    ReviewRefusedError,
    NotStampedError,
)


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
        print(redact_secrets(_why(error)), file=sys.stderr)
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


def _why(error: Exception) -> str:
    """What stopped it, and what to do. What we did not foresee is told without its own words."""
    if isinstance(error, SENTENCES):
        return str(error)
    match error:
        case BrokenContentError():
            return f"{error}\nThe content can't be used: mend these lines."
        case InvalidToken():
            return "BOT_TOKEN is not one that Telegram knows: ask BotFather for it."
        case TelegramError(message=message) if message == NO_BOT_API:
            return (
                "What answers at BOT_API_URL is no Bot API: check the address, and whether a"
                " gateway or a proxy stands before it."
            )
        case TelegramError(message=message) if CERTIFICATE.search(message):
            return (
                "The certificate of the Bot API can't be trusted: check this computer's clock,"
                " BOT_API_URL, and whether a proxy looks into connections."
            )
        case TelegramError():
            kind = type(error).__name__
            return f"Telegram can't be reached ({kind}): is there a network?"
        case OSError(filename=str() as name, strerror=str() as trouble):
            return f"{name} can't be used: {trouble}."
    where = stack_of(error.__traceback__)
    fault = f"Internal error in Waymark {__version__} ({type(error).__name__} at {where})."
    return f"{fault} Please report this line{_where_to_report()}."


def _where_to_report() -> str:
    """Where the host wants faults to be told; nothing if the settings are what is at fault."""
    try:
        address = read_settings().report_url
    except Exception:
        return ""
    return f" at {address}" if address else ""


def _parser() -> argparse.ArgumentParser:
    about = "A Telegram companion for patient support groups."
    parser = argparse.ArgumentParser(prog="waymark", description=about)
    parser.add_argument("--version", action="version", version=f"waymark {__version__}")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    one = commands.add_parser("run", help="run the bot; without BOT_TOKEN, the playground")
    one.set_defaults(does=_run)

    one = commands.add_parser("playground", help="run the whole bot in a browser, without Telegram")
    one.add_argument("--keep", action="store_true", help="keep the data in DATABASE_URL")
    one.set_defaults(does=_playground)

    add_writing(commands)
    add_reviewing(commands)
    _add_keeping(commands)
    return parser


def _add_keeping(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    one = commands.add_parser("migrate", help="bring the database up to date, and stop")
    one.set_defaults(does=_migrate)

    one = commands.add_parser("backup", help="copy the database, encrypted, while the bot runs")
    one.add_argument("file", type=Path)
    one.set_defaults(does=_backup)

    one = commands.add_parser("restore", help="put a backup in the database's place")
    one.add_argument("file", type=Path)
    one.add_argument("--force", action="store_true", help="replace the database that is there")
    one.set_defaults(does=_restore)

    one = commands.add_parser("rotate-key", help="encrypt the database with a new key")
    one.set_defaults(does=_rotate_key)

    one = commands.add_parser("health", help="ask the running bot whether it is well")
    one.set_defaults(does=_health)


def _run(given: argparse.Namespace) -> int:
    settings = _start()
    if settings.bot_token is None:
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
    restore(given.file, database, key, force=given.force)
    print(f"{database} is now what {given.file} holds.")
    return 0


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
        print(f"Health check failed: {error}", file=sys.stderr)
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
    files = (Path(".env"), settings.bot_token_file, key_places(settings).key_file)
    for file in readable_by_others(files):
        log.warning("%s is readable by other users: chmod 600 %s", file, file)
    return settings


def _library(settings: Settings) -> Library:
    library = load_ready(settings.content_dir, settings.default_language)
    for language in library.left_out:
        log.warning("the language %s is not offered: its help pages are not complete", language)
    return library
