"""A library that is kept for the next start: used when nothing has changed, and never otherwise."""

import logging
import pickle
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from bot.library.load import cache
from bot.library.load.cache import OF_A_PACK, load_cached
from bot.library.load.load import BrokenContentError, load_ready
from bot.library.model.library import Library
from tests.library.packs import PackFolder, write_pack
from tests.library.ready import assert_ready

SECRET = b"of this host alone"
ROOT = Path(__file__).parents[2]


@pytest.fixture
def pack(tmp_path: Path) -> PackFolder:
    return write_pack(tmp_path / "pack")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "data" / "library.cache"


@pytest.fixture
def reads(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """Every time that a pack is read and checked."""
    found: list[Path] = []

    def counted(folder: Path, language: str) -> Library:
        found.append(folder)
        return load_ready(folder, language)

    monkeypatch.setattr("bot.library.load.load.load_ready", counted)
    return found


def test_the_second_start_reads_nothing_and_has_the_same(
    pack: PackFolder, file: Path, reads: list[Path]
) -> None:
    first = load_cached(pack.folder, "en", file, SECRET)
    second = load_cached(pack.folder, "en", file, SECRET)
    assert len(reads) == 1
    assert second is not first
    assert_ready(second)
    assert second.fingerprint == first.fingerprint
    assert second.find(second.default, "breathing") == first.find(first.default, "breathing")
    assert second.dangers("chest pain") == first.dangers("chest pain")
    assert file.stat().st_mode & 0o777 == 0o600
    assert [path.name for path in file.parent.iterdir()] == [file.name]


def test_a_changed_pack_is_read_again(pack: PackFolder, file: Path, reads: list[Path]) -> None:
    load_cached(pack.folder, "en", file, SECRET)
    changed = next(pack.folder.glob("*/interface.yaml"))
    changed.write_text(changed.read_text("utf-8") + "\n# a remark\n", "utf-8")
    load_cached(pack.folder, "en", file, SECRET)
    assert len(reads) == 2


def test_a_broken_pack_is_told_even_if_a_good_one_is_kept(pack: PackFolder, file: Path) -> None:
    load_cached(pack.folder, "en", file, SECRET)
    before = file.read_bytes()
    (pack.folder / "pack.yaml").write_text("menus: [", "utf-8")
    with pytest.raises(BrokenContentError):
        load_cached(pack.folder, "en", file, SECRET)
    assert file.read_bytes() == before


@pytest.mark.slow
@pytest.mark.parametrize("what", ["secret", "language", "code", "cut", "changed", "empty", "other"])
def test_what_is_not_sealed_for_this_start_is_not_opened(
    pack: PackFolder,
    file: Path,
    reads: list[Path],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    what: str,
) -> None:
    load_cached(pack.folder, "en", file, SECRET)
    kept, trace = file.read_bytes(), tmp_path / "trace"
    secret, language = SECRET, "en"
    if what == "secret":
        secret = b"of somebody else"
    if what == "language":
        language = "es"
    if what == "code":
        monkeypatch.setattr(cache, "CODE", pack.folder)
    file.write_bytes(
        {
            "cut": kept[:-1],
            "changed": kept[:-9] + bytes([kept[-9] ^ 1]) + kept[-8:],
            "empty": b"",
            "other": bytes(32) + pickle.dumps(_Runs(trace)),
        }.get(what, kept)
    )
    load_cached(pack.folder, language, file, secret)
    assert len(reads) == 2
    assert not trace.exists()


class _Runs:
    """Writes a file when it is opened."""

    def __init__(self, trace: Path) -> None:
        self.trace = trace

    def __reduce__(self) -> tuple[object, ...]:
        return Path.touch, (self.trace,)


def test_a_start_that_can_not_keep_it_goes_on(
    pack: PackFolder, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "in the way").write_text("")
    with caplog.at_level(logging.INFO):
        library = load_cached(pack.folder, "en", tmp_path / "in the way" / "library.cache", SECRET)
    assert_ready(library)
    assert "the content could not be cached for the next start" in caplog.text


OPENED = """
import sys
from pathlib import Path
from types import SimpleNamespace
opened = []
sys.addaudithook(lambda event, told: opened.append(str(told[0])) if event == "open" else None)
from bot.library.load.load import load_ready
load_ready(Path(sys.argv[1]))
found = {path for path in opened if path.startswith(sys.argv[1]) and Path(path).is_file()}
print(*found, sep="\\n")
"""


@pytest.mark.slow
def test_every_file_that_a_library_is_made_of_counts() -> None:
    folder = ROOT / "content"
    read = subprocess.run(  # noqa: S603 - our own program
        [sys.executable, "-c", OPENED, str(folder)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout.split("\n")
    counted = {str(path) for pattern in OF_A_PACK for path in folder.glob(pattern)}
    assert len(read) > 50
    assert set(read) - {""} <= counted


def test_the_last_room_on_a_disk_is_left_to_what_people_keep(
    pack: PackFolder, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cache, "disk_usage", lambda _: SimpleNamespace(free=0))
    assert_ready(load_cached(pack.folder, "en", file, SECRET))
    assert list(file.parent.iterdir()) == []


def test_what_could_not_be_written_whole_leaves_nothing(
    pack: PackFolder, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(cache, "put_in_place", full)
    assert_ready(load_cached(pack.folder, "en", file, SECRET))
    assert list(file.parent.iterdir()) == []
