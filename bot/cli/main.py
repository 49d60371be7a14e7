"""The command line: `python -m bot` and `waymark`."""

import argparse
import os
import select
import sys
from collections.abc import Sequence
from importlib import import_module
from zoneinfo import reset_tzpath

from bot import __version__
from bot.ops.hardening import disable_core_dumps

UNREAD = 141  # as the shell counts it when a closed pipe ends a program
#: Which module has which commands, in the order of `--help`: only what is wanted is imported.
COMMANDS = {
    "running": ("run", "playground"),
    "init": ("init",),
    "doctor": ("doctor",),
    "content": ("check", "stamp", "explain", "export-po", "import-po"),
    "review": ("preview", "review"),
    "database": ("migrate", "backup", "restore", "rotate-key"),
    "health": ("health",),
    "register": ("trials",),
}


def main(argv: Sequence[str] | None = None) -> None:
    """Run one command; whatever stops it is one clear line and an exit code."""
    disable_core_dumps()
    reset_tzpath(to=())  # the locked tzdata decides, not whatever the machine has
    words = sys.argv[1:] if argv is None else argv
    given = _parser(words[0] if words else "").parse_args(words)
    try:
        code = given.does(given)
        if sys.stdout:
            sys.stdout.flush()
    except KeyboardInterrupt:
        code = 0
    except Exception as error:
        if _nobody_reads(error):
            sys.exit(UNREAD)
        from bot.cli.sentences import exit_code, sentence_of  # knows the errors of every command

        code = exit_code(error)
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


def _parser(wanted: str) -> argparse.ArgumentParser:
    """The parser of one command, or of all where it is none of them."""
    about = "A Telegram companion for patient support groups."
    parser = argparse.ArgumentParser(prog="waymark", description=about)
    parser.add_argument("--version", action="version", version=f"waymark {__version__}")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    modules = [module for module, names in COMMANDS.items() if wanted in names]
    for module in modules or COMMANDS:
        import_module(f"bot.cli.{module}").add_commands(commands)
    return parser
