"""The command line: `python -m bot` and `waymark`."""

import argparse
import asyncio
import os
import sys
from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path

from bot.library.check import check
from bot.library.library import Library
from bot.library.load import BrokenContentError, load_library
from bot.logs import start_logging
from bot.serve import PortTakenError, opened_store, run_bot, run_playground
from bot.settings import Settings, SettingsError, read_settings
from storage.errors import StorageError

BAD_SETTING = 2


def main(argv: Sequence[str] | None = None) -> None:
    """Run one command; whatever stops it is one clear line and an exit code."""
    given = _parser().parse_args(argv)
    try:
        code = given.does(given)
    except SettingsError as error:
        print(error, file=sys.stderr)
        code = BAD_SETTING
    except BrokenContentError as error:
        print(f"{error}\nThe content can't be used: mend these lines.", file=sys.stderr)
        code = 1
    except (StorageError, PortTakenError, ValueError) as error:
        print(error, file=sys.stderr)
        code = 1
    except KeyboardInterrupt:
        code = 0
    sys.exit(code)


def _parser() -> argparse.ArgumentParser:
    about = "A Telegram companion for patient support groups."
    parser = argparse.ArgumentParser(prog="waymark", description=about)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    one = commands.add_parser("run", help="run the bot; without BOT_TOKEN, the playground")
    one.set_defaults(does=_run)

    one = commands.add_parser("playground", help="run the whole bot in a browser, without Telegram")
    one.add_argument("--keep", action="store_true", help="keep the data in DATABASE_URL")
    one.set_defaults(does=_playground)

    one = commands.add_parser("check", help="read the content and list what is wrong with it")
    one.add_argument("folder", nargs="?", type=Path, help="default: CONTENT_DIR")
    one.add_argument("--today", type=date.fromisoformat, default=datetime.now(UTC).date())
    one.set_defaults(does=_check)

    one = commands.add_parser("migrate", help="bring the database up to date, and stop")
    one.set_defaults(does=_migrate)
    return parser


def _run(given: argparse.Namespace) -> int:
    settings = _start()
    if settings.bot_token is None:
        return _play(settings, keep=False)
    asyncio.run(run_bot(settings, _library(settings)))
    return 0


def _playground(given: argparse.Namespace) -> int:
    return _play(_start(), keep=given.keep)


def _check(given: argparse.Namespace) -> int:
    report = check(given.folder or read_settings().content_dir, given.today)
    print("\n".join(report.lines()))
    return 1 if report.problems else 0


def _migrate(given: argparse.Namespace) -> int:
    async def migrate() -> None:
        async with opened_store(settings):
            print("The database is up to date.")

    settings = _start()
    asyncio.run(migrate())
    return 0


def _play(settings: Settings, *, keep: bool) -> int:
    say = lambda line: print(line, flush=True)  # noqa: E731 - one line for one line
    asyncio.run(run_playground(settings, _library(settings), keep=keep, say=say))
    return 0


def _start() -> Settings:
    settings = read_settings()
    start_logging(settings.log_level, settings.log_format)
    os.environ.pop("BOT_TOKEN", None)  # nothing that we start may inherit it
    os.environ.pop("DATA_KEY", None)
    return settings


def _library(settings: Settings) -> Library:
    return load_library(settings.content_dir, settings.default_language)
