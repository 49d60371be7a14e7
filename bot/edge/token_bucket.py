"""Two gates: a few at once and then one after the other; and so many in any stretch of time."""

import math
from collections import deque
from dataclasses import dataclass


@dataclass(slots=True)
class Bucket:
    """One at a time, and some at once after a rest."""

    every: float
    burst: int
    full_at: float = -math.inf

    def next_at(self) -> float:
        return self.full_at - (self.burst - 1) * self.every

    def take(self, now: float) -> None:
        self.full_at = max(self.full_at, now) + self.every

    def rests_at(self) -> float:
        return self.full_at


class Window:
    """At most so many in any stretch of so many seconds."""

    __slots__ = ("_seconds", "_taken", "count")

    def __init__(self, count: int, seconds: float) -> None:
        self.count, self._seconds = count, seconds
        self._taken: deque[float] = deque(maxlen=count)

    def next_at(self) -> float:
        return self._taken[0] + self._seconds if len(self._taken) == self.count else -math.inf

    def take(self, now: float) -> None:
        self._taken.append(now)

    def rests_at(self) -> float:
        return self._taken[-1] + self._seconds if self._taken else -math.inf

    def resized(self, count: int) -> "Window":
        """Another count; what was taken a moment ago still counts."""
        other = Window(count, self._seconds)
        other._taken.extend(self._taken)
        return other
