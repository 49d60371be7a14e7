"""Bot processes as anybody would start them, made to be stopped and killed."""

import asyncio
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

import aiohttp

from bench.processes import resident

ROOT = Path(__file__).parents[2]
READY_WITHIN = 60.0  # seconds; the machine may be busy with other things
STOPPED_WITHIN = 10.0  # seconds, as promised
LOOK_EVERY = 0.5  # seconds
OUT_OF_REACH = "Telegram can't be reached"
INHERITED = ("PATH", "HOME", "LANG", "TMPDIR")


def free_port() -> int:
    """One that nobody listens at just now."""
    with socket.create_server(("127.0.0.1", 0)) as bound:
        return int(bound.getsockname()[1])


@dataclass
class Machine:
    """One process of the bot, and the next one after that."""

    name: str
    folder: Path
    settings: Mapping[str, str]
    #: What is run: the bot, or the bot with a clock that somebody turns.
    module: tuple[str, ...] = ("bot", "run")
    port: int = field(default_factory=free_port)
    process: "subprocess.Popen[bytes] | None" = None
    starts: int = 0
    #: Memory in megabytes, at every look: of this process, and of the one that lived longest.
    memory: list[float] = field(default_factory=list)
    longest: list[float] = field(default_factory=list)
    stopped_in: list[float] = field(default_factory=list)
    #: Exit codes that nobody asked for.
    unasked: list[int] = field(default_factory=list)
    #: How often it did not reach Telegram at its start, and was started again.
    out_of_reach: int = 0

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def log(self) -> Path:
        return self.folder / f"{self.name}.log"

    def start(self) -> None:
        environment = {name: os.environ[name] for name in INHERITED if name in os.environ}
        environment |= {"PYTHONPATH": str(ROOT), "HTTP_PORT": str(self.port)} | dict(self.settings)
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(  # noqa: S603 - our own command
                [sys.executable, "-m", *self.module],
                cwd=self.folder,
                env=environment,
                stdout=log,
                stderr=log,
                start_new_session=True,  # Ctrl+C is for those who use it; they stop it
            )
        self.starts += 1
        self.memory = []

    async def until_ready(self) -> None:
        """Raises TimeoutError when it does not come up."""
        async with asyncio.timeout(READY_WITHIN), aiohttp.ClientSession() as http:
            while not await self._is_ready(http):
                if not self.goes_on():
                    raise RuntimeError(f"{self.name} ended by itself:\n{self.tail()}")
                await asyncio.sleep(0.05)

    def look(self) -> None:
        """Note its memory."""
        if not self.goes_on() or self.process is None:
            return
        with suppress(StopIteration):  # it ends just now
            self.memory.append(resident(self.process.pid))
        if len(self.memory) > len(self.longest):
            self.longest = self.memory

    def goes_on(self) -> bool:
        """Whether it is still there. Like a supervisor it starts it again for want of a network."""
        if self.process is None:
            return False
        if (code := self.process.poll()) is None:
            return True
        self.process = None
        if OUT_OF_REACH in self.tail().rpartition("\n")[2]:
            self.out_of_reach += 1
            self.start()
            return True
        self.unasked.append(code)
        return False

    def kill(self) -> None:
        """As a power cut does."""
        if process := self._taken():
            process.kill()
            process.wait()

    async def stop(self) -> bool:
        """In good order; whether it took no longer than promised."""
        process = self._taken()
        if process is None:
            return True
        began = time.monotonic()
        process.send_signal(signal.SIGTERM)
        try:
            while process.poll() is None and time.monotonic() - began < 2 * STOPPED_WITHIN:  # noqa: ASYNC110
                await asyncio.sleep(0.02)
        finally:
            process.kill()  # if it is still there
            process.wait()
        self.stopped_in.append(time.monotonic() - began)
        return process.returncode == 0 and self.stopped_in[-1] <= STOPPED_WITHIN

    async def end_by_itself(self, within: float) -> int | None:
        """Its exit code, where an end is expected; None if it had to be killed."""
        process, self.process = self.process, None
        if process is None:
            return None
        try:
            return await asyncio.to_thread(process.wait, within)
        except subprocess.TimeoutExpired:
            return None
        finally:
            process.kill()

    def tail(self) -> str:
        """The last lines of its log."""
        return "\n".join(self.log.read_text("utf-8", "replace").splitlines()[-15:])

    def _taken(self) -> "subprocess.Popen[bytes] | None":
        """The process, which from now on may end."""
        self.look()
        process, self.process = self.process, None
        return process

    async def _is_ready(self, http: aiohttp.ClientSession) -> bool:
        try:
            async with http.get(f"{self.url}/readyz") as answer:
                return answer.status == 200
        except aiohttp.ClientError:
            return False


@asynccontextmanager
async def watched(machines: Sequence[Machine]) -> AsyncIterator[None]:
    """Look at them all the time while the block runs."""

    async def look() -> None:
        while True:
            for machine in machines:
                machine.look()
            await asyncio.sleep(LOOK_EVERY)

    looking = asyncio.create_task(look())
    try:
        yield
    finally:
        looking.cancel()
        await asyncio.wait({looking})
