import pickle
import stat
from pathlib import Path

import pytest

from storage.errors import AlreadyThereError, BadKeyError, MissingKeyError, ReadOnlyError
from storage.files.keys import DataKey, KeyPlaces, find_key, read_key_file, write_key_file

DIGITS = "0123456789abcdef" * 4


@pytest.fixture
def made(tmp_path: Path) -> Path:
    return tmp_path / "keys" / "waymark.key"


def test_a_key_is_made_on_the_first_start_and_found_on_the_next(made: Path, path: Path) -> None:
    first = find_key(KeyPlaces(None, None, made), path)
    assert first.is_new
    assert first.file == made
    assert stat.S_IMODE(made.stat().st_mode) == 0o600
    assert stat.S_IMODE(made.parent.stat().st_mode) == 0o700
    path.parent.mkdir()
    path.touch()
    again = find_key(KeyPlaces(None, None, made), path)
    assert (again.key, again.is_new) == (first.key, False)


def test_a_missing_key_with_a_database_is_not_made_anew(made: Path, path: Path) -> None:
    path.parent.mkdir()
    path.touch()
    with pytest.raises(MissingKeyError, match=r"waymark\.key"):
        find_key(KeyPlaces(None, None, made), path)
    assert not made.exists()


def test_a_named_key_file_must_be_there(tmp_path: Path, made: Path, path: Path) -> None:
    with pytest.raises(MissingKeyError):
        find_key(KeyPlaces(None, tmp_path / "named.key", made), path)
    assert not made.exists()


def test_the_setting_comes_before_the_files(tmp_path: Path, made: Path, path: Path) -> None:
    named = tmp_path / "named.key"
    write_key_file(named, DataKey.make())
    write_key_file(made, DataKey.make())
    found = find_key(KeyPlaces(f" {DIGITS}\n", named, made), path)
    assert (found.key.reveal(), found.file) == (DIGITS, None)
    assert find_key(KeyPlaces(None, named, made), path).key == read_key_file(named)


def test_a_key_is_never_made_in_the_data_folder(path: Path) -> None:
    with pytest.raises(BadKeyError, match="data folder"):
        find_key(KeyPlaces(None, None, path.parent / "keys" / "waymark.key"), path)
    assert not path.parent.exists()


@pytest.mark.parametrize("text", ["", "abc", DIGITS[:-1], DIGITS + "0", "g" * 64, "'" * 64])
def test_what_is_no_key_is_refused_without_showing_it(text: str) -> None:
    with pytest.raises(BadKeyError) as refusal:
        DataKey.parse(text, source="DATA_KEY")
    assert "DATA_KEY" in str(refusal.value)
    assert not text or text not in str(refusal.value)


def test_a_key_file_that_is_no_text_is_refused(made: Path) -> None:
    made.parent.mkdir()
    made.write_bytes(b"\xff" * 32)
    with pytest.raises(BadKeyError, match=r"waymark\.key"):
        read_key_file(made)


def test_a_key_file_is_never_replaced(made: Path) -> None:
    write_key_file(made, DataKey.make())
    before = made.read_text()
    with pytest.raises(AlreadyThereError):
        write_key_file(made, DataKey.make())
    assert made.read_text() == before


def test_a_key_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "keys").touch()  # a file where the folder should be
    with pytest.raises(ReadOnlyError):
        write_key_file(tmp_path / "keys" / "waymark.key", DataKey.make())


def test_printing_a_key_shows_nothing() -> None:
    key = DataKey.parse(DIGITS, source="DATA_KEY")
    assert DIGITS not in f"{key} {key!r} {[key]}"
    assert pickle.loads(pickle.dumps(key)) == key  # noqa: S301 - our own


def test_two_keys_are_never_the_same() -> None:
    assert DataKey.make() != DataKey.make()
