"""The key to what is kept: where it comes from, and how it is made. It is never printed."""

import os
import re
import secrets
from dataclasses import dataclass
from pathlib import Path

from storage.errors import AlreadyThereError, BadKeyError, MissingKeyError, ReadOnlyError
from storage.files.atomic import sync_folder

KEY_SIZE = 32  # bytes


@dataclass(frozen=True, slots=True, repr=False)
class DataKey:
    """32 bytes that open the database; printing one shows nothing."""

    _digits: str

    @classmethod
    def parse(cls, text: str, *, source: str) -> "DataKey":
        """The key written as 64 hexadecimal digits; `source` names it in the error."""
        digits = text.strip()
        if not re.fullmatch(f"[0-9a-fA-F]{{{2 * KEY_SIZE}}}", digits):
            raise BadKeyError(
                f"{source} is not a key: it takes {2 * KEY_SIZE} hexadecimal digits, such as"
                f" `openssl rand -hex {KEY_SIZE}` prints."
            )
        return cls(digits.lower())

    @classmethod
    def make(cls) -> "DataKey":
        """A new key from the system's own randomness."""
        return cls(secrets.token_hex(KEY_SIZE))

    def reveal(self) -> str:
        """The 64 digits, for a key file."""
        return self._digits

    def raw_form(self) -> str:
        """How SQLCipher takes a key as it is, without stretching it."""
        return f"x'{self._digits}'"

    def __repr__(self) -> str:
        return "DataKey(…)"


@dataclass(frozen=True, slots=True)
class KeyPlaces:
    """Where the key may be."""

    #: DATA_KEY.
    value: str | None
    #: DATA_KEY_FILE.
    file: Path | None
    #: Where the key is, or is made on the first start, when neither is set.
    made: Path

    @property
    def key_file(self) -> Path | None:
        """The file that holds the key; None when the setting itself does."""
        return None if self.value else (self.file or self.made)


@dataclass(frozen=True, slots=True)
class FoundKey:
    """A key and where it was found."""

    key: DataKey
    #: None when DATA_KEY gave it.
    file: Path | None
    #: True when it was made just now: say where it is, and that losing it loses the data.
    is_new: bool


def find_key(places: KeyPlaces, database: Path) -> FoundKey:
    """The key for this database; makes one only when neither a key nor a database is there."""
    if places.value:
        return FoundKey(DataKey.parse(places.value, source="DATA_KEY"), None, is_new=False)
    file = places.file or places.made
    if file.exists():
        return FoundKey(read_key_file(file), file, is_new=False)
    if places.file or database.exists():
        raise MissingKeyError(file)
    if file.resolve().is_relative_to(database.resolve().parent):
        raise BadKeyError(
            f"The key file {file} would be in the data folder: keep it elsewhere,"
            " so that one copied folder does not hold both."
        )
    key = DataKey.make()
    write_key_file(file, key)
    return FoundKey(key, file, is_new=True)


def read_key_file(file: Path) -> DataKey:
    """The key in this file."""
    try:
        text = file.read_text("ascii")
    except FileNotFoundError:
        raise MissingKeyError(file) from None
    except (OSError, UnicodeDecodeError):
        raise BadKeyError(f"The key file {file} cannot be read: check it.") from None
    return DataKey.parse(text, source=f"The key file {file}")


def write_key_file(file: Path, key: DataKey) -> None:
    """Write a key that only its owner can read. A file that is there already is never replaced."""
    try:
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as out:
            out.write(key.reveal() + "\n")
            out.flush()
            os.fsync(out.fileno())
        sync_folder(file.parent)
    except OSError:
        if file.exists():
            raise AlreadyThereError(file) from None
        raise ReadOnlyError(file) from None
