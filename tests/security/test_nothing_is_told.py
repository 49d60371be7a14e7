"""The running bot at its chattiest, with faults and a crash: nothing of anybody gets out.

A process of its own is looked at from outside: what it writes, what it serves, what it leaves on
the disk, and what `ps` shows of it.
"""

import asyncio
import signal
from pathlib import Path

import pytest

from playground.faults import Fault, FaultKind
from tests.postgres import PostgresServer
from tests.security.conftest import KEY, PASSWORD, PERSON, TOKEN, Running, running, started

pytestmark = pytest.mark.slow

NOTE = "the lump under my arm hurts"
LOOKED_FOR = "my spray makes me cry"
SEND = frozenset({"sendMessage"})
SECRETS = {
    "the token": TOKEN,
    "the secret half of it": TOKEN.partition(":")[2],
    "the key": KEY,
    "the password": PASSWORD,
    "the person's id": str(PERSON),
    "the name": "Ottoline",
    "a search": "makes me cry",
    "a note": "under my arm",
    "what was read": "about-asthma",
    "a button": "keep:",
}


def found_in(text: str) -> set[str]:
    return {name for name, secret in SECRETS.items() if secret.lower() in text.lower()}


def with_files(folder: Path) -> dict[str, str]:
    """Settings as we recommend them: nothing secret is in the environment."""
    for name, text in (("bot.token", TOKEN), ("data.key", KEY)):
        (folder / name).write_text(f"{text}\n")
        (folder / name).chmod(0o600)
    return {
        "BOT_TOKEN_FILE": str(folder / "bot.token"),
        "DATA_KEY_FILE": str(folder / "data.key"),
    }


async def drive(bot: Running) -> None:
    """Reading, saving, and every fault of Telegram, one of them until the bot gives up."""
    await bot.says("/start about-asthma")
    await bot.says(LOOKED_FOR)
    await bot.taps("yes|keep:p:about-asthma:t")
    await bot.taps("ownq")
    assert NOTE in await bot.says(NOTE)
    await bot.says("/mydata")
    for kind in (FaultKind.TORN_BEFORE, FaultKind.SERVER, FaultKind.TORN_AFTER):
        bot.world.faults.switch_on(Fault(kind, methods=SEND))
        await bot.says(LOOKED_FOR)
    bot.world.faults.switch_on(Fault(FaultKind.SERVER, calls=None, methods=SEND))
    bot.person.says(LOOKED_FOR)
    await bot.calls("sendMessage", after=bot.last_call, status=502)
    bot.world.faults.switch_off()
    await bot.says("/help")


async def what_it_tells(bot: Running, signal_number: int) -> str:
    """Everything that somebody outside could read of it, to the end."""
    pages = [await bot.reads(page) for page in ("/metrics", "/healthz", "/readyz", "/")]
    process = [bot.proc(name) for name in ("cmdline", "comm", "limits", "status", "maps")]
    bot.process.send_signal(signal_number)
    out, err = await bot.ends()
    assert "waymark_turns_total" in pages[0]
    assert "handler=home.on_start" in err
    return "\n".join([*pages, *process, out, err])


def names_in(folder: Path) -> list[str]:
    return [path.name for path in folder.rglob("*")]


def files_of(folder: Path) -> str:
    """All that it wrote, but for what was given to it."""
    given = ("bot.token", "data.key", "library.cache")  # the last one is the pack
    files = [path for path in folder.rglob("*") if path.is_file() and path.name not in given]
    assert files
    return "\n".join(path.read_bytes().decode("latin-1") for path in files)


async def test_a_bot_that_crashes_has_told_nothing(tmp_path: Path) -> None:
    async with running(tmp_path, **with_files(tmp_path)) as bot:
        await drive(bot)
        environment, limits = bot.proc("environ"), bot.proc("limits")
        told = await what_it_tells(bot, signal.SIGSEGV)
    [line] = [limit for limit in limits.splitlines() if "core file" in limit]
    assert line.split()[4:6] == ["0", "0"]
    assert "Fatal Python error: Segmentation fault" in told
    assert bot.process.returncode == -signal.SIGSEGV
    assert found_in(told + environment) == set()
    assert found_in(files_of(tmp_path)) == set()
    assert not any("core" in name for name in names_in(tmp_path))


async def test_a_password_in_the_address_of_the_database_is_told_nowhere(
    tmp_path: Path, postgres_server: PostgresServer
) -> None:
    """The environment of the process has it, as whatever is set there: see docs/operating.md."""
    url = (await postgres_server.new_database()).replace("waymark@", f"waymark:{PASSWORD}@")
    async with running(tmp_path, BOT_TOKEN=TOKEN, DATABASE_URL=url) as bot:
        await drive(bot)
        assert found_in(bot.proc("environ")) == {
            "the token",
            "the secret half of it",
            "the password",
        }
        told = await what_it_tells(bot, signal.SIGTERM)
    assert bot.process.returncode == 0
    assert found_in(told) == set()
    assert names_in(tmp_path) == []


async def test_a_token_that_telegram_does_not_know_is_not_quoted(tmp_path: Path) -> None:
    async with started(tmp_path, BOT_TOKEN=TOKEN.replace("A", "B"), DATA_KEY=KEY) as bot:
        out, err = await bot.ends()
    assert bot.process.returncode == 2
    assert err.splitlines()[-1].startswith("BOT_TOKEN is not one that Telegram knows")
    assert TOKEN.replace("A", "B").partition(":")[2] not in out + err
    assert KEY not in out + err


async def test_its_port_is_for_this_computer_alone_unless_told(tmp_path: Path) -> None:
    """Another address of the same computer stands for the network."""
    async with running(tmp_path, BOT_TOKEN=TOKEN, DATA_KEY=KEY) as bot:
        await bot.says("/help")  # so it has polled
        assert (await bot.reads("/healthz")) == "well"
        with pytest.raises(ConnectionRefusedError):
            await asyncio.open_connection("127.0.0.2", bot.port)


async def test_the_search_would_find_them(tmp_path: Path) -> None:
    (tmp_path / "log").write_text(f"{TOKEN} {KEY} {NOTE}")
    assert len(found_in(files_of(tmp_path))) == 4
