"""Does memory stay flat? python -m bench.flat [turns, 1,000,000 unless told].

Whoever reads also saves and removes now and then. It prints the resident memory as it goes; at
a thousand turns a second it takes a quarter of an hour.
"""

import sys
import tempfile
import time

import httpx

from bench.processes import api, resident
from bench.turns import AT_ONCE_TAPPING, OURS_KNOWING, PEOPLE, READING, TOGGLING

WIRES = ",".join((*READING * 6, *TOGGLING))
STEP = 20  # seconds of taps between two looks
SETTLED = 0.1  # of all turns; until then caches fill


def main(wanted: int) -> None:
    order: dict[str, str | int] = {
        "wires": WIRES,
        "people": PEOPLE,
        "at_once": AT_ONCE_TAPPING,
        "seconds": STEP,
    }
    seen, turns, lost, began = list[tuple[int, float]](), 0, 0, time.perf_counter()
    with (
        tempfile.TemporaryDirectory(prefix="waymark-bench-") as folder,
        api("bench.load_api", "0") as url,
    ):
        process = OURS_KNOWING.started(url, folder)
        try:
            with httpx.Client(base_url=url, timeout=STEP + 60) as telegram:
                telegram.get("/polled")
                while turns < wanted:
                    result = telegram.get("/tap", params=order).json()["result"]
                    turns, lost = turns + len(result["took"]), lost + result["unanswered"]
                    seen.append((turns, resident(process.pid)))
                    print(f"{turns:>12,} turns {seen[-1][1]:8.1f} MB", flush=True)
        finally:
            process.kill()
            process.wait()
    settled = [memory for number, memory in seen if number >= SETTLED * wanted]
    took = time.perf_counter() - began
    print(
        f"{turns:,} turns in {took:,.0f} s, {lost} unanswered; after the first"
        f" {SETTLED:.0%}: {settled[0]:.1f} MB, then {min(settled):.1f} to {max(settled):.1f},"
        f" at the end {settled[-1]:.1f}"
    )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000)
