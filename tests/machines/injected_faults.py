"""All that can go wrong around the bots, one after the other and on top of each other.

What can't be brought about is in NOT_HERE, with the reason.
"""

import asyncio
import json
import os
import signal
import subprocess
from collections import Counter
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from playground.faults import Fault, FaultKind
from storage.engine import sqlcipher
from storage.files.keys import DataKey
from tests.machines.processes import Machine
from tests.machines.trial import Trial
from tests.postgres import PostgresServer

NOT_HERE = {
    "a disk that turns read-only under a running bot": "Linux refuses to remount a file system "
    "on which a file is open for writing; so the bot is started on a read-only disk instead",
    "a power cut": "it needs a machine of its own; kill -9 loses no page cache",
    "packets lost on the way": "it needs rights over the network of the whole computer; torn, "
    "silent and slow connections stand for it",
}
ENDS_WITHIN = 30.0  # seconds, on a disk that it cannot write to
NO_DISK = "only root, with the right to mount, can make one that is small enough"
SAID = frozenset({"sendMessage", "editMessageText", "answerCallbackQuery"})
Trouble = Callable[[], Awaitable[None]]


@dataclass
class Outside:
    """What a turned process asks: see `turned_bot.py`."""

    file: Path
    said: dict[str, float | bool] = field(default_factory=dict)

    def say(self, **more: float | bool) -> None:
        self.said |= more
        new = self.file.with_suffix(".new")
        new.write_text(json.dumps(self.said))
        new.replace(self.file)


@dataclass
class Troubles:
    """Those that every bot may meet."""

    trial: Trial
    outside: Outside
    spared: Machine | None = None
    #: How often each kind befell somebody.
    done: Counter[str] = field(default_factory=Counter)

    @property
    def chance(self) -> Random:
        return self.trial.chance

    def kinds(self) -> dict[str, Trouble]:
        return {
            "kill -9": self.killed,
            "restart": self.restarted,
            "names not found": self.no_names,
            "clock jumps": self.clock_jumps,
        }

    def not_here(self) -> dict[str, str]:
        """What can't be brought about, and why."""
        return NOT_HERE

    def brought_about(self) -> list[tuple[str, int]]:
        """Every kind that there is, and how often it came."""
        names = {name for name, _ in self.faults()} | self.kinds().keys()
        return [(name, self.done[name]) for name in sorted(names, key=str.casefold)]

    async def go_on(self, seconds: float, every: float) -> None:
        """The weather changes all the time, and every so often something worse happens."""
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds), asyncio.TaskGroup() as tasks:
                tasks.create_task(self._weather())
                tasks.create_task(self._worse(every))
        self.trial.world.faults.switch_off()
        self.outside.say(names_fail=False)

    def faults(self) -> list[tuple[str, Fault]]:
        """Of the way to Telegram and back."""
        real = self.trial.clock.speed
        status = self.chance.choice((500, 502, 503, 504))
        back = frozenset({"sendMessage", "webhook", "getUpdates"})
        everything = SAID | {"getUpdates"}
        stall = Fault(FaultKind.DELAY, None, 0.1, SAID | {"webhook"}, seconds=30 / real)
        return [
            ("429", Fault(FaultKind.FLOOD, None, 0.15, SAID, seconds=1)),
            ("5xx", Fault(FaultKind.SERVER, None, 0.3, everything, status=status)),
            ("reset before", Fault(FaultKind.TORN_BEFORE, None, 0.3, everything)),
            ("reset after; updates twice", Fault(FaultKind.TORN_AFTER, None, 0.2, back)),
            ("half-open", Fault(FaultKind.SILENT, None, 0.1, everything, seconds=600 / real)),
            ("30 s stalls; updates overtake", stall),
        ]

    async def _weather(self) -> None:
        while True:
            now = self.chance.sample(self.faults(), 2)
            for name, fault in now:
                self.trial.world.faults.switch_on(fault)
                self.done[name] += 1
            await asyncio.sleep(self.chance.uniform(0.5, 1.5))
            self.trial.world.faults.switch_off()
            await asyncio.sleep(self.chance.uniform(0.2, 1.0))

    async def _worse(self, every: float) -> None:
        """Each kind once before any comes again; nothing is interrupted in the middle."""
        while True:
            kinds = list(self.kinds().items())
            self.chance.shuffle(kinds)
            for name, trouble in kinds:
                await asyncio.sleep(self.chance.uniform(0.5, 1.5) * every)
                self.done[name] += 1
                await _whole(trouble())

    def _somebody(self) -> Machine:
        return self.chance.choice([m for m in self.trial.machines if m is not self.spared])

    async def killed(self) -> None:
        await self.trial.kill(self._somebody())

    async def restarted(self) -> None:
        await self.trial.restart(self._somebody())

    async def no_names(self) -> None:
        self.outside.say(names_fail=True)
        await asyncio.sleep(self.chance.uniform(0.5, 2))
        self.outside.say(names_fail=False)

    async def clock_jumps(self) -> None:
        """Half an hour ahead or back, and then right again."""
        self.trial.cut()
        self.outside.say(ahead=self.chance.choice((-1800, 1800)))
        await asyncio.sleep(self.chance.uniform(0.5, 2))
        self.outside.say(ahead=0)
        self.trial.cut()


async def _whole(trouble: Awaitable[None]) -> None:
    """It is not interrupted in the middle: who is told to end meanwhile ends after it."""
    task = asyncio.ensure_future(trouble)
    try:
        await asyncio.shield(task)
    except asyncio.CancelledError:
        await task
        raise


@dataclass
class PostgresTroubles(Troubles):
    """Those of several machines on one server."""

    server: PostgresServer = field(kw_only=True)

    def kinds(self) -> dict[str, Trouble]:
        return super().kinds() | {
            "PostgreSQL restarted": lambda: self._restarted_server(signal.SIGINT),
            "kill -9 of PostgreSQL": lambda: self._restarted_server(signal.SIGKILL),
            "kill -9 of one of its processes": self._backend_killed,
        }

    async def _restarted_server(self, how: signal.Signals) -> None:
        self.trial.cut()
        await asyncio.to_thread(self.server.stop, how)
        await asyncio.sleep(self.chance.uniform(0.2, 2))
        await asyncio.to_thread(self.server.start)
        for machine in self.trial.machines:
            await machine.until_ready()  # until then some connection may still turn out to be dead
        self.trial.cut()

    async def _backend_killed(self) -> None:
        self.trial.cut()
        await self.server.kill_a_backend()
        await asyncio.sleep(1)
        self.trial.cut()


@dataclass
class FileTroubles(Troubles):
    """Those of one machine and its file, on a small disk of its own where that can be had."""

    database: Path = field(kw_only=True)
    key: DataKey = field(kw_only=True)
    disk: "SmallDisk" = field(kw_only=True)
    refusals: list[str] = field(default_factory=list)

    def kinds(self) -> dict[str, Trouble]:
        more: dict[str, Trouble] = {"database locked": self._locked}
        if self.disk.is_there:
            more |= {"disk full": self._full, "disk read-only": self._read_only}
        return super().kinds() | more

    def not_here(self) -> dict[str, str]:
        disks = {} if self.disk.is_there else {"a disk that is full or read-only": NO_DISK}
        return super().not_here() | disks

    async def _locked(self) -> None:
        """Somebody who knows the key writes, and takes their time."""
        self.trial.cut()
        await asyncio.to_thread(self._lock, self.chance.uniform(1, 8))
        self.trial.cut()

    def _lock(self, seconds: float) -> None:
        other = sqlcipher.connect(self.database, self.key)
        try:
            with suppress(Exception):
                other.execute("BEGIN IMMEDIATE")
                subprocess.run(["sleep", f"{seconds:.1f}"], check=False)  # noqa: S603, S607
                other.execute("ROLLBACK")
        finally:
            other.close()

    async def _full(self) -> None:
        self.trial.cut()
        self.disk.fill()
        await asyncio.sleep(self.chance.uniform(1, 4))
        self.disk.make_room()
        self.trial.cut()

    async def _read_only(self) -> None:
        """The bot says what is wrong and stops; a disk that is mended is enough."""
        [machine] = self.trial.machines
        await machine.stop()
        self.disk.turn("ro")
        machine.start()
        code = await machine.end_by_itself(ENDS_WITHIN)
        if code != 1 or "Cannot write" not in machine.tail():
            self.refusals.append(f"exit code {code}: {machine.tail()[-200:]}")
        self.disk.turn("rw")
        machine.start()
        await machine.until_ready()


@dataclass
class SmallDisk:
    """A file system of a few megabytes in memory; only root can make one."""

    folder: Path
    megabytes: int = 8
    is_there: bool = False

    def mount(self) -> None:
        self.folder.mkdir(mode=0o700, exist_ok=True)
        if os.geteuid() == 0:
            size = f"size={self.megabytes}m,mode=700"
            self.is_there = self._run("mount", "-t", "tmpfs", "-o", size, "tmpfs")

    def unmount(self) -> None:
        if self.is_there:
            self._run("umount", "--lazy")

    def turn(self, how: str) -> None:
        if not self._run("mount", "-o", f"remount,{how}"):
            raise RuntimeError(f"the small disk could not be turned {how}")

    def fill(self) -> None:
        with suppress(OSError), (self.folder / "ballast").open("wb", buffering=0) as ballast:
            while True:
                ballast.write(bytes(4096))

    def make_room(self) -> None:
        (self.folder / "ballast").unlink(missing_ok=True)

    def _run(self, *command: str) -> bool:
        done = subprocess.run(  # noqa: S603 - our own command
            [*command, str(self.folder)], check=False, capture_output=True
        )
        return done.returncode == 0
