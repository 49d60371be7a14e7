"""The nightly look in a bot that runs, what whoever runs it sees, and the command line."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest
import yaml
from prometheus_client import generate_latest
from telegram import BotCommandScopeAllPrivateChats

from bot.app import running
from bot.edge.application import AnyApplication
from bot.edge.commands import introduce
from bot.handlers.status import on_status
from bot.jobs.studies import StudyCopies, copy_file, task_of
from bot.routes import COMMANDS
from bot.runtime.serve import studies_of
from bot.screens.view import View
from bot.settings import Settings
from bot.turns.services import Services
from bot.turns.turn import Turn
from playground.people import ANA
from playground.server import Playground
from playground.world import World
from storage.studies import Studies
from tests.cli.terminal import Terminal
from tests.cli.terminal import small as small
from tests.cli.terminal import terminal as terminal
from tests.conftest import NOW
from tests.edge.conftest import bots_logging as bots_logging
from tests.trials.conftest import RULES, SAMPLE
from tests.trials.stand_in import StandIn, study


@pytest.fixture
def register() -> StandIn:
    return StandIn([study(n) for n in range(1, 8)], [study(20, "Advanced solid tumors")])


@pytest.fixture
async def address(register: StandIn) -> AsyncIterator[str]:
    async with register.serving() as url:
        yield url


@pytest.fixture
def rules(tmp_path: Path) -> Path:
    """A folder whose rules believe a small copy."""
    data = yaml.safe_load(RULES.read_text("utf-8"))
    data["sane"] = {"first": 5, "countries": 1}
    file = tmp_path / "trials.yaml"
    file.write_text(yaml.safe_dump(data, allow_unicode=True, width=1000), "utf-8")
    return file


@pytest.fixture
def empty(services: Services, tmp_path: Path, address: str) -> Services:
    """A bot that wants a copy and has none yet."""
    settings = services.settings.model_copy(update={"trials_url": address})
    return replace(services, settings=settings, studies=Studies(tmp_path / "new.db"))


def copies(services: Services, rules: Path) -> StudyCopies:
    assert services.studies
    task = replace(task_of(services.settings), copy=str(services.studies.path), finder=str(rules))
    return StudyCopies(services, replace(task, pause=0, waits=(0, 0, 0)))


@pytest.mark.slow
async def test_a_bot_that_runs_makes_its_copy_and_counts_it(empty: Services, rules: Path) -> None:
    assert empty.studies
    async with copies(empty, rules).running():
        for _ in range(300):
            told = generate_latest(empty.metrics.registry).decode()
            if "waymark_studies 8.0" in told:
                break
            await asyncio.sleep(0.1)
    assert "waymark_studies 8.0" in told
    assert empty.studies.open_in("GB") == 8
    assert "waymark_study_copy_failing 0.0" in told
    assert "waymark_study_copy_timestamp_seconds 1.7" in told


@pytest.mark.slow
async def test_a_register_that_refuses_is_seen_in_numbers_and_in_status(
    empty: Services, register: StandIn, rules: Path, playground: Playground, world: World
) -> None:
    register.refuses = lambda _: True
    await copies(empty, rules)._round()
    assert "waymark_study_copy_failing 1.0" in generate_latest(empty.metrics.registry).decode()
    asked = len(register.asked)
    await copies(empty, rules)._round()
    assert len(register.asked) == asked  # nobody knocks again at once
    assert empty.studies
    assert empty.studies.tried().failure == "refused"


async def test_without_a_copy_wanted_nothing_runs(services: Services, rules: Path) -> None:
    off = replace(services, studies=None)
    async with StudyCopies(off, task_of(off.settings)).running():
        pass


@pytest.mark.slow
async def test_the_running_bot_has_the_job(
    empty: Services, register: StandIn, playground: Playground
) -> None:
    async with running(empty, playground.token):
        for _ in range(300):
            if register.asked:
                break
            await asyncio.sleep(0.1)
    assert register.asked[0] == {"path": "version"}


async def test_status_tells_an_operator_how_the_copy_is(services: Services) -> None:
    view = View(services.library.default, "US", "full", NOW.date())
    said = (await on_status(Turn(ANA, ANA, view, NOW), services)).text
    assert "Studies: 40 open ones in the copy, data of November 27, 2026." in said


async def test_the_command_is_told_to_telegram_in_both_languages_only_where_it_is_on(
    services: Services, playground: Playground, world: World, application: AnyApplication
) -> None:
    bot = application.bot
    await introduce(bot, replace(services, studies=None), COMMANDS)
    assert "findtrials" not in {c.command for c in await bot.get_my_commands()}
    await introduce(bot, services, COMMANDS)
    for language in (None, "es"):
        told = await bot.get_my_commands(BotCommandScopeAllPrivateChats(), language)
        assert "findtrials" in {c.command for c in told}


def test_a_host_can_turn_it_off_and_it_lies_beside_the_database(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/waymark.db"
    on = Settings(_env_file=None, database_url=url)
    assert copy_file(on) == tmp_path / "studies.db"
    assert studies_of(on) is not None
    assert studies_of(on.model_copy(update={"trials": "off"})) is None
    shared = Settings(_env_file=None, database_url="postgresql://waymark@host/waymark")
    assert copy_file(shared) == Path("data/studies.db")


@pytest.mark.slow
async def test_the_real_bot_shows_nothing_made_up(
    made_up: Path, terminal: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert Studies(made_up).copy() is None
    monkeypatch.setenv("CONTENT_DIR", str(RULES.parent))
    code, said, _ = await asyncio.to_thread(terminal.runs, "trials", "import", str(SAMPLE))
    assert code == 1
    assert "made-up sample" in said


@pytest.mark.slow
async def test_the_command_line(
    terminal: Terminal, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, address: str, rules: Path
) -> None:
    monkeypatch.setenv("TRIALS_URL", address)
    monkeypatch.setenv("CONTENT_DIR", str(rules.parent))
    code, said, _ = await asyncio.to_thread(terminal.runs, "trials", "status")
    assert (code, said.splitlines()[0]) == (0, "copy: none")
    code, said, _ = await asyncio.to_thread(terminal.runs, "trials", "sync")
    assert (code, said) == (0, "new copy, data of 2026-11-27T09:00:06: 8 shown of 8, 0 gone\n")
    code, said, _ = await asyncio.to_thread(terminal.runs, "trials", "sync", "--accept")
    assert (code, said) == (0, "nothing newer than 2026-11-27T09:00:06\n")
    code, said, _ = await asyncio.to_thread(terminal.runs, "trials", "status")
    assert said.startswith("copy: data of 2026-11-27T09:00:06, 8 studies\nlast good look: ")


async def test_a_pack_without_a_finder_is_told_on_the_command_line(
    terminal: Terminal, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("CONTENT_DIR", str(tmp_path))
    line = await asyncio.to_thread(terminal.fails, "trials", "sync", code=2)
    assert "this pack has no finder" in line
