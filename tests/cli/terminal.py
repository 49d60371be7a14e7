"""A person at a command line."""

from pathlib import Path

import pytest

from bot.cli.main import main
from bot.settings import Settings

ROOT = Path(__file__).parents[2]


class Terminal:
    """A person at a command line, in a folder of their own."""

    def __init__(self, folder: Path, capture: pytest.CaptureFixture[str]) -> None:
        self.folder, self._capture = folder, capture
        self.database, self.key = folder / "data/waymark.db", folder / "keys/waymark.key"

    def runs(self, *words: str) -> tuple[int, str, str]:
        """The exit code, and what stands on stdout and stderr."""
        self._capture.readouterr()
        with pytest.raises(SystemExit) as stopped:
            main(words)
        said = self._capture.readouterr()
        assert isinstance(stopped.value.code, int)
        return stopped.value.code, said.out, said.err

    def fails(self, *words: str, code: int = 1) -> str:
        """The one line that says why."""
        found, _, said = self.runs(*words)
        assert found == code, said
        assert said.count("\n") == 1, said
        assert "Traceback" not in said
        return said


@pytest.fixture
def terminal(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    bots_logging: None,
) -> Terminal:
    monkeypatch.chdir(tmp_path)
    for name in Settings.model_fields:
        monkeypatch.setenv(name.upper(), "")
    monkeypatch.setenv("CONTENT_DIR", str(ROOT / "content"))
    return Terminal(tmp_path, capsys)


@pytest.fixture
def kept(terminal: Terminal) -> Terminal:
    """The same, with a database and its key."""
    assert terminal.runs("migrate")[0] == 0
    return terminal
