"""Which updates have come before: Telegram posts one again when it did not hear our answer."""

from collections import OrderedDict
from typing import Protocol

from telegram import Update

REMEMBERED = 10_000  # updates; Telegram comes again within minutes


class Seen(Protocol):
    """Notes an update by its number; whether it is the first time."""

    async def is_new(self, update: Update) -> bool: ...


class SeenHere:
    """In memory, for one process."""

    def __init__(self, remembered: int = REMEMBERED) -> None:
        self._remembered = remembered
        self._seen: OrderedDict[int, None] = OrderedDict()

    async def is_new(self, update: Update) -> bool:
        if update.update_id in self._seen:
            return False
        self._seen[update.update_id] = None
        if len(self._seen) > self._remembered:
            self._seen.popitem(last=False)
        return True
