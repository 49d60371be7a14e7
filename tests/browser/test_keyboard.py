"""The whole way to a section and back, without a mouse."""

import pytest
from playwright.async_api import expect

from tests.browser.chat import Chat
from tests.browser.eyes import focus_of

FARTHEST = 30  # presses of Tab that anybody should need


async def tab_to(chat: Chat, name: str, key: str = "Tab") -> None:
    """Moves the focus until it is on this element; on the way it is always to be seen."""
    for _ in range(FARTHEST):
        focus = await focus_of(chat.page)
        assert focus.visible or focus.tag == "body", f"no ring on {focus}"
        if focus.name == name:
            return
        await chat.page.keyboard.press(key)
    pytest.fail(f"the keyboard never comes to {name!r}")


async def press(chat: Chat, name: str, then: str) -> None:
    """Presses a button of the newest screen; the focus stays in that message."""
    await tab_to(chat, name)
    await chat.page.keyboard.press("Enter")
    await chat.reads(then)
    await expect(chat.log.locator("article.theirs:focus-within")).to_have_count(1)
    assert (await focus_of(chat.page)).visible


async def test_the_keyboard_alone_leads_to_a_section_and_back(chat: Chat) -> None:
    await tab_to(chat, "Start")
    await chat.page.keyboard.press("Enter")
    await chat.reads("What would you like to read?")
    await expect(chat.composer).to_be_focused()
    await tab_to(chat, "Treatments", key="Shift+Tab")
    await press(chat, "Treatments", then="There are eight kinds")
    await press(chat, "Hormone therapy", then="Also called: endocrine therapy")
    await press(chat, "How it works", then="receptors for the hormone")
    await press(chat, "‹ Back", then="Also called: endocrine therapy")
    await press(chat, "‹ Back", then="There are eight kinds")
    await press(chat, "‹ Back", then="What would you like to read?")


async def test_the_first_tab_skips_to_the_message_box(chat: Chat) -> None:
    await chat.starts()
    await chat.page.reload()
    await chat.reads("What would you like to read?")
    await tab_to(chat, "Skip to the message box")
    await chat.page.keyboard.press("Enter")
    await expect(chat.composer).to_be_focused()


async def test_the_menu_of_commands_is_used_with_arrows(chat: Chat) -> None:
    await chat.starts()
    await chat.composer.press("/")
    options = chat.page.get_by_role("listbox", name="Suggestions").get_by_role("option")
    await expect(options.first).to_have_attribute("aria-selected", "true")
    await chat.composer.press("ArrowDown")
    await expect(options.nth(1)).to_have_attribute("aria-selected", "true")
    await chat.composer.press("Escape")
    await expect(options).to_have_count(0)
    await expect(chat.composer).to_be_focused()


async def test_escape_closes_the_chat_menu_and_gives_the_focus_back(chat: Chat) -> None:
    await chat.starts()
    menu = chat.page.get_by_label("Chat menu")
    await menu.click()
    await chat.page.get_by_role("button", name="Press Start again").focus()
    await chat.page.keyboard.press("Escape")
    await expect(menu).to_be_focused()
