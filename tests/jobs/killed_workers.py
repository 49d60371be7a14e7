"""The world that workers are killed in, and the ledger of what really arrived there."""

import time
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime
from itertools import pairwise
from random import Random

from bot import callback_data
from playground.faults import Fault, FaultKind
from playground.keyboards import callback_data_of
from playground.ledger import Ledger
from playground.people import Chat, Message, Person
from playground.refusals import Json
from playground.world import World
from tests.jobs.setting import AGAIN

FIRST_ID = 5001
TORN, LEFT, FORBIDDEN = 0, 499, 403  # how the playground notes what became of a call
ON_THE_WAY = 0.5  # seconds
FAULTS = (
    Fault(FaultKind.FLOOD, None, chance=0.04, seconds=20),
    Fault(FaultKind.SERVER, None, chance=0.04, status=500),
    Fault(FaultKind.TORN_BEFORE, None, chance=0.04),
    Fault(FaultKind.TORN_AFTER, None, chance=0.06),
    Fault(FaultKind.DELAY, None, chance=0.3, seconds=0.15),
)


@dataclass(frozen=True)
class Arrival:
    """One message that reached a chat, and the reminders it was about."""

    at: float
    chat_id: int
    reminder_ids: frozenset[int]
    is_marked: bool


class WholeLedger(Ledger):
    """Knows, of all calls, which answers were lost and who was not reached."""

    def __init__(self) -> None:
        super().__init__()
        self.lost_answers: list[tuple[float, int]] = []
        self.forbidden: dict[int, list[float]] = defaultdict(list)

    def note(self, method: str, params: Json, status: int, description: str, at: datetime) -> None:
        super().note(method, params, status, description, at)
        if method == "sendMessage":
            chat_id = int(params["chat_id"])
            if status in (TORN, LEFT):
                self.lost_answers.append((time.monotonic(), chat_id))
            if status == FORBIDDEN:
                self.forbidden[chat_id].append(time.monotonic())


@dataclass
class WatchedWorld(World):
    """Notes every message of the bot when it arrives."""

    ledger: WholeLedger = field(default_factory=WholeLedger)
    arrivals: list[Arrival] = field(default_factory=list)

    def keep(self, message: Message) -> Message:
        wires = callback_data_of(message.reply_markup)
        found = [
            tap for tap in map(callback_data.decode, wires) if tap and tap.tap is callback_data.DUE
        ]
        about = frozenset(int(tap.args[0]) for tap in found)
        marked = AGAIN in message.text
        self.arrivals.append(Arrival(time.monotonic(), message.chat_id, about, marked))
        return super().keep(message)


def troubled_world(people: int, chance: Random) -> WatchedWorld:
    """So many people, and everything goes wrong now and then."""
    ids = range(FIRST_ID, FIRST_ID + people)
    world = WatchedWorld(
        people={id_: Person(id_, f"Person{id_}", "patient") for id_ in ids},
        chats={id_: Chat(id_, "private", f"Person{id_}") for id_ in ids},
        started=set(ids),
    )
    world.faults.dice = chance.random
    for fault in FAULTS:
        fault.methods = frozenset({"sendMessage"})
        world.faults.switch_on(fault)
    return world


@dataclass(frozen=True)
class Verdict:
    """What became of all reminders; all the lists must be empty."""

    messages: int
    marked_repeats: int
    torn_answers: int
    blocked: int
    #: Reminders that never arrived, though their person can be reached.
    lost: list[int]
    #: Reminders that came again without saying so.
    silent_repeats: list[int]
    #: Reminders that came again though no answer was lost.
    needless_repeats: list[int]
    #: Chats that blocked the bot and were tried again, though no process died in between.
    insistent: list[int]

    @property
    def is_clean(self) -> bool:
        return not (self.lost or self.silent_repeats or self.needless_repeats or self.insistent)


def judge(world: WatchedWorld, owners: dict[int, int], kills: list[float]) -> Verdict:
    """Compare what should have arrived with what did. `owners` says whose each reminder is."""
    arrived: dict[int, list[Arrival]] = defaultdict(list)
    for arrival in world.arrivals:
        for reminder_id in arrival.reminder_ids:
            arrived[reminder_id].append(arrival)
    repeats = [(id_, pair) for id_, every in arrived.items() for pair in pairwise(every)]
    return Verdict(
        messages=len(world.arrivals),
        marked_repeats=sum(again.is_marked for _, (_, again) in repeats),
        torn_answers=len(world.ledger.lost_answers),
        blocked=len(world.blocked),
        lost=[id_ for id_, o in owners.items() if o not in world.blocked and id_ not in arrived],
        silent_repeats=[id_ for id_, (_, again) in repeats if not again.is_marked],
        needless_repeats=[id_ for id_, (a, b) in repeats if not _lost(world, kills, a, b)],
        insistent=[
            chat_id
            for chat_id, tries in world.ledger.forbidden.items()
            if not all(_any_between(kills, *pair) for pair in pairwise(tries))
        ],
    )


def _lost(world: WatchedWorld, kills: list[float], first: Arrival, again: Arrival) -> bool:
    """Whether an answer was lost in between: torn in this chat, or a process died."""
    torn = [at for at, chat_id in world.ledger.lost_answers if chat_id == first.chat_id]
    return _any_between([*torn, *kills], first.at, again.at)


def _any_between(moments: list[float], first: float, again: float) -> bool:
    """What a process sent just before it died may arrive a little later."""
    return any(first - ON_THE_WAY <= at <= again for at in moments)
