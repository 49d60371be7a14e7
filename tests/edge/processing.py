"""Updates that go through the processor, and how they went."""

import asyncio
from collections.abc import Awaitable
from datetime import timedelta
from typing import Any

import pytest
from telegram import (
    Chat,
    Message,
    Update,
    User,
)

from bot.edge.application import AnyApplication
from bot.edge.update_processor import PerUserProcessor
from playground.clock import Clock

TOO_LONG = timedelta(seconds=5)


def update(person: int | None, number: int = 0) -> Update:
    if person is None:
        return Update(number)
    who = User(person, "Somebody", is_bot=False)
    message = Message(number, Clock().now(), Chat(person, "private"), from_user=who)
    return Update(number, message=message)


class Bench:
    """Runs updates through the processor and writes down who began and who ended."""

    def __init__(self, processor: PerUserProcessor) -> None:
        self.processor, self.seen = processor, list[str]()

    def run(self, name: str, person: int | None, until: Awaitable[Any]) -> asyncio.Task[None]:
        waiting = asyncio.ensure_future(until)  # begun, for it may never be asked for

        async def answer() -> None:
            self.seen.append(f"{name} begins")
            await waiting
            self.seen.append(f"{name} ends")

        return asyncio.ensure_future(self.processor.process_update(update(person), answer()))


@pytest.fixture
def bench() -> Bench:
    return Bench(PerUserProcessor(longest_queue=100))


class Notices:
    """What is said to people who are too fast."""

    def __init__(self) -> None:
        self.said: list[bool] = []

    async def __call__(self, update: Update, *, first: bool) -> None:
        assert update.effective_user
        self.said.append(first)


async def hammer(application: AnyApplication) -> None:
    """Everything that waits at Telegram, at once, as polling brings it."""
    await application.start()
    for update in await application.bot.get_updates(timeout=0):
        await application.update_queue.put(update)
    await application.update_queue.join()
    await application.stop()
