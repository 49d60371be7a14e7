"""The chat page in the hands of a person: what they press, and what they then see."""

import re
from dataclasses import dataclass

from playwright.async_api import Locator, Page, expect


@dataclass(frozen=True)
class Chat:
    """One open page. Whatever it does waits until the page shows the outcome."""

    page: Page

    @property
    def start(self) -> Locator:
        return self.page.get_by_test_id("start")

    @property
    def log(self) -> Locator:
        return self.page.get_by_role("log", name="Messages")

    @property
    def screen(self) -> Locator:
        """The newest message of the bot: its text and its buttons."""
        return self.log.locator("article.theirs").last

    @property
    def composer(self) -> Locator:
        return self.page.get_by_role("textbox", name="Message", exact=True)

    @property
    def keys(self) -> Locator:
        return self.screen.get_by_test_id("key")

    def key(self, label: str) -> Locator:
        return self.screen.get_by_role("button", name=label, exact=True)

    async def starts(self) -> None:
        await self.start.click()
        await self.reads("What would you like to read?")

    async def taps(self, label: str, then: str) -> None:
        """Presses a button of the newest screen, and waits for these words."""
        await self.key(label).click()
        await self.reads(then)

    async def says(self, text: str, then: str) -> None:
        await self.composer.fill(text)
        await self.composer.press("Enter")
        await self.reads(then)

    async def reads(self, words: str) -> None:
        await expect(self.screen.locator(".text")).to_contain_text(words)

    async def becomes(self, name: str) -> None:
        """Turns to another person."""
        people = self.page.get_by_role("navigation", name="People and chats")
        await people.get_by_role("button", name=re.compile(rf"^{name}\b")).click()
        await expect(self.page.locator("#chat-status")).to_contain_text(f"you are {name}")

    async def enters(self, title: str, topic: str = "") -> None:
        """Turns to a group, and to one of its topics."""
        people = self.page.get_by_role("navigation", name="People and chats")
        await people.get_by_role("button", name=re.compile(rf"^{title}\b")).click()
        await expect(self.page.locator("#chat-title")).to_have_text(title)
        if topic:
            await self.page.get_by_role("tab", name=topic).click()

    async def opens_panel(self, name: str) -> Locator:
        """Unfolds a panel of the test bench."""
        panel = self.page.get_by_test_id(name)
        await panel.locator("summary").first.click()
        return panel
