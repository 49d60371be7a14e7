"""The bot as it is, in a process whose clock and name server somebody outside can turn.

`python -m tests.machines.fast_clock_bot` is `python -m bot run`: only what a process asks of its
computer is answered otherwise, as TURNED_BEGAN, TURNED_SPEED and the file TURNED_BY say.
"""

import json
import os
import socket
import time
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any
from unittest.mock import patch

from bot.cli import running
from bot.cli.main import main as cli
from bot.edge import http_clients
from bot.runtime.serve import run_bot
from tests.machines.fast_clocks import FastClock

LOOK_EVERY = 0.1  # seconds
SHORTEST = 2.0  # seconds; a time-out below says more about a busy computer than about the bot
TIME_OUTS = ("CONNECT", "READ", "WRITE", "POOL")
API_HOST = "localhost"


class Turned:
    """What the one outside says: how far the clock is ahead, and whether names are found."""

    def __init__(self, file: Path, clock: FastClock) -> None:
        self._file, self._clock = file, clock
        self._said: dict[str, Any] = {}
        self._looked_at = 0.0

    def now(self) -> datetime:
        return self._clock.now() + timedelta(seconds=self._look().get("ahead", 0))

    def find(self, real: Any, host: Any, *args: Any, **given: Any) -> Any:
        """As `socket.getaddrinfo` does."""
        if host in (API_HOST, API_HOST.encode()) and self._look().get("names_fail"):
            raise socket.gaierror(socket.EAI_AGAIN, "Temporary failure in name resolution")
        return real(host, *args, **given)

    def _look(self) -> dict[str, Any]:
        now = time.monotonic()
        if now - self._looked_at > LOOK_EVERY:
            self._said, self._looked_at = json.loads(self._file.read_text()), now
        return self._said


def main() -> None:
    began = datetime.fromtimestamp(float(os.environ["TURNED_BEGAN"]), UTC)
    clock = FastClock(began, float(os.environ["TURNED_SPEED"]))
    turned = Turned(Path(os.environ["TURNED_BY"]), clock)
    socket.getaddrinfo = partial(turned.find, socket.getaddrinfo)
    for name in TIME_OUTS:
        setattr(http_clients, name, max(SHORTEST, getattr(http_clients, name) / clock.speed))
    # It refuses a name that is not there: else the clock would stay as it is, and nobody notice.
    with patch.object(running, "run_bot", partial(run_bot, clock=turned.now)):
        cli(["run"])


if __name__ == "__main__":
    main()
