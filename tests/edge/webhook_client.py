"""Telegram as it posts to a webhook, and a bot that listens there."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from typing import Any

import httpx

from bot.app import running
from bot.edge.rate_limiter import RateLimiter
from bot.edge.webhook import SECRET_HEADER, Webhook
from bot.http.health import Health
from bot.http.server import served
from bot.http.site import site
from bot.runtime.serve import source_of_updates
from bot.settings import Settings
from bot.turns.services import Services
from playground.actions import Somebody
from playground.people import Chat, Person
from playground.server import Playground
from playground.world import World

URL = "https://bot.example/a-path-of-ours"
SECRET = "only-telegram-knows"  # noqa: S105 - of a test
FIRST_ID = 9001


@dataclass
class Telegram:
    """Posts what waits in the inbox, and anything else it is told to."""

    world: World
    address: str
    http: httpx.AsyncClient
    headers: dict[str, str] = field(
        default_factory=lambda: {SECRET_HEADER: SECRET, "content-type": "application/json"}
    )

    @property
    def port(self) -> int:
        return int(self.address.rpartition(":")[2])

    async def posts(self, body: Any = None, **headers: Any) -> httpx.Response:
        given = {**self.headers, **{k.replace("_", "-"): v for k, v in headers.items()}}
        known = {name: value for name, value in given.items() if value is not None}
        how = {"content": body} if isinstance(body, bytes) else {"json": body}
        return await self.http.post(f"{self.address}/a-path-of-ours", headers=known, **how)

    async def delivers(self) -> list[int]:
        """Everything that waits, each by itself; the statuses of the answers."""
        updates = self.world.inbox.pending()
        self.world.inbox.drop()
        return [(await self.posts(update)).status_code for update in updates]

    async def asks(self, path: str) -> httpx.Response:
        return await self.http.get(f"{self.address}{path}")


def chatters(world: World, size: int) -> list[Somebody]:
    """People whom nobody has seen before, each of whom has something to say."""
    people = range(FIRST_ID, FIRST_ID + size)
    for id_ in people:
        world.people[id_] = Person(id_, f"Person {id_}", "patient")
        world.chats[id_] = Chat(id_, "private", f"Person {id_}", members={id_: "member"})
    return [Somebody(world, id_) for id_ in people]


def hooked_settings(playground: Playground, **more: Any) -> Settings:
    given = {"webhook_url": URL, "webhook_secret": SECRET, "bot_api_url": playground.url}
    return Settings(_env_file=None, **{**given, **more})


@asynccontextmanager
async def hooked(
    services: Services, playground: Playground, **more: Any
) -> AsyncIterator[tuple[Telegram, Webhook]]:
    """The bot behind its webhook, and Telegram, which still tries when the bot has stopped."""
    services = replace(services, settings=hooked_settings(playground, **more))
    webhook = source_of_updates(services)
    assert isinstance(webhook, Webhook)
    pages = site(Health(services, webhook), webhook)
    async with served(pages, "127.0.0.1", 0) as port, httpx.AsyncClient() as http:
        telegram = Telegram(playground.world, f"http://127.0.0.1:{port}", http)
        async with running(services, playground.token, webhook, RateLimiter(None)):
            yield telegram, webhook
