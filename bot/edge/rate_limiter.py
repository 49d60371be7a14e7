"""How fast we may speak: Telegram's limits, and who goes first when there is not room for all."""

import asyncio
import itertools
import math
import os
import time
from bisect import insort
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass, field
from datetime import timedelta
from enum import IntEnum
from typing import Any

from telegram.error import RetryAfter
from telegram.ext import BaseRateLimiter

from bot.edge.token_bucket import Bucket, Window

os.environ.setdefault("PTB_TIMEDELTA", "1")  # without it PTB warns at every RetryAfter
ChatId = int | str
#: Lets the other processes of this bot know that a chat must rest for so many seconds.
TellHold = Callable[[ChatId, float], Awaitable[None]]
MESSAGES = ("send", "edit", "copy", "forward")  # what Telegram counts; answers to taps are free
FREE = ("sendChatAction",)
REMEMBERED = 1024  # chats; then those that are at rest are let go
TICK = 1e-6  # seconds; rounding must not make a wait of nothing
LATE = 0.05  # seconds; a timer that rings so late does not slow the next ones down


class Priority(IntEnum):
    """Who asks to speak, given as `rate_limit_args`; without any it is the answer to a person."""

    PAID = 1  # has waited for its turn already; 0 would be none at all for PTB
    ANSWER = 2
    REMINDER = 3
    BROADCAST = 4


#: Seconds; who would have to wait longer in a chat is told so at once, as Telegram itself would.
MAX_WAIT = {Priority.ANSWER: 20.0, Priority.REMINDER: 5.0, Priority.BROADCAST: 20.0}


@dataclass(frozen=True)
class Rates:
    """Messages, new and edited. Telegram publishes no exact figures; these keep to what it says."""

    overall: int = 30  # a second
    private: float = 1.0  # a second in one chat,
    burst: int = 10  # after so many at once: people tap in bursts, and a 429 is met when it comes
    group: int = 20  # a minute in one group


@dataclass(slots=True)
class _Chat:
    """What one chat can still take, and until when Telegram wants rest there."""

    gate: Bucket | Window
    held_until: float = -math.inf

    def next_at(self) -> float:
        return max(self.gate.next_at(), self.held_until)

    def rests_at(self) -> float:
        return max(self.gate.rests_at(), self.held_until)


@dataclass(order=True, slots=True)
class _Waiter:
    priority: Priority
    number: int
    chat: _Chat = field(compare=False)
    turn: asyncio.Future[None] = field(compare=False)


class RateLimiter:
    """One for all that the bot says: answers, reminders and broadcasts.

    `rates` may be changed while it runs; None sets no limits but those that Telegram names.
    """

    def __init__(
        self,
        rates: Rates | None = Rates(),
        seconds: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._seconds, self._sleep = seconds, sleep
        self._chats: dict[ChatId, _Chat] = {}
        self._look_again = REMEMBERED
        self._waiting: list[_Waiter] = []
        self._numbers = itertools.count()
        self._changed = asyncio.Event()
        self._server: asyncio.Task[None] | None = None
        self._hurries = False
        self.rates = rates

    @property
    def rates(self) -> Rates | None:
        return self._rates

    @rates.setter
    def rates(self, rates: Rates | None) -> None:
        self._rates = rates
        self._overall = Window(rates.overall, 1.0) if rates else None
        self._group = rates.group if rates else 0
        self._even_at = -math.inf
        self._chats = {
            id_: chat for id_, chat in self._chats.items() if chat.held_until > -math.inf
        }

    def share(self, among: int) -> None:
        """So many processes speak for the bot, and each keeps to its part of the limits."""
        if self._rates is None or self._overall is None:
            return
        self._overall = self._overall.resized(max(1, self._rates.overall // among))
        self._group = max(1, self._rates.group // among)
        for chat in self._chats.values():
            if isinstance(chat.gate, Window):
                chat.gate = chat.gate.resized(self._group)
        self._changed.set()

    @property
    def a_second(self) -> int | None:
        """How many messages this process may send in a second; None when nobody has limited it."""
        return self._overall.count if self._overall else None

    def hurry(self) -> None:
        """The process is about to end: better too fast in one chat than no answer there."""
        self._hurries = True
        self._changed.set()

    @property
    def waiting(self) -> int:
        """How many wait for their turn."""
        return len(self._waiting)

    async def turn(self, chat_id: ChatId, priority: Priority) -> None:
        """Wait until something may be said there; RetryAfter if that takes too long."""
        now, chat = self._seconds(), self._chat(chat_id)
        wait = chat.next_at() - now
        if wait > MAX_WAIT[priority]:
            raise RetryAfter(timedelta(seconds=wait))
        if not self._waiting and self._next_at(chat, priority) <= now:
            self._take(chat, priority, now)
            return
        await self._stand_in_line(chat, priority)

    def hold(self, chat_id: ChatId, seconds: float) -> None:
        """Telegram wants rest there, and only there."""
        chat = self._chat(chat_id)
        chat.held_until = max(chat.held_until, self._seconds() + seconds)

    def _next_at(self, chat: _Chat, priority: Priority) -> float:
        if self._overall is None:
            return chat.held_until
        even_at = self._even_at if priority > Priority.ANSWER else -math.inf
        chat_at = chat.held_until if self._hurries else chat.next_at()
        return max(chat_at, self._overall.next_at(), even_at)

    def _take(self, chat: _Chat, priority: Priority, now: float) -> None:
        if self._overall is None or self._rates is None:
            return
        chat.gate.take(now)
        self._overall.take(now)
        if (
            priority > Priority.ANSWER
        ):  # what nobody waits for leaves evenly, so that people find room
            on_time = now - self._even_at < LATE
            self._even_at = (self._even_at if on_time else now) + 1 / self._overall.count

    def _chat(self, chat_id: ChatId) -> _Chat:
        chat = self._chats.get(chat_id)
        if chat is None:
            if len(self._chats) >= self._look_again:
                self._forget()
            chat = self._chats[chat_id] = _Chat(self._gate(chat_id))
        return chat

    def _gate(self, chat_id: ChatId) -> Bucket | Window:
        rates = self._rates or Rates()
        if isinstance(chat_id, int) and chat_id > 0:
            return Bucket(1 / rates.private, rates.burst)
        return Window(self._group or rates.group, 60.0)

    def _forget(self) -> None:
        now, busy = self._seconds(), {id(waiter.chat) for waiter in self._waiting}
        self._chats = {
            chat_id: chat
            for chat_id, chat in self._chats.items()
            if chat.rests_at() > now or id(chat) in busy
        }
        self._look_again = max(REMEMBERED, 2 * len(self._chats))

    async def _stand_in_line(self, chat: _Chat, priority: Priority) -> None:
        turn = asyncio.get_running_loop().create_future()
        waiter = _Waiter(priority, next(self._numbers), chat, turn)
        insort(self._waiting, waiter)
        self._changed.set()
        if self._server is None:
            self._server = asyncio.create_task(self._serve())
        try:
            await turn
        finally:
            if waiter in self._waiting:  # given up
                self._waiting.remove(waiter)
                self._changed.set()

    async def _serve(self) -> None:
        """Release waiters by priority until the queue is empty."""
        try:
            while self._waiting:
                self._changed.clear()
                wait = self._serve_ready()
                if self._waiting:
                    await self._pause(max(wait, TICK))
        finally:
            self._server = None

    def _serve_ready(self) -> float:
        """Release ready waiters; return the seconds until the next."""
        now, soonest, left = self._seconds(), math.inf, list[_Waiter]()
        for waiter in self._waiting:
            at = self._next_at(waiter.chat, waiter.priority)
            if at > now:
                soonest = min(soonest, at)
                left.append(waiter)
            elif not waiter.turn.done():  # not given up
                self._take(waiter.chat, waiter.priority, now)
                waiter.turn.set_result(None)
        self._waiting = left
        return soonest - now

    async def _pause(self, seconds: float) -> None:
        """Until then, or until somebody else comes."""
        tasks = [
            asyncio.ensure_future(self._sleep(seconds)),
            asyncio.ensure_future(self._changed.wait()),
        ]
        try:
            await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in tasks:
                task.cancel()


class BotRateLimiter(BaseRateLimiter[Priority]):
    """Lets PTB's calls through as the budget allows; only messages cost anything."""

    def __init__(self, rate_limiter: RateLimiter, tell: TellHold | None = None) -> None:
        self.rate_limiter, self._tell = rate_limiter, tell

    async def initialize(self) -> None:
        """Nothing to prepare."""

    async def shutdown(self) -> None:
        """Nothing to close."""

    async def process_request(
        self,
        callback: Callable[..., Coroutine[Any, Any, Any]],
        args: Any,
        kwargs: dict[str, Any],
        endpoint: str,
        data: dict[str, Any],
        rate_limit_args: Priority | None,
    ) -> Any:
        """Never tries again by itself: whoever called knows whether the answer still matters."""
        chat_id = data.get("chat_id")
        if chat_id is None or not endpoint.startswith(MESSAGES) or endpoint in FREE:
            return await callback(*args, **kwargs)
        if rate_limit_args is not Priority.PAID:
            await self.rate_limiter.turn(chat_id, rate_limit_args or Priority.ANSWER)
        try:
            return await callback(*args, **kwargs)
        except RetryAfter as error:
            self.rate_limiter.hold(chat_id, seconds_of(error))
            if self._tell:
                await self._tell(chat_id, seconds_of(error))
            raise


def seconds_of(error: RetryAfter) -> float:
    wait = error.retry_after
    return float(wait if isinstance(wait, int) else wait.total_seconds())
