"""Things that go wrong between a bot and Telegram, on demand."""

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from random import SystemRandom

from playground.refusals import SERVER_FAILURES, Refusal


class FaultKind(StrEnum):
    FLOOD = "flood"  # 429 with retry_after
    SERVER = "server"  # 500, 502, 503 or 504
    TORN_BEFORE = "torn_before"  # the connection breaks and nothing was done
    TORN_AFTER = "torn_after"  # it was done, but the answer is lost
    SILENT = "silent"  # it was done, and then the connection stays open and nothing comes
    DELAY = "delay"
    REFUSED = "refused"  # nothing was done, and the answer says why


SPARED = ("getUpdates", "webhook")  # unless they are meant; the second is our posting to the bot


@dataclass
class Fault:
    """Strikes the next calls; without methods it means every method that is not spared."""

    kind: FaultKind
    calls: int | None = 1  # None: until it is switched off
    chance: float = 1.0
    methods: frozenset[str] = frozenset()
    seconds: float = 3  # retry_after of a flood, length of a delay or a silence
    status: int = 502
    refusal: Refusal | None = None  # what is answered, where the kind is a refusal

    def __post_init__(self) -> None:
        if self.status not in SERVER_FAILURES:
            raise ValueError(f"status must be one of {', '.join(map(str, SERVER_FAILURES))}.")
        if not 0 < self.chance <= 1:
            raise ValueError("chance must be above 0 and at most 1.")

    def concerns(self, method: str, *, polling: bool) -> bool:
        if self.methods:
            return method in self.methods
        return method not in SPARED or (polling and method == "getUpdates")


@dataclass
class Faults:
    """The switches that are on."""

    active: list[Fault] = field(default_factory=list)
    polling: bool = False  # whether faults without methods strike getUpdates too
    dice: Callable[[], float] = SystemRandom().random

    def switch_on(self, fault: Fault) -> None:
        self.switch_off(fault.kind)
        self.active.append(fault)

    def switch_off(self, kind: FaultKind | None = None) -> None:
        """Ends one kind of fault, or all of them."""
        self.active = [fault for fault in self.active if kind and fault.kind is not kind]

    def strike(self, method: str) -> Fault | None:
        """The fault this call meets, if any; its counter goes down."""
        for fault in self.active:
            if fault.concerns(method, polling=self.polling) and self.dice() < fault.chance:
                self._use(fault)
                return fault
        return None

    def _use(self, fault: Fault) -> None:
        if fault.calls is None:
            return
        fault.calls -= 1
        if fault.calls <= 0:
            self.active.remove(fault)
