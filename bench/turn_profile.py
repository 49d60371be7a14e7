"""Where the time of a menu turn goes: python -m bench.turn_profile.

The time that Python's main thread works, by library, while people tap as fast as they can and
Telegram answers at once. Profiling itself makes all of it slower: take the shares.
"""

import asyncio
import cProfile
import tempfile
import time
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from pstats import Stats
from typing import Any

import httpx

from bench.bots import ours
from bench.processes import ROOT, api
from bench.turns import AT_ONCE_TAPPING, PEOPLE, READING

SECONDS = 6
SHOWN = 12  # functions
Function = tuple[str, int, str]  # file, line and name, as pstats has it


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="waymark-bench-") as folder:
        stats, turns = asyncio.run(_profile(Path(folder)))
    functions: Mapping[Function, Any] = stats.stats  # type: ignore[attr-defined]  # typeshed lacks it
    whole = sum(own for _, _, own, _, _ in functions.values())
    print(f"{turns:,} turns, {whole / turns * 1000:.2f} ms of the main thread each, profiled\n")
    for library, own in _by_library(functions).most_common():
        print(f"{library:24}{own / turns * 1000:8.3f} ms {own / whole:6.1%}")
    print("\nfunctions, by the time of their own")
    most = sorted(functions.items(), key=lambda pair: -pair[1][2])[:SHOWN]
    for (file, line, name), (_, calls, own, _, _) in most:
        where = f"{_library(file)} {Path(file).name}:{line} " if line else ""
        print(f"{own / whole:6.1%} {calls / turns:8.1f} calls a turn   {where}{name}")


async def _profile(folder: Path) -> tuple[Stats, int]:
    """The whole bot in this process, and the people in another."""
    order: dict[str, str | int] = {"wires": ",".join(READING), "people": PEOPLE}
    order |= {"at_once": AT_ONCE_TAPPING}
    profile = cProfile.Profile(time.thread_time)
    with (
        api("bench.load_api", "0") as url,
        httpx.Client(base_url=url, timeout=SECONDS + 60) as telegram,
    ):

        def taps(seconds: int) -> Any:
            return telegram.get("/tap", params={**order, "seconds": seconds}).json()["result"]

        bot = asyncio.create_task(ours.main(url, folder, 0))
        await asyncio.to_thread(telegram.get, "/polled")
        await asyncio.to_thread(taps, 1)
        profile.enable()
        result = await asyncio.to_thread(taps, SECONDS)
        profile.disable()
        bot.cancel()
        await asyncio.gather(bot, return_exceptions=True)
    return Stats(profile), len(result["took"])


def _by_library(functions: Mapping[Function, Any]) -> Counter[str]:
    """What is written in C counts where it was called from."""
    times: Counter[str] = Counter()
    for (file, _, _), (_, _, own, _, callers) in functions.items():
        if file.startswith(("~", "<")) and callers:
            for (caller, _, _), (_, _, share, _) in callers.items():
                times[_library(caller)] += share
        else:
            times[_library(file)] += own
    return times


def _library(file: str) -> str:
    path = Path(file)
    if "site-packages" in path.parts:
        return path.parts[path.parts.index("site-packages") + 1].removesuffix(".py")
    if path.is_relative_to(ROOT):
        return path.relative_to(ROOT).parts[0]
    return "Python" if file.startswith(("~", "<")) else f"Python {path.parent.name}"


if __name__ == "__main__":
    main()
