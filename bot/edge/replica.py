"""This process as one of several that share a PostgreSQL database. See docs/decisions for the why.

They agree on the time, share what may be sent, and keep one person's turns in order.
"""

import asyncio
import hashlib
import logging
import secrets
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from datetime import datetime, timedelta

from telegram import Update

from bot.edge.rate_limiter import ChatId, RateLimiter
from bot.edge.update_processor import whose
from bot.ops.background import background
from storage.errors import StorageError
from storage.store import Store

log = logging.getLogger(__name__)
HEARTBEAT_EVERY = 1.0  # seconds
WARM_UP_HEARTBEATS = 2  # at first, until the others have heard that there is one more
WARM_UP_SHARE = 3  # so much less than its share is what it sends until then
LOOK_AGAIN = (
    0.02,
    0.2,
)  # seconds, at first and at most, while an earlier turn is under way elsewhere
MAX_WAIT = 30.0  # seconds; a turn that takes longer hangs, and order is worth no more than that
RESYNC_FOR = 3.0  # seconds after the loss of all that was noted, in which each of us notes it again


class SharedClock:
    """The database's time, carried on from the last heartbeat by a clock that nobody can set."""

    def __init__(self, seconds: Callable[[], float] = time.monotonic) -> None:
        self._seconds = seconds
        self._at: datetime | None = None
        self._since = 0.0

    def set(self, at: datetime) -> None:
        self._at, self._since = at, self._seconds()

    def now(self) -> datetime:
        if self._at is None:
            raise RuntimeError("the database has not said yet what time it is")
        return self._at + timedelta(seconds=self._seconds() - self._since)


class Replica:
    """Sends heartbeats while its block runs; knows which updates came, and whose turn it is."""

    def __init__(self, store: Store, rate_limiter: RateLimiter, secret: str) -> None:
        self._store, self._rate_limiter = store, rate_limiter
        self._secret = hashlib.blake2b(secret.encode()).digest()
        self._id = secrets.token_hex(8)
        self._due_changed: asyncio.Event | None = None
        self._heartbeats = 0
        #: Turns that may have to wait, and all that are under way, each with its line.
        self._behind: dict[int, int] = {}
        self._under_way: dict[int, int] = {}
        self._ended: set[int] = set()
        #: Moments by `time.monotonic`: when the last good heartbeat began, what it has to be later
        #: than, and until when others may not yet have noted again what was lost.
        self._heartbeat_at = self._out_of_sync_since = self._out_of_sync_until = 0.0
        self.clock = SharedClock()

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """The first heartbeat is over when the block begins; at its end the others know at once."""
        await self._send_heartbeat()
        try:
            async with background(self._keep_heartbeat(), self._store.listen(self._hear)):
                yield
        finally:
            with suppress(StorageError):
                async with self._store.transaction():
                    await self._store.replicas.leave(self._id)

    def wakes(self, due_changed: asyncio.Event) -> None:
        """Set this event, which wakes the worker, when another process plans something for soon."""
        self._due_changed = due_changed

    async def is_new(self, update: Update) -> bool:
        """Whether it comes for the first time; if so, it stands in its line from now on."""
        line = self._line_of(update)
        async with self._store.transaction():
            is_new = await self._store.seen_updates.note(update.update_id, self.clock.now())
            if not is_new or line is None:
                return is_new
            await self._store.replicas.begin_turn(update.update_id, line, self._id)
            waits = await self._store.replicas.others_come_first(update.update_id, line, self._id)
        self._under_way[update.update_id] = line
        if waits or self._is_out_of_sync():
            self._behind[update.update_id] = line
        return True

    async def wait(self, update: Update) -> None:
        """Until surely nothing earlier of this line is under way elsewhere in a living process."""
        line = self._behind.pop(update.update_id, None)
        if line is None:
            return
        pause, until = LOOK_AGAIN[0], time.monotonic() + MAX_WAIT
        while await self._may_come_later(update.update_id, line):
            if time.monotonic() > until:
                log.warning("gave up waiting for earlier updates on other machines")
                return
            await asyncio.sleep(pause)
            pause = min(LOOK_AGAIN[1], pause * 1.5)

    async def done(self, update: Update) -> None:
        """Its line moves on. What can't be said now is said with the next heartbeat."""
        self._behind.pop(update.update_id, None)
        if update.update_id not in self._under_way:
            return
        del self._under_way[update.update_id]
        self._ended.add(update.update_id)
        with suppress(StorageError):
            await self._end_turns()

    async def announce_hold(self, chat_id: ChatId, seconds: float) -> None:
        """Telegram wants rest in this chat, from all of us."""
        with suppress(StorageError):
            await self._store.notify(f"hold {chat_id} {seconds}")

    async def _may_come_later(self, update_id: int, line: int) -> bool:
        """While the database doesn't answer, nobody knows."""
        if self._is_out_of_sync():
            return True
        try:
            return await self._store.replicas.others_come_first(update_id, line, self._id)
        except StorageError:
            return True

    def _is_out_of_sync(self) -> bool:
        """After a crash PostgreSQL has forgotten who is alive and whose turn is under way."""
        return (
            self._heartbeat_at <= self._out_of_sync_since
            or time.monotonic() < self._out_of_sync_until
        )

    async def _keep_heartbeat(self) -> None:
        while True:
            await asyncio.sleep(HEARTBEAT_EVERY)
            try:
                await self._send_heartbeat()
            except Exception as error:  # who sends no heartbeat is taken for dead
                self._out_of_sync_since = time.monotonic()
                log.warning("heartbeat failed; retrying in %g s", HEARTBEAT_EVERY, exc_info=error)

    async def _send_heartbeat(self) -> None:
        began = time.monotonic()
        async with self._store.transaction():
            heartbeat = await self._store.replicas.heartbeat(self._id)
            again = dict(self._under_way) if heartbeat.is_newly_registered else {}
            for update_id, line in again.items():
                await self._store.replicas.begin_turn(update_id, line, self._id)
        self._heartbeat_at = began
        self.clock.set(heartbeat.at)
        if heartbeat.is_newly_registered and self._heartbeats:
            self._out_of_sync_until = time.monotonic() + RESYNC_FOR
        self._heartbeats += 1
        if not self._is_out_of_sync():  # otherwise not all are counted
            self._rate_limiter.share(
                heartbeat.alive * (WARM_UP_SHARE if self._is_warming_up(heartbeat.alive) else 1)
            )
        self._ended |= again.keys() - self._under_way.keys()
        if self._ended:
            await self._end_turns()

    def _is_warming_up(self, alive: int) -> bool:
        return alive > 1 and self._heartbeats <= WARM_UP_HEARTBEATS

    async def _end_turns(self) -> None:
        ended = set(self._ended)
        async with self._store.transaction():
            for update_id in ended:
                await self._store.replicas.end_turn(update_id)
        self._ended -= ended

    def _hear(self, word: str) -> None:
        match word.split():
            case ["lost"]:
                self._out_of_sync_since = time.monotonic()
            case ["due"] if self._due_changed:
                self._due_changed.set()
            case ["hold", chat_id, seconds]:
                place = int(chat_id) if chat_id.lstrip("-").isdecimal() else chat_id
                self._rate_limiter.hold(place, float(seconds))

    def _line_of(self, update: Update) -> int | None:
        """A number that says nothing about anybody without the secret."""
        key = whose(update)
        if key is None:
            return None
        name = "{}:{}".format(*key).encode()
        digest = hashlib.blake2b(name, key=self._secret, digest_size=8).digest()
        return int.from_bytes(digest, "big", signed=True)
