"""A Bot API that does almost nothing, 50 ms after it was asked; in a process of its own.

Besides Telegram's methods it knows `/tap`, which presses a button and answers once the bot has
answered the person, and `/sent`, which tells what was sent and when.
"""

import asyncio
import time
from collections import deque
from itertools import count

from bench.lean_api import BOT, Answer, Json, message, serve, usual

ANSWER_AFTER = 0.05  # seconds


class SlowApi:
    """What all connections share."""

    def __init__(self) -> None:
        self.loop = asyncio.get_running_loop()
        self.numbers = count(1)
        self.updates: deque[Json] = deque()
        self.poll: Answer | None = None
        self.sent: list[tuple[int, float]] = []  # chat and time of the wall clock
        self.taps: dict[int, tuple[float, Answer]] = {}

    def call(self, method: str, given: dict[str, str], answer: Answer) -> None:
        match method:
            case "tap":
                self.tap(int(given["person"]), given["data"], answer)
            case "sent":
                answer(self.sent)
            case "getMe":
                answer(BOT)
            case "getUpdates" if given.get("timeout", "0") == "0":
                answer([])
            case "getUpdates":
                self.poll = answer
                self.deliver()
            case _:
                if method == "sendMessage":
                    self.sent.append((int(given["chat_id"]), time.time()))
                self.loop.call_later(ANSWER_AFTER, self.done, method, given, answer)

    def done(self, method: str, given: dict[str, str], answer: Answer) -> None:
        chat_id = int(given.get("chat_id", 0))
        match method:
            case "sendMessage" | "editMessageText":
                answer(message(chat_id, next(self.numbers)))
            case _:
                answer(usual(method))
        if method == "editMessageText" and chat_id in self.taps:
            pressed_at, tell = self.taps.pop(chat_id)
            tell(self.loop.time() - pressed_at)

    def tap(self, person_id: int, data: str, answer: Answer) -> None:
        self.taps[person_id] = self.loop.time(), answer
        number = next(self.numbers)
        sender = {"id": person_id, "is_bot": False, "first_name": "Somebody"}
        query = {"id": str(number), "from": sender, "chat_instance": "1", "data": data}
        query["message"] = message(person_id, number)
        self.updates.append({"update_id": number, "callback_query": query})
        self.deliver()

    def deliver(self) -> None:
        if self.poll and self.updates:
            answer, self.poll = self.poll, None
            answer([self.updates.popleft() for _ in range(len(self.updates))])


if __name__ == "__main__":
    asyncio.run(serve(SlowApi))
