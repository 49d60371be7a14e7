"""One person's updates in order, different people's side by side, and nobody in everybody's way."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any, Protocol

from telegram import Update
from telegram.ext import Application, BaseUpdateProcessor

from bot.ops.metrics import arrived

log = logging.getLogger(__name__)
UPDATES_AT_ONCE = 256
LONGEST_LINE = 30  # updates of one person in one chat, under way and waiting
MANY = 1_000_000  # PTB's own gate, which would let one person fill it, stands open


class Order(Protocol):
    """Keeps the turns of one person in order where several processes take them."""

    async def wait(self, update: Update) -> None: ...

    async def done(self, update: Update) -> None: ...


class ReplyBusy(Protocol):
    """Says "one moment, please"; `first` unless this person was told a moment ago."""

    async def __call__(self, update: Update, *, first: bool) -> None: ...


@dataclass(slots=True)
class _Line:
    """What one person has under way in one chat."""

    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    length: int = 0
    notices: asyncio.Lock = field(default_factory=asyncio.Lock)
    was_told: bool = False


class PerUserProcessor(BaseUpdateProcessor):
    """Only the first of a person's line takes one of the places, so all people come in turn.

    Somebody whose line is too long is told so, and that update goes no further.
    """

    def __init__(
        self,
        reply_busy: ReplyBusy | None = None,
        at_once: int = UPDATES_AT_ONCE,
        longest_line: int = LONGEST_LINE,
        full_at: Callable[[], float] = lambda: MANY,
        order: Order | None = None,
    ) -> None:
        super().__init__(MANY)
        self._say_busy, self._longest, self._full_at = reply_busy, longest_line, full_at
        self._order = order
        self._places = asyncio.Semaphore(at_once)
        self._lines: dict[tuple[int, int], _Line] = {}
        self._tasks: set[asyncio.Task[Any]] = set()

    @property
    def backlog(self) -> int:
        """How many updates are under way or wait."""
        return len(self._tasks)

    @property
    def is_full(self) -> bool:
        """Whether no more should be let in: Telegram keeps the rest for us."""
        return len(self._tasks) >= self._full_at()

    async def initialize(self) -> None:
        """Nothing to prepare."""

    async def shutdown(self) -> None:
        """Nothing to close: PTB waits for what is under way."""

    def give_up(self) -> None:
        """The bot has to stop now: what is still under way ends where it is."""
        log.warning("cancelled %d unfinished updates at shutdown", len(self._tasks))
        for task in self._tasks:
            task.cancel()

    async def do_process_update(self, update: object, coroutine: Awaitable[Any]) -> None:
        arrived()
        task = asyncio.current_task()
        if task:
            self._tasks.add(task)
        try:
            await self._in_line(update, coroutine)
        finally:
            if task:
                self._tasks.discard(task)
            if asyncio.iscoroutine(coroutine):
                coroutine.close()  # it may never have begun
            if self._order and isinstance(update, Update):
                await self._order.done(update)

    async def _in_line(self, update: object, coroutine: Awaitable[Any]) -> None:
        key = whose(update)
        if key is None or not isinstance(update, Update):
            async with self._places:
                await coroutine
            return
        line = self._lines.get(key)
        if line is None:
            line = self._lines[key] = _Line()
        elif line.length >= self._longest and not _is_news(update):
            await self._turn_away(update, line)
            return
        line.length += 1
        try:
            async with line.lock:
                if self._order:
                    await self._order.wait(update)
                async with self._places:
                    await coroutine
        finally:
            line.length -= 1
            if not line.length:
                del self._lines[key]

    async def _turn_away(self, update: Update, line: _Line) -> None:
        """One notice after the other, so that these can't crowd out anybody either."""
        log.info("update dropped: user queue is full")
        if self._say_busy is None:
            return
        async with line.notices:
            first, line.was_told = not line.was_told, True
            await self._say_busy(update, first=first)


def is_full(application: Application[Any, Any, Any, Any, Any, Any]) -> bool:
    """Whether the source of updates should pause."""
    processor = application.update_processor
    return isinstance(processor, PerUserProcessor) and processor.is_full


def whose(update: object) -> tuple[int, int] | None:
    """The line that it stands in: a chat and a person."""
    if not isinstance(update, Update):
        return None
    chat, person = update.effective_chat, update.effective_user
    if chat is None and person is None:
        return None
    return (chat.id if chat else 0, person.id if person else 0)


def _is_news(update: Update) -> bool:
    """What Telegram tells once and a chat's settings depend on."""
    if update.my_chat_member or update.chat_member:
        return True
    message = update.message
    return bool(message and (message.migrate_to_chat_id or message.migrate_from_chat_id))
