"""Three bots on one PostgreSQL behind one webhook, killed and restarted while people use them.

SECONDS=120 PEOPLE=30 RESTARTS=9 is the full size; `pytest -s` shows the ledger.
"""

import asyncio
import os
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from itertools import cycle, islice
from pathlib import Path
from random import Random

from playground.faults import Fault, FaultKind
from playground.server import Playground
from storage.store import Store, open_store
from tests.asthma_pack import write_asthma
from tests.machines.balancer import Balancer
from tests.machines.fast_clocks import FastClock, turn_database
from tests.machines.ledger import Ledger, compare, questions_kept
from tests.machines.people import Content, RecentPosts, enrol, plan_reminders
from tests.machines.processes import Machine
from tests.machines.recorded_world import world_of
from tests.machines.trial import Trial
from tests.postgres import PostgresServer
from tests.postgres import postgres_server as postgres_server

SECONDS = float(os.environ.get("SECONDS", "2"))
PEOPLE = int(os.environ.get("PEOPLE", "10"))
REMINDERS = int(os.environ.get("REMINDERS", "4"))  # a person
RESTARTS = int(os.environ.get("RESTARTS", "1"))  # before anybody is killed
MACHINES = 3
SPEED = 20  # times as fast as usual runs the database's clock: waits of half a minute are short
RATE = 20  # messages a second, over all machines
PAUSE = 2 * PEOPLE / (RATE / 2)  # seconds between what one person does; each time the bot says two
# things, so people ask for half of the rate: more, and they would have to wait for their turn
ON_THE_WAY = 1.2  # what is sent in one second may arrive in less
CALM_WITHIN = 60.0  # seconds after the last kill, in which all has to come right
SAID = frozenset({"sendMessage", "editMessageText"})
TROUBLES = (
    Fault(FaultKind.TORN_AFTER, None, 0.03, frozenset({"sendMessage", "webhook"})),
    Fault(FaultKind.SERVER, None, 0.03, SAID, status=502),
    Fault(FaultKind.DELAY, None, 0.2, SAID, seconds=0.15),
)


def machine(
    number: int, folder: Path, content: Content, playground: Playground, url: str
) -> Machine:
    settings = {
        "BOT_TOKEN": playground.token,
        "CONTENT_DIR": str(content.folder),
        "TRIALS": "off",
        "BOT_API_URL": playground.url,
        "DATABASE_URL": url,
        "WEBHOOK_URL": "https://bot.example/hook",
        "WEBHOOK_SECRET": "only-telegram-knows",
        "SENDS_PER_SECOND": str(RATE),
    }
    return Machine(f"bot{number}", folder, settings)


@asynccontextmanager
async def three_machines(
    url: str, folder: Path, content: Content
) -> AsyncIterator[tuple[Trial, Balancer]]:
    """Up and running, behind a proxy that knows no sessions."""
    clock = FastClock(datetime.now(UTC), SPEED)
    trial = Trial(world_of(PEOPLE), clock, Random())  # noqa: S311
    trial.world.faults.dice = trial.chance.random
    await turn_database(url, clock)
    async with Playground(trial.world) as playground:
        trial.machines = [machine(n, folder, content, playground, url) for n in range(MACHINES)]
        balancer = Balancer(trial.machines)
        async with balancer.serving() as trial.world.door:
            try:
                await trial.start_all()
                yield trial, balancer
            finally:
                trial.end_all()


async def restart_all(trial: Trial, writers: RecentPosts, store: Store) -> set[tuple[int, int]]:
    """One after the other, as an upgrade does it; what was written meanwhile and is not kept."""
    async with writers.acting():
        for machine in islice(cycle(trial.machines), RESTARTS):
            await trial.restart(machine)
            await asyncio.sleep(PAUSE)
    end = time.monotonic() + CALM_WITHIN
    while (unkept := await not_kept(trial, writers, store)) and time.monotonic() < end:
        if trial.is_quiet():
            break
        await asyncio.sleep(0.1)
    return unkept


async def not_kept(trial: Trial, writers: RecentPosts, store: Store) -> set[tuple[int, int]]:
    kept, _ = await questions_kept(store, trial.world)
    return {(id_, n + 1) for id_, count in writers.written.items() for n in range(count)} - kept


async def pull_plugs(trial: Trial) -> None:
    """Kill one, or ask it to stop; the others go on."""
    end = time.monotonic() + SECONDS
    while time.monotonic() < end:
        await asyncio.sleep(trial.chance.uniform(0.5, 2))
        machine = trial.chance.choice(trial.machines)
        await (trial.kill(machine) if trial.chance.random() < 0.6 else trial.restart(machine))


def rate_rows(ledger: Ledger, trial: Trial, balancer: Balancer) -> None:
    most = trial.world.faults.most_in_a_second()
    ledger.count("updates taken by each", " ".join(map(str, balancer.taken.values())))
    ledger.count("passed over, for it was down", balancer.passed_over)
    ledger.count("most messages in a second", f"{most}, allowed {RATE}")
    ledger.trouble("too many in a second", [most] if most > RATE * ON_THE_WAY else [])


async def test_three_machines_lose_nothing_and_keep_order_while_they_are_killed(
    postgres_server: PostgresServer, tmp_path: Path
) -> None:
    url = await postgres_server.new_database()
    content = Content(write_asthma(tmp_path / "pack"))
    ledger = Ledger(f"Three machines on one PostgreSQL, {SECONDS:.0f} s of kills")
    async with three_machines(url, tmp_path, content) as (trial, balancer):
        store, people = await open_store(url), list(trial.world.people)
        await enrol(store, content.library, people)
        owners = await plan_reminders(
            *(store, people, content.reminder_kind, REMINDERS),
            *(trial.clock.now(), SECONDS * SPEED, trial.chance),
        )
        writers = RecentPosts(trial.world, content.pages, trial.chance, PAUSE)
        ledger.trouble("written in restarts and lost", await restart_all(trial, writers, store))
        for fault in TROUBLES:
            trial.world.faults.switch_on(fault)
        async with writers.acting():
            await pull_plugs(trial)
        trial.world.faults.switch_off()
        await trial.calm(set(owners), CALM_WITHIN)
        trial.count(ledger)
        rate_rows(ledger, trial, balancer)
        await compare(ledger, trial.world, store, owners, trial.cuts)
        await store.close()
    print(ledger)  # noqa: T201
    assert ledger.is_clean, ledger
    assert trial.world.questions
