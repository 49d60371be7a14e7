"""Telegram's flood limits: a message a second in a chat, twenty a minute in a group."""

import math
from dataclasses import dataclass, field
from datetime import datetime

from playground.clock import Clock
from playground.people import Chat
from playground.refusals import too_many_requests


@dataclass(frozen=True)
class _Rate:
    burst: float  # messages
    per_second: float


PRIVATE = _Rate(burst=5, per_second=1)
GROUP = _Rate(burst=20, per_second=20 / 60)


@dataclass
class FloodLimits:
    """Off unless switched on; a bucket for each chat, filled by the playground's clock."""

    clock: Clock
    enabled: bool = False
    _buckets: dict[int, tuple[float, datetime]] = field(default_factory=dict)

    def spend(self, chat: Chat) -> None:
        """Takes one message out of the chat's bucket, or refuses with 429."""
        if not self.enabled:
            return
        rate = PRIVATE if chat.is_private else GROUP
        now = self.clock.now()
        left, at = self._buckets.get(chat.id, (rate.burst, now))
        left = min(rate.burst, left + (now - at).total_seconds() * rate.per_second)
        if left < 1:
            raise too_many_requests(math.ceil((1 - left) / rate.per_second))
        self._buckets[chat.id] = (left - 1, now)
