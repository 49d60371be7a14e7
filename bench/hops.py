"""How far three flows go through our code: python -m bench.hops [flow].

The whole bot on an encrypted SQLite file, with the playground for Telegram: files of ours that are
entered, distinct functions, calls, SQL statements (BEGIN and COMMIT left out), and trips to
aiosqlite's threads. Each flow has run before, so that nothing is counted that only happens once.
Named after a flow, its files and statements follow.
"""

import asyncio
import sys
import tempfile
import threading
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import CodeType, FrameType
from typing import Any

from bench.bots.ours import CONTENT, opened
from bench.processes import ROOT
from bot.app import build_application
from bot.edge.application import AnyApplication
from bot.edge.rate_limiter import RateLimiter
from bot.jobs.reminders import ReminderWorker
from bot.library.load.load import load_ready
from bot.library.model.library import Library
from bot.settings import Settings
from bot.turns.services import Services
from playground.actions import Somebody
from playground.clock import Clock
from playground.people import ANA, BEN, SUPERGROUP_ID, THEO
from playground.server import Playground
from playground.world import World
from storage.engine import sqlcipher, sqlite
from storage.records import Person
from storage.store import Store

OURS = tuple(str(ROOT / package) + "/" for package in ("bot", "storage"))
NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
RULE = "2026-11-24 10:00"


@dataclass
class Count:
    """What was entered and asked while it counts."""

    is_on: bool = False
    calls: Counter[CodeType] = field(default_factory=Counter)
    statements: list[str] = field(default_factory=list)
    trips: int = 0

    @property
    def files(self) -> list[str]:
        return sorted({code.co_filename.removeprefix(f"{ROOT}/") for code in self.calls})

    def profile(self, frame: FrameType, event: str, _: Any) -> None:
        if self.is_on and event == "call" and frame.f_code.co_filename.startswith(OURS):
            self.calls[frame.f_code] += 1

    def asked(self, sql: str) -> None:
        if self.is_on and not sql.startswith(("BEGIN", "COMMIT", "PRAGMA")):
            self.statements.append(sql)

    def row(self, name: str) -> str:
        functions, calls = len(self.calls), self.calls.total()
        numbers = (len(self.files), functions, calls, len(self.statements), self.trips)
        return f"{name:22}" + "".join(f"{number:12,}" for number in numbers)


@dataclass
class Bench:
    """The bot, the people around it, and what counts."""

    services: Services
    application: AnyApplication
    world: World
    count: Count

    @contextmanager
    def counting(self) -> Iterator[Count]:
        self.count.calls.clear()
        self.count.statements.clear()
        self.count.trips, self.count.is_on = 0, True
        try:
            yield self.count
        finally:
            self.count.is_on = False

    async def answer(self) -> None:
        """Deal with the updates that wait, as the application does while it runs."""
        application = self.application
        for update in await application.bot.get_updates(timeout=0):
            await application.bot.get_updates(offset=update.update_id + 1, timeout=0)
            with self.counting():
                turn = application.process_update(update)
                await application.update_processor.process_update(update, turn)

    async def tap_that_saves(self) -> None:
        """Ana reads about surgery, which is not on her list any more, and saves it."""
        ana, store = Somebody(self.world, ANA), self.services.store
        async with store.transaction():
            await store.bookmarks.remove_ref(ANA, "page", "surgery", self.services.clock())
        ana.starts("surgery")
        await self.answer()
        bot_id = self.world.bot.id
        messages = self.world.chats[ANA].messages.values()
        shown = max(message.id for message in messages if message.sender["id"] == bot_id)
        ana.taps(shown, "keep:p:surgery", forced=True)
        await self.answer()

    async def due_reminder(self) -> None:
        """Ben hears of something that is due once."""
        worker = ReminderWorker(self.services, self.application.bot, RateLimiter(None))
        store, now = self.services.store, self.services.clock()
        self.world.started.add(BEN)
        async with store.transaction():
            kept = await store.reminders.add(BEN, now, kind="trials", rule=RULE, time_zone="UTC")
            await store.reminders.plan(kept, "once", now)
        with self.counting():
            await worker.deliver_due()

    async def card_in_a_group(self) -> None:
        """A member asks for a card, long after the last one."""
        self.world.clock.jump(timedelta(hours=2))
        Somebody(self.world, THEO, SUPERGROUP_ID).says("/card surgery")
        await self.answer()


FLOWS: dict[str, Callable[[Bench], Awaitable[None]]] = {
    "tap": Bench.tap_that_saves,
    "reminder": Bench.due_reminder,
    "card": Bench.card_in_a_group,
}


@asynccontextmanager
async def opened_bench(folder: Path, library: Library, count: Count) -> AsyncIterator[Bench]:
    world = World(clock=Clock(lambda: NOW))
    store = await opened(folder)
    try:
        async with Playground(world) as playground:
            settings = Settings(_env_file=None, bot_api_url=playground.url, default_region="US")
            services = Services(library, store, settings, world.clock.now)
            await know(store, library.consent_version)
            limiter = RateLimiter(None)
            async with build_application(
                services, playground.token, rate_limiter=limiter
            ) as application:
                yield Bench(services, application, world, count)
    finally:
        await store.close()


async def know(store: Store, version: str) -> None:
    """Ana and Ben agreed that something is kept."""
    async with store.transaction():
        for id_ in (ANA, BEN):
            known = Person(id_, "en", "US", "full", "UTC", None, None, NOW.date())
            await store.people.give_consent(known, version, NOW)


def watch(count: Count) -> None:
    """Counts what the database is asked, and the ways to its threads."""
    connect, round_trip = sqlcipher.connect, sqlite._Thread.round_trip

    def traced(*args: Any, **how: Any) -> Any:
        connection = connect(*args, **how)
        connection.set_trace_callback(count.asked)
        return connection

    async def counted(thread: Any, work: Any) -> Any:
        count.trips += count.is_on
        return await round_trip(thread, work)

    sqlcipher.connect = traced
    sqlite._Thread.round_trip = counted  # type: ignore[assignment, method-assign]
    threading.setprofile(count.profile)
    sys.setprofile(count.profile)


async def main(names: list[str]) -> None:
    count = Count()
    library = load_ready(CONTENT, "en")
    watch(count)  # only now: to be watched makes it three times as slow
    titles = ("files", "functions", "calls", "statements", "trips")
    print(" " * 22 + "".join(f"{title:>12}" for title in titles))
    with tempfile.TemporaryDirectory(prefix="waymark-bench-") as folder:
        async with opened_bench(Path(folder), library, count) as bench:
            for name, flow in FLOWS.items():
                for _ in range(2):
                    await flow(bench)
                print(count.row(name))
                if name in names:
                    print(*(f"  {line}" for line in (*count.files, *count.statements)), sep="\n")


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1:]))
