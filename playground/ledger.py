"""What the bot asked of the Bot API, and what it was told."""

from collections import deque
from dataclasses import asdict, dataclass
from datetime import datetime

from playground.refusals import Json

KEPT_CALLS = 500


@dataclass(frozen=True)
class Call:
    """One request and its outcome; the description is Telegram's sentence when it refused."""

    n: int
    method: str
    params: Json
    status: int
    description: str
    at: datetime

    def as_json(self) -> Json:
        return {**asdict(self), "at": self.at.isoformat()}


class Ledger:
    """The last 500 calls, oldest first."""

    def __init__(self) -> None:
        self._calls: deque[Call] = deque(maxlen=KEPT_CALLS)
        self._count = 0

    def note(self, method: str, params: Json, status: int, description: str, at: datetime) -> None:
        self._count += 1
        self._calls.append(Call(self._count, method, params, status, description, at))

    def after(self, n: int = 0) -> list[Call]:
        return [call for call in self._calls if call.n > n]

    def of(self, method: str) -> list[Call]:
        return [call for call in self._calls if call.method == method]
