"""The commands for those who write content: `check`, `stamp` and `explain`."""

import argparse
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

from bot.library.check import report
from bot.library.check.check import Report, check
from bot.library.check.stamp import stamp
from bot.library.danger.explain import explanation
from bot.library.load.load import load_library
from bot.settings import read_settings


def add_writing(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    today = datetime.now(UTC).date()

    one = commands.add_parser("check", help="read the content and list what is wrong with it")
    one.add_argument("folder", nargs="?", type=Path, help="default: CONTENT_DIR")
    one.add_argument("--today", type=date.fromisoformat, default=today, metavar="YYYY-MM-DD")
    one.add_argument("--format", choices=("text", "json", "github"), default="text")
    one.set_defaults(does=_check)

    one = commands.add_parser("stamp", help="note which text a translation was made from")
    one.add_argument("language", help="of the translation, such as es")
    one.add_argument("files", nargs="*", help="default: those that were never stamped")
    one.add_argument("--content", type=Path, metavar="FOLDER", help="default: CONTENT_DIR")
    one.add_argument("--today", type=date.fromisoformat, default=today, metavar="YYYY-MM-DD")
    one.set_defaults(does=_stamp)

    one = commands.add_parser("explain", help="show why typed words are taken as they are")
    one.add_argument("words", help="in quotes, such as: 'tengo 38,2 y escalofríos'")
    one.add_argument("--language", help="of the person who types; default: the pack's first")
    one.add_argument("--content", type=Path, metavar="FOLDER", help="default: CONTENT_DIR")
    one.set_defaults(does=_explain)


def _check(given: argparse.Namespace) -> int:
    """Exit code 1 for failures; warnings are told and do not count."""
    folder = given.folder or read_settings().content_dir
    found = check(folder, given.today)
    formats: dict[str, Callable[[Report], str]] = {
        "text": report.as_text,
        "json": report.as_json,
        "github": lambda one: report.as_github(one, str(folder)),
    }
    print(formats[given.format](found))
    return 1 if found.failures else 0


def _explain(given: argparse.Namespace) -> int:
    settings = read_settings()
    library = load_library(given.content or settings.content_dir, settings.default_language)
    print(explanation(library, library.edition(given.language), given.words))
    return 0


def _stamp(given: argparse.Namespace) -> int:
    folder = given.content or read_settings().content_dir
    done = stamp(folder, given.language, given.files, given.today)
    for name in done.written:
        print(f"{name}: stamped")
    for name in done.behind:
        print(f"{name}: its original has changed since. Mend it, then name it here to stamp it.")
    if not done.written and not done.behind:
        print("Nothing to stamp.")
    return 0
