"""Counts what the bot does, for whoever runs it: numbers only, about nobody and no subject."""

import logging
import sys
import time
from collections import deque
from collections.abc import Awaitable, Callable, Coroutine, Iterable
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Literal, ParamSpec

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    Info,
    ProcessCollector,
    disable_created_metrics,
)

from bot import __version__

# They would be a second number beside each counter, which nobody asks for.
disable_created_metrics()  # type: ignore[no-untyped-call]  # the library has no types
log = logging.getLogger(__name__)
P = ParamSpec("P")
Outcome = Literal["shown", "not_shown", "ignored", "failed", "turned_away"]
Sent = Literal["answer", "edit", "send", "document", "photo", "other"]
#: What Telegram's methods count as; any other is "other".
SENT_BY: dict[str, Sent] = {
    "answerCallbackQuery": "answer",
    "answerInlineQuery": "answer",
    "editMessageText": "edit",
    "editMessageReplyMarkup": "edit",
    "editMessageMedia": "edit",
    "sendMessage": "send",
    "sendDocument": "document",
    "sendPhoto": "photo",
}
SHOWS = ("edit", "send", "document", "photo")
TURN = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)  # seconds
OWN = (0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1)
LATE = (1, 5, 15, 60, 300, 900, 3600, 21600, 86400)
HANDLERS = "bot.handlers."


@dataclass(slots=True)
class _Passing:
    """One turn on its way through."""

    began: float
    #: Seconds spent on Telegram: its answers, and its limits.
    elsewhere: float = 0.0
    handler: Callable[..., Any] | None = None
    was_refused: bool = False


_passing: ContextVar[_Passing] = ContextVar("passing")
_arrived: ContextVar[float] = ContextVar("arrived")


def arrived() -> None:
    """An update has just come in; it may have to wait before its turn begins."""
    _arrived.set(time.perf_counter())


def handled_by(handler: Callable[..., Any]) -> None:
    """The turn that is under way here belongs to this handler."""
    if passing := _passing.get(None):
        passing.handler = handler


def name_of(handler: Callable[..., Any] | None) -> str:
    """Such as `reading.on_page`; what is not of our own table has no name of its own."""
    module = getattr(handler, "__module__", "")
    if handler is None or not module.startswith(HANDLERS):
        return "none" if handler is None else "other"
    return f"{module.removeprefix(HANDLERS)}.{handler.__name__}"


class LastHour:
    """How often something happened in the last sixty minutes."""

    def __init__(self, seconds: Callable[[], float]) -> None:
        self._seconds = seconds
        self._minutes: deque[list[int]] = deque(maxlen=61)

    def add(self) -> None:
        now = int(self._seconds() // 60)
        if self._minutes and self._minutes[-1][0] == now:
            self._minutes[-1][1] += 1
        else:
            self._minutes.append([now, 1])

    def total(self) -> int:
        since = self._seconds() // 60 - 60
        return sum(count for minute, count in self._minutes if minute > since)


class Metrics:
    """All numbers of one bot, in a registry of their own."""

    def __init__(self, seconds: Callable[[], float] = time.monotonic) -> None:
        self.registry = CollectorRegistry()
        self._seconds, self._began = seconds, seconds()
        self.sends_last_hour, self.refusals_last_hour = LastHour(seconds), LastHour(seconds)
        #: Updates under way or waiting; and seconds since the last good poll, None with a webhook.
        self.turns_open: Callable[[], int] = lambda: self._running
        self.poll_age: Callable[[], float | None] = lambda: None
        self._running = 0
        self._turns: dict[tuple[Any, Outcome], tuple[Counter, Histogram]] = {}
        self._make_counters()
        self._make_gauges()
        _Process(registry=self.registry)

    def _make_counters(self) -> None:
        registry = self.registry
        labels = ("handler", "outcome")
        self.turns = Counter(
            "waymark_turns", "Turns, by how they ended.", labels, registry=registry
        )
        # There from the start: a count that begins with its first event can't be seen to rise.
        self.failures = Counter("waymark_failures", "Turns that failed.", registry=registry)
        self.turn_seconds = Histogram(
            "waymark_turn_seconds",
            "From an update to what it shows.",
            ("handler",),
            buckets=TURN,
            registry=registry,
        )
        self.own_seconds = Histogram(
            "waymark_turn_processing_seconds",
            "The same without Telegram's share.",
            buckets=OWN,
            registry=registry,
        )
        self.call_seconds = Histogram(
            "waymark_call_seconds", "Calls to Telegram.", buckets=TURN, registry=registry
        )
        sends = Counter("waymark_calls", "What Telegram took.", ("kind",), registry=registry)
        self._sends = {kind: sends.labels(kind) for kind in {*SENT_BY.values(), "other"}}
        self._refusals = Counter(
            "waymark_call_errors", "What it did not.", ("kind",), registry=registry
        )
        self.lateness = Histogram(
            "waymark_delivery_lateness_seconds",
            "From when a reminder or post was due until it was there.",
            buckets=LATE,
            registry=registry,
        )
        self.deliveries_failed = Counter(
            "waymark_deliveries_failed",
            "Reminders and posts that can't be sent.",
            registry=registry,
        )

    def _make_gauges(self) -> None:
        def gauge(name: str, description: str, *labels: str) -> Gauge:
            return Gauge(f"waymark_{name}", description, labels, registry=self.registry)

        Info("waymark", "The program.", registry=self.registry).info({"version": __version__})
        self.content = Info("waymark_content", "The content in use.", registry=self.registry)
        self.content_loaded = gauge("content_loaded_timestamp_seconds", "When it came into use.")
        self.content_refused = gauge("content_refused", "1 while a changed pack is refused.")
        self.database_up = gauge("database_up", "1 while the database answers.")
        self.deliveries = gauge("deliveries", "What is to be sent: due now, or later.", "state")
        self.oldest_due = gauge("oldest_due_seconds", "How long the first that is due waits.")
        turns = gauge("turns_open", "Turns under way, or waiting for their place.", "state")
        turns.labels("running").set_function(lambda: self._running)
        turns.labels("waiting").set_function(lambda: max(0, self.turns_open() - self._running))
        self.study_copy = gauge("study_copy_timestamp_seconds", "Of the register's data in use.")
        self.studies = gauge("studies", "Open studies in the copy of the register.")
        self.study_copy_failing = gauge("study_copy_failing", "1 while the register gives nothing.")
        poll = gauge("poll_age_seconds", "Since the last good poll; NaN with a webhook.")
        poll.set_function(lambda: float("nan") if (s := self.poll_age()) is None else s)

    def up_for(self) -> timedelta:
        return timedelta(seconds=self._seconds() - self._began)

    def timed(self, take: Callable[P, Awaitable[None]]) -> Callable[P, Coroutine[Any, Any, None]]:
        """The same, counted and timed."""

        async def counted(*args: P.args, **kwargs: P.kwargs) -> None:
            passing = _Passing(_arrived.get(0.0) or time.perf_counter())
            _arrived.set(0.0)
            _passing.set(passing)
            self._running += 1
            outcome: Outcome = "failed"
            try:
                await take(*args, **kwargs)
                outcome = "not_shown" if passing.was_refused else "shown"
            finally:
                self._running -= 1
                self._note(passing, outcome)

        return counted

    def turned_away(self) -> None:
        """Somebody is faster than we may answer."""
        self.turns.labels("none", "turned_away").inc()

    def sent(self, endpoint: str, took: float) -> None:
        """Telegram took it."""
        kind = SENT_BY.get(endpoint, "other")
        self._sends[kind].inc()
        self.sends_last_hour.add()
        self.call_seconds.observe(took)
        if kind in SHOWS and (passing := _passing.get(None)):
            passing.was_refused = False

    def can_be_refused(self, kinds: Iterable[str]) -> None:
        """Count from 0, for a count that begins with its first event can't be seen to rise."""
        for kind in kinds:
            self._refusals.labels(kind)

    def refused(self, endpoint: str, kind: str) -> None:
        """Telegram did not; `kind` is what `errors.classify` says."""
        self._refusals.labels(kind).inc()
        self.refusals_last_hour.add()
        passing = _passing.get(None)
        if passing and kind != "same" and SENT_BY.get(endpoint) in SHOWS:
            passing.was_refused = True

    def spent_elsewhere(self, seconds: float) -> None:
        """The turn under way waited so long for Telegram."""
        if passing := _passing.get(None):
            passing.elsewhere += seconds

    def _note(self, passing: _Passing, outcome: Outcome) -> None:
        took = time.perf_counter() - passing.began
        if passing.handler is None and outcome != "failed":
            outcome = "ignored"
        key = (passing.handler, outcome)
        if key not in self._turns:
            name = name_of(passing.handler)
            self._turns[key] = self.turns.labels(name, outcome), self.turn_seconds.labels(name)
        turns, seconds = self._turns[key]
        turns.inc()
        if outcome == "failed":
            self.failures.inc()
        seconds.observe(took)
        self.own_seconds.observe(max(0.0, took - passing.elsewhere))
        if log.isEnabledFor(logging.DEBUG):
            told = {"handler": name_of(passing.handler), "outcome": outcome}
            log.debug("turn", extra={**told, "milliseconds": round(took * 1000, 1)})


class _Process(ProcessCollector):
    """Memory, time and files of this process, also where `/proc/stat` is hidden from it."""

    def _boot_time(self) -> float:
        if sys.platform != "linux":
            raise OSError  # it gives no numbers then
        return time.time() - time.clock_gettime(time.CLOCK_BOOTTIME)
