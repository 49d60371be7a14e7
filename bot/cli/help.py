"""One shape for every command: what it does, how, and an example."""

import argparse
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import TypeAlias

Does = Callable[[argparse.Namespace], int]
Commands: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"


def add_command(
    commands: Commands,
    name: str,
    does: Does,
    brief: str,
    about: str,
    example: str,
) -> argparse.ArgumentParser:
    """Add a command; `--help` shows `about` and the example."""
    parser = commands.add_parser(
        name, help=brief, description=about, epilog=f"Example: {example}", allow_abbrev=False
    )
    parser.set_defaults(does=does)
    return parser


def day(text: str) -> date:
    """A day as YYYY-MM-DD; argparse tells the sentence of the error."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(
            f"{text!r} is no day; write it as YYYY-MM-DD, such as 2026-11-29"
        ) from None


def add_today(parser: argparse.ArgumentParser) -> None:
    """An option for the day that counts as today, in UTC."""
    today = datetime.now(UTC).date()
    parser.add_argument(
        "--today", type=day, default=today, metavar="YYYY-MM-DD", help="default: today"
    )
