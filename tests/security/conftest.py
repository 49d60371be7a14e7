"""A real process of the bot, somebody who talks to it, and everything it lets out."""

import asyncio
import os
import socket
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import httpx

from playground.actions import Somebody
from playground.people import BotAccount, Chat, Message, Person
from playground.server import Playground
from playground.world import World
from tests.asthma_pack import write_asthma
from tests.postgres import postgres_server as postgres_server

ROOT = Path(__file__).parents[2]
TOKEN = "123456789:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw"  # noqa: S105 - nobody's
KEY = "5a0b" * 16
PASSWORD = "korrekt-pferd-batterie"  # noqa: S105 - nobody's
PERSON = 7001234567
MAX_WAIT = 20.0  # seconds that a busy computer may take for one answer
SHOWS = ("sendMessage", "editMessageText", "sendPhoto")


def new_world() -> World:
    """One person, whose id can't be taken for another number."""
    person = Person(PERSON, "Ottoline", "patient")
    chats = {PERSON: Chat(PERSON, "private", "Ottoline", {PERSON: "member"})}
    return World(bot=BotAccount(token=TOKEN), people={PERSON: person}, chats=chats)


@dataclass
class Running:
    """The bot as its host sees it: a process, a folder, two streams and a port."""

    world: World
    folder: Path
    port: int
    process: asyncio.subprocess.Process

    @property
    def person(self) -> Somebody:
        return Somebody(self.world, PERSON)

    @property
    def message(self) -> Message:
        """The newest of the bot's."""
        every = self.world.chats[PERSON].messages.values()
        return max((m for m in every if m.sender["id"] != PERSON), key=lambda m: m.id)

    def proc(self, name: str) -> str:
        return Path(f"/proc/{self.process.pid}/{name}").read_bytes().decode(errors="replace")

    async def reads(self, page: str) -> str:
        """What the bot answers over HTTP."""
        async with httpx.AsyncClient() as client:
            return (await client.get(f"http://127.0.0.1:{self.port}{page}")).text

    async def says(self, text: str) -> str:
        """The person types; the bot's answer."""
        before = self.last_call
        self.person.says(text)
        return await self._answered(before)

    async def taps(self, wire: str) -> str:
        before = self.last_call
        self.person.taps(self.message.id, wire, forced=True)
        return await self._answered(before)

    async def calls(self, *methods: str, after: int = 0, status: int = 200) -> None:
        """Wait until the bot has called one of these and was answered so."""

        def look() -> bool:
            made = self.world.ledger.after(after)
            return any(call.method in methods and call.status == status for call in made)

        await self.world.until(look, MAX_WAIT)

    async def ends(self) -> tuple[str, str]:
        """What it has written to stdout and stderr, once it has ended."""
        async with asyncio.timeout(MAX_WAIT):
            out, err = await self.process.communicate()
        return out.decode(), err.decode()

    async def _answered(self, before: int) -> str:
        await self.calls(*SHOWS, after=before)
        return self.message.text

    @property
    def last_call(self) -> int:
        return max((call.n for call in self.world.ledger.after()), default=0)


@asynccontextmanager
async def started(folder: Path, **settings: str) -> AsyncIterator[Running]:
    """`python -m bot run` at DEBUG with a small pack, against the playground's API."""
    world = new_world()
    with socket.create_server(("127.0.0.1", 0)) as found:
        port = int(found.getsockname()[1])
    usual = {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(ROOT),
        "PYTHONFAULTHANDLER": "1",
        "CONTENT_DIR": str(write_asthma(folder.with_name(f"{folder.name}-pack"))),
        "LOG_LEVEL": "DEBUG",
        "HTTP_PORT": str(port),
    }
    async with Playground(world) as playground:
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "bot", "run"),
            cwd=folder,
            env=usual | {"BOT_API_URL": playground.url, "TRIALS": "off"} | settings,
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
        )
        try:
            yield Running(world, folder, port, process)
        finally:
            with suppress(ProcessLookupError):
                process.kill()
            await process.wait()


@asynccontextmanager
async def running(folder: Path, **settings: str) -> AsyncIterator[Running]:
    """The same, once it has begun to answer."""
    async with started(folder, **settings) as bot:
        await bot.calls("setMyCommands")
        yield bot
