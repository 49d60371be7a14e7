"""The playground as `make run` starts it, and a real Chromium that looks at it."""

import asyncio
import os
import re
import shutil
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page, async_playwright, expect

from bot.library.model.library import Library
from bot.runtime.playground import run_playground
from bot.settings import Settings
from tests.browser.chat import Chat

HERE = Path(__file__).parent
QUIET = ["--disable-background-networking", "--disable-component-update", "--disable-sync"]
FLAGS = ["--disable-gpu", "--no-first-run", *QUIET]
MAX_WAIT = 10_000  # milliseconds until a condition must hold
DESKTOP: dict[str, Any] = {"viewport": {"width": 1280, "height": 800}}
CALM: dict[str, Any] = {"reduced_motion": "reduce", "locale": "en-GB", "timezone_id": "UTC"}
OpenChat = Callable[..., Awaitable[Chat]]


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-screenshots", action="store_true", help="write docs/playground.png")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """All tests of this folder share one browser, and so one event loop."""
    for item in items:
        if item.path.is_relative_to(HERE):
            item.add_marker(pytest.mark.asyncio(loop_scope="session"), append=False)


@pytest.fixture(scope="session")
def chromium() -> Path:
    """Where the browser is; a machine that checks for all of us has to have one."""
    path = Path(shutil.which("chromium") or "/usr/bin/chromium")
    if not path.exists():
        missing = pytest.fail if os.environ.get("CI") else pytest.skip
        missing("Chromium is not installed (apt-get install chromium)")
    return path


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def browser(chromium: Path) -> AsyncIterator[Browser]:
    flags = [*FLAGS, "--no-sandbox"] if os.geteuid() == 0 else FLAGS
    expect.set_options(timeout=MAX_WAIT)
    async with async_playwright() as driver:
        launched = await driver.chromium.launch(executable_path=chromium, args=flags)
        yield launched
        await launched.close()


@pytest.fixture
def settings() -> Settings:
    """What the host has set; a test file may want more, such as trials, which take long to copy."""
    return Settings(_env_file=None, http_port=0, default_region="US", trials="off")


@pytest_asyncio.fixture(loop_scope="session")
async def address(library: Library, settings: Settings) -> AsyncIterator[str]:
    """Where the playground serves: the real bot polls it, with nothing stored yet."""
    library.prepare()  # as `make run` does: else the first search waits for it
    said: asyncio.Queue[str] = asyncio.Queue()
    run = asyncio.create_task(run_playground(settings, library, say=said.put_nowait))
    ready = asyncio.create_task(said.get())
    await asyncio.wait([run, ready], return_when=asyncio.FIRST_COMPLETED)
    if run.done():
        run.result()
    found = re.search(r"http://\S+", ready.result())
    assert found
    yield found[0]
    run.cancel()
    with suppress(asyncio.CancelledError):
        await run


class Watch:
    """Notes whatever a page complains of, and every request that leaves this computer."""

    def __init__(self, address: str) -> None:
        self._address = address
        self.heard: list[str] = []

    def follow(self, page: Page) -> None:
        page.on("console", lambda message: self.heard.append(f"{message.type}: {message.text}"))
        page.on("pageerror", lambda error: self.heard.append(f"error: {error}"))
        page.on("request", lambda request: self._note(request.url))

    def _note(self, url: str) -> None:
        if not url.startswith((f"{self._address}/", "data:")):
            self.heard.append(f"request: {url}")


@pytest.fixture
def watch(address: str) -> Watch:
    return Watch(address)


@pytest_asyncio.fixture(loop_scope="session")
async def open_chat(browser: Browser, address: str, watch: Watch) -> AsyncIterator[OpenChat]:
    """Opens the page anew, in a browser that knows nothing; the page must never complain."""
    contexts = []

    async def opens(**looks: Any) -> Chat:
        context = await browser.new_context(**{**CALM, **DESKTOP, **looks})
        context.set_default_timeout(MAX_WAIT)
        contexts.append(context)
        page = await context.new_page()
        watch.follow(page)
        await page.goto(address)
        chat = Chat(page)
        await expect(chat.start).to_be_visible()
        return chat

    yield opens
    for context in contexts:
        await context.close()
    assert watch.heard == []


@pytest_asyncio.fixture(loop_scope="session")
async def chat(open_chat: OpenChat) -> Chat:
    """Ana's empty chat on a desktop, in light colours."""
    return await open_chat(color_scheme="light")
