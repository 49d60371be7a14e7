"""The commands for reviewers: `preview` and `review`."""

import argparse
from datetime import UTC, date, datetime
from pathlib import Path

from bot.http.server import PortTakenError
from bot.library.check.record_review import record_review
from bot.ops.hardening import clear_environment
from bot.preview.server import LOOPBACK, served
from bot.preview.site import write_site
from bot.settings import read_settings


def add_reviewing(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    one = commands.add_parser("preview", help="write every page as a small site for reviewers")
    one.add_argument("out", type=Path, help="the folder to write into")
    one.add_argument("--since", default="", metavar="REVISION", help="show what changed since then")
    one.add_argument("--serve", action="store_true", help="then serve it to this computer")
    one.add_argument("--port", type=int, default=8081, help="where to serve it; default: 8081")
    _add_today(one)
    one.set_defaults(does=_preview)

    one = commands.add_parser("review", help="record that a clinician has reviewed a page")
    one.add_argument("page", help="the id of a page, or medicines, or words")
    one.add_argument("--by-role", required=True, metavar="ROLE", help='such as "specialist nurse"')
    one.add_argument("--on", required=True, type=date.fromisoformat, metavar="YYYY-MM-DD")
    one.add_argument("--language", default="", help="default: DEFAULT_LANGUAGE")
    _add_today(one)
    one.set_defaults(does=_review)


def _add_today(parser: argparse.ArgumentParser) -> None:
    today = datetime.now(UTC).date()
    parser.add_argument("--today", type=date.fromisoformat, default=today, metavar="YYYY-MM-DD")


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
