"""What the worker does when many reminders are due: python -m bench.reminder_worker [how many].

The whole bot runs on an encrypted file, and Telegram is a process of its own that answers after
50 ms. The usual 1,800 reminders take about two minutes, 10,000 about seven.
"""

import asyncio
import sys
import tempfile
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import cycle
from pathlib import Path
from random import Random
from typing import Any

import httpx

from bench.figures import quantile
from bench.processes import api
from bench.slow_api import ANSWER_AFTER
from bot import callback_data
from bot.app import running
from bot.edge.rate_limiter import Rates
from bot.library.load.load import load_library
from bot.settings import Settings
from bot.turns.services import Services
from storage.files.keys import DataKey, FoundKey
from storage.records import Person
from storage.store import Store, open_store

CONTENT = Path(__file__).parents[1] / "content"
TOKEN = "100001:bench"  # noqa: S105 - opens nothing
USUAL_SIZE = 1800  # reminders
RATES = Rates()
TAPPERS = 5  # people
BETWEEN_TAPS = 1.5  # seconds, for each of them: a chat takes one message a second
CALLS_A_TAP = 2  # the query is answered, then the message is edited
IDLE = 60  # reminders, one at a time
APART = 0.5  # seconds, on average
CALM = 10  # seconds of taps alone, to compare with
PAGE = "hormone-therapy"
WIRES = (
    callback_data.PAGE(PAGE),
    callback_data.KEEP("p", PAGE),
    callback_data.PAGE(PAGE),
    callback_data.SAVED("p", PAGE),
)


@dataclass
class Bench:
    """One bot, and what is measured of it."""

    services: Services
    telegram: httpx.AsyncClient
    size: int
    chance: Random = field(default_factory=lambda: Random(7))  # noqa: S311 - repeats itself

    async def fill(self) -> None:
        """People who agreed; those who tap come after those who are reminded."""
        store, today = self.services.store, datetime.now(UTC)
        version = self.services.library.consent_version
        async with store.transaction():
            for id_ in range(1, self.size + TAPPERS + 1):
                person = Person(id_, "en", "US", "full", "UTC", None, None, today.date())
                await store.people.give_consent(person, version, today)

    async def plan(self, due: Mapping[int, datetime]) -> None:
        """A reminder for each of these people at this moment, finer than a rule could say."""
        store, now = self.services.store, datetime.now(UTC)
        rule = f"1 every 1 month {now.date() + timedelta(days=1)} 10:00"
        async with store.transaction():
            for id_, at in due.items():
                reminder = await store.reminders.add(
                    id_, now, kind="trials", rule=rule, time_zone="UTC"
                )
                await store.reminders.plan(reminder, at.isoformat(), at)
        self.services.due_changed.set()

    async def sent(self) -> list[tuple[int, float]]:
        """Chat and time of every message, since the beginning."""
        answer = (await self.telegram.get("/sent")).json()
        return [(chat_id, at) for chat_id, at in answer["result"]]

    async def until_sent(self, count: int) -> list[float]:
        """The times of the first so many messages."""
        while len(sent := await self.sent()) < count:  # noqa: ASYNC110 - looking is cheap here
            await asyncio.sleep(1)
        return sorted(at for _, at in sent[:count])

    async def tap_beside(self, work: Any) -> tuple[Any, list[float]]:
        """People tap while the work goes on: what it gave, and the seconds their answers took."""
        took: list[float] = []
        tappers = [asyncio.create_task(self.tap(n, took)) for n in range(1, TAPPERS + 1)]
        result = await work
        for tapper in tappers:
            tapper.cancel()
            with suppress(asyncio.CancelledError):
                await tapper
        return result, took

    async def tap(self, number: int, took: list[float]) -> None:
        """One person reads, keeps and drops for ever; Telegram's own time does not count."""
        for wire in cycle(WIRES):
            given: dict[str, str | int] = {"person": self.size + number, "data": wire}
            answer = (await self.telegram.get("/tap", params=given)).json()
            took.append(answer["result"] - CALLS_A_TAP * ANSWER_AFTER)
            await asyncio.sleep(BETWEEN_TAPS * self.chance.uniform(0.5, 1.5))

    async def lateness(self) -> list[float]:
        """How late reminders leave that are due one by one."""
        moment, due = datetime.now(UTC) + timedelta(seconds=1), {}
        for id_ in range(1, IDLE + 1):
            moment += timedelta(seconds=APART * self.chance.uniform(0.2, 1.8))
            due[id_] = moment
        before = len(await self.sent())
        await self.plan(due)
        await self.until_sent(before + IDLE)
        sent = (await self.sent())[before:]
        return [at - due[chat_id].timestamp() for chat_id, at in sent]


async def measure(size: int) -> None:
    """Fill, let go, and print."""
    with (
        tempfile.TemporaryDirectory(prefix="waymark-bench-") as folder,
        api("bench.slow_api") as url,
    ):
        store = await opened_store(folder)
        settings = Settings(_env_file=None, bot_api_url=url)
        services = Services(load_library(CONTENT), store, settings, lambda: datetime.now(UTC))
        async with httpx.AsyncClient(base_url=url, timeout=60) as telegram:
            bench = Bench(services, telegram, size)
            await bench.fill()
            await bench.plan({id_: datetime.now(UTC) for id_ in range(1, size + 1)})
            async with running(services, TOKEN):
                spent = time.process_time()
                times, busy = await bench.tap_beside(bench.until_sent(size))
                spent = (time.process_time() - spent) / (times[-1] - times[0])
                _, calm = await bench.tap_beside(asyncio.sleep(CALM))
                late = await bench.lateness()
        await store.close()
    show(times, spent, {"busy": busy, "calm": calm, "late": late})


async def opened_store(folder: str) -> Store:
    key = FoundKey(DataKey.make(), None, is_new=False)
    return await open_store(f"sqlite:///{folder}/waymark.db", key)


def show(times: list[float], spent: float, seconds: Mapping[str, list[float]]) -> None:
    """A small table. An answer to a tap takes its place in the rate, as a reminder does."""
    said = len(times) + len(seconds["busy"])
    ideal, took = (said - 1) / RATES.overall, times[-1] - times[0]
    busiest = most_within_a_second(times)
    rows = [
        (f"{len(times):,} due at once, with taps ideally", f"{ideal:.2f} s"),
        ("took", f"{took:.2f} s ({(took / ideal - 1) * 100:+.1f} %)"),
        ("most in one second", f"{busiest} (the rate is {RATES.overall})"),
        ("of one core", f"{spent * 100:.0f} %"),
    ]
    names = {"busy": "taps meanwhile", "calm": "taps alone", "late": "lateness when idle"}
    for name, title in names.items():
        for percent in (50, 99):
            value = quantile(seconds[name], percent) * 1000
            rows.append((f"{title}, p{percent} of {len(seconds[name])}", f"{value:.1f} ms"))
    for left, right in rows:
        print(f"{left:34} {right:>26}")


def most_within_a_second(times: list[float]) -> int:
    return max(
        sum(start <= at < start + 1 for at in times[n : n + 100]) for n, start in enumerate(times)
    )


if __name__ == "__main__":
    asyncio.run(measure(int(sys.argv[1]) if len(sys.argv) > 1 else USUAL_SIZE))
