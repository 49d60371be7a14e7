"""The playground's clock: the real time, plus however far somebody turned it ahead."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta


def _real_now() -> datetime:
    return datetime.now(UTC)


class Clock:
    """Runs with its source and can jump ahead; those who listen are told of every jump."""

    def __init__(self, source: Callable[[], datetime] = _real_now) -> None:
        self._source = source
        self._ahead = timedelta(0)
        self._listeners: list[Callable[[], None]] = []

    def now(self) -> datetime:
        return self._source() + self._ahead

    def seconds(self) -> int:
        """The moment as Telegram writes dates: whole seconds since 1970."""
        return int(self.now().timestamp())

    def jump(self, by: timedelta) -> None:
        if by < timedelta(0):
            raise ValueError("The clock only turns ahead.")
        self._ahead += by
        for listener in tuple(self._listeners):
            listener()

    def listen(self, listener: Callable[[], None]) -> Callable[[], None]:
        """Calls the listener after every jump; the answer stops that."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)
