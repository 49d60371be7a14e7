"""The page itself: colours, widths, sizes, and what a screen reader is told."""

import re
from typing import Literal

import pytest
from playwright.async_api import Locator, Page, expect

from tests.browser.chat import Chat
from tests.browser.conftest import OpenChat
from tests.browser.eyes import low_contrast, too_wide

LIGHT, DARK = "rgb(233, 238, 236)", "rgb(13, 20, 18)"  # the backdrop
SMALLEST_KEY = 44  # pixels, as WCAG's target size has it
FIELDS = "button|link|textbox|combobox|checkbox|spinbutton|option|listbox|region|navigation"
NAMELESS = re.compile(rf"^\s*- (?:{FIELDS})(?! \")", re.MULTILINE)
SCREENS = {  # what one types, and words of the screen that answers
    "/start": "What would you like to read?",
    "/treatments": "There are eight kinds",
    "/start hormone-therapy": "Also called: endocrine therapy",
    "/start hormone-therapy__how-it-works": "receptors for the hormone",
    "/urgent": "Urgent help",
    "/settings": "Settings",
}
SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")


async def backdrop(page: Page, colour: str) -> None:
    await expect(page.locator("body")).to_have_css("background-color", colour)


async def test_dark_follows_the_system_and_the_button_turns_it(open_chat: OpenChat) -> None:
    page = (await open_chat(color_scheme="dark")).page
    await backdrop(page, DARK)
    await page.emulate_media(color_scheme="light")
    await backdrop(page, LIGHT)
    theme = page.get_by_role("button", name="Switch between light and dark")
    await theme.click()
    await backdrop(page, DARK)
    await theme.click()
    await backdrop(page, LIGHT)


@pytest.mark.parametrize("width", [360, 320])
async def test_a_phone_never_scrolls_sideways(open_chat: OpenChat, width: int) -> None:
    chat = await open_chat(viewport={"width": width, "height": 740}, has_touch=True)
    assert await too_wide(chat.page) == []
    await chat.start.click()
    for typed, words in SCREENS.items():
        await chat.says(typed, then=words)
        assert await too_wide(chat.page) == [], typed
    await chat.page.get_by_role("button", name="Menu", exact=True).click()
    assert await too_wide(chat.page) == []
    await chat.page.keyboard.press("Escape")
    for sheet in ("people", "tools"):
        await chat.page.locator(f"[data-open={sheet}]").click()
        assert await too_wide(chat.page) == [], sheet
        await chat.page.keyboard.press("Escape")


async def test_every_button_under_a_message_is_easy_to_hit(open_chat: OpenChat) -> None:
    chat = await open_chat(viewport={"width": 360, "height": 740})
    await chat.start.click()
    for typed, words in SCREENS.items():
        await chat.says(typed, then=words)
        assert await chat.keys.count() > 0
        assert min(await heights(chat.keys)) >= SMALLEST_KEY, typed


async def heights(keys: Locator) -> list[float]:
    found: list[float] = await keys.evaluate_all(
        "(keys) => keys.map((key) => key.getBoundingClientRect().height)"
    )
    return found


async def test_landmarks_labels_and_a_live_region_are_there(chat: Chat) -> None:
    await chat.starts()
    page = chat.page
    await expect(page.get_by_role("banner")).to_have_count(1)
    await expect(page.get_by_role("main", name="Waymark")).to_be_visible()
    await expect(page.get_by_role("heading", level=1, name="Waymark")).to_be_visible()
    await expect(page.get_by_role("navigation", name="People and chats")).to_be_visible()
    await expect(page.get_by_role("complementary", name="Clock, calls and faults")).to_be_visible()
    await expect(chat.log).to_have_attribute("aria-live", "polite")
    await expect(chat.screen).to_have_attribute("aria-label", re.compile(r"^Waymark, \d\d:\d\d$"))
    for panel in ("stored", "faults"):
        await chat.opens_panel(panel)
    assert NAMELESS.findall(await page.locator("body").aria_snapshot()) == []


async def test_every_word_stands_out_from_its_ground(chat: Chat) -> None:
    async def look(where: str) -> None:
        for scheme in SCHEMES:
            await chat.page.emulate_media(color_scheme=scheme)
            assert await low_contrast(chat.page) == [], f"{where}, {scheme}"

    await look("empty chat")
    await chat.starts()
    for panel in ("stored", "faults"):
        await chat.opens_panel(panel)
    for typed, words in SCREENS.items():
        await chat.says(typed, then=words)
        await look(typed)


async def test_a_phone_shows_people_and_bench_in_sheets(open_chat: OpenChat) -> None:
    chat = await open_chat(viewport={"width": 360, "height": 740}, has_touch=True)
    opener = chat.page.get_by_role("button", name="You are Ana. People and chats")
    await opener.click()
    sheet = chat.page.get_by_role("navigation", name="People and chats")
    await expect(sheet.get_by_role("button", name="Close people and chats")).to_be_focused()
    await chat.page.keyboard.press("Escape")
    await expect(sheet).to_be_hidden()
    await expect(opener).to_be_focused()
    await opener.click()
    await chat.becomes("Ben")
    await expect(sheet).to_be_hidden()
