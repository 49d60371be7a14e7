"""Whatever stops a command, and whatever was put into the wrong setting: no secret is printed."""

import os
import re
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator

import pytest

from bot import __version__
from bot.cli import main
from tests.cli.terminal import Terminal
from tests.cli.terminal import kept as kept
from tests.cli.terminal import prepared as prepared
from tests.cli.terminal import small as small
from tests.cli.terminal import terminal as terminal
from tests.cli.test_cli import COMMANDS
from tests.edge.conftest import bots_logging as bots_logging
from tests.security.conftest import KEY, PASSWORD, ROOT, TOKEN

WORDS = {
    "backup": ["copy.db"],
    "restore": ["copy.db"],
    "preview": ["out", "--since", "no-such-revision"],
    "trials": ["status"],
    "review": ["no-such-page", "--by-role", "nurse", "--on", "2026-01-01"],
    "stamp": ["no-such-language"],
    "export-po": ["es", "es.po"],
    "import-po": ["es", "es.po"],
    "explain": ["some words"],
}
SERVER = f"postgresql://waymark:{PASSWORD}@127.0.0.1"
#: What a person may have set by mistake, or what is not there.
CIRCUMSTANCES = {
    "the network is down": {"BOT_API_URL": "http://127.0.0.1:1", "BOT_TOKEN": TOKEN},
    "another key": {"DATA_KEY": KEY, "BOT_TOKEN": TOKEN},
    "a key cut short": {"DATA_KEY": KEY[:-1]},
    "a key where its file belongs": {"DATA_KEY_FILE": KEY},
    "a token where its file belongs": {"BOT_TOKEN_FILE": TOKEN},
    "a token where a number belongs": {"HTTP_PORT": TOKEN},
    "a token where an address belongs": {"BOT_API_URL": f"api.telegram.org/bot{TOKEN}"},
    "a token with something before it": {"BOT_TOKEN": f"token={TOKEN}"},
    "no server": {"DATABASE_URL": f"{SERVER}:1/waymark", "BOT_TOKEN": TOKEN},
    "an address of a server that is none": {"DATABASE_URL": f"{SERVER}:port/waymark"},
    "another kind of server": {"DATABASE_URL": SERVER.replace("postgresql", "mysql")},
}


def secrets_in(text: str) -> list[str]:
    kept = (TOKEN.partition(":")[2], KEY[:-1], PASSWORD)
    return [secret for secret in kept if secret in text]


@pytest.fixture
def hung_up(terminal: Terminal, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The port is taken by somebody who never answers, so every command comes to an end."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        monkeypatch.setenv("HTTP_PORT", str(taken.getsockname()[1]))

        def hang_up() -> None:
            try:
                while True:
                    taken.accept()[0].close()
            except OSError:
                return

        threading.Thread(target=hang_up, daemon=True).start()
        yield
        taken.shutdown(socket.SHUT_RDWR)


@pytest.mark.usefixtures("hung_up")
@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("circumstance", CIRCUMSTANCES)
def test_no_command_prints_a_secret(
    kept: Terminal, monkeypatch: pytest.MonkeyPatch, circumstance: str, command: str
) -> None:
    monkeypatch.setenv("LOG_LEVEL", "DEBUG")
    for name, value in CIRCUMSTANCES[circumstance].items():
        monkeypatch.setenv(name, value)
    _, out, said = kept.runs(command, *WORDS.get(command, []))
    assert secrets_in(out + said) == []
    assert "Traceback" not in said


@pytest.mark.parametrize("command", COMMANDS)
def test_a_mistake_of_ours_is_one_line_with_its_place_and_without_its_words(
    terminal: Terminal, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    def stumble(**_: object) -> None:
        local = TOKEN
        raise LookupError(local, KEY, PASSWORD)

    for module in ("starting", "health", "review", "content", "init", "doctor"):
        monkeypatch.setattr(f"bot.cli.{module}.read_settings", stumble)  # any step may stumble
    words = [command, *WORDS.get(command, [])]
    said = terminal.fails(*words)
    assert secrets_in(said) == []
    start = f"Internal error in Waymark {__version__} (LookupError at test_command_line.py:"
    assert said.startswith(start)
    assert said.endswith(" Please report this line.\n")


def test_what_fails_on_the_side_is_a_masked_line(
    terminal: Terminal, capsys: pytest.CaptureFixture[str]
) -> None:
    def stumble() -> None:
        raise LookupError(TOKEN)

    assert terminal.runs("migrate")[0] == 0
    thread = threading.Thread(target=stumble)
    thread.start()
    thread.join()
    said = capsys.readouterr().err
    assert "unhandled exception in a thread or finaliser" in said
    assert "error=LookupError" in said
    assert secrets_in(said) == []


def test_a_command_takes_no_secret_as_a_word(terminal: Terminal) -> None:
    """Everybody on the computer sees the words of every command."""
    for command in COMMANDS:
        _, out, _ = terminal.runs(command, "--help")
        assert not re.search(r"--[\w-]*(token|password|key)", out)


@pytest.mark.slow
def test_what_is_started_inherits_no_secret(
    kept: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    secret = {"BOT_TOKEN": TOKEN, "DATA_KEY": kept.key.read_text().strip()}
    secret |= {"WEBHOOK_SECRET": "open-sesame", "DATABASE_URL": "sqlite:///data/waymark.db"}
    for words in (["migrate"], ["preview", "out"]):
        for name, value in secret.items():
            monkeypatch.setenv(name, value)
        assert kept.runs(*words)[0] == 0
        assert secret.keys() & os.environ.keys() == set()


def test_a_secret_file_that_others_can_read_is_told(kept: Terminal) -> None:
    assert "chmod 600" not in kept.runs("migrate")[2]
    kept.key.chmod(0o640)
    [line] = kept.runs("migrate")[2].splitlines()
    assert "keys/waymark.key is readable by other users: chmod 600" in line


def test_the_health_check_asks_no_proxy(
    terminal: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:1")
    with socket.create_server(("127.0.0.1", 0)) as bot:
        monkeypatch.setenv("HTTP_PORT", str(bot.getsockname()[1]))

        def answer() -> None:
            with bot.accept()[0] as caller:
                caller.recv(1000)
                caller.sendall(b"HTTP/1.0 200 OK\r\n\r\nwell")

        threading.Thread(target=answer, daemon=True).start()
        assert terminal.runs("health")[:2] == (0, "well\n")


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="only Linux has this call")
def test_no_neighbour_reads_memory_or_environment() -> None:
    ask = (
        "import ctypes, sys; from bot.ops import hardening; hardening.disable_core_dumps();"
        "sys.exit(10 + ctypes.CDLL(None).prctl(3, 0, 0, 0, 0))"  # PR_GET_DUMPABLE
    )
    done = subprocess.run([sys.executable, "-c", ask], cwd=ROOT, check=False)  # noqa: S603
    assert done.returncode == 10


def test_closing_comes_before_anything_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    order: list[str] = []
    monkeypatch.setattr(main, "disable_core_dumps", lambda: order.append("closed"))
    monkeypatch.setattr("bot.cli.starting.read_settings", lambda: order.append("read"))
    with pytest.raises(SystemExit):
        main.main(["migrate"])
    assert order[:2] == ["closed", "read"]
