"""How long a search takes, in time of the processor alone: python -m bench.search [folder]."""

import sys
import time
from pathlib import Path
from random import Random

from bot.library.load.load import load_library
from bot.library.model.library import Edition

ROUNDS = 4
LETTERS = "abcdefghijklmnopqrstuvwxyz"


def queries(edition: Edition) -> list[str]:
    """Names, names with a slip, questions, nonsense, and the longest message there is."""
    random = Random(1)  # noqa: S311 - the same queries every time
    names = [name for medicine in edition.medicines.values() for name in medicine.names]
    names += [page.title for page in edition.pages.values()]
    slips = [name[:2] + random.choice(LETTERS) + name[3:] for name in names]
    asked = [f"what are the side effects of {name}" for name in names]
    nonsense = ["".join(random.choices(LETTERS, k=12)) for _ in range(50)]
    return [*names, *slips, *asked, *nonsense, "a long message of many words " * 140]


def main() -> None:
    folder = Path(sys.argv[1] if len(sys.argv) > 1 else "content")
    library = load_library(folder)
    edition = library.edition(None)
    started = time.process_time()
    library.find(edition, "")
    library.dangers("")
    built = time.process_time() - started
    times = []
    for typed in queries(edition) * ROUNDS:
        started = time.process_time()
        if not library.dangers(typed) and not library.find(edition, typed):
            library.nearest(edition, typed)
        times.append((time.process_time() - started) * 1000)
    times.sort()
    half, most = times[len(times) // 2], times[len(times) * 99 // 100]
    print(f"index built in {built * 1000:.0f} ms; {len(times)} searches:")
    print(f"p50 {half:.2f} ms, p99 {most:.2f} ms, longest {times[-1]:.2f} ms")


if __name__ == "__main__":
    main()
