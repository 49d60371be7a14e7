"""Runs the whole bot on this computer, without Telegram."""

import asyncio
from collections.abc import Callable
from contextlib import AsyncExitStack
from datetime import datetime
from pathlib import Path
from secrets import token_urlsafe
from tempfile import TemporaryDirectory
from typing import Any

from bot.app import running
from bot.http.server import PortTakenError
from bot.jobs.studies import COPY, look
from bot.jobs.study_sync import Task
from bot.library.model.finder import FINDER_FILE
from bot.library.model.library import Library
from bot.ops.background import background
from bot.runtime.serve import opened_store, polling
from bot.settings import Settings, SettingsError
from bot.turns.services import Services
from playground.people import BotAccount
from playground.server import ForeignHostError, Playground
from playground.world import World
from storage.store import IN_MEMORY_URL, Store, open_store
from storage.studies import Studies

ABOUT_NOBODY = ("rounds",)  # tables of the bot's own


async def run_playground(
    settings: Settings, library: Library, *, keep: bool = False, say: Callable[[str], None]
) -> None:
    """The whole bot on this computer, without Telegram; keeps nothing unless told to."""
    world = World(bot=BotAccount(token=f"100001:{token_urlsafe(32)}"))  # no other page can guess it
    async with AsyncExitStack() as stack:
        if keep:
            store = await stack.enter_async_context(opened_store(settings))
        else:
            store = await open_store(IN_MEMORY_URL)
            stack.push_async_callback(store.close)
        bot = _Restartable()
        try:
            playground = Playground(
                world, settings.http_port, bot.restart, _panel(store), host=settings.http_host
            )
        except ForeignHostError as error:
            raise SettingsError(str(error)) from None
        try:
            await stack.enter_async_context(playground)
        except OSError:
            raise PortTakenError(settings.http_port) from None
        here = settings.model_copy(
            update={
                "bot_api_url": playground.url,
                "watch_content": settings.watch_content or "on",
                "trials_url": "",
            }
        )
        studies = await made_up_studies(stack, here, library, world.clock.now())
        services = Services(library, store, here, world.clock.now, studies=studies)
        services.library_holder.on_change = world.show_problems
        world.clock.listen(services.due_changed.set)  # a clock turned ahead may make something due
        stack.push_async_callback(bot.stop)
        await bot.start(services, playground.token)
        say(f"Waymark is ready: open {playground.url} in a browser. Ctrl+C stops it.")
        await asyncio.Event().wait()


async def made_up_studies(
    stack: AsyncExitStack, settings: Settings, library: Library, now: datetime
) -> Studies | None:
    """A copy of the pack's made-up register, gone with the playground; nothing is fetched."""
    finder = library.default.pack.finder
    if finder is None or finder.sample is None or settings.trials == "off":
        return None
    folder = Path(stack.enter_context(TemporaryDirectory(prefix="waymark-studies-")))
    studies = Studies(folder / COPY, takes_sample=True)
    rules = str(settings.content_dir / FINDER_FILE)
    task = Task(str(studies.path), rules, url="", takes_sample=True)
    given = str(settings.content_dir / finder.sample)

    async def fill() -> None:
        await look(task, studies, now, given=given)

    await stack.enter_async_context(background(fill()))  # nobody waits for it
    return studies


class _Restartable:
    """The bot of the playground, which a button can stop and start."""

    def __init__(self) -> None:
        self._stack = AsyncExitStack()

    async def start(self, services: Services, token: str) -> None:
        self._services, self._token = services, token
        await self._stack.enter_async_context(running(services, token, polling(services)))

    async def stop(self) -> None:
        await self._stack.aclose()

    async def restart(self) -> None:
        await self.stop()
        await self.start(self._services, self._token)


def _panel(store: Store) -> Callable[[], Any]:
    """What is stored of people and groups, as the page's panel shows it."""

    async def read() -> dict[str, Any]:
        tables = [
            {"name": name, "rows": [{k: _shown(v) for k, v in row.items()} for row in rows]}
            for name, rows in await store.panel()
            if rows and name not in ABOUT_NOBODY
        ]
        return {"title": "What is stored", "tables": tables}

    return read


def _shown(value: Any) -> Any:
    """A browser rounds whole numbers above 2**53, and our ids are larger."""
    return str(value) if isinstance(value, int) and abs(value) > 2**53 else value
