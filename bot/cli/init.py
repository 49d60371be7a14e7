"""`waymark init`: asks for the token and who runs the bot, looks at the token, writes .env."""

import argparse
import asyncio
import sys
from getpass import getpass
from typing import Any

from telegram.error import InvalidToken

from bot.cli.env_file import ENV_FILE, unknown_names, write_env
from bot.cli.help import Commands, add_command
from bot.edge.bot_api import BotFacts, facts_of, opened_bot
from bot.edge.commands import register
from bot.library.load.load import load_ready
from bot.routes import COMMANDS
from bot.settings import TAKES, TOKEN, Settings, SettingsError, read_settings

TRIES = 3
#: What is asked after the token; an empty answer leaves a setting as it is.
ASKED = {
    "HOST_NAME": "Who runs this bot, as people will read it (a name or a group)",
    "HOST_CONTACT": "How they reach you (an address, a phone number or an @name)",
    "DEFAULT_REGION": "Whose emergency numbers come first, such as GB; empty for all countries",
    "OPERATOR_IDS": "Your own Telegram id, for /status and doctor --live (@userinfobot tells it)",
}
IN_BOTFATHER = """Now, in BotFather:
  /setname          a name without a health word: it shows on locked phones
  /setuserpic       a neutral picture
  /setinline        on, with a hint such as: a word or a name
  /setprivacy       leave it on
  /setprivacypolicy the address of your completed PRIVACY.md, as in PRIVACY_URL"""


def add_commands(commands: Commands) -> None:
    init = add_command(
        commands,
        "init",
        _init,
        "ask for the token and the rest, and write .env",
        "Asks for the token from BotFather, looks whether Telegram knows it, and for who runs the"
        " bot. Writes .env, which only you can read; other lines in it stay.",
        "waymark init --describe",
    )
    init.add_argument(
        "--describe",
        action="store_true",
        help="also set the description, the about text and the commands now, in every language"
        " (the bot does so by itself at its start)",
    )


def _init(given: argparse.Namespace) -> int:
    for sentence in unknown_names():
        print(sentence)
    settings = read_settings()
    token, facts = _token(settings)
    print(f"Telegram knows it: @{facts.name}")
    answers = {"BOT_TOKEN": token} | _answers()
    write_env(answers)
    print(f"{ENV_FILE} is written, and only you can read it.")
    if given.describe:
        asyncio.run(_describe(settings, token))
        print("Telegram has the description, the about text and the commands.")
    print(IN_BOTFATHER)
    print(f"Then start it: ./waymark run. Look at it: https://t.me/{facts.name}")
    return 0


def _token(settings: Settings) -> tuple[str, BotFacts]:
    for _ in range(TRIES):
        token = _asked_secretly("The token from BotFather (it is not shown): ").strip()
        if not TOKEN.fullmatch(token):
            print("That is no token; one looks like 123456:ABC...")
            continue
        try:
            return token, asyncio.run(_facts(settings, token))
        except InvalidToken:
            print("Telegram does not know this token: copy it whole from BotFather.")
    raise SettingsError("No token was given, so nothing was written: ask BotFather for one.")


async def _facts(settings: Settings, token: str) -> BotFacts:
    async with opened_bot(settings, token) as bot:
        return await facts_of(bot)


def _asked_secretly(prompt: str) -> str:
    try:
        return getpass(prompt) if sys.stdin.isatty() else input()
    except EOFError:
        return ""


def _answers() -> dict[str, str]:
    answers = {}
    for name, question in ASKED.items():
        if answer := _answer(name, question):
            answers[name] = answer
    return answers


def _answer(name: str, question: str) -> str:
    """What was typed, asked again while the setting does not take it."""
    while True:
        try:
            answer = input(f"{question}: ").strip()
        except EOFError:
            return ""
        if name == "DEFAULT_REGION":
            answer = answer.upper()
        if not answer or _is_taken(name, answer):
            return answer
        print(f"It takes {TAKES[name.lower()]}.")


def _is_taken(name: str, answer: str) -> bool:
    given: dict[str, Any] = {name.lower(): answer}
    try:
        Settings(_env_file=None, **given)
    except ValueError:
        return False
    return True


async def _describe(settings: Settings, token: str) -> None:
    library = load_ready(settings.content_dir, settings.default_language)
    async with opened_bot(settings, token) as bot:
        await register(bot, library, COMMANDS)
