"""The command `health`. A container runs it every minute, so it reads nothing of the bot itself."""

import argparse
import sys
from http.client import HTTPException
from urllib.request import ProxyHandler, build_opener

from bot.cli.help import Commands, add_command
from bot.settings import read_settings


def add_commands(commands: Commands) -> None:
    add_command(
        commands,
        "health",
        _health,
        "ask the running bot whether it is well",
        "Asks /healthz at HTTP_HOST and HTTP_PORT. It ends with 1 when the bot is not well.",
        "waymark health",
    )


def _health(given: argparse.Namespace) -> int:
    settings = read_settings()
    host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(settings.http_host, settings.http_host)  # noqa: S104 - compared, not bound
    host = f"[{host}]" if ":" in host else host
    nearby = build_opener(ProxyHandler({}))  # no proxy has any business with this
    try:
        with nearby.open(f"http://{host}:{settings.http_port}/healthz", timeout=4) as answer:
            print(answer.read().decode())
    except (OSError, HTTPException) as error:
        why = getattr(error, "reason", error)
        if isinstance(why, ConnectionRefusedError):
            why = f"nothing answers on port {settings.http_port}; does the bot run?"
        print(f"Health check failed: {why}", file=sys.stderr)
        return 1
    return 0
