"""The short form of `make torture`: everything goes wrong, and nothing is lost."""

import asyncio
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from random import Random

import pytest

from tests.asthma_pack import write_asthma
from tests.machines import processes
from tests.machines.fast_clocks import FastClock
from tests.machines.injected_faults import Outside, Trouble, Troubles
from tests.machines.people import Content
from tests.machines.processes import Machine, watched
from tests.machines.recorded_world import world_of
from tests.machines.torture import torture_both
from tests.machines.trial import Trial
from tests.postgres import PostgresServer
from tests.postgres import own_server as own_server
from tests.postgres import postgres_binaries as postgres_binaries

SECONDS, EVERY = 6.0, 1.0
ROOT = Path(__file__).parents[2]
BEGUN_WITHIN, ENDED_WITHIN = 60.0, 60.0  # seconds, on a busy computer


async def test_everything_goes_wrong_and_nothing_is_lost(
    own_server: PostgresServer, tmp_path: Path
) -> None:
    content = Content(write_asthma(tmp_path / "pack"))
    for ledger in await torture_both(own_server, tmp_path, content, SECONDS, EVERY):
        print(ledger)  # noqa: T201
        assert ledger.is_clean, ledger


async def test_nothing_is_interrupted_in_the_middle(tmp_path: Path) -> None:
    """Or a machine that is just being restarted looks as if it had ended by itself."""
    ended: list[bool] = []

    class Slow(Troubles):
        def kinds(self) -> dict[str, Trouble]:
            return {"slow": self.takes_long}

        async def takes_long(self) -> None:
            await asyncio.sleep(0.5)
            ended.append(True)

    trial = Trial(world_of(1), FastClock(datetime.now(UTC), 1), Random(7))  # noqa: S311
    troubles = Slow(trial, Outside(tmp_path / "outside.json"))
    await troubles.go_on(seconds=0.2, every=0.01)
    assert len(ended) == troubles.done["slow"] == 1


async def test_an_end_that_is_expected_is_none_by_itself(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(processes, "LOOK_EVERY", 0.001)
    machine = Machine("bot", tmp_path, {}, module=("no_such_module",))
    async with watched([machine]):
        machine.start()
        assert await machine.end_by_itself(30) == 1
    assert machine.unasked == []


def test_who_does_not_reach_telegram_at_the_start_is_started_again(tmp_path: Path) -> None:
    machine = Machine("bot", tmp_path, {}, module=("no_such_module",))
    machine.start()
    assert machine.process
    machine.process.wait()
    with machine.log.open("a") as log:
        log.write(f"{processes.OUT_OF_REACH} (TimedOut): is there a network?\n")
    assert machine.goes_on()
    assert (machine.starts, machine.unasked) == (2, [])
    assert machine.process
    machine.process.wait()
    assert not machine.goes_on()
    assert (machine.starts, machine.unasked) == (2, [1])


@pytest.fixture
def folder() -> Iterator[Path]:
    """Where everything temporary goes; PostgreSQL's user has to get through."""
    with tempfile.TemporaryDirectory(prefix="waymark-ended-") as name:
        Path(name).chmod(0o755)
        yield Path(name)


def at_work(folder: Path) -> dict[int, str]:
    """The processes that work for this torture, and the commands they were started with."""
    found = {}
    for process in Path("/proc").glob("[0-9]*"):
        try:
            environment = (process / "environ").read_bytes()
            where = str((process / "cwd").readlink())
            command = (process / "cmdline").read_text().split("\0")
        except OSError:  # it has ended, or is somebody else's
            continue
        if f"TMPDIR={folder}".encode() in environment or where.startswith(str(folder)):
            found[int(process.name)] = " ".join(command)
    return found


def has_begun(folder: Path) -> bool:
    """Whether all that it starts is there."""
    commands = " ".join(at_work(folder).values())
    return all(part in commands for part in ("flood", "fast_clock_bot", "postgres"))


def left_in(folder: Path) -> list[str]:
    return [path.name for path in folder.iterdir()]


@pytest.mark.usefixtures("postgres_binaries")
@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT])
async def test_a_torture_that_is_stopped_leaves_nothing_behind(
    folder: Path, how: signal.Signals
) -> None:
    environment = {**os.environ, "TMPDIR": str(folder), "SECONDS": "600", "UPDATES": "1000000"}
    process = subprocess.Popen(  # noqa: ASYNC220 - our own command
        [sys.executable, "-m", "bench.torture"], cwd=ROOT, env=environment, stdout=subprocess.PIPE
    )
    try:
        async with asyncio.timeout(BEGUN_WITHIN):
            while not has_begun(folder):
                assert process.poll() is None
                await asyncio.sleep(0.1)
        process.send_signal(how)
        said, _ = await asyncio.to_thread(process.communicate, timeout=ENDED_WITHIN)
        left, files = at_work(folder), left_in(folder)
    finally:
        process.kill()
        process.communicate()
        for pid in at_work(folder):
            os.kill(pid, signal.SIGKILL)
    assert (left, files) == ({}, [])
    assert process.returncode == 1
    assert said.decode().strip() == "Stopped before its end, so it says nothing."
