"""What a start costs, beside the plainest bot on PTB: python -m bench.start [ROUNDS].

It is the real bot, `python -m bot run`, with all its content ready before the first turn. Each
round starts one after the other, so that whatever else the machine does falls on all. CPU is what a
process used until its first poll; the aim is written in it, because the clock on the wall tells how
busy the machine is. A first start finds nothing of an earlier one; the others find its data.
"""

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import astuple, dataclass
from pathlib import Path

import httpx

from bench.bots.plain import TOKEN
from bench.processes import ROOT, api, cpu, resident
from bench.turns import ONE_BY_ONE, PYTHON

START_AIM, MEMORY_AIM = 2.0, 35.0  # times bare PTB's, and MB more than bare PTB
Started = Callable[[str], "subprocess.Popen[bytes]"]


@dataclass(frozen=True, slots=True)
class Start:
    """One start, until the first poll."""

    wall: float  # milliseconds
    cpu: float  # milliseconds of all cores
    memory: float  # megabytes, resident


def bare(url: str) -> "subprocess.Popen[bytes]":
    return ONE_BY_ONE.started(url, "")


def waymark(folder: Path) -> Started:
    """The real bot with its data in a folder."""

    def started(url: str) -> "subprocess.Popen[bytes]":
        environment = {
            "PATH": os.environ["PATH"],
            "PYTHONPATH": str(ROOT),
            "BOT_TOKEN": TOKEN,
            "BOT_API_URL": url,
            "CONTENT_DIR": str(ROOT / "content"),
            "HTTP_PORT": "18473",
            "TRIALS": "off",
        }
        return subprocess.Popen(  # noqa: S603
            [*PYTHON, "bot", "run"], env=environment, cwd=folder, stderr=subprocess.DEVNULL
        )

    return started


def measured(start: Started) -> Start:
    with api("bench.load_api", "0") as url:
        began = time.perf_counter()
        process = start(url)
        try:
            httpx.get(f"{url}/polled", timeout=30)
            wall = time.perf_counter() - began
            return Start(wall * 1000, cpu(process.pid) * 1000, resident(process.pid))
        finally:
            process.kill()
            process.wait()


@contextmanager
def folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="waymark-bench-") as made:
        yield Path(made)


def median(starts: list[Start]) -> Start:
    return Start(*map(statistics.median, zip(*map(astuple, starts), strict=True)))


def main(rounds: int) -> None:
    by_name: dict[str, list[Start]] = {"bare PTB": [], "first start": [], "Waymark": []}
    with folder() as kept:
        measured(waymark(kept))
        for _ in range(rounds):
            by_name["bare PTB"].append(measured(bare))
            by_name["Waymark"].append(measured(waymark(kept)))
            with folder() as empty:
                by_name["first start"].append(measured(waymark(empty)))
    show({name: median(starts) for name, starts in by_name.items()})


def show(by_name: dict[str, Start]) -> None:
    plain = by_name["bare PTB"]
    print(f"{'':12}{'wall ms':>10}{'CPU ms':>10}{'of bare':>10}{'MB':>10}{'over bare':>10}")
    for name, start in by_name.items():
        share, over = start.cpu / plain.cpu, start.memory - plain.memory
        row = (
            f"{start.wall:>10.0f}{start.cpu:>10.0f}{share:>10.2f}{start.memory:>10.1f}{over:>10.1f}"
        )
        print(f"{name:12}{row}")
    print(f"aim for Waymark: CPU {START_AIM:g} of bare PTB's, memory {MEMORY_AIM:g} MB over it")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 9)
