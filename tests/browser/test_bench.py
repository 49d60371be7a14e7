"""The test bench beside the chat: blocking, the clock, faults, the restart."""

from datetime import datetime, timedelta

from playwright.async_api import Locator, expect

from tests.browser.chat import Chat
from tests.browser.conftest import Watch

REFUSED = (  # Chromium says this of every 400, also of one that the page has shown
    "error: Failed to load resource: the server responded with a status of 400 (Bad Request)"
)


def calls(chat: Chat, method: str) -> Locator:
    """The rows of one method in the panel of API calls."""
    rows = chat.page.get_by_test_id("calls").get_by_role("listitem")
    return rows.filter(has=chat.page.get_by_text(method, exact=True))


async def test_a_blocked_bot_is_silent_until_it_is_unblocked(chat: Chat, watch: Watch) -> None:
    await chat.starts()
    await chat.page.get_by_label("Chat menu").click()
    await chat.page.get_by_role("button", name="Block the bot").click()
    await expect(chat.page.get_by_text("You blocked this bot.")).to_be_visible()
    await expect(chat.composer).to_be_hidden()
    await expect(chat.page.get_by_test_id("person-7001")).to_contain_text("blocked the bot")
    await chat.key("Treatments").click()
    await expect(chat.page.get_by_test_id("toast")).to_contain_text("blocked")
    watch.heard.remove(REFUSED)
    await chat.page.get_by_role("button", name="Unblock", exact=True).click()
    await expect(chat.composer).to_be_focused()
    await chat.taps("Treatments", then="There are eight kinds")


async def test_the_clock_turns_ahead_and_shows_it(chat: Chat) -> None:
    clock = chat.page.get_by_test_id("clock-now")

    async def shown() -> datetime:
        return datetime.fromisoformat(str(await clock.get_attribute("datetime")))

    await chat.starts()
    days = chat.log.locator(".day")
    await expect(days).to_have_count(1)
    before, words = await shown(), await clock.inner_text()
    await chat.page.get_by_role("button", name="+1 day").click()
    await expect(clock).not_to_have_text(words)
    assert timedelta(days=1) <= await shown() - before < timedelta(days=1, minutes=1)
    await chat.says("/treatments", then="There are eight kinds")
    await expect(days).to_have_count(2)


async def test_a_fault_shows_as_a_refusal_and_the_bot_answers_afterwards(chat: Chat) -> None:
    await chat.starts()
    refused = chat.page.get_by_test_id("calls").locator(".refused")
    await expect(refused).to_have_count(0)
    faults = await chat.opens_panel("faults")
    await faults.get_by_label("Server errors (5xx)").check()
    await expect(faults).to_contain_text("1 on")
    await chat.key("Treatments").click()
    await expect(refused.filter(has_text="editMessageText").first).to_contain_text("502")
    await faults.get_by_label("Server errors (5xx)").uncheck()
    await expect(faults.locator("#faults-on")).to_be_hidden()
    await chat.says("/treatments", then="There are eight kinds")


async def test_an_old_button_works_after_a_restart(chat: Chat) -> None:
    await chat.starts()
    await expect(calls(chat, "getMe").first).to_be_attached()
    before = await calls(chat, "getMe").count()
    await chat.page.get_by_role("button", name="Restart").click()
    await expect(calls(chat, "getMe").nth(before)).to_be_attached()
    await expect(chat.page.locator("#running")).to_have_text("Running")
    await chat.taps("Treatments", then="There are eight kinds")


async def test_refusals_can_be_looked_at_alone(chat: Chat) -> None:
    await chat.starts()
    rows = chat.page.get_by_test_id("calls").get_by_role("listitem")
    await expect(rows.filter(has_text="sendMessage")).to_be_visible()
    await chat.page.get_by_label("Refusals only").check()
    await expect(rows).to_have_count(0)
