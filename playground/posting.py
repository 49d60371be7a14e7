"""Updates posted to the bot's webhook, as Telegram posts them.

Each chat and kind of update has a queue of its own. In a queue one goes after the other, each again
and again until it is taken; the queues go side by side. Nothing leaves this computer: the public
address leads to the world's door, behind which a proxy or the bot itself listens.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from urllib.parse import urlsplit

import aiohttp

from playground.faults import FaultKind
from playground.polling import connections
from playground.refusals import Json
from playground.world import World

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - the name, not the secret
ANSWER_WITHIN = 60.0  # seconds
LONGEST_WAIT = 60.0  # seconds between two tries
LONGEST_PAUSE = 5.0  # seconds until the inbox is looked at anyway
Queue = tuple[str, int]


@dataclass
class Poster:
    """Works while its block runs. `second` is how long a second of waiting really takes."""

    world: World
    second: float = 1.0
    _busy: dict[Queue, asyncio.Task[None]] = field(default_factory=dict)

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        async with aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar()) as http:
            loop = asyncio.create_task(self._run(http))
            try:
                yield
            finally:
                tasks = [loop, *self._busy.values()]
                for task in tasks:
                    task.cancel()
                await asyncio.gather(*tasks, return_exceptions=True)

    async def _run(self, http: aiohttp.ClientSession) -> None:
        bell = self.world.inbox.bell
        while True:
            heard = bell.rings
            if self.world.webhook and self.world.door:
                self._begin(http)
            await bell.wait(heard, LONGEST_PAUSE)

    def _begin(self, http: aiohttp.ClientSession) -> None:
        """The first of each queue goes, as long as there are connections."""
        most = connections(self.world)
        for update in self.world.inbox.pending():
            queue = _queue_of(update)
            if queue in self._busy:
                continue
            if len(self._busy) >= most:
                return
            self._busy[queue] = asyncio.create_task(self._deliver(http, queue, update))

    async def _deliver(self, http: aiohttp.ClientSession, queue: Queue, update: Json) -> None:
        """The second try comes at once, and then the waits grow, unless the answer says when."""
        wait, failed = 1.0, 0
        try:
            while self.world.webhook and (after := await self._post(http, update)) is not None:
                if after == 0 and failed:
                    wait = min(LONGEST_WAIT, wait * 2)
                    after = wait
                failed += 1
                await asyncio.sleep(after * self.second)
            if self.world.webhook:
                self.world.inbox.taken(update["update_id"])
        finally:
            del self._busy[queue]
            self.world.inbox.bell.ring()

    async def _post(self, http: aiohttp.ClientSession, update: Json) -> float | None:
        """None once it is taken, else how many seconds the answer asks to wait."""
        hook = self.world.webhook
        address = urlsplit(hook["url"])
        headers = {"Host": address.netloc}
        if secret := hook.get("secret_token"):
            headers[SECRET_HEADER] = secret
        fault = self.world.faults.strike("webhook")
        if fault and fault.kind is FaultKind.DELAY:
            await asyncio.sleep(fault.seconds)
        where = f"{self.world.door}{address.path}"
        timeout = aiohttp.ClientTimeout(total=ANSWER_WITHIN)
        try:
            async with http.post(where, json=update, headers=headers, timeout=timeout) as answer:
                if 200 <= answer.status <= 299 and fault and fault.kind is FaultKind.TORN_AFTER:
                    raise aiohttp.ClientError  # it was taken, but we did not hear so
                if 200 <= answer.status <= 299:
                    return None
                self._note(f"Wrong response from the webhook: {answer.status} {answer.reason}")
                with suppress(ValueError):
                    return float(answer.headers.get("Retry-After", "0"))
        except (aiohttp.ClientError, TimeoutError, OSError):
            self._note("Webhook connection closed")
        return 0.0

    def _note(self, error: str) -> None:
        self.world.webhook_error = self.world.clock.seconds(), error


def _queue_of(update: Json) -> Queue:
    kind = next(str(name) for name in update if name != "update_id")
    content = update[kind]
    place = content.get("chat") or content.get("from") or {"id": update["update_id"]}
    return kind, int(place["id"])
