"""`waymark doctor`: everything about a host's set-up that can be looked at, and what to do."""

import argparse
import asyncio
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from bot.cli.env_file import ENV_FILE, unknown_names
from bot.cli.help import Commands, add_command
from bot.cli.sentences import sentence_of
from bot.edge.bot_api import BotFacts, facts_of, opened_bot
from bot.edge.live_check import LiveCheck, live_check
from bot.library.load.load import load_ready
from bot.library.model.library import Library
from bot.ops.hardening import readable_by_others
from bot.runtime.serve import key_places
from bot.screens.view import View
from bot.settings import Settings, SettingsError, read_settings
from storage.errors import DatabaseInUseError
from storage.files.keys import find_key
from storage.store import database_file, open_database

ROOM = 500 * 1024 * 1024  # bytes free; a backup and SQLite's log need some
NOBODY = "People see nobody who answers for the bot."
UNNAMED_HOST = {
    "host_name": NOBODY,
    "host_contact": NOBODY,
    "privacy_url": (
        "Telegram wants it: put your completed PRIVACY.md where everybody can read it, and give its"
        " address here and to BotFather (/setprivacypolicy)."
    ),
}
CLOCK_OFF = 60  # seconds; reminders come by the minute


@dataclass(frozen=True, slots=True)
class Finding:
    """What was looked at, and how it is; `mend` says what to do, and is empty when all is well."""

    what: str
    how: str
    mend: str = ""

    def __str__(self) -> str:
        mark, mend = ("mend", f" {self.mend}") if self.mend else ("ok", "")
        return f"{mark:>4}  {self.what}: {self.how}{mend}"


def add_commands(commands: Commands) -> None:
    doctor = add_command(
        commands,
        "doctor",
        _doctor,
        "list what is wrong with the set-up, and what to do",
        "Looks at .env, the content, the key and the database, the disk, and the bot on Telegram."
        " It changes nothing. It ends with 1 when there is something to mend.",
        "waymark doctor --live",
    )
    doctor.add_argument(
        "--live",
        action="store_true",
        help="also send the first of OPERATOR_IDS one of each thing that the bot sends",
    )


def _doctor(given: argparse.Namespace) -> int:
    findings = []
    for finding in _looked_at(live=given.live):
        print(finding, flush=True)
        findings.append(finding)
    wrong = sum(bool(finding.mend) for finding in findings)
    print(f"{wrong} to mend." if wrong else "All is well.")
    return 1 if wrong else 0


def _looked_at(*, live: bool) -> Iterator[Finding]:
    try:
        yield from _env_file()
        settings = read_settings()
    except SettingsError as error:
        yield Finding("settings", sentence_of(error), "Nothing else was looked at.")
        return
    yield Finding("settings", "can all be read.")
    yield from _files(settings)
    library = None
    try:
        library = load_ready(settings.content_dir, settings.default_language)
    except Exception as error:
        yield Finding("content", sentence_of(error), "See “waymark check”.")
    if library:
        yield _content(library, settings)
    yield _looked(lambda: asyncio.run(_database(settings)), "database")
    yield from _host(settings)
    yield from asyncio.run(_telegram(settings, library if live else None))


def _looked(look: Callable[[], Finding], subject: str) -> Finding:
    try:
        return look()
    except Exception as error:
        return Finding(subject, sentence_of(error), "It was left as it is.")


def _env_file() -> Iterator[Finding]:
    for sentence in unknown_names():
        yield Finding("settings", sentence, "It has no effect: correct or remove it.")


def _files(settings: Settings) -> Iterator[Finding]:
    files = (ENV_FILE, settings.bot_token_file, key_places(settings).key_file)
    for file in readable_by_others(files):
        yield Finding("secrets", f"{file} is readable by other users.", f"Run: chmod 600 {file}")


def _content(library: Library, settings: Settings) -> Finding:
    languages, default = ", ".join(library.editions), settings.default_language
    if default not in library.editions:
        return Finding(
            "content",
            f"DEFAULT_LANGUAGE is {default!r}, and the pack has {languages}.",
            "Set it to one of these.",
        )
    return Finding("content", f"can be used, in {languages}.")


async def _database(settings: Settings) -> Finding:
    file = database_file(settings.database_url)
    if file and not file.exists():
        return Finding("database", f"{file} is not there yet; the first start makes it.")
    found_key = find_key(key_places(settings), file) if file else None
    try:
        await (await open_database(settings.database_url, found_key)).close()
    except DatabaseInUseError:
        return Finding("database", "is in use, so a bot is running with it.")
    return Finding("database", "opens." if file is None else f"{file} opens with its key.")


def _host(settings: Settings) -> Iterator[Finding]:
    file = database_file(settings.database_url)
    if file:
        folder = next(folder for folder in file.absolute().parents if folder.exists())
        free = shutil.disk_usage(folder).free
        mend = "" if free >= ROOM else "Make room: without it nothing can be kept."
        yield Finding("disk", f"{free // 1024**2:,} MB are free.", mend)
    for name, mend in UNNAMED_HOST.items():
        if not getattr(settings, name):
            yield Finding(name.upper(), "is not set.", mend)
    if not settings.operator_ids:
        yield Finding("OPERATOR_IDS", "is not set, so nobody can use /status; that is allowed.")


async def _telegram(settings: Settings, library: Library | None) -> list[Finding]:
    """`library` is there when the operator is to be sent one of each thing."""
    if settings.bot_token is None:
        how = "is not set, so “waymark run” opens the playground."
        return [Finding("BOT_TOKEN", how, "Make a bot with BotFather, then: waymark init")]
    findings: list[Finding] = []
    try:
        async with opened_bot(settings, settings.bot_token.get_secret_value()) as bot:
            findings += _facts(await facts_of(bot), settings)
            if library and (operator := min(settings.operator_ids, default=None)):
                view = _view(settings, library)
                findings += map(_of_step, await live_check(bot, operator, view))
            elif library:
                advice = "Set OPERATOR_IDS to your own Telegram id."
                findings.append(Finding("--live", "there is nobody to send to.", advice))
    except Exception as error:
        findings.append(Finding("Telegram", sentence_of(error), "The bot was not looked at whole."))
    return findings


def _view(settings: Settings, library: Library) -> View:
    edition = library.editions[library.default_language]
    return View(edition, settings.default_region, "full", datetime.now(UTC).date())


def _of_step(step: LiveCheck) -> Finding:
    mend = ""
    if step.refused:
        mend = "Send the bot /start first." if step.is_unreachable else "Telegram did not take it."
    return Finding(f"live: {step.name}", step.refused or "sent.", mend)


def _facts(facts: BotFacts, settings: Settings) -> Iterator[Finding]:
    yield Finding("Telegram", f"knows the token: @{facts.name}, https://t.me/{facts.name}")
    if facts.reads_all:
        yield Finding(
            "privacy mode",
            "is off, so the bot gets all that is said in its groups.",
            "In BotFather: /setprivacy, Enable; then remove the bot from its groups and add it.",
        )
    if not facts.is_inline:
        yield Finding(
            "inline mode", "is off, so “Share” does nothing.", "In BotFather: /setinline."
        )
    if not facts.joins_groups:
        yield Finding("groups", "may not add the bot.", "In BotFather: /setjoingroups, Enable.")
    if facts.webhook != (settings.webhook_url or ""):
        at_start = "The next start sets it right; if another bot uses this token, stop that one."
        yield Finding("webhook", "Telegram has another one than WEBHOOK_URL.", at_start)
    if facts.webhook_trouble:
        yield Finding(
            "webhook", f"Telegram says: {facts.webhook_trouble}.", "Look at the proxy and the path."
        )
    if facts.clock_off is not None and abs(facts.clock_off) > CLOCK_OFF:
        seconds = round(facts.clock_off)
        yield Finding(
            "clock", f"is {seconds} seconds off Telegram's.", "Set it right: reminders go by it."
        )
