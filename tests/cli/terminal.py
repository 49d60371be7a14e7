"""A person at a command line."""

import asyncio
import shutil
from pathlib import Path

import pytest

from bot.cli.main import main
from bot.settings import Settings
from storage.engine.migrate import migrate
from storage.engine.sqlite import open_sqlite
from storage.files.keys import DataKey, write_key_file
from tests.library.packs import PackFolder, translate, write_pack

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


@pytest.fixture(scope="session")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small pack in two languages, which nobody changes: it is read in a tenth of the time."""
    pack = write_pack(tmp_path_factory.mktemp("content"))
    translate(pack)
    return pack.folder


@pytest.fixture
def terminal(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    bots_logging: None,
    small: Path,
) -> Terminal:
    monkeypatch.chdir(tmp_path)
    for name in Settings.model_fields:
        monkeypatch.setenv(name.upper(), "")
    monkeypatch.setenv("CONTENT_DIR", str(small))
    return Terminal(tmp_path, capsys)


@pytest.fixture(scope="session")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a database and its key, as `migrate` makes them."""
    folder, key = tmp_path_factory.mktemp("prepared"), DataKey.make()

    async def make() -> None:
        database = await open_sqlite(folder / "data/waymark.db", key)
        await migrate(database)
        await database.close()

    asyncio.run(make())
    (folder / "keys").mkdir(mode=0o700)
    write_key_file(folder / "keys/waymark.key", key)
    return folder


@pytest.fixture
def kept(terminal: Terminal, prepared: Path) -> Terminal:
    """The same, with a database and its key."""
    shutil.copytree(prepared, terminal.folder, dirs_exist_ok=True)
    return terminal


@pytest.fixture
def pack(terminal: Terminal, small: Path) -> PackFolder:
    """A copy of the small pack in the folder `content`, to be changed."""
    return PackFolder(shutil.copytree(small, terminal.folder / "content"))
