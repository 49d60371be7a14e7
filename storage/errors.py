"""Everything that can go wrong with what is kept: one sentence each, without keys, ids or texts."""

from pathlib import Path
from typing import Literal


class StorageError(Exception):
    """Something about the database that a person can read and act on; what is kept is untouched."""


class WrongKeyError(StorageError):
    """The key does not open the file."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            f"This key does not open {path}, or the first page of the file is damaged; nothing was"
            " changed: give the key the file was made with, or restore a backup."
        )


class MissingKeyError(StorageError):
    """There is a database, or a setting that names a key file, but no key."""

    def __init__(self, key_file: Path) -> None:
        super().__init__(
            f"There is no key file at {key_file}: put the file back, or set DATA_KEY or"
            " DATA_KEY_FILE to the key the database was made with."
        )


class BadKeyError(StorageError):
    """Something was given as a key that is none, or in a place where a key does not belong."""


class CorruptDatabaseError(StorageError):
    """The file is damaged, cut short, or no database of ours."""

    def __init__(self, path: Path, state: str = "is damaged or cut short") -> None:
        super().__init__(
            f"The database {path} {state}; nothing was changed: keep a copy of it and restore"
            " a backup."
        )


class MissingDatabaseError(StorageError):
    """There is nothing to back up, rotate or restore."""

    def __init__(self, path: Path) -> None:
        super().__init__(f"There is no database at {path}: check the path.")


class DatabaseInUseError(StorageError):
    """Another process owns the database."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            f"Another process is using {path}: stop that one first, or give this one a database"
            " of its own."
        )


class ReadOnlyError(StorageError):
    """The database or its folder cannot be written."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            f"Cannot write {path} or the folder it is in: give this user the right to write there."
        )


class DiskFullError(StorageError):
    """There is no room for what was to be kept."""

    def __init__(self) -> None:
        super().__init__(
            "The disk is full, so the last change was not kept: free some space and try again."
        )


class SchemaTooNewError(StorageError):
    """A newer program has worked on this database."""

    def __init__(self, schema: int, known: int) -> None:
        super().__init__(
            f"The database is at schema {schema} and this program knows {known}: run the newer"
            " program, or restore a backup from before."
        )


class MigrationError(StorageError):
    """One step of bringing the schema up to date failed and was undone."""

    def __init__(self, name: str, why: str) -> None:
        super().__init__(f"The migration {name} failed and was undone: {why}")


class UnreachableError(StorageError):
    """The PostgreSQL server does not answer or does not let us in."""

    def __init__(self) -> None:
        super().__init__(
            "PostgreSQL does not answer or refuses the login in DATABASE_URL: check the server,"
            " the address, the user and the password."
        )


class AlreadyThereError(StorageError):
    """A file would be overwritten."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            f"There is already a file at {path}: move it away, or use --force to replace it."
        )


class UnknownPersonError(StorageError):
    """Nothing is kept for this person, so nothing can be added."""

    def __init__(self) -> None:
        super().__init__("This person has not agreed to keep anything, or has deleted it all.")


class LimitReachedError(StorageError):
    """A person has as many of these as one person can keep."""

    def __init__(self, things: str, limit: int) -> None:
        super().__init__(f"One person can keep {limit} {things}: remove one first.")
        self.limit = limit


class TextRefusedError(StorageError):
    """A text that cannot be kept exactly as it is; `reason` says why, for the bot's own wording."""

    def __init__(self, reason: Literal["empty", "too long", "unkeepable"], limit: int = 0) -> None:
        sentences = {
            "empty": "There is no text to keep.",
            "too long": f"The text is longer than {limit} characters: make it shorter.",
            "unkeepable": "The text holds characters that cannot be kept: type it again.",
        }
        super().__init__(sentences[reason])
        self.reason = reason
        self.limit = limit


#: What is met where the database errs, hangs or is closed (which is a ValueError).
FAILURES = (StorageError, TimeoutError, OSError, ValueError)
READ_WITHIN = 3.0  # seconds; help must not wait for a store that hangs
