"""The commands for reviewers: `preview` and `review`."""

import argparse
from pathlib import Path

from bot.cli.help import Commands, add_command, add_today, day
from bot.http.server import PortTakenError
from bot.library.check.record_review import record_review
from bot.ops.hardening import clear_environment
from bot.preview.server import LOOPBACK, served
from bot.preview.site import write_site
from bot.settings import read_settings


def add_commands(commands: Commands) -> None:
    look = add_command(
        commands,
        "preview",
        _preview,
        "write every page as a small site for reviewers",
        "Shows each page as the chat shows it, with its sources, and a sheet to sign.",
        "waymark preview build/preview --serve",
    )
    look.add_argument("out", type=Path, help="the folder to write into")
    look.add_argument(
        "--since", default="", metavar="REVISION", help="show what changed since that git revision"
    )
    look.add_argument("--serve", action="store_true", help="then serve it to this computer")
    look.add_argument("--port", type=int, default=8081, help="where to serve it; default: 8081")
    add_today(look)

    note = add_command(
        commands,
        "review",
        _review,
        "record that a clinician has reviewed a page",
        "Only for a review that did happen. It is written into the page's file.",
        'waymark review outlook --by-role "specialist nurse" --on 2026-11-29',
    )
    note.add_argument("page", help="the id of a page, or medicines, or words")
    note.add_argument("--by-role", required=True, metavar="ROLE", help="never a name")
    note.add_argument(
        "--on", required=True, type=day, metavar="YYYY-MM-DD", help="the day of the review"
    )
    note.add_argument("--language", default="", help="default: DEFAULT_LANGUAGE")
    add_today(note)


def _preview(given: argparse.Namespace) -> int:
    settings = read_settings()
    clear_environment()  # git is started for what has changed
    count = write_site(settings.content_dir, given.out, given.today, given.since)
    print(f"{count} pages are in {given.out}: open {given.out / 'index.html'} in a browser.")
    if given.serve:
        _serve(given.out, given.port)
    return 0


def _serve(folder: Path, port: int) -> None:
    try:
        with served(folder, port) as server:
            print(f"Open http://{LOOPBACK}:{server.server_port}/ (Ctrl+C stops it).", flush=True)
            server.serve_forever()
    except OSError:
        raise PortTakenError(port) from None


def _review(given: argparse.Namespace) -> int:
    settings = read_settings()
    language = given.language or settings.default_language
    file, due = record_review(
        settings.content_dir, given.page, language, given.by_role, given.on, given.today
    )
    print(f"{file} says that it was reviewed on {given.on}; its next review is due by {due}.")
    return 0
