"""A Bot API with people who never stop tapping, as lean as can be; in a process of its own.

    python -m bench.load_api SECONDS_TO_ANSWER

It says its port and serves until it is killed. A turn is a tap, its answer and the edit of its
message. `/tap?people=4096&at_once=256&seconds=10&wires=a,b` lets people tap, one after the other,
always so many of them waiting for an answer; with `&rate=30` so many taps a second come, whoever
is still waiting. It answers when all is over: how many turns, in how long, and how much time
beyond Telegram's own each took.
"""

import asyncio
import sys
import time
from dataclasses import dataclass, field
from itertools import count

from bench.lean_api import BOT, Answer, Json, message, serve, usual

CALLS_A_TURN = 2
FIRST_PERSON = 1_000
GRACE = 20  # seconds for taps that are on their way when time is up


@dataclass
class Load:
    """One order of taps, and what came of it."""

    wires: list[str]
    until: float
    again: bool
    people: int
    done: Answer
    tapped_at: dict[int, float] = field(default_factory=dict)
    turns: dict[int, int] = field(default_factory=dict)
    took: list[float] = field(default_factory=list)
    started: float = field(default_factory=time.perf_counter)
    last: float = 0.0
    next_person: int = 0


class CrowdApi:
    """What all connections share."""

    def __init__(self, answer_after: float) -> None:
        self.loop = asyncio.get_running_loop()
        self.answer_after = answer_after
        self.numbers = count(1)
        self.waiting: list[Json] = []
        self.poll: Answer | None = None
        self.first_poll = asyncio.Event()
        self.load: Load | None = None

    def call(self, method: str, given: dict[str, str], answer: Answer) -> None:
        match method:
            case "getUpdates":
                self.first_poll.set()
                if given.get("timeout", "0") == "0":
                    answer([])
                else:
                    self.poll = answer
                    self.deliver()
            case "getMe":
                answer(BOT)
            case "tap":
                self.loop.create_task(self.let_tap(given, answer))
            case "polled":
                self.loop.create_task(self.tell_of_first_poll(answer))
            case _ if self.answer_after:
                self.loop.call_later(self.answer_after, self.done, method, given, answer)
            case _:
                self.done(method, given, answer)

    def done(self, method: str, given: dict[str, str], answer: Answer) -> None:
        match method:
            case "editMessageText" | "sendMessage":
                chat_id = int(given["chat_id"])
                answer(message(chat_id, int(given.get("message_id") or next(self.numbers))))
                self.answered(chat_id)
            case _:
                answer(usual(method))

    async def tell_of_first_poll(self, answer: Answer) -> None:
        await self.first_poll.wait()
        answer(True)

    async def let_tap(self, given: dict[str, str], answer: Answer) -> None:
        seconds, people = float(given["seconds"]), int(given["people"])
        rate = float(given.get("rate", 0))
        until = time.perf_counter() + seconds
        self.load = Load(given["wires"].split(","), until, not rate, people, answer)
        if not rate:
            for _ in range(int(given["at_once"])):
                self.tap()
            await asyncio.sleep(seconds)
        else:
            start = time.perf_counter()
            for number in range(int(seconds * rate)):
                await asyncio.sleep(max(0.0, start + number / rate - time.perf_counter()))
                self.tap()
        patience = time.perf_counter() + GRACE
        while self.load.tapped_at and time.perf_counter() < patience:  # noqa: ASYNC110 - cheap
            await asyncio.sleep(0.02)
        self.report()

    def tap(self) -> None:
        """The next person who is not waiting taps the next of their buttons."""
        load = self.load
        if load is None or len(load.tapped_at) >= load.people:
            return
        while (person := FIRST_PERSON + load.next_person) in load.tapped_at:
            load.next_person = (load.next_person + 1) % load.people
        load.next_person = (load.next_person + 1) % load.people
        turn = load.turns[person] = load.turns.get(person, -1) + 1
        load.tapped_at[person] = time.perf_counter()
        number = next(self.numbers)
        query = {
            "id": str(number),
            "from": {"id": person, "is_bot": False, "first_name": "Somebody"},
            "chat_instance": "1",
            "data": load.wires[turn % len(load.wires)],
            "message": message(person, 7),
        }
        self.waiting.append({"update_id": number, "callback_query": query})
        self.deliver()

    def answered(self, person: int) -> None:
        load = self.load
        if load is None or person not in load.tapped_at:
            return
        now = time.perf_counter()
        load.took.append(now - load.tapped_at.pop(person) - CALLS_A_TURN * self.answer_after)
        load.last = now
        if load.again and now < load.until:
            self.tap()

    def report(self) -> None:
        load, self.load = self.load, None
        if load:
            elapsed = load.last - load.started
            lost = len(load.tapped_at)
            load.done({"took": load.took, "elapsed": elapsed, "unanswered": lost})

    def deliver(self) -> None:
        if self.poll and self.waiting:
            answer, self.poll = self.poll, None
            batch, self.waiting = self.waiting[:100], self.waiting[100:]
            answer(batch)


if __name__ == "__main__":
    asyncio.run(serve(lambda: CrowdApi(float(sys.argv[1]))))
