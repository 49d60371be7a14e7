"""Updates on their way to the bot: getUpdates as Telegram does it, long poll and all."""

import asyncio
import itertools
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from playground.bell import Bell
from playground.clock import Clock
from playground.refusals import OTHER_POLLER, Json, RefusedError

KEPT_FOR = timedelta(hours=24)
#: Telegram's own server: who taps or searches has long stopped waiting by then.
KEPT_FOR_LESS = {
    "callback_query": timedelta(seconds=150),
    "inline_query": timedelta(seconds=30),
}
FORGIVEN = 10  # how far an offset may be ahead; one that is further starts from the oldest
BATCH_LIMIT = 100  # updates in one answer
LONGEST_POLL = 50.0  # seconds, Telegram's
UPDATE_TYPES = frozenset(
    [
        "message",
        "edited_message",
        "channel_post",
        "edited_channel_post",
        "business_connection",
        "business_message",
        "edited_business_message",
        "deleted_business_messages",
        "guest_message",
        "inline_query",
        "chosen_inline_result",
        "callback_query",
        "shipping_query",
        "pre_checkout_query",
        "purchased_paid_media",
        "poll",
        "poll_answer",
        "my_chat_member",
        "chat_member",
        "chat_join_request",
        "message_reaction",
        "message_reaction_count",
        "chat_boost",
        "removed_chat_boost",
        "managed_bot",
    ]
)
DEFAULT_TYPES = UPDATE_TYPES - {"chat_member", "message_reaction", "message_reaction_count"}


@dataclass(frozen=True)
class _Waiting:
    update: Json
    until: datetime


class Inbox:
    """Keeps updates until they are confirmed or their time is over; not those nobody asked for."""

    def __init__(self, clock: Clock) -> None:
        self.allowed = DEFAULT_TYPES
        self._clock = clock
        self._pending: list[_Waiting] = []
        #: Rings when something new waits, or when somebody should look again.
        self.bell = Bell()
        self._ids = itertools.count(830001)
        self._newest = 830000
        self._latest_poll = 0
        self._closed = False

    def put(self, kind: str, content: Json) -> None:
        """The wish for types counts when the update is born, not when it is fetched."""
        if kind in self.allowed:
            self.put_raw({kind: content})

    def put_raw(self, update: Json) -> None:
        numbered = {"update_id": next(self._ids), **update}
        kept_for = next((KEPT_FOR_LESS[kind] for kind in update if kind in KEPT_FOR_LESS), KEPT_FOR)
        self._pending.append(_Waiting(numbered, self._clock.now() + kept_for))
        self._newest = numbered["update_id"]
        self.bell.ring()

    def pending(self) -> list[Json]:
        """What waits for the bot, oldest first."""
        now = self._clock.now()
        self._pending = [waiting for waiting in self._pending if waiting.until >= now]
        return [waiting.update for waiting in self._pending]

    def taken(self, update_id: int) -> None:
        """The webhook said that it has this one."""
        self._pending = [
            waiting for waiting in self._pending if waiting.update["update_id"] != update_id
        ]

    def drop(self) -> None:
        self._pending.clear()

    def allow(self, types: Iterable[str]) -> None:
        """An empty wish means Telegram's default; the last wish is remembered."""
        self.allowed = frozenset(types) or DEFAULT_TYPES

    async def poll(
        self, offset: int = 0, limit: int = BATCH_LIMIT, seconds: float = 0
    ) -> list[Json]:
        """Answers at once if something waits; a newer poll ends this one with 409."""
        self._confirm(offset)
        self._latest_poll += 1
        mine = self._latest_poll
        self.bell.ring()
        loop = asyncio.get_running_loop()
        deadline = loop.time() + min(seconds, LONGEST_POLL)
        while True:
            heard = self.bell.rings
            if mine != self._latest_poll:
                raise RefusedError(OTHER_POLLER)
            updates = self.pending()
            left = deadline - loop.time()
            if updates or left <= 0 or self._closed:
                return updates[:limit]
            await self.bell.wait(heard, left)

    def hang_up(self) -> None:
        """Ends the poll that waits, as a newer one would."""
        self._latest_poll += 1
        self.bell.ring()

    def _confirm(self, offset: int) -> None:
        if offset < 0:
            self._pending = self._pending[offset:]
        elif 0 < offset <= self._newest + FORGIVEN:
            self._pending = [
                waiting for waiting in self._pending if waiting.update["update_id"] >= offset
            ]

    def open(self) -> None:
        self._closed = False

    def close(self) -> None:
        """Ends the poll that waits; the playground shuts down."""
        self._closed = True
        self.bell.ring()
