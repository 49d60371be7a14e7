"""`kill -9` while delivering, again and again, while Telegram fails in every way it can.

KILLS=200 REMINDERS=2000 is the full size; `pytest -s` shows the counts.
"""

import asyncio
import multiprocessing
import os
import time
from dataclasses import dataclass, field
from datetime import timedelta
from multiprocessing.process import BaseProcess
from pathlib import Path
from random import Random

import pytest

from bot.domain.recurrence import Every, Once, Rule, Unit, to_text
from bot.planning.reminders import plan
from bot.settings import Settings
from bot.turns.services import Services
from playground.server import Playground
from storage.files.keys import DataKey, write_key_file
from storage.store import Store, open_store
from tests.jobs.killed_workers import WatchedWorld, judge, troubled_world
from tests.jobs.setting import agree
from tests.jobs.worker_process import END_OF_DAY, START, deliver, found_key, shipped
from tests.postgres import PostgresServer

KILLS = int(os.environ.get("KILLS", "8"))
REMINDERS = int(os.environ.get("REMINDERS", "120"))
A_PERSON = 4  # reminders
LONGEST_LIFE = 0.7  # seconds until a worker is killed
GIVE_UP_AFTER = 180  # seconds without a kill; waits may have grown to an hour of the fast clock
LEFT_OVER = (
    "SELECT COUNT(*) AS n FROM deliveries WHERE state IN ('claimed', 'sending')"
    " OR (state = 'pending' AND due_at < ?)"
)
FORKS = multiprocessing.get_context("forkserver")


@dataclass
class Trial:
    """One database, one world, and some workers that don't get old."""

    url: str
    key_file: Path | None
    world: WatchedWorld
    chance: Random
    began: float = 0.0
    kills: list[float] = field(default_factory=list)
    owners: dict[int, int] = field(default_factory=dict)

    async def open(self) -> Store:
        return await open_store(self.url, found_key(self.key_file))

    async def fill(self, minutes: int) -> None:
        """Everybody agrees, and their reminders are due within so many minutes."""
        store = await self.open()
        services = Services(shipped(), store, Settings(_env_file=None), lambda: START)
        for person_id in self.world.people:
            await agree(store, person_id)
            async with store.transaction():
                for _ in range(A_PERSON):
                    reminder = await store.reminders.add(
                        person_id,
                        START,
                        kind="trials",
                        rule=to_text(self.some_rule(minutes)),
                        time_zone="UTC",
                    )
                    self.owners[reminder.id] = person_id
                await plan(services, person_id, START)
        await store.close()

    def some_rule(self, minutes: int) -> Rule:
        local = (START + timedelta(minutes=self.chance.randint(1, minutes))).replace(tzinfo=None)
        if self.chance.random() < 0.5:
            return Once(local)
        return Every(1, Unit.MONTH, local.date(), local.time())

    def worker(self, playground: Playground, *, is_last: bool = False) -> BaseProcess:
        args = (self.url, self.key_file, playground.url, playground.token, self.began)
        process = FORKS.Process(target=deliver, args=args, kwargs={"is_last": is_last})
        process.start()
        return process

    async def kill(self, playground: Playground, workers: int) -> None:
        """One after the other, whoever it hits; and now and then somebody blocks the bot."""
        running = [self.worker(playground) for _ in range(workers)]
        for _ in range(KILLS):
            await asyncio.sleep(self.chance.uniform(0.05, LONGEST_LIFE))
            unlucky = self.chance.randrange(workers)
            self.end(running[unlucky])
            if self.chance.random() < 0.3:
                self.world.blocked.add(self.chance.choice(list(self.world.people)))
            running[unlucky] = self.worker(playground)
        for process in running:
            self.end(process)

    def end(self, process: BaseProcess) -> None:
        assert process.exitcode is None, "a worker ended by itself"
        process.kill()
        process.join()
        self.kills.append(time.monotonic())

    async def finish(self, playground: Playground) -> None:
        """Without trouble now, until nothing is left for today."""
        self.world.faults.switch_off()
        async with asyncio.timeout(GIVE_UP_AFTER):
            while await self.left_over():
                process = self.worker(playground, is_last=True)
                while process.is_alive():  # noqa: ASYNC110 - a process rings no bell
                    await asyncio.sleep(0.02)
                assert process.exitcode == 0

    async def left_over(self) -> int:
        store = await self.open()
        row = await store._database.fetch_one(LEFT_OVER, int(END_OF_DAY.timestamp() * 1000))
        await store.close()
        return row["n"] if row else 0

    async def planned_again(self) -> int:
        """Of how many reminders the next month is planned."""
        store = await self.open()
        every = [await store.deliveries.pending_for(id_) for id_ in self.world.people]
        await store.close()
        return sum(len(pending) for pending in every)

    async def monthly(self) -> int:
        """How many reminders have a next month: those that repeat, of people whom we reach."""
        store = await self.open()
        every = [await store.reminders.list(id_) for id_ in self.world.people]
        await store.close()
        return sum(reminder.state == "active" for mine in every for reminder in mine)


async def run(trial: Trial, workers: int) -> None:
    seconds = KILLS * LONGEST_LIFE / 2
    await trial.fill(minutes=round(seconds) + 1)
    FORKS.set_forkserver_preload(["tests.jobs.preloaded"])
    async with Playground(trial.world) as playground:
        trial.began = time.time()
        await trial.kill(playground, workers)
        await trial.finish(playground)
    verdict = judge(trial.world, trial.owners, trial.kills)
    print(f"{len(trial.owners)} reminders, {len(trial.kills)} kills: {verdict}")  # noqa: T201
    assert verdict.is_clean
    assert await trial.planned_again() == await trial.monthly() > 0


def some_world(chance: Random) -> WatchedWorld:
    return troubled_world(REMINDERS // A_PERSON, chance)


@pytest.mark.slow
async def test_kill_9_loses_nothing_and_repeats_nothing_in_silence(tmp_path: Path) -> None:
    chance = Random()  # noqa: S311
    key_file = tmp_path / "key"
    write_key_file(key_file, DataKey.make())
    url = f"sqlite:///{tmp_path / 'data' / 'waymark.db'}"
    await run(Trial(url, key_file, some_world(chance), chance), 1)


@pytest.mark.slow
async def test_two_workers_on_postgresql_share_the_work_and_the_kills(
    postgres_server: PostgresServer,
) -> None:
    chance = Random()  # noqa: S311
    url = await postgres_server.new_database()
    await run(Trial(url, None, some_world(chance), chance), 2)
