"""The commands for those who write content: `check`, `stamp` and `explain`."""

import argparse
from collections.abc import Callable
from pathlib import Path

from bot.cli.help import Commands, add_command, add_today
from bot.library.check import report
from bot.library.check.check import Report, check
from bot.library.check.freshness import stale
from bot.library.check.labels import asking
from bot.library.check.po import export_po, import_po
from bot.library.check.stamp import stamp
from bot.library.danger.explain import explanation
from bot.library.load.load import load_library
from bot.preview.lengths import too_long
from bot.settings import read_settings


def add_commands(commands: Commands) -> None:
    _add_check(commands)
    _add_stamp(commands)
    _add_explain(commands)
    _add_po(commands)


def _add_check(commands: Commands) -> None:
    look = add_command(
        commands,
        "check",
        _check,
        "read the content and list what is wrong with it",
        "Every problem has its file and line. It ends with 1 when something fails a rule.",
        "waymark check content",
    )
    look.add_argument("folder", nargs="?", type=Path, help="default: CONTENT_DIR")
    add_today(look)
    look.add_argument(
        "--format",
        choices=("text", "json", "github"),
        default="text",
        help="json for programs, github for annotations in a pull request",
    )
    look.add_argument("--stale", action="store_true", help="list what time has changed instead")
    told = "with --stale: ask the record of labels there, such as https://api.fda.gov"
    look.add_argument("--ask-labels", default="", metavar="ADDRESS", help=told)


def _add_stamp(commands: Commands) -> None:
    mark = add_command(
        commands,
        "stamp",
        _stamp,
        "note which text a translation was made from",
        "Run it after a translation was brought up to date. `check` then finds what changes later.",
        "waymark stamp es help/urgent-help.yaml",
    )
    mark.add_argument("language", help="of the translation, such as es")
    mark.add_argument("files", nargs="*", help="default: those that were never stamped")
    mark.add_argument("--content", type=Path, metavar="FOLDER", help="default: CONTENT_DIR")
    add_today(mark)


def _add_explain(commands: Commands) -> None:
    why = add_command(
        commands,
        "explain",
        _explain,
        "show why typed words are taken as they are",
        "Shows whether the words are taken for danger, of which kind, and by what.",
        "waymark explain 'tengo 38,2 y escalofríos' --language es",
    )
    why.add_argument("words", help="in quotes")
    why.add_argument("--language", help="of the person who types; default: the pack's first")
    why.add_argument("--content", type=Path, metavar="FOLDER", help="default: CONTENT_DIR")


def _add_po(commands: Commands) -> None:
    out = add_command(
        commands,
        "export-po",
        _export_po,
        "write a language as one PO file, for Weblate or Poedit",
        "Holds every text of the original with its translation. What fell behind is fuzzy.",
        "waymark export-po es build/es.po",
    )
    back = add_command(
        commands,
        "import-po",
        _import_po,
        "write the translations of a PO file into the content",
        "Changes only what was translated anew, and nothing that is still fuzzy.",
        "waymark import-po es build/es.po",
    )
    add_today(back)
    for parser in (out, back):
        parser.add_argument("language", help="of the translation, such as es")
        parser.add_argument("file", type=Path, help="the PO file")
        parser.add_argument("--content", type=Path, metavar="FOLDER", help="default: CONTENT_DIR")


def _export_po(given: argparse.Namespace) -> int:
    folder = given.content or read_settings().content_dir
    given.file.write_bytes(export_po(folder, given.language))
    print(f"{given.file} has the texts of “{given.language}”.")
    return 0


def _import_po(given: argparse.Namespace) -> int:
    """Exit code 1 when something could not be written."""
    folder = given.content or read_settings().content_dir
    done = import_po(folder, given.language, given.file.read_bytes(), given.today)
    for sentence in done.left:
        print(f"left: {sentence}")
    print(f"{len(done.written)} texts were written, and {len(done.stamped)} files stamped.")
    return 1 if done.left else 0


def _check(given: argparse.Namespace) -> int:
    """Exit code 1 for failures; warnings are told and do not count."""
    folder = given.folder or read_settings().content_dir
    if given.stale:
        return _stale(folder, given)
    result = check(folder, given.today, too_long)
    formats: dict[str, Callable[[Report], str]] = {
        "text": report.as_text,
        "json": report.as_json,
        "github": lambda checked: report.as_github(checked, str(folder)),
    }
    print(formats[given.format](result))
    return 1 if result.failures else 0


def _stale(folder: Path, given: argparse.Namespace) -> int:
    """Exit code 1 for what has to be looked at; an awaited decision is only told."""
    problems = stale(folder, given.today, asking(given.ask_labels) if given.ask_labels else None)
    late = [problem for problem in problems if problem.severity == "failure"]
    verdict = f"{len(late)} to look at again." if late else "Nothing is stale."
    print("\n".join([verdict, *map(str, problems), verdict]))
    return 1 if late else 0


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
