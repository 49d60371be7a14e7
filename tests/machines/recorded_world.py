"""The world around the machines. It notes, outside the bot, what reached whom and when."""

import time
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import datetime

from bot import callback_data
from playground.faults import Fault, Faults
from playground.keyboards import callback_data_of
from playground.people import Chat, Message, Person
from playground.refusals import Json
from playground.world import World
from tests.jobs.killed_workers import Arrival, WholeLedger
from tests.jobs.setting import AGAIN

FIRST_ID = 5001
SAYS = ("sendMessage", "editMessageText")
MARK = "No. "  # how what people write begins, so that it is known wherever it turns up


def words(person_id: int, number: int) -> str:
    """What a person writes; nobody else ever writes it."""
    return f"{MARK}{person_id}-{number}"


class WatchedLedger(WholeLedger):
    """Counts calls and refusals too."""

    def __init__(self) -> None:
        super().__init__()
        self.statuses: Counter[int] = Counter()

    def note(self, method: str, params: Json, status: int, description: str, at: datetime) -> None:
        if method == "sendMessage" and not str(params.get("chat_id", "")).lstrip("-").isdecimal():
            return  # refused: it goes nowhere
        super().note(method, params, status, description, at)
        self.statuses[status] += 1


class WatchedFaults(Faults):
    """Sees each call when it comes, before anything befalls it."""

    def __init__(self) -> None:
        super().__init__()
        self.said: list[float] = []

    def strike(self, method: str) -> Fault | None:
        if method in SAYS:
            self.said.append(time.monotonic())
        return super().strike(method)

    def most_in_a_second(self) -> int:
        """Of all that was said, by all processes together."""
        first = most = 0
        for last, at in enumerate(self.said):
            while self.said[first] <= at - 1:
                first += 1
            most = max(most, last - first + 1)
        return most


@dataclass
class MachinesWorld(World):
    """Notes what people were told: reminders that arrived, and saves that were confirmed."""

    ledger: WatchedLedger = field(default_factory=WatchedLedger)
    faults: WatchedFaults = field(default_factory=WatchedFaults)
    arrivals: list[Arrival] = field(default_factory=list)
    #: The numbers of the questions that a person was shown as kept, in the order of telling.
    questions: dict[int, list[int]] = field(default_factory=lambda: defaultdict(list))
    #: The pages that a person was shown with a star.
    stars: dict[int, set[str]] = field(default_factory=lambda: defaultdict(set))
    #: Chats in which somebody else's words were seen.
    strangers: list[int] = field(default_factory=list)

    def keep(self, message: Message) -> Message:
        if message.sender["id"] == self.bot.id:
            self._look_at(message)
        return super().keep(message)

    def _look_at(self, message: Message) -> None:
        wires = [w for w in callback_data_of(message.reply_markup) if w]
        tapped = [tap for tap in map(callback_data.decode, wires) if tap]
        about = {int(tap.args[0]) for tap in tapped if tap.tap is callback_data.DUE}
        if about:
            again = AGAIN in message.text
            arrival = Arrival(time.monotonic(), message.chat_id, frozenset(about), again)
            self.arrivals.append(arrival)
        if any(tap.tap is callback_data.EDIT_QUESTION for tap in tapped) and MARK in message.text:
            number = message.text.rpartition(f"{MARK}{message.chat_id}-")[2].split()[0]
            self.questions[message.chat_id].append(int(number))
        self.stars[message.chat_id] |= {
            tap.args[1] for tap in tapped if tap.tap is callback_data.SAVED and tap.args[0] == "p"
        }
        if message.text.count(MARK) != message.text.count(f"{MARK}{message.chat_id}-"):
            self.strangers.append(message.chat_id)


def world_of(people: int) -> MachinesWorld:
    ids = range(FIRST_ID, FIRST_ID + people)
    return MachinesWorld(
        people={id_: Person(id_, f"Person{id_}", "patient") for id_ in ids},
        chats={id_: Chat(id_, "private", f"Person{id_}", {id_: "member"}) for id_ in ids},
        started=set(ids),
    )
