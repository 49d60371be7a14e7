"""An hour of bad luck in a few minutes: real bots, real people's habits, and a ledger outside."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

from playground.server import Playground
from storage.files.keys import DataKey, FoundKey, write_key_file
from storage.store import Store, open_store
from tests.machines.balancer import Balancer
from tests.machines.fast_clocks import FastClock, turn_database
from tests.machines.injected_faults import (
    FileTroubles,
    Outside,
    PostgresTroubles,
    SmallDisk,
    Troubles,
)
from tests.machines.ledger import Ledger, compare, memory_rows
from tests.machines.people import Content, RecentPosts, enrol, plan_reminders
from tests.machines.processes import Machine, watched
from tests.machines.recorded_world import world_of
from tests.machines.trial import Trial
from tests.postgres import PostgresServer

SPEED = 12.0  # five minutes are an hour
PEOPLE, REMINDERS = 12, 8  # reminders for each
PAUSE = 2.5  # seconds between what one person does
AFTERWARDS = timedelta(hours=3)  # longer than any wait has grown
CALM_WITHIN = 60.0  # seconds
MACHINES = 3
TURNED = ("tests.machines.fast_clock_bot",)


async def torture_both(
    server: PostgresServer, folder: Path, content: Content, seconds: float, every: float
) -> list[Ledger]:
    """Both engines side by side, each with a world of its own."""
    folders = [folder / engine for engine in ("postgresql", "sqlite")]
    for path in folders:
        path.mkdir()
    async with asyncio.TaskGroup() as tasks:
        ledgers = [
            tasks.create_task(torture_postgres(server, folders[0], content, seconds, every)),
            tasks.create_task(torture_sqlite(folders[1], content, seconds, every)),
        ]
    return [ledger.result() for ledger in ledgers]


async def torture_postgres(
    server: PostgresServer, folder: Path, content: Content, seconds: float, every: float
) -> Ledger:
    """Three machines behind a proxy; one of them is spared, to see whether its memory grows."""
    trial, outside = _trial(folder)
    url = await server.new_database()
    await turn_database(url, trial.clock)
    async with Playground(trial.world, second=1 / SPEED) as playground:
        settings = _settings(playground, content, trial, outside) | {
            "DATABASE_URL": url,
            "WEBHOOK_URL": "https://bot.example/hook",
            "WEBHOOK_SECRET": "only-telegram-knows",
        }
        trial.machines = [Machine(f"bot{n}", folder, settings, TURNED) for n in range(MACHINES)]
        troubles = PostgresTroubles(trial, outside, trial.machines[0], server=server)
        async with Balancer(trial.machines).serving() as trial.world.door, _ended(trial):
            await trial.start_all()
            async with _opened(url) as store:
                owners = await _people_come(trial, store, content, seconds)
            await _suffer(trial, content, troubles, seconds, every)
            await turn_database(url, trial.clock, AFTERWARDS)
            for machine in trial.machines:
                await trial.restart(machine)  # whoever is connected knows the old clock
            await trial.calm(set(owners), CALM_WITHIN)
            async with _opened(url) as store:
                return await _judged("PostgreSQL, three machines", trial, troubles, store, owners)


async def torture_sqlite(folder: Path, content: Content, seconds: float, every: float) -> Ledger:
    """One machine that polls, and its file."""
    trial, outside = _trial(folder)
    disk, key, key_file = SmallDisk(folder / "data"), DataKey.make(), folder / "key"
    write_key_file(key_file, key)
    database = disk.folder / "waymark.db"
    found = FoundKey(key, key_file, is_new=False)
    disk.mount()
    try:
        async with Playground(trial.world, second=1 / SPEED) as playground:
            settings = _settings(playground, content, trial, outside) | {
                "DATABASE_URL": f"sqlite:///{database}",
                "DATA_KEY_FILE": str(key_file),
            }
            trial.machines = [Machine("bot", folder, settings, TURNED)]
            async with _opened(f"sqlite:///{database}", found) as store:
                owners = await _people_come(trial, store, content, seconds)
            troubles = FileTroubles(trial, outside, database=database, key=key, disk=disk)
            async with _ended(trial):
                await trial.start_all()
                await _suffer(trial, content, troubles, seconds, every)
                outside.say(ahead=AFTERWARDS.total_seconds())
                await trial.calm(set(owners), CALM_WITHIN)
            async with _opened(f"sqlite:///{database}", found) as store:
                ledger = await _judged("SQLite, one machine", trial, troubles, store, owners)
            ledger.trouble("starts on a read-only disk that were not refused", troubles.refusals)
            return ledger
    finally:
        disk.unmount()


def _trial(folder: Path) -> tuple[Trial, Outside]:
    trial = Trial(world_of(PEOPLE), FastClock(datetime.now(UTC), SPEED), Random())  # noqa: S311
    trial.world.faults.dice = trial.chance.random
    outside = Outside(folder / "outside.json")
    outside.say(ahead=0, names_fail=False)
    return trial, outside


def _settings(
    playground: Playground, content: Content, trial: Trial, outside: Outside
) -> dict[str, str]:
    return {
        "BOT_TOKEN": playground.token,
        "CONTENT_DIR": str(content.folder),
        "TRIALS": "off",
        "BOT_API_URL": playground.url.replace("127.0.0.1", "localhost"),
        "TURNED_BEGAN": str(trial.clock.began.timestamp()),
        "TURNED_SPEED": str(SPEED),
        "TURNED_BY": str(outside.file),
    }


@asynccontextmanager
async def _opened(url: str, found: FoundKey | None = None) -> AsyncIterator[Store]:
    store = await open_store(url, found)
    try:
        yield store
    finally:
        await store.close()


@asynccontextmanager
async def _ended(trial: Trial) -> AsyncIterator[None]:
    try:
        yield
    finally:
        trial.end_all()


async def _people_come(
    trial: Trial, store: Store, content: Content, seconds: float
) -> dict[int, int]:
    people = list(trial.world.people)
    await enrol(store, content.library, people)
    kind, within = content.reminder_kind, seconds * SPEED
    now = trial.clock.now()
    return await plan_reminders(store, people, kind, REMINDERS, now, within, trial.chance)


async def _suffer(
    trial: Trial, content: Content, troubles: Troubles, seconds: float, every: float
) -> None:
    writers = RecentPosts(trial.world, content.pages, trial.chance, PAUSE)
    async with watched(trial.machines), writers.acting():
        await troubles.go_on(seconds, every)
        for machine in trial.machines:
            await machine.until_ready()


async def _judged(
    title: str, trial: Trial, troubles: Troubles, store: Store, owners: dict[int, int]
) -> Ledger:
    ledger = Ledger(title)
    trial.count(ledger)
    ledger.not_here = troubles.not_here()
    for name, times in troubles.brought_about():
        ledger.count(f"· {name}", times or "not this time")
    await compare(ledger, trial.world, store, owners, trial.cuts)
    memory_rows(ledger, troubles.spared or trial.machines[0])
    return ledger
