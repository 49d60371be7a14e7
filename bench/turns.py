"""How fast a tap becomes a screen, beside other bots: python -m bench.turns [quick].

Every bot and the Bot API are processes of their own; the bots take turns, and each figure is the
median of its rounds, with the least and the most. aiogram is measured when `make bench-peers` has
been run. The usual run takes about half an hour, a quick one a few minutes. What a start costs is
measured by `python -m bench.start`.
"""

import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import httpx

from bench.processes import ROOT, api, cpu
from bot import callback_data

AIOGRAM = ROOT / ".venv-bench" / "bin" / "python"
PAGE_ID = "hormone-therapy"
READING = (
    callback_data.PAGE(PAGE_ID),
    callback_data.SECTION(PAGE_ID, "how-it-works"),
    callback_data.MENU("treatments"),
)
TOGGLING = (callback_data.KEEP("p", PAGE_ID), callback_data.SAVED("p", PAGE_ID))
PEOPLE, AT_ONCE_TAPPING = 4_096, 256  # people, and how many of them wait for an answer
RATE = 30  # turns a second, what Telegram lets a bot send
QUICK = len(sys.argv) > 1 and sys.argv[1] == "quick"
ROUNDS, SECONDS = (3, 5) if QUICK else (5, 12)


@dataclass(frozen=True, slots=True)
class Peer:
    """A bot: how it is started, with {url} and {folder} to fill."""

    name: str
    command: tuple[str, ...]

    def started(self, url: str, folder: str) -> "subprocess.Popen[bytes]":
        command = [part.format(url=url, folder=folder) for part in self.command]
        environment = {**os.environ, "PYTHONPATH": str(ROOT)}
        return subprocess.Popen(command, env=environment, stderr=subprocess.DEVNULL)  # noqa: S603


PYTHON = (sys.executable, "-m")
OURS = Peer("Waymark", (*PYTHON, "bench.bots.ours", "{url}", "{folder}", "0"))
OURS_KNOWING = Peer("Waymark", (*PYTHON, "bench.bots.ours", "{url}", "{folder}", str(PEOPLE)))
FLOOR = Peer("plain PTB, our transport", (*PYTHON, "bench.bots.ptb", "{url}", "ours", "256"))
ONE_BY_ONE = Peer("plain PTB, default", (*PYTHON, "bench.bots.ptb", "{url}", "default", "0"))
AT_ONCE = Peer("plain PTB, 32 at once", (*PYTHON, "bench.bots.ptb", "{url}", "default", "32"))
AIOGRAMS = (
    Peer("plain aiogram", (str(AIOGRAM), "bench/bots/aiogram.py", "{url}", "256")),
    Peer("plain aiogram, one by one", (str(AIOGRAM), "bench/bots/aiogram.py", "{url}", "0")),
)
PEERS = (OURS, FLOOR, ONE_BY_ONE, AT_ONCE, *(AIOGRAMS if AIOGRAM.exists() else ()))


@dataclass(frozen=True, slots=True)
class Round:
    """One measurement of one bot."""

    turns_a_second: float
    cpu_a_turn: float  # milliseconds
    p50: float  # milliseconds beyond Telegram's own
    p99: float
    unanswered: int


def measure(
    peer: Peer, answer_after: float, wires: Sequence[str], *, people: int = PEOPLE, rate: float = 0
) -> Round:
    """Start the bot, let it warm up, let people tap, and stop it."""
    with (
        tempfile.TemporaryDirectory(prefix="waymark-bench-") as folder,
        api("bench.load_api", str(answer_after)) as url,
    ):
        process = peer.started(url, folder)
        try:
            with httpx.Client(base_url=url, timeout=SECONDS + 60) as telegram:
                telegram.get("/polled")
                order: dict[str, str | float] = {
                    "wires": ",".join(wires),
                    "people": people,
                    "at_once": min(people, AT_ONCE_TAPPING),
                    "rate": rate,
                }
                telegram.get("/tap", params={**order, "seconds": 1})
                before = cpu(process.pid)
                result = telegram.get("/tap", params={**order, "seconds": SECONDS}).json()["result"]
                spent = cpu(process.pid) - before
        finally:
            process.kill()
            process.wait()
    took, turns = sorted(result["took"]), len(result["took"])
    return Round(
        turns / result["elapsed"] if turns else 0,
        spent * 1000 / max(turns, 1),
        took[turns // 2] * 1000 if turns else 0,
        took[int(turns * 0.99)] * 1000 if turns else 0,
        result["unanswered"],
    )


def compare(
    title: str, peers: Sequence[Peer], measure: Callable[[Peer], Round], *columns: str
) -> dict[str, Round]:
    """Measure all peers in turn, so that whatever else the machine does falls on each; print."""
    rounds: dict[str, list[Round]] = {peer.name: [] for peer in peers}
    for _ in range(ROUNDS):
        for peer in peers:
            rounds[peer.name].append(measure(peer))
    print(f"\n{title} ({ROUNDS} rounds of {SECONDS} s: median, least to most)")
    print(f"{'':26}" + "".join(f"{NAMES[column]:>26}" for column in columns))
    for name, peer_rounds in rounds.items():
        cells = [spread([getattr(each, column) for each in peer_rounds]) for column in columns]
        lost = sum(each.unanswered for each in peer_rounds)
        print(
            f"{name:26}"
            + "".join(f"{cell:>26}" for cell in cells)
            + (f"  {lost} unanswered" if lost else "")
        )
    return {name: middle(peer_rounds) for name, peer_rounds in rounds.items()}


NAMES = {
    "turns_a_second": "turns/s",
    "cpu_a_turn": "CPU ms/turn",
    "p50": "p50 ms added",
    "p99": "p99 ms added",
}


def spread(values: Sequence[float]) -> str:
    return f"{statistics.median(values):,.2f} ({min(values):,.2f} to {max(values):,.2f})"


def middle(rounds: Sequence[Round]) -> Round:
    """The medians of several rounds."""
    return Round(*(statistics.median(column) for column in zip(*map(_values, rounds), strict=True)))


def _values(round_: Round) -> tuple[float, ...]:
    return tuple(getattr(round_, name) for name in Round.__slots__)


def main() -> None:
    slow = compare(
        "Menu turns, the API answers after 50 ms",
        PEERS,
        lambda peer: measure(peer, 0.05, READING),
        *("turns_a_second", "cpu_a_turn", "p99"),
    )
    fast = compare(
        "Menu turns, the API answers at once",
        PEERS,
        lambda peer: measure(peer, 0, READING),
        *("turns_a_second", "cpu_a_turn", "p99"),
    )
    calm = compare(
        f"{RATE} turns a second, the API answers after 50 ms",
        (OURS, FLOOR),
        lambda peer: measure(peer, 0.05, READING, rate=RATE),
        *("p50", "p99", "cpu_a_turn"),
    )
    toggles = compare(
        "Save and remove in turn, a write each, the API answers after 50 ms",
        (OURS_KNOWING,),
        lambda peer: measure(peer, 0.05, TOGGLING),
        *("turns_a_second", "cpu_a_turn", "p99"),
    )
    verdicts(slow, fast, calm, toggles)


def verdicts(
    slow: dict[str, Round],
    fast: dict[str, Round],
    calm: dict[str, Round],
    toggles: dict[str, Round],
) -> None:
    """Each aim beside what was found."""
    ours, floor = slow[OURS.name], slow[FLOOR.name]
    best = max(slow[ONE_BY_ONE.name].turns_a_second, slow[AT_ONCE.name].turns_a_second)
    aiogram = max(
        (slow[peer.name].turns_a_second for peer in AIOGRAMS if peer.name in slow), default=0
    )
    rows = [
        ("turns/s at 50 ms", ours.turns_a_second, ">=", 1000.0),
        ("… as a share of aiogram's", ours.turns_a_second / aiogram if aiogram else 0, ">=", 1.5),
        ("… of PTB's best default", ours.turns_a_second / best, ">=", 4.0),
        ("… of the floor", ours.turns_a_second / floor.turns_a_second, ">=", 0.85),
        ("turns/s at 0 ms, of the floor", ratio(fast, "turns_a_second"), ">=", 0.85),
        ("CPU a turn at 0 ms, of the floor", ratio(fast, "cpu_a_turn"), "<=", 1.2),
        ("p99 added at 30/s, ms", calm[OURS.name].p99, "<=", 10.0),
        (
            "toggles, of menu turns",
            toggles[OURS.name].turns_a_second / ours.turns_a_second,
            ">=",
            0.5,
        ),
    ]
    print(f"\n{'':34}{'found':>10}{'aim':>12}")
    for name, value, sign, aim in rows:
        held = value >= aim if sign == ">=" else value <= aim
        print(f"{name:34}{value:>10.2f}{sign:>6} {aim:<6g}{'' if held else 'missed'}")


def ratio(by_name: dict[str, Round], column: str) -> float:
    return float(getattr(by_name[OURS.name], column)) / float(getattr(by_name[FLOOR.name], column))


if __name__ == "__main__":
    main()
