"""Changed content comes into use while the bot runs, or is refused with every reason."""

import asyncio
import logging
import os
import signal
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from bot.app import running
from bot.jobs import content_reload
from bot.jobs.content_reload import MOST_TOLD, ContentWatch
from bot.library.load.load import load_library
from bot.library.model.library import Library
from bot.routes import COMMANDS
from bot.turns.services import Services
from playground.people import ANA
from playground.server import Playground
from playground.world import World
from tests.asthma_pack import write_asthma
from tests.conftest import NOW
from tests.library.packs import PackFolder
from tests.library.ready import assert_ready

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[2]
DAY, INTERFACE = "en/daily/my-day.yaml", "en/interface.yaml"
SUMMARY, CHANGED = "summary: A page of a test pack", "summary: A changed page"
MAX_WAIT = 10  # seconds; each of these takes a few tenths


@pytest.fixture
def pack(tmp_path: Path) -> PackFolder:
    return PackFolder(write_asthma(tmp_path / "pack"))


@pytest.fixture
def library(pack: PackFolder) -> Library:
    return load_library(pack.folder)


@pytest.fixture
def services(services: Services, pack: PackFolder) -> Services:
    settings = services.settings.model_copy(
        update={"content_dir": pack.folder, "watch_content": "on"}
    )
    return replace(services, settings=settings)


class Watch(ContentWatch):
    """The watch, counting how often it read."""

    reads = 0

    async def read_again(self) -> bool:
        self.reads += 1
        return await super().read_again()


class Watched:
    """A watch over a pack, and every library that it has announced."""

    def __init__(self, services: Services, pack: PackFolder) -> None:
        self.library_holder, self.pack, self.announced = (
            services.library_holder,
            pack,
            list[Library](),
        )
        self.watch = Watch(services, self._announce)

    async def _announce(self, library: Library) -> None:
        self.announced.append(library)

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """It runs, and has its eyes open: a file that is saved as it was is read again."""
        async with self.watch.running():
            await self.until(lambda: self.watch.reads > 0, self.save_as_it_was)
            await self.until_introduced()
            yield

    async def until_introduced(self) -> None:
        """It announces what is there at the start, too."""
        await self.until(lambda: self.announced)
        assert self.announced.pop() is self.watch.services.library
        assert not self.announced

    def save_as_it_was(self) -> None:
        self.pack.path("pack.yaml").write_text(self.pack.path("pack.yaml").read_text())

    async def until(
        self, look: Callable[[], object], nudge: Callable[[], None] = lambda: None
    ) -> None:
        async with asyncio.timeout(MAX_WAIT):
            while not look():
                nudge()
                await asyncio.sleep(0.05)

    @property
    def summary(self) -> str:
        return self.library_holder.library.default.pages["my-day"].summary


@pytest.fixture
def watched(services: Services, pack: PackFolder) -> Watched:
    return Watched(services, pack)


async def test_a_saved_file_is_in_use_a_moment_later(watched: Watched) -> None:
    before = watched.library_holder.version
    async with watched.running():
        assert (watched.library_holder.version, watched.announced) == (
            before,
            [],
        )  # it had not changed
        watched.pack.replace(DAY, SUMMARY, CHANGED)
        await watched.until(lambda: watched.announced)
    assert watched.summary.startswith("A changed page")
    assert watched.announced == [watched.library_holder.library]
    assert watched.library_holder.version != before


async def test_a_changed_pack_is_ready_before_the_first_turn_sees_it(watched: Watched) -> None:
    watched.pack.replace(DAY, SUMMARY, CHANGED)
    assert await watched.watch.read_again()
    assert_ready(watched.library_holder.library)


async def test_several_files_that_change_together_are_one_change(
    watched: Watched, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(content_reload, "STILL_FOR", 1000)  # a busy computer may be slow to write
    async with watched.running():
        await asyncio.sleep(1.5)  # the start's own savings are read, and the next change is alone
        for name in (DAY, "en/learn/about-asthma.yaml", "en/learn/yearly-review.yaml"):
            watched.pack.replace(name, SUMMARY, CHANGED)
            await asyncio.sleep(0.02)
        await watched.until(lambda: watched.announced)
        await asyncio.sleep(0.1)
    assert len(watched.announced) == 1
    pages = watched.library_holder.library.default.pages.values()
    assert sum(page.summary.startswith("A changed page") for page in pages) == 3


async def test_a_folder_that_was_replaced_is_read_and_watched_again(
    watched: Watched, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(content_reload, "AGAIN", 0.05)
    async with watched.running():
        other = write_asthma(tmp_path / "other")
        PackFolder(other).replace(DAY, SUMMARY, CHANGED)
        watched.pack.folder.rename(tmp_path / "old")
        other.rename(watched.pack.folder)
        await watched.until(lambda: watched.summary.startswith("A changed page"))
        watched.pack.replace(DAY, CHANGED, "summary: A page once more")
        nudged = watched.save_as_it_was
        await watched.until(lambda: watched.summary.startswith("A page once more"), nudged)


async def test_switched_off_it_looks_only_when_it_is_told_to(watched: Watched) -> None:
    services = watched.watch.services
    settings = services.settings.model_copy(update={"watch_content": None})
    watched.watch.services = replace(services, settings=settings)
    async with watched.watch.running():
        await watched.until_introduced()
        watched.pack.replace(DAY, SUMMARY, CHANGED)
        await asyncio.sleep(0.1)
        assert watched.watch.reads == 0
        watched.library_holder.wanted.set()
        await watched.until(lambda: watched.announced)
    assert watched.summary.startswith("A changed page")


async def test_a_broken_pack_is_refused_with_its_lines_and_the_old_one_stays(
    watched: Watched, caplog: pytest.LogCaptureFixture
) -> None:
    before = watched.library_holder.library
    watched.pack.replace(DAY, "related: [about-asthma]", "related: [nowhere]")
    watched.pack.replace("pack.yaml", "page: yearly-review", "page: somewhere")
    assert not await watched.watch.read_again()
    line = watched.pack.line(DAY, "related")
    told = (
        f"{DAY}:{line}: There is no page “nowhere”. Is it spelled as in its own file?",
        f"pack.yaml:{watched.pack.line('pack.yaml', 'somewhere')}:"
        " No menu leads to “somewhere”, and a reminder is about it.",
    )
    assert watched.library_holder.refusal is not None
    assert (watched.library_holder.refusal.lines, watched.library_holder.refusal.at) == (told, NOW)
    loud = [record.getMessage() for record in caplog.records if record.levelno == logging.ERROR]
    assert loud == ["the changed content was refused, and what was there stays in use:", *told]
    assert (watched.library_holder.library, watched.announced) == (before, [])


async def test_a_mended_pack_is_taken_and_the_refusal_is_over(watched: Watched) -> None:
    watched.pack.replace(DAY, "related: [about-asthma]", "related: [nowhere]")
    assert not await watched.watch.read_again()
    watched.pack.replace(DAY, "related: [nowhere]", "related: [yearly-review]")
    assert await watched.watch.read_again()
    assert watched.library_holder.refusal is None
    watched.pack.replace(DAY, "related: [yearly-review]", "related: [nowhere]")
    assert not await watched.watch.read_again()
    watched.pack.replace(DAY, "related: [nowhere]", "related: [yearly-review]")
    assert not await watched.watch.read_again()  # it is as it was, and that is fine again
    assert watched.library_holder.refusal is None


async def test_of_very_many_problems_the_log_tells_the_first(
    watched: Watched, caplog: pytest.LogCaptureFixture
) -> None:
    watched.pack.path(INTERFACE).write_text("home: {title: Words}\n")
    assert not await watched.watch.read_again()
    assert watched.library_holder.refusal is not None
    count = len(watched.library_holder.refusal.lines)
    loud = [record.getMessage() for record in caplog.records if record.levelno == logging.ERROR]
    assert len(loud) == MOST_TOLD + 2
    assert loud[-1] == f"and {count - MOST_TOLD} more: python -m bot check lists them"


@pytest.mark.parametrize("file", ["pack.yaml", DAY, INTERFACE])
async def test_a_file_that_is_no_text_is_refused_too(watched: Watched, file: str) -> None:
    watched.pack.path(file).write_bytes(b"\xff\x00\xfe")
    assert not await watched.watch.read_again()
    assert watched.library_holder.refusal is not None
    assert watched.library_holder.refusal.lines[0].startswith(f"{file}:1: ")


async def test_the_commands_are_told_anew_when_they_changed(
    services: Services, pack: PackFolder, world: World, playground: Playground
) -> None:
    services = replace(
        services, settings=services.settings.model_copy(update={"watch_content": None})
    )
    async with running(services, playground.token):
        await world.until(lambda: world.ledger.of("getChatMenuButton"))  # the last of the first
        told = len(world.ledger.of("setMyCommands"))
        pack.replace("pack.yaml", "command: learn", "command: basics")
        pack.replace(INTERFACE, "  learn: The pages to learn from", "  basics: What there is")
        services.library_holder.wanted.set()
        await world.until(lambda: len(world.ledger.of("setMyCommands")) > told)
        private = world.profile.commands_for(world.people[ANA], world.chats[ANA])
        assert "basics" in {command["command"] for command in private}
    assert {"learn", "basics"}.isdisjoint(COMMANDS)


async def test_sighup_makes_a_real_bot_read_its_pack_again(
    pack: PackFolder, world: World, playground: Playground, tmp_path: Path
) -> None:
    bot = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot", "run"),
        cwd=tmp_path,
        env={
            "PATH": os.environ["PATH"],
            "PYTHONPATH": str(ROOT),
            "CONTENT_DIR": str(pack.folder),
            "BOT_TOKEN": playground.token,
            "TRIALS": "off",
            "BOT_API_URL": playground.url,
            "HTTP_PORT": "0",
        },
        stderr=asyncio.subprocess.PIPE,
    )
    try:
        await _until_said(bot, "the bot is running")
        pack.replace(DAY, "related: [about-asthma]", "related: [nowhere]")
        bot.send_signal(signal.SIGHUP)
        await _until_said(bot, f"{DAY}:{pack.line(DAY, 'nowhere')}: There is no page “nowhere”.")
        pack.replace(DAY, "related: [nowhere]", "related: []")
        pack.replace(INTERFACE, "Your saved pages", "What you kept here")
        bot.send_signal(signal.SIGHUP)
        await _until_said(bot, "changed content is in use")
        await world.until(
            lambda: "What you kept here" in str(world.ledger.of("setMyCommands")[-3:])
        )
        bot.send_signal(signal.SIGTERM)
        assert await asyncio.wait_for(bot.wait(), MAX_WAIT) == 0
    finally:
        if bot.returncode is None:
            bot.kill()
            await bot.wait()


async def _until_said(bot: asyncio.subprocess.Process, part: str) -> None:
    """Wait for a line of its log; what it said before comes with the failure."""
    said = ""
    assert bot.stderr is not None
    async with asyncio.timeout(3 * MAX_WAIT):
        while part not in said:
            line = (await bot.stderr.readline()).decode()
            assert line, f"it ended: {said}"
            said += line
