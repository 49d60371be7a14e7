"""Processes beside a bench, and what a process uses. Linux knows."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal

ROOT = Path(__file__).parents[1]
TICK = os.sysconf("SC_CLK_TCK")


@contextmanager
def api(module: str, *args: str) -> Iterator[str]:
    """The address of a Bot API in a process of its own, which says its port first."""
    command = [sys.executable, "-m", module, *args]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT) as process:  # noqa: S603
        assert process.stdout is not None  # noqa: S101 - narrows the type
        try:
            yield f"http://127.0.0.1:{process.stdout.readline().strip()}"
        finally:
            process.kill()


def cpu(pid: int) -> float:
    """Seconds of all cores that a process has used."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICK


def resident(pid: int, row: Literal["VmRSS", "VmHWM"] = "VmRSS") -> float:
    """Megabytes that it has in memory now, or (VmHWM) has had at most."""
    rows = Path(f"/proc/{pid}/status").read_text().splitlines()
    return next(int(line.split()[1]) / 1024 for line in rows if line.startswith(row))
