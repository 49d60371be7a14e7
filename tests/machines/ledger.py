"""What should have happened, beside what did. Every row of trouble must be empty."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from storage.store import Store
from tests.jobs.killed_workers import judge
from tests.machines.processes import Machine
from tests.machines.recorded_world import MARK, MachinesWorld

MEMORY_GROWTH = 15.0  # megabytes that the longest lived process may grow after its first third
ENOUGH_LOOKS = 30


@dataclass
class Ledger:
    """Counts to read, and troubles that must not be."""

    title: str
    counts: list[tuple[str, str]] = field(default_factory=list)
    troubles: list[tuple[str, Sequence[object]]] = field(default_factory=list)
    #: What could not be brought about, and why.
    not_here: dict[str, str] = field(default_factory=dict)

    def count(self, what: str, number: object) -> None:
        self.counts.append((what, f"{number}"))

    def trouble(self, what: str, found: Iterable[object]) -> None:
        self.troubles.append((what, list(found)))

    @property
    def is_clean(self) -> bool:
        return not any(found for _, found in self.troubles)

    def __str__(self) -> str:
        rows = [*self.counts, *((what, _shown(found)) for what, found in self.troubles)]
        wide = max(len(what) for what, _ in rows)
        return "\n".join(["", self.title, *(f"  {what:{wide}}  {value}" for what, value in rows)])


def _shown(found: Sequence[object]) -> str:
    return "none" if not found else f"{len(found)}: {', '.join(map(str, found[:5]))}"


async def compare(
    ledger: Ledger, world: MachinesWorld, store: Store, owners: dict[int, int], cuts: list[float]
) -> None:
    """Everything that people were told, with what is kept; `cuts` are moments of sudden ends."""
    verdict = judge(world, owners, cuts)  # type: ignore[arg-type]  # it has all that is asked of it
    confirmed = {(id_, n) for id_, told in world.questions.items() for n in told}
    stars = {(id_, page) for id_, pages in world.stars.items() for page in pages}
    kept, order = await questions_kept(store, world)
    marks = {
        (id_, bookmark.ref)
        for id_ in world.people
        for bookmark in await store.bookmarks.list(id_, limit=50)
    }
    ledger.count("saves confirmed", len(confirmed) + len(stars))
    ledger.count("reminders planned", len(owners))
    ledger.count("messages about them", verdict.messages)
    ledger.count("answers of Telegram lost", verdict.torn_answers)
    ledger.count("repeats, marked as such", verdict.marked_repeats)
    ledger.trouble("saves confirmed and not kept", (confirmed - kept) | (stars - marks))
    ledger.trouble("reminders lost", verdict.lost)
    ledger.trouble("repeats that did not say so", verdict.silent_repeats)
    ledger.trouble("repeats for no reason", verdict.needless_repeats)
    ledger.trouble("answers out of order", _disordered(world.questions))
    ledger.trouble("questions kept out of order", order)
    ledger.trouble("somebody else's words", world.strangers)


async def questions_kept(
    store: Store, world: MachinesWorld
) -> tuple[set[tuple[int, int]], list[int]]:
    """What is kept, and of whom it is not in the order in which it was written."""
    kept, disordered = set(), []
    for person_id in world.people:
        texts = [question.text or "" for question in await store.questions.list(person_id)]
        numbers = [int(t.rpartition("-")[2]) for t in texts if t.startswith(MARK)]
        kept |= {(person_id, number) for number in numbers}
        if not _in_order(numbers):
            disordered.append(person_id)
    return kept, disordered


def _disordered(told: dict[int, list[int]]) -> list[int]:
    return [id_ for id_, numbers in told.items() if not _in_order(numbers)]


def _in_order(numbers: Sequence[int]) -> bool:
    """What came twice, because it was not known to have come, counts where it came first."""
    once = list(dict.fromkeys(numbers))
    return once == sorted(once)


def memory_rows(ledger: Ledger, machine: Machine) -> None:
    """Of a process that lived long enough to say something about it."""
    looks = machine.longest
    if len(looks) < ENOUGH_LOOKS:
        ledger.count("memory", f"{max(looks, default=0):.0f} MB; too short a life to say more")
        return
    third = len(looks) // 3
    early, late = max(looks[third : 2 * third]), max(looks[2 * third :])
    ledger.count("memory of the one that lived longest", f"{early:.0f} MB, later {late:.0f} MB")
    ledger.trouble(
        "memory that grows", [f"{late - early:.0f} MB"] if late - early > MEMORY_GROWTH else []
    )
