"""`waymark trials`: how the copy of the public register is, and making it anew by hand."""

import argparse
import asyncio
from datetime import UTC, datetime
from pathlib import Path

from bot.cli.help import Commands, add_command
from bot.jobs.studies import copy_file, line_of, look, status_lines, task_of
from bot.jobs.study_sync import NEW, SAME
from bot.settings import Settings, SettingsError, read_settings
from storage.studies import Studies


def add_commands(commands: Commands) -> None:
    """Add the command and what can be done with it."""
    parser = add_command(
        commands,
        "trials",
        _status,
        "the copy of the public register of clinical trials",
        "Say how the copy of the public register is, or make it anew by hand.",
        "waymark trials status",
    )
    every = parser.add_subparsers(required=True, metavar="WHAT")
    add_command(
        every,
        "status",
        _status,
        "say how old the copy is, and when it is made again",
        "Say from which day the copy is, whether the register gives something, and when the next"
        " look is.",
        "waymark trials status",
    )
    ask = add_command(
        every,
        "sync",
        _sync,
        "ask the register now",
        "Ask the register now. The old copy stays unless a new one is whole and can be true.",
        "waymark trials sync",
    )
    ask.add_argument("--accept", action="store_true", help="believe what comes, whatever it is")
    ask.set_defaults(file=None)
    bring = add_command(
        every,
        "import",
        _sync,
        "make the copy from pages that were fetched elsewhere",
        "Make the copy from a file, or a folder of them, as the register gives them.",
        "waymark trials import pages/",
    )
    bring.add_argument("file", type=Path)
    bring.set_defaults(accept=False)


def _status(given: argparse.Namespace) -> int:
    settings = read_settings()
    if settings.trials == "off":
        print("TRIALS=off: nothing is fetched and nothing is shown.")
    for line in status_lines(Studies(copy_file(settings)), _now()):
        print(line)
    return 0


def _sync(given: argparse.Namespace) -> int:
    settings = read_settings()
    _refuse_without_pack(settings)
    task, studies = task_of(settings), Studies(copy_file(settings))
    file = str(given.file) if given.file else ""
    result = asyncio.run(look(task, studies, _now(), accept=given.accept, given=file))
    print(line_of(result))
    return 0 if result.outcome in (SAME, NEW) else 1


def _refuse_without_pack(settings: Settings) -> None:
    finder = Path(task_of(settings).finder)
    if not finder.exists():
        raise SettingsError(f"There is no {finder.name} in CONTENT_DIR: this pack has no finder.")


def _now() -> datetime:
    return datetime.now(UTC)
