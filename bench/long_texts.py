"""How long the longest texts hold the loop, in time of the processor: python -m bench.long_texts.

A message has 4,096 characters at most; while one is looked at, nobody else is answered.
"""

import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from random import Random

from bot.domain.date_parser import understand, understand_time
from bot.library.load.load import load_library
from bot.library.model.library import Library

LONGEST = 4096  # characters
NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
REPEATED = (
    "n ",
    "c ",
    "a",
    "1",
    "1 ",
    "38 ",
    "!",
    "é",
    "ﷺ",
    "痛",
    "not ",
    "i want to ",
    "chest pain ",
    "a hundred and ",
    "in 2 weeks ",
    "next week on monday ",
    "what are the side effects of ",
)


def texts() -> dict[str, str]:
    """By name: what is repeated, and words that are all different."""
    random = Random(1)  # noqa: S311 - the same words every time
    words = ["".join(random.choices("abcdefghijst", k=k)) for k in range(4, 11) for _ in range(300)]
    random.shuffle(words)
    told = {repr(text): (text * LONGEST)[:LONGEST] for text in REPEATED}
    told["one word"] = "".join(random.choices("abcdefghij", k=LONGEST))
    told["different words"] = " ".join(words)[:LONGEST]
    told["i, and different words"] = " ".join(f"i {word}" for word in words)[:LONGEST]
    told["i want, and words"] = " ".join(f"i w{word}" for word in words)[:LONGEST]
    return told


def lookers(library: Library) -> dict[str, Callable[[str], object]]:
    """Everything that looks at what people type."""
    edition = library.edition(None)
    return {
        "dangers": library.dangers,
        "find": lambda typed: library.find(edition, typed),
        "nearest": lambda typed: library.nearest(edition, typed),
        "date": lambda typed: understand(typed, "en", "Europe/Madrid", NOW, "US"),
        "time": understand_time,
    }


def took(look: Callable[[str], object], typed: str, tries: int = 3) -> float:
    """Milliseconds of the processor; of a few tries the best, for others use it too."""
    times = []
    for _ in range(tries):
        started = time.process_time()
        look(typed)
        times.append((time.process_time() - started) * 1000)
    return min(times)


def main() -> None:
    library = load_library(Path("content"))
    ways = lookers(library)
    for look in ways.values():
        look("warm")
    print(f"{'milliseconds':26}", *(f"{name:>9}" for name in ways))
    for name, typed in texts().items():
        print(f"{name:26}", *(f"{took(look, typed):9.1f}" for look in ways.values()))


if __name__ == "__main__":
    main()
