"""Files that are there whole or not at all, and the proof that one process owns them."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from storage.errors import DatabaseInUseError, ReadOnlyError


def put_in_place(part: Path, file: Path) -> None:
    """Make a finished file the real one; after a power cut it is the old one or the new one."""
    with part.open("rb") as written:
        os.fsync(written.fileno())
    part.replace(file)
    sync_folder(file.parent)


def sync_folder(folder: Path) -> None:
    """Make the names in a folder survive a power cut."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def new_private_file(file: Path) -> None:
    """An empty file that only its owner can read."""
    file.unlink(missing_ok=True)
    os.close(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))


def take_ownership(database: Path) -> IO[bytes]:
    """Lock the file beside the database until the handle closes; a dead owner's lock is free."""
    try:
        database.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle = database.with_name(database.name + ".lock").open("ab")
    except OSError:
        raise ReadOnlyError(database) from None
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        handle.close()
        raise DatabaseInUseError(database) from None
    return handle


@contextmanager
def owned(database: Path) -> Iterator[None]:
    """Own the database for the length of a block."""
    with take_ownership(database):
        yield
