"""The command line: what stops it is one line on stderr and an exit code, never a traceback."""

import os
import shutil
import socket
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from telegram import Bot
from telegram.error import InvalidToken, NetworkError
from telegram.ext import Application

from bot import __version__
from bot.cli.sentences import sentence_of
from bot.edge.application import NO_BOT_API, initialized
from storage.files.atomic import owned
from tests.cli.terminal import ROOT, Terminal
from tests.cli.terminal import kept as kept
from tests.cli.terminal import prepared as prepared
from tests.cli.terminal import small as small
from tests.cli.terminal import terminal as terminal
from tests.edge.broken_servers import says, serving

COMMANDS = [
    "run",
    "playground",
    "check",
    "stamp",
    "migrate",
    "backup",
    "restore",
    "rotate-key",
    "health",
    "init",
    "export-po",
    "import-po",
    "doctor",
    "preview",
    "review",
    "explain",
]
OTHER_KEY = "5a" * 32


def process(folder: Path, *words: str, **settings: str) -> subprocess.CompletedProcess[str]:
    """The same command as a process of its own."""
    told = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT)}
    return subprocess.run(  # noqa: S603 - our own program
        [sys.executable, "-m", "bot", *words],
        cwd=folder,
        env=told | settings,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


@pytest.mark.parametrize("words", [(), *[(command,) for command in COMMANDS]])
def test_every_command_explains_itself(terminal: Terminal, words: tuple[str, ...]) -> None:
    code, out, _ = terminal.runs(*words, "--help")
    assert code == 0
    assert out.startswith("usage: waymark")
    assert not words or f"Example: waymark {words[0]}" in out.replace("\n", " ")
    assert words or all(command in out for command in COMMANDS)


def test_it_says_its_version(terminal: Terminal) -> None:
    assert terminal.runs("--version") == (0, f"waymark {__version__}\n", "")


@pytest.mark.parametrize(
    ("address", "told"),
    [
        ("", "). Please report this line.\n"),
        (
            "https://waymark.example.org/faults",
            "). Please report this line at https://waymark.example.org/faults.\n",
        ),
    ],
)
def test_an_internal_error_says_where_the_host_wants_it_told(
    terminal: Terminal, monkeypatch: pytest.MonkeyPatch, address: str, told: str
) -> None:
    def stumble(*_: object) -> None:
        raise LookupError

    monkeypatch.setattr(
        "bot.library.load.load.load_ready", stumble
    )  # a fault that we did not foresee
    monkeypatch.setenv("REPORT_URL", address)
    said = terminal.fails("run")
    assert said.startswith(f"Internal error in Waymark {__version__} (LookupError at ")
    assert said.endswith(told)


def test_a_command_that_there_is_not_is_refused(terminal: Terminal) -> None:
    code, _, said = terminal.runs("dance")
    assert code == 2
    assert "invalid choice: 'dance'" in said


@pytest.mark.slow
@pytest.mark.parametrize("words", [("check",), ("stamp", "es")])
def test_it_ends_without_a_word_when_nobody_reads_on(
    tmp_path: Path, small: Path, words: tuple[str, ...]
) -> None:
    told = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "CONTENT_DIR": str(small)}
    with subprocess.Popen(  # noqa: S603 - our own program
        [sys.executable, "-m", "bot", *words],
        cwd=tmp_path,
        env=told,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as running:
        assert running.stdout
        assert running.stderr
        running.stdout.close()
        assert running.stderr.read() == b""
    assert running.returncode == 141


def test_content_that_can_not_be_read_stops_the_bot(
    terminal: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CONTENT_DIR", str(terminal.folder))
    code, _, said = terminal.runs("run")
    assert code == 1
    assert said.startswith("pack.yaml:1: ")
    assert "The content can't be used" in said
    assert "Traceback" not in said


def test_a_wrong_setting_is_exit_code_2(
    terminal: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTP_PORT", "many")
    assert terminal.fails("run", code=2).startswith("HTTP_PORT is 'many'; it takes ")


def test_migrate_makes_a_database_and_a_key_that_only_its_owner_reads(terminal: Terminal) -> None:
    code, out, said = terminal.runs("migrate")
    assert (code, out) == (0, "The database is up to date.\n")
    assert "made a key at keys/waymark.key: keep a copy" in said
    assert terminal.key.read_text().strip() not in said
    assert terminal.key.stat().st_mode & 0o777 == 0o600
    with pytest.raises(sqlite3.DatabaseError):
        sqlite3.connect(terminal.database).execute("SELECT * FROM people")


@pytest.mark.slow
def test_a_backup_can_be_restored_but_replaces_nothing_unasked(kept: Terminal) -> None:
    assert kept.runs("backup", "copy.db")[0] == 0
    assert "There is already a file" in kept.fails("restore", "copy.db")
    code, out, _ = kept.runs("restore", "copy.db", "--force")
    assert code == 0
    assert "is now what copy.db holds" in out
    assert "There is no database" in kept.fails("restore", "nothing.db", "--force")
    assert kept.runs("migrate")[0] == 0


def test_a_new_key_opens_the_database_and_the_old_one_does_not(
    kept: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = kept.key.read_text()
    code, out, _ = kept.runs("rotate-key")
    assert code == 0
    assert old.strip() not in out
    assert kept.key.read_text() != old
    assert kept.runs("migrate")[0] == 0
    monkeypatch.setenv("DATA_KEY", old.strip())
    assert "This key does not open" in kept.fails("migrate")
    monkeypatch.setenv("DATA_KEY", kept.key.read_text())
    assert "DATA_KEY holds the key" in kept.fails("rotate-key")


@pytest.mark.parametrize("words", [("migrate",), ("backup", "copy.db"), ("run",)])
def test_a_wrong_key_touches_nothing(
    kept: Terminal, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...]
) -> None:
    before = kept.database.read_bytes()
    monkeypatch.setenv("BOT_TOKEN", "123456:local")
    monkeypatch.setenv("DATA_KEY", OTHER_KEY)
    said = kept.fails(*words)
    assert "This key does not open" in said
    assert OTHER_KEY not in said
    assert kept.database.read_bytes() == before
    assert not (kept.folder / "copy.db").exists()


def test_a_missing_key_is_not_made_anew_for_a_database_that_is_there(kept: Terminal) -> None:
    kept.key.unlink()
    assert "There is no key file" in kept.fails("migrate")
    assert not kept.key.exists()


def test_a_backup_without_a_database_says_so(terminal: Terminal) -> None:
    assert "There is no database" in terminal.fails("backup", "copy.db")


def test_a_database_that_somebody_uses_is_left_to_them(kept: Terminal) -> None:
    with owned(kept.database):
        assert "Another process is using" in kept.fails("migrate")
        assert "Another process is using" in kept.fails("rotate-key")


@pytest.mark.slow
def test_a_busy_port_is_named(terminal: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        monkeypatch.setenv("HTTP_PORT", port)
        assert terminal.fails("playground").startswith(f"Port {port} is taken")


def test_nothing_that_listens_is_not_well(
    terminal: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as closed:
        monkeypatch.setenv("HTTP_PORT", str(closed.getsockname()[1]))
    assert terminal.fails("health").startswith("Health check failed")


@pytest.mark.slow
def test_a_host_that_is_none_is_a_wrong_setting(
    terminal: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTP_HOST", "0.0.0.0")  # noqa: S104 - to be refused
    assert "listens on this computer only" in terminal.fails("playground", code=2)


@pytest.mark.slow
def test_a_second_process_on_one_database_stops(kept: Terminal) -> None:
    with owned(kept.database):
        second = process(kept.folder, "migrate")
    assert second.returncode == 1
    assert second.stdout == ""
    assert second.stderr.startswith("Another process is using")
    assert second.stderr.count("\n") == 1


@pytest.mark.slow
def test_a_process_with_a_wrong_setting_ends_with_2(tmp_path: Path) -> None:
    done = process(tmp_path, "run", LOG_LEVEL="chatty")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "LOG_LEVEL is 'chatty'; it takes DEBUG, INFO, WARNING or ERROR.\n"
    assert list(tmp_path.iterdir()) == []


def test_a_key_without_its_data_is_told(kept: Terminal) -> None:
    """As when the volume with the data is not mounted."""
    shutil.rmtree(kept.database.parent)
    code, _, said = kept.runs("migrate")
    assert code == 0
    assert "there is a key and no database at data/waymark.db" in said
    assert "there is a key" not in kept.runs("migrate")[2]


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (NetworkError(NO_BOT_API), "What answers at BOT_API_URL is no Bot API"),
        (NetworkError("aiohttp.ClientConnectorCertificateError"), "The certificate of the Bot API"),
        (NetworkError("aiohttp.ClientConnectorError"), "Telegram can't be reached"),
    ],
)
def test_what_is_wrong_with_the_way_to_telegram_is_named(error: NetworkError, told: str) -> None:
    assert sentence_of(error).startswith(told)


@pytest.mark.slow
async def test_a_gateway_without_a_page_says_nothing_of_the_token() -> None:
    async with serving(says("404 Not Found", "<html>nginx</html>")) as url:
        bot = Bot("1:a", f"{url}/bot")
        with pytest.raises(NetworkError, match=NO_BOT_API):
            async with initialized(Application.builder().bot(bot).build()):
                pass
    async with serving(says("404 Not Found", '{"ok":false,"description":"Not Found"}')) as url:
        bot = Bot("1:a", f"{url}/bot")
        with pytest.raises(InvalidToken):
            async with initialized(Application.builder().bot(bot).build()):
                pass
