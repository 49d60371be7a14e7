"""A host's first ten minutes: a mistyped .env, `init`, `doctor`, and the bot seen by Telegram."""

import asyncio
import os
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from dotenv import dotenv_values

from bot.cli.env_file import unknown_names, write_env
from bot.settings import SettingsError
from playground.actions import Somebody
from playground.people import ANA
from playground.server import Playground
from playground.world import World
from tests.asthma_pack import write_asthma
from tests.cli.terminal import ROOT
from tests.cli.terminal import small as small

UNKNOWN = "123456:unknown-token"
Run = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture
def run(tmp_path: Path, small: Path) -> Run:
    """A command as a process of its own, in an empty folder."""

    def started(*words: str, typed: str = "", **settings: str) -> subprocess.CompletedProcess[str]:
        told = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "CONTENT_DIR": str(small)}
        return subprocess.run(  # noqa: S603 - our own program
            [sys.executable, "-m", "bot", *words],
            cwd=tmp_path,
            env=told | settings,
            input=typed,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )

    return started


def written(folder: Path, text: str) -> Path:
    file = folder / ".env"
    file.write_text(text, "utf-8")
    file.chmod(0o600)
    return file


def files_in(folder: Path) -> list[Path]:
    return sorted(folder.iterdir())


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("BOT_TOKEN: 123456:ABCdef\n", 1),
        ("\n# mine\n123456:ABCdef\n", 3),
        ("LOG_LEVEL=INFO\n\nDATA KEY=x\n", 3),
        ("A='open\n", 1),
    ],
)
def test_a_line_that_is_no_setting_stops_and_is_not_repeated(
    tmp_path: Path, text: str, line: int
) -> None:
    with pytest.raises(SettingsError) as refused:
        unknown_names(written(tmp_path, text))
    assert f"line {line}, can't be read" in str(refused.value)
    assert "ABCdef" not in str(refused.value)


@pytest.mark.parametrize(
    ("name", "meant"),
    [("TOKEN", "BOT_TOKEN"), ("BOT_TOKN", "BOT_TOKEN"), ("DATABASE", "DATABASE_URL")],
)
def test_a_name_that_is_no_setting_is_told_with_what_was_meant(
    tmp_path: Path, name: str, meant: str
) -> None:
    (told,) = unknown_names(written(tmp_path, f"LOG_LEVEL=INFO\n{name}=123456:ABCdef\n"))
    assert told.endswith(f".env, line 2: {name} is no setting: did you mean {meant}?")


def test_what_compose_and_other_programs_read_is_no_mistake(tmp_path: Path) -> None:
    ours = "BOT_TOKEN=1:abc\nexport LOG_LEVEL=INFO\n"
    others = "POSTGRES_PASSWORD=x\nWEBHOOK_HOST=x\nHTTPS_PROXY=x\nTZ=UTC\n"
    assert unknown_names(written(tmp_path, ours + others)) == []


@pytest.mark.slow
def test_a_mistyped_name_opens_the_playground_and_says_so(run: Run, tmp_path: Path) -> None:
    written(tmp_path, "BOT_TOKN=123456:ABCdef\n")
    found = run("run", HTTP_HOST="0.0.0.0")  # noqa: S104 - to be refused, so that it ends
    assert "did you mean BOT_TOKEN?" in found.stderr
    assert "this is the playground: nobody on Telegram is served" in found.stdout
    assert "ABCdef" not in found.stderr + found.stdout


@pytest.mark.slow
def test_without_a_token_and_a_playground_one_line_says_what_to_set(
    run: Run, tmp_path: Path
) -> None:
    """As in the image, which has no playground."""
    for room in ("bot", "storage"):
        (tmp_path / room).symlink_to(ROOT / room)
    found = run("run", PYTHONPATH=str(tmp_path))
    assert (found.returncode, found.stdout) == (2, "")
    assert found.stderr == (
        "No BOT_TOKEN in .env or the environment: set it to what BotFather says.\n"
    )


@pytest.mark.slow
def test_a_line_that_can_not_be_read_stops_the_start(run: Run, tmp_path: Path) -> None:
    written(tmp_path, "BOT_TOKEN: 123456:ABCdef\n")
    found = run("run")
    assert found.returncode == 2
    (line,) = found.stderr.splitlines()
    assert "line 1, can't be read" in line


@pytest.mark.slow
def test_a_language_that_the_pack_lacks_stops_the_start(run: Run) -> None:
    found = run("run", DEFAULT_LANGUAGE="fr")
    assert found.returncode == 2
    assert found.stderr.splitlines()[-1] == "DEFAULT_LANGUAGE is 'fr'; the pack has en, es."


def test_a_python_without_our_libraries_is_one_sentence(tmp_path: Path) -> None:
    bare = subprocess.run(
        [sys.executable, "-S", "-m", "bot", "check"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert bare.returncode == 1
    assert bare.stderr.count("\n") == 1
    assert "start Waymark with ./waymark" in bare.stderr


@pytest.mark.slow
def test_a_python_that_lacks_a_library_of_one_command_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "fpdf.py").write_text("raise ModuleNotFoundError(name='fpdf')", "utf-8")
    bare = subprocess.run(
        [sys.executable, "-m", "bot", "check"],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], "PYTHONPATH": str(tmp_path)},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (bare.returncode, bare.stdout) == (1, "")
    assert bare.stderr.splitlines() == [
        "This Python lacks fpdf: start Waymark with ./waymark (or make run), which use the"
        " environment in .venv."
    ]


def test_the_file_is_the_owners_and_keeps_its_other_lines(tmp_path: Path) -> None:
    file = written(tmp_path, "# mine\nLOG_LEVEL=DEBUG\nBOT_TOKEN=1:old\n")
    write_env({"BOT_TOKEN": "123456:ABCdef", "HOST_NAME": "Ana's group #1"}, file)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    text = file.read_text("utf-8")
    assert text.startswith("# mine\nLOG_LEVEL=DEBUG\nBOT_TOKEN=123456:ABCdef\n")
    assert "1:old" not in text
    assert dotenv_values(file)["HOST_NAME"] == "Ana's group #1"


@pytest.mark.slow
async def test_doctor_sees_a_clock_that_is_wrong(run: Run, playground: Playground) -> None:
    how = {"BOT_API_URL": playground.url, "BOT_TOKEN": playground.token}
    found = await asyncio.to_thread(run, "doctor", **how)
    assert "mend  clock: is" in found.stdout


@pytest.mark.slow
async def test_init_asks_until_telegram_knows_the_token(
    run: Run, playground: Playground, tmp_path: Path
) -> None:
    typed = f"nonsense\n{UNKNOWN}\n{playground.token}\nAna\n\ngb\n4711\n"
    found = await asyncio.to_thread(
        run, "init", "--describe", typed=typed, BOT_API_URL=playground.url
    )
    assert found.returncode == 0, found.stderr
    assert "That is no token" in found.stdout
    assert "Telegram does not know this token" in found.stdout
    assert playground.token not in found.stdout + found.stderr
    file = tmp_path / ".env"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    text = file.read_text("utf-8")
    assert f"BOT_TOKEN={playground.token}\n" in text
    assert "DEFAULT_REGION=GB\nOPERATOR_IDS=4711\n" in text
    assert "/setprivacy" in found.stdout


@pytest.mark.slow
async def test_init_without_an_answer_writes_nothing(
    run: Run, playground: Playground, tmp_path: Path
) -> None:
    found = await asyncio.to_thread(run, "init", BOT_API_URL=playground.url)
    assert found.returncode == 2
    assert "nothing was written" in found.stderr
    assert not (tmp_path / ".env").exists()


@pytest.mark.slow
async def test_a_token_that_telegram_refuses_leaves_nothing_behind(
    run: Run, playground: Playground, tmp_path: Path
) -> None:
    asked = await asyncio.to_thread(
        run, "init", typed=3 * f"{UNKNOWN}\n", BOT_API_URL=playground.url
    )
    started = await asyncio.to_thread(run, "run", BOT_TOKEN=UNKNOWN, BOT_API_URL=playground.url)
    assert "nothing was written" in asked.stderr
    assert started.stderr == "BOT_TOKEN is not one that Telegram knows: ask BotFather for it.\n"
    assert files_in(tmp_path) == []


@pytest.mark.slow
async def test_a_telegram_that_is_not_there_leaves_nothing_behind(run: Run, tmp_path: Path) -> None:
    nobody = "http://127.0.0.1:9"
    started = await asyncio.to_thread(run, "run", BOT_TOKEN=UNKNOWN, BOT_API_URL=nobody)
    assert "Telegram can't be reached" in started.stderr
    assert files_in(tmp_path) == []


@pytest.mark.slow
async def test_doctor_finds_nothing_in_a_good_set_up(run: Run) -> None:
    async with Playground(World()) as playground:  # by the clock of this computer
        how = {"BOT_API_URL": playground.url, "BOT_TOKEN": playground.token}
        found = await asyncio.to_thread(
            run,
            "doctor",
            HOST_NAME="Ana",
            HOST_CONTACT="@waymark_help",
            PRIVACY_URL="https://example.org/privacy",
            **how,
        )
    assert found.stdout.endswith("All is well.\n"), found.stdout
    assert found.returncode == 0
    assert "knows the token: @" in found.stdout
    assert playground.token not in found.stdout + found.stderr


@pytest.mark.slow
async def test_doctor_names_each_thing_to_mend(
    run: Run, playground: Playground, tmp_path: Path
) -> None:
    written(tmp_path, "TOKEN=1:abc\n").chmod(0o644)
    await asyncio.to_thread(run, "migrate")
    (tmp_path / "keys/waymark.key").unlink()
    found = await asyncio.to_thread(
        run,
        "doctor",
        BOT_API_URL=playground.url,
        BOT_TOKEN=UNKNOWN,
        DEFAULT_LANGUAGE="fr",
    )
    assert found.returncode == 1
    for told in (
        "did you mean BOT_TOKEN?",
        "chmod 600 .env",
        "DEFAULT_LANGUAGE is 'fr'",
        "mend  HOST_NAME: is not set.",
        "mend  PRIVACY_URL: is not set. Telegram wants it: put your completed PRIVACY.md where"
        " everybody can read it, and give its address here and to BotFather (/setprivacypolicy).",
        "There is no key file",
        "BOT_TOKEN is not one that Telegram knows",
    ):
        assert told in found.stdout
    assert UNKNOWN not in found.stdout + found.stderr


@pytest.mark.slow
async def test_doctor_live_sends_one_of_each_thing(
    run: Run, playground: Playground, world: World, tmp_path: Path
) -> None:
    how = {
        "BOT_API_URL": playground.url,
        "BOT_TOKEN": playground.token,
        "OPERATOR_IDS": str(ANA),
        "HOST_NAME": "Ana",
        "HOST_CONTACT": "@waymark_help",
        "CONTENT_DIR": str(write_asthma(tmp_path / "asthma")),
    }
    refused = await asyncio.to_thread(run, "doctor", "--live", **how)
    (told,) = [row for row in refused.stdout.splitlines() if "live:" in row]
    assert "a message with buttons: unreachable (Forbidden) Send the bot /start first." in told
    Somebody(world, ANA).starts()
    found = await asyncio.to_thread(run, "doctor", "--live", **how)
    assert found.stdout.count("sent.") == 6, found.stdout
