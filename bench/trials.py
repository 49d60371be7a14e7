"""What the copy of the register costs: 3,800 made-up trials with 270,000 sites. No arguments.

It measures the build in a process of its own, the file, the questions of the screens, and what the
bot's process and its loop feel of it. Takes about a minute and leaves nothing behind.
"""

import asyncio
import json
import os
import resource
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from random import Random

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))  # so that it runs as a file

from bench.figures import quantile  # noqa: E402
from bench.processes import resident  # noqa: E402
from bot.jobs.studies import start  # noqa: E402
from bot.jobs.study_sync import Task  # noqa: E402
from storage.studies import Studies  # noqa: E402
from storage.study_file import PARTS  # noqa: E402
from tests.trials.stand_in import StandIn, Study, site, study  # noqa: E402

OWN, WIDE, SITES = 2100, 1700, 71  # sites of each: 270,000 in all
COUNTRIES = (
    """
United States, United States, United States, United Kingdom, France, Spain, Germany, Italy, Canada,
Australia, Japan, South Korea, China, Brazil, Mexico, Argentina, Poland, Israel, Belgium, Ireland,
Netherlands, Chile, Colombia, Peru, India, Turkey, Taiwan, Greece, Portugal, Sweden, Norway,
Denmark, Hungary
""".replace("\n", " ")
    .strip()
    .split(", ")
)
TITLES = (
    "A study of examplinib in HR+/HER2- metastatic breast cancer", "HER2+ metastatic breast cancer",
    "Triple negative metastatic breast cancer and examplimab", "Advanced breast cancer and walking",
)  # fmt: skip
LINE = (
    "* Participants with histologically confirmed disease and at least one measurable lesion. {n}\n"
)
NOW = datetime(2026, 11, 28, 15, tzinfo=UTC)
ROUNDS = 200


def made_up(random: Random) -> tuple[list[Study], list[Study]]:
    points = {
        country: [(random.uniform(-50, 60), random.uniform(-120, 140)) for _ in range(110)]
        for country in set(COUNTRIES)
    }
    criteria = "Inclusion Criteria:\n" + "".join(LINE.format(n=n) for n in range(40))
    criteria += (
        "* Breast cancer with PIK3CA mutation\nExclusion Criteria:\n* Active brain metastases\n"
    )

    def sites() -> list[Study]:
        sites = []
        for _ in range(SITES):
            country = random.choice(COUNTRIES)
            n = random.randrange(110)
            status = random.choice(("RECRUITING", "RECRUITING", "RECRUITING", "WITHDRAWN"))
            name = (
                f"Hospital {random.randrange(9999)} of the University" if n % 2 else "Research Site"
            )
            state = f"State {n % 40}" if country == "United States" else ""
            sites.append(site(f"Town {n}", country, points[country][n], status, name, state))
        return sites

    own = [study(n, TITLES[n % 4], *sites(), criteria=criteria) for n in range(1, OWN + 1)]
    wide = [
        study(OWN + n, "Advanced solid tumors", *sites(), criteria=criteria, phases=("PHASE1",))
        for n in range(1, WIDE + 1)
    ]
    return own, wide


def serve(register: StandIn, told: dict[str, str], ready: threading.Event) -> None:
    """The stand-in in a thread of its own, so that the loop that is measured serves nothing."""

    async def run() -> None:
        async with register.serving() as url:
            told["url"] = url
            ready.set()
            await asyncio.Event().wait()

    asyncio.run(run())


async def watched(task: Task | None) -> tuple[float, float, float, str]:
    """How long a look took, the longest that the loop waited, and that it worked at one go."""
    longest, own, is_done = 0.0, 0.0, False

    async def tick() -> None:
        nonlocal longest, own
        while not is_done:
            began, used = time.perf_counter(), time.thread_time()
            await asyncio.sleep(0.005)
            longest = max(longest, time.perf_counter() - began - 0.005)
            own = max(own, time.thread_time() - used)

    ticking, began = asyncio.create_task(tick()), time.perf_counter()
    result = await start(task, NOW) if task else None
    if task is None:
        await asyncio.sleep(20)
    took, is_done = time.perf_counter() - began, True
    await ticking
    return took, longest, own, str(result)


def questions(copy: Studies) -> dict[str, Callable[[], object]]:
    at = (40.7, -74.0)
    return {
        "countries": lambda: copy.countries(1),
        "groups of the US": lambda: copy.groups("US", 1),
        "list of the US, by date": lambda: copy.listed("US", PARTS[0], 0, None, 3, 5),
        "list of the US, by distance": lambda: copy.listed("US", PARTS[0], 0, at, 3, 5),
        "many kinds in the US, by distance": lambda: copy.listed("US", PARTS[2], 0, at, 3, 5),
        "list of GB, by distance": lambda: copy.listed("GB", PARTS[0], 1, (51.5, -0.1), 0, 5),
        "card": lambda: copy.card(1, "US", at),
        "places": lambda: copy.places(1, "US", at, 0, 6),
        "towns of the US": lambda: copy.towns("US", 1),
        "states of the US": lambda: copy.states("US", 1),
        "towns of one state": lambda: copy.towns("US", 1, "State 7"),
        "new since": lambda: copy.new_since("US", "2026-10-01", 1),
        "list of new ones": lambda: copy.new_ones("US", "2025-01-01", 0, 3, 5),
    }


def child_peak() -> float:
    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024


def main() -> None:
    """Serve, build, measure, print."""
    if len(sys.argv) > 1:  # the process that stands for the bot: nothing in it but the job
        task = Task(**json.loads(sys.argv[1]))
        before = resident(os.getpid())
        idle = asyncio.run(watched(None))[1]
        took, longest, worked, result = asyncio.run(watched(task))
        more = resident(os.getpid()) - before
        print(result)
        print(f"fetch and build          {took:6.1f} s")
        used = resource.getrusage(resource.RUSAGE_CHILDREN)
        print(f"of the processor         {used.ru_utime + used.ru_stime:6.1f} s")
        print(f"peak of its process      {child_peak():6.0f} MB")
        print(f"longest wait of the loop {longest * 1000:6.1f} ms")
        print(f"the same, with no work   {idle * 1000:6.1f} ms")
        print(f"longest work of the loop {worked * 1000:6.1f} ms of the processor")
        print(f"more in the bot          {more:6.1f} MB")
        return
    own, wide = made_up(Random(16))  # noqa: S311
    told, ready = dict[str, str](), threading.Event()
    threading.Thread(target=serve, args=(StandIn(own, wide), told, ready), daemon=True).start()
    ready.wait()
    print("load of this machine:", *os.getloadavg())
    with tempfile.TemporaryDirectory(prefix="waymark-bench-") as folder:
        path = Path(folder, "copy.db")
        task = Task(str(path), str(ROOT / "content/trials.yaml"), told["url"], accept=True, pause=0)

        subprocess.run([sys.executable, __file__, json.dumps(asdict(task))], check=True)  # noqa: S603
        print(f"file                     {path.stat().st_size / 2**20:6.1f} MB")
        ask(Studies(path))


def ask(copy: Studies) -> None:
    for name, question in questions(copy).items():
        times, own = [], []
        for _ in range(ROUNDS):
            began, used = time.perf_counter(), time.thread_time()
            question()
            times.append(time.perf_counter() - began)
            own.append(time.thread_time() - used)
        p50, p99 = (quantile(times, q) * 1000 for q in (50, 99))
        alone = quantile(own, 99) * 1000
        print(f"{name:<34} p50 {p50:5.1f} ms  p99 {p99:5.1f} ms  of the processor {alone:5.1f} ms")


if __name__ == "__main__":
    main()
