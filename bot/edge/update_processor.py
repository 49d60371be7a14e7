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
LONGEST_QUEUE = 30  # updates of one person in one chat, under way and waiting
MANY = 1_000_000  # PTB's own gate, which would let one person fill it, stands open


class Order(Protocol):
    """Keeps the turns of one person in order where several processes take them."""

    async def wait(self, update: Update) -> None: ...

    async def done(self, update: Update) -> None: ...


class ReplyBusy(Protocol):
    """Says "one moment, please", to the `first` only; the others cost no call to Telegram."""

    async def __call__(self, update: Update, *, first: bool) -> None: ...


class HelpFirst(Protocol):
    """Shows help that an update asks for; whether that was all it asks for."""

    async def __call__(self, update: Update) -> bool: ...


async def no_help(update: Update) -> bool:  # noqa: ARG001 - as HelpFirst has it
    return False


@dataclass(slots=True)
class _UserQueue:
    """What one person has under way in one chat."""

    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    length: int = 0
    #: Whether they were told that their taps, and that their words, come too fast.
    told: set[bool] = field(default_factory=set)


class PerUserProcessor(BaseUpdateProcessor):
    """Only the first of a person's queue takes one of the slots, so all people come in turn.

    Somebody whose queue is full is told so, and that update goes no further. Help waits for
    nothing that the same person asked for before.
    """

    def __init__(
        self,
        reply_busy: ReplyBusy | None = None,
        at_once: int = UPDATES_AT_ONCE,
        longest_queue: int = LONGEST_QUEUE,
        full_at: Callable[[], float] = lambda: MANY,
        order: Order | None = None,
        help_first: HelpFirst = no_help,
    ) -> None:
        super().__init__(MANY)
        self._reply_busy, self._longest, self._full_at = reply_busy, longest_queue, full_at
        self._order, self._help_first = order, help_first
        self._slots = asyncio.Semaphore(at_once)
        self._queues: dict[tuple[int, int], _UserQueue] = {}
        self._tasks: set[asyncio.Task[Any]] = set()
        self._turning_away = 0  # of these

    @property
    def backlog(self) -> int:
        """How many updates are under way or wait."""
        return len(self._tasks)

    @property
    def is_full(self) -> bool:
        """Whether no more should be let in: Telegram keeps the rest for us."""
        return len(self._tasks) - self._turning_away >= self._full_at()

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
            await self._in_queue(update, coroutine)
        finally:
            if task:
                self._tasks.discard(task)
            if asyncio.iscoroutine(coroutine):
                coroutine.close()  # it may never have begun
            if self._order and isinstance(update, Update):
                await self._order.done(update)

    async def _in_queue(self, update: object, coroutine: Awaitable[Any]) -> None:
        key = whose(update)
        if key is None or not isinstance(update, Update):
            async with self._slots:
                await coroutine
            return
        queue = self._queues.get(key)
        if queue is None:
            queue = self._queues[key] = _UserQueue()
        elif queue.length >= self._longest and not _is_news(update):
            await self._turn_away(update, queue)
            return
        queue.length += 1
        helping = asyncio.create_task(self._help_first(update)) if queue.length > 1 else None
        try:
            async with queue.lock:
                if helping and await helping:
                    return
                if self._order:
                    await self._order.wait(update)
                async with self._slots:
                    await coroutine
        finally:
            if helping:
                helping.cancel()
            queue.length -= 1
            if not queue.length:
                del self._queues[key]

    async def _turn_away(self, update: Update, queue: _UserQueue) -> None:
        """Only the first tap and the first words are answered, and nobody waits for that."""
        is_tap = update.callback_query is not None
        first = is_tap not in queue.told
        queue.told.add(is_tap)
        if first:
            log.info("updates dropped: user queue is full")
        if self._reply_busy is None:
            return
        self._turning_away += 1
        try:
            await self._reply_busy(update, first=first)
        finally:
            self._turning_away -= 1


def is_full(application: Application[Any, Any, Any, Any, Any, Any]) -> bool:
    """Whether the source of updates should pause."""
    processor = application.update_processor
    return isinstance(processor, PerUserProcessor) and processor.is_full


def whose(update: object) -> tuple[int, int] | None:
    """The queue that it stands in: a chat and a person."""
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
