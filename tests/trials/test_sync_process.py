"""The process that copies: it stops nobody, and when it dies the old copy stays."""

import asyncio
from dataclasses import replace
from pathlib import Path

import pytest

from bot.jobs import studies as jobs
from bot.jobs.study_sync import Task
from storage.files.atomic import owned
from storage.studies import Studies
from tests.trials.copying import ALL, NOW, Look, ids
from tests.trials.copying import look as look
from tests.trials.copying import register as register
from tests.trials.copying import task as task
from tests.trials.stand_in import StandIn


async def test_a_readers_old_copy_lives_until_it_is_done(
    look: Look, task: Task, register: StandIn
) -> None:
    await look()
    with Studies(Path(task.copy))._reading() as db:
        register.stamp = "2026-11-28T09:00:06"
        assert (await look()).outcome == "new"
        assert db.execute("SELECT COUNT(*) FROM study").fetchone() == (12,)


@pytest.mark.slow
async def test_a_process_of_its_own_and_the_loop_never_waits(
    register: StandIn, task: Task, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BOT_TOKEN", "1:secret")
    monkeypatch.setenv("DATA_KEY", "secret")
    longest, stop, copy = 0.0, asyncio.Event(), Studies(Path(task.copy))

    async def tick() -> None:
        nonlocal longest
        loop = asyncio.get_running_loop()
        while not stop.is_set():
            began = loop.time()
            await asyncio.sleep(0.005)
            longest = max(longest, loop.time() - began - 0.005)

    async with register.serving() as url:
        ticking = asyncio.create_task(tick())
        result = await jobs.look(replace(task, url=url), copy, NOW)
        stop.set()
        await ticking
    assert result.outcome == "new"
    assert ids(task) == ALL
    assert longest < 0.05 * 4  # this machine is shared; bench.trials measures it alone
    assert copy.tried().good == NOW
    assert "BOT_TOKEN" not in jobs.PASSED_ON


@pytest.mark.slow
async def test_a_process_that_is_killed_leaves_the_old_copy(
    look: Look, task: Task, register: StandIn
) -> None:
    await look()
    register.stamp, register.fail = "2026-11-28T09:00:06", [503] * 3
    register.begun.clear()
    async with register.serving() as url:
        slow = replace(task, url=url, waits=(30,))
        looking = asyncio.create_task(jobs.start(slow, NOW))
        await asyncio.wait_for(register.begun.wait(), 20)
        looking.cancel()
        with pytest.raises(asyncio.CancelledError):
            await looking
    assert ids(task) == ALL
    register.fail = []
    assert (await look()).outcome == "new"  # and nothing that it left is in the way


@pytest.mark.slow
async def test_a_failure_is_noted_with_since_when(register: StandIn, task: Task) -> None:
    register.refuses = lambda _: True
    copy = Studies(Path(task.copy))
    async with register.serving() as url:
        for _ in range(2):
            await jobs.look(replace(task, url=url), copy, NOW)
    tried = copy.tried()
    assert (tried.failure, tried.failing_since, tried.good) == ("refused", NOW, None)
    assert jobs.status_lines(copy, NOW) == [
        "copy: none",
        "failing since 2026-11-28 15:00 UTC (refused): version: 403, whoever asks",
        "next look: from 2026-11-29 15:00 UTC",
    ]


async def test_two_processes_do_not_meet(look: Look, task: Task) -> None:
    with owned(Path(task.copy)):
        assert (await look()).outcome == "busy"
