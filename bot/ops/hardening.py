"""Keeps what this process knows to itself: its memory, its environment, its files."""

import ctypes
import os
import resource
import stat
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from bot.settings import SECRET

PR_SET_DUMPABLE = 4  # Linux; see prctl(2)


def disable_core_dumps() -> None:
    """No core files; and on Linux no other program of this user reads memory or environment."""
    with suppress(OSError, ValueError):  # where the service manager has forbidden to change it
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    with suppress(OSError, AttributeError):  # other systems have no such call
        ctypes.CDLL(None).prctl(PR_SET_DUMPABLE, 0, 0, 0, 0)


def clear_environment() -> None:
    """Nothing that we start inherits a secret. What was read from there stays in the settings."""
    for name in SECRET:
        os.environ.pop(name.upper(), None)


def readable_by_others(files: Iterable[Path | None]) -> list[Path]:
    """Those that other users of this computer may read or change."""
    return [file for file in files if file and _mode(file) & (stat.S_IRWXG | stat.S_IRWXO)]


def _mode(file: Path) -> int:
    """Of what the name leads to; 0 where there is nothing."""
    try:
        return file.stat().st_mode
    except OSError:
        return 0
