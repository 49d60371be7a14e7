"""Generated updates, one after the other, into the real application; and all that went wrong.

`python -m tests.machines.flood COUNT SEED` is a process that prints its ledger and ends with 1
when something is off.
"""

import asyncio
import json
import logging
import sys
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from telegram import Update
from telegram.request import BaseRequest, RequestData

from bot.app import build_application
from bot.edge.rate_limiter import RateLimiter
from bot.library.load.load import load_library
from bot.library.model.library import Library
from bot.settings import Settings
from bot.turns.services import Services
from playground.api import BotApi
from playground.clock import Clock
from playground.parameters import Upload
from playground.people import PERSONAS
from playground.world import World
from storage.store import IN_MEMORY_URL, open_store
from tests.jobs.setting import agree
from tests.machines.generated import Generator
from tests.machines.ledger import Ledger

CONTENT = Path(__file__).parents[2] / "content"
NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
KEPT_MESSAGES = 50  # in each chat of the world; it is there to be asked, not to remember


class Straight(BaseRequest):
    """Asks the playground's Bot API without a socket between, or 100,000 updates would take hours.

    Everything above and below the socket is what it always is.
    """

    def __init__(self, world: World) -> None:
        self._api = BotApi(world)

    @property
    def read_timeout(self) -> float | None:
        return None

    async def initialize(self) -> None:
        """Nothing to open."""

    async def shutdown(self) -> None:
        """Nothing to close."""

    async def do_request(
        self,
        url: str,
        method: str,  # noqa: ARG002 - PTB names it
        request_data: RequestData | None = None,
        *_: Any,
        **__: Any,
    ) -> tuple[int, bytes]:
        token, called = url.rpartition("/bot")[2].split("/")
        given: dict[str, Any] = {}
        if request_data:
            files = request_data.multipart_data.items()
            uploads = {
                field: Upload(name or "file", bytes(content))  # type: ignore[arg-type]
                for field, (name, content, _) in files
            }
            given = {**request_data.json_parameters, **uploads}
        status, body = await self._api.call(token, called, given)
        return status, json.dumps(body).encode()


@dataclass
class Outcome:
    """What became of them."""

    unreadable: Counter[str] = field(default_factory=Counter)
    answered: Counter[str] = field(default_factory=Counter)
    calls: int = 0
    #: The errors that the bot wrote into its log, and how often each.
    unhandled: Counter[str] = field(default_factory=Counter)

    def ledger(self, seed: int) -> Ledger:
        ledger = Ledger(f"Generated updates, seed {seed}")
        ledger.count("answered, or left in silence", f"{self.answered.total():,}")
        ledger.count("refused at the door", f"{self.unreadable.total():,}")
        ledger.count("calls of the Bot API", f"{self.calls:,}")
        for kind, times in sorted((self.answered + self.unreadable).items()):
            ledger.count(f"· {kind}", f"{times:,}")
        raised = [f"{error} ({times})" for error, times in self.unhandled.most_common()]
        ledger.trouble("raised and not handled", raised)
        return ledger


class _Errors(logging.Handler):
    def __init__(self, found: Counter[str]) -> None:
        super().__init__(logging.ERROR)
        self._found = found

    def emit(self, record: logging.LogRecord) -> None:
        said = record.getMessage()
        self._found[said.partition(": ")[2] or said] += 1


async def flood(library: Library, count: int, seed: int) -> Outcome:
    """As they come in at the webhook: what PTB can't read is refused there."""
    outcome, world = Outcome(), World(clock=Clock(lambda: NOW))
    world.started = {person.id for person in PERSONAS}
    store = await open_store(IN_MEMORY_URL)
    services = Services(library, store, Settings(_env_file=None), world.clock.now)
    application = build_application(services, world.bot.token, rate_limiter=RateLimiter(None))
    application.bot._request = (Straight(world), Straight(world))
    errors = _Errors(outcome.unhandled)
    logging.getLogger().addHandler(errors)
    try:
        await agree(store, PERSONAS[0].id)
        async with application:
            for made in Generator(seed).updates(count):
                kind = next((name for name in made if name != "update_id"), "nothing")
                try:
                    update = Update.de_json(json.loads(json.dumps(made)), application.bot)
                except Exception:  # whatever PTB stumbles over
                    outcome.unreadable[kind] += 1
                    continue
                outcome.answered[kind] += 1
                await application.process_update(update)
                _forget(world)
        outcome.calls = sum(call.n for call in world.ledger.after()[-1:])
    finally:
        logging.getLogger().removeHandler(errors)
        await store.close()
    return outcome


def _forget(world: World) -> None:
    for chat in world.chats.values():
        while len(chat.messages) > KEPT_MESSAGES:
            del chat.messages[min(chat.messages)]


def main(count: int, seed: int, content: Path = CONTENT) -> int:
    outcome = asyncio.run(flood(load_library(content), count, seed))
    ledger = outcome.ledger(seed)
    print(ledger)  # noqa: T201 - it is what this is for
    return 0 if ledger.is_clean else 1


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]), int(sys.argv[2])))
