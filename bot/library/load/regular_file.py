"""Reads a file of a pack, whatever lies there under its name."""

import os
import stat
from pathlib import Path


class NotRegularError(OSError):
    """A pipe, a device or a folder: to read it may never end."""


class TooLargeError(Exception):
    """It has more bytes than any file of its kind."""


def read_regular(path: Path, limit: int) -> bytes:
    """The bytes of a regular file, of which no more than the limit and one are read."""
    handle = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
    with os.fdopen(handle, "rb") as file:
        kind = os.fstat(handle).st_mode
        if stat.S_ISDIR(kind):
            raise IsADirectoryError(path)
        if not stat.S_ISREG(kind):
            raise NotRegularError(path)
        content = file.read(limit + 1)
    if len(content) > limit:
        raise TooLargeError
    return content
