"""Which updates have come before: Telegram posts one again when it did not hear our answer."""

from collections import OrderedDict
from collections.abc import Callable
from datetime import datetime
from typing import Protocol

from storage.store import Store

REMEMBERED = 10_000  # updates; Telegram comes again within minutes


class Seen(Protocol):
    """Notes an update by its number; whether it is the first time."""

    async def is_new(self, update_id: int) -> bool: ...


class SeenHere:
    """In memory, for one process."""

    def __init__(self, remembered: int = REMEMBERED) -> None:
        self._remembered = remembered
        self._seen: OrderedDict[int, None] = OrderedDict()

    async def is_new(self, update_id: int) -> bool:
        if update_id in self._seen:
            return False
        self._seen[update_id] = None
        if len(self._seen) > self._remembered:
            self._seen.popitem(last=False)
        return True


class SeenByAll:
    """In the database, for several processes behind one address; the caretaker forgets them."""

    def __init__(self, store: Store, clock: Callable[[], datetime]) -> None:
        self._store, self._clock = store, clock

    async def is_new(self, update_id: int) -> bool:
        async with self._store.transaction():
            return await self._store.updates.note(update_id, self._clock())
