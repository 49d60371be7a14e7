"""Groups on the page: who one is there, what happens to a group, and two people side by side."""

import re
from pathlib import Path
from typing import Literal

import pytest
import pytest_asyncio
from playwright.async_api import FrameLocator, Locator, expect

from bot.handlers import inline
from bot.settings import Settings
from tests.browser.chat import Chat
from tests.browser.conftest import OpenChat
from tests.browser.eyes import focus_of, low_contrast, too_wide
from tests.browser.test_page import NAMELESS
from tests.browser.test_screenshots import PHONE, PICTURES

GROUP, FORUM, SMALL = "Support group", "Forum", "Small circle"
HIDDEN = "hidden (Mira)"
SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")


@pytest.fixture
def settings() -> Settings:
    """The host wants messages that one person alone sees."""
    return Settings(_env_file=None, http_port=0, default_region="US", trials="off", only_you=True)


@pytest_asyncio.fixture(loop_scope="session")
async def mira(chat: Chat) -> Chat:
    """The moderator, in the group."""
    await chat.becomes("Mira")
    await chat.enters(GROUP)
    return chat


def second(chat: Chat) -> FrameLocator:
    return chat.page.frame_locator("#second")


def switch(chat: Chat, name: str) -> Locator:
    return chat.page.get_by_test_id("group").get_by_test_id(name)


async def snap(chat: Chat, name: str) -> None:
    """Pictures in both colours, for people to look at."""
    for scheme in SCHEMES:
        await chat.page.emulate_media(color_scheme=scheme)
        path: Path = PICTURES / f"groups-{name}-{scheme}.png"
        await chat.page.screenshot(path=path, animations="disabled")
    await chat.page.emulate_media(color_scheme="light")


# Who one is


async def test_an_anonymous_admin_speaks_as_the_group_and_moderates(chat: Chat) -> None:
    await chat.page.get_by_test_id("hidden-7003").click()
    await expect(chat.page.locator("#chat-status")).to_contain_text(HIDDEN)
    await expect(chat.page.locator("#chats").get_by_text("private chat")).to_have_count(0)
    await chat.says("/groupsettings", then="Settings of this group")
    mine = chat.log.locator("article.mine")
    await expect(mine).to_have_attribute("aria-label", re.compile("^Group, "))
    await chat.becomes("Mira")
    await expect(chat.page.locator("#chat-status")).not_to_contain_text("hidden")


async def test_a_member_on_a_moderators_button_is_told_so_alone(mira: Chat) -> None:
    await mira.says("/groupsettings", then="Settings of this group")
    await mira.becomes("Theo")
    await mira.enters(GROUP)
    await mira.key("Close").click()
    await expect(mira.page.get_by_test_id("toast")).to_contain_text("Only moderators")


# What happens to a group


async def test_the_bot_is_removed_and_comes_back(mira: Chat) -> None:
    await switch(mira, "bot-place").select_option(label="removed")
    await switch(mira, "bot-place").select_option(label="a member")
    await mira.reads("no admin rights")
    await switch(mira, "bot-place").select_option(label="an administrator")
    await mira.reads("advise against")


async def test_a_small_group_becomes_a_supergroup_with_all_it_has(chat: Chat) -> None:
    await chat.becomes("Mira")
    await chat.enters(SMALL)
    await chat.says("/groupsettings", then="Settings of this group")
    await chat.taps("Country: United States", then="Which country")
    await chat.taps("Ireland", then="Saved.")
    await switch(chat, "upgrade").click()
    await expect(chat.log).to_contain_text("This supergroup grew out of Small circle.")
    await expect(switch(chat, "upgrade")).to_have_count(0)
    await chat.says("/groupsettings", then="Settings of this group")
    await expect(chat.key("Country: Ireland")).to_be_visible()


async def test_a_closed_topic_says_so_and_is_opened_again(chat: Chat) -> None:
    await chat.becomes("Mira")
    await chat.enters(FORUM, topic="Caregivers")
    await switch(chat, "topic-closed-3").check()
    await expect(chat.log).to_contain_text("This topic was closed.")
    await expect(chat.page.get_by_role("tab", name="Caregivers (closed)")).to_be_visible()
    await switch(chat, "topic-closed-3").uncheck()
    await expect(chat.log).to_contain_text("This topic was opened again.")
    await chat.says("/card surgery", then="Surgery")


async def test_without_the_right_to_write_it_is_silent_until_it_has_it_again(mira: Chat) -> None:
    await switch(mira, "bot-place").select_option(value="restricted")
    await mira.composer.fill("/card surgery")
    await mira.composer.press("Enter")
    refused = mira.page.get_by_test_id("calls").locator(".refused")
    await expect(refused.first).to_contain_text("not enough rights")
    await switch(mira, "bot-place").select_option(value="member")
    await mira.says("/card surgery", then="Surgery")


# Sharing from any chat


async def test_the_inline_box_offers_shares_and_pages(
    mira: Chat, monkeypatch: pytest.MonkeyPatch
) -> None:
    await mira.page.get_by_label("Chat menu").click()
    await mira.page.get_by_role("button", name="Share a card with @").click()
    options = mira.page.get_by_role("listbox", name="Suggestions").get_by_role("option")
    await expect(options).to_have_count(9)
    await expect(options.first).to_contain_text("Open privately")
    monkeypatch.setattr(inline, "A_PAGE", 8)  # few words find more than a real page of them
    await mira.composer.fill("@waymark_local_bot cancer")
    await expect(options.last).to_contain_text("More results")
    shown = await options.count()
    await options.last.click()
    await expect(options.filter(has_text="More results")).to_have_count(0)
    assert await options.count() > shown
    await mira.composer.fill("@waymark_local_bot surgery")
    await options.filter(has_text="Surgery").first.click()
    await expect(mira.log.locator("article.mine").last).to_contain_text("Surgery")
    await mira.composer.fill("@waymark_local_bot surgery")
    await expect(options.first).to_contain_text("Open privately")
    await options.first.click()
    await mira.reads("What would you like to read?")


# Side by side


async def test_two_people_see_the_same_group_and_not_the_same_messages(mira: Chat) -> None:
    await mira.says("/card palliative care", then="Palliative care")
    await mira.page.get_by_test_id("split").click()
    ana = second(mira)
    await expect(ana.locator("#chat-status")).to_contain_text("you are Ana")
    await expect(ana.locator("#chat-title")).to_have_text(GROUP)
    await ana.get_by_role("button", name="Read here, only you").click()
    await expect(ana.locator("article").last).to_contain_text("Only you can see this")
    await expect(ana.locator("article")).to_have_count(3)
    await expect(mira.log.locator("article")).to_have_count(2)
    await mira.page.wait_for_timeout(50)
    await expect(mira.log).not_to_contain_text("Only you can see this")
    await mira.page.get_by_test_id("split").click()
    await expect(mira.page.locator("#second")).to_have_count(0)


async def test_it_is_used_and_read_without_a_mouse(mira: Chat) -> None:
    toggle = mira.page.get_by_test_id("split")
    await expect(toggle).to_have_attribute("aria-pressed", "false")
    await mira.page.get_by_test_id("theme").focus()
    await mira.page.keyboard.press("Shift+Tab")
    assert (await focus_of(mira.page)).visible
    await mira.page.keyboard.press("Enter")
    await expect(toggle).to_have_attribute("aria-pressed", "true")
    frame = mira.page.locator("#second")
    await expect(frame).to_have_attribute("title", "Second person, at first Ana")
    await expect(second(mira).locator("#chat-title")).to_have_text(GROUP)
    box = second(mira).get_by_role("textbox", name="Message", exact=True)
    await box.fill("Hello")
    await box.press("Enter")
    await expect(mira.log).to_contain_text("Hello")


async def test_colours_widths_and_names_hold_beside_each_other_too(mira: Chat) -> None:
    await mira.says("/card palliative care", then="Palliative care")
    await mira.page.get_by_test_id("split").click()
    await second(mira).get_by_role("button", name="Read here, only you").click()
    await expect(second(mira).locator("article")).to_have_count(3)
    pane = next(frame for frame in mira.page.frames if "pane" in frame.url)
    assert await too_wide(mira.page) == []
    for scheme in SCHEMES:
        await mira.page.emulate_media(color_scheme=scheme)
        assert await low_contrast(mira.page) == []
        assert await low_contrast(pane) == []
    for body in (mira.page.locator("body"), pane.locator("body")):
        assert NAMELESS.findall(await body.aria_snapshot()) == []
    await mira.page.get_by_test_id("theme").click()
    for page in (mira.page, second(mira)):
        await expect(page.locator("html")).to_have_attribute("data-theme", "light")


async def test_on_a_phone_one_sees_one_person_at_a_time(open_chat: OpenChat) -> None:
    chat = await open_chat(**PHONE)
    await expect(chat.page.get_by_test_id("split")).to_be_hidden()
    await chat.page.get_by_role("button", name="You are Ana. People and chats").click()
    await chat.page.get_by_test_id("hidden-7003").click()
    await expect(chat.page.locator("#chat-status")).to_contain_text(HIDDEN)
    await chat.page.locator("[data-open=tools]").click()
    assert await too_wide(chat.page) == []


# Pictures


async def test_a_moderators_first_five_minutes_have_their_pictures(mira: Chat) -> None:
    await switch(mira, "bot-place").select_option(label="removed")
    await switch(mira, "bot-place").select_option(label="a member")
    await mira.reads("no admin rights")
    await snap(mira, "1-added")
    await mira.says("/commands", then="What I can do in this group")
    await snap(mira, "2-commands")
    await mira.says("/groupsettings", then="Settings of this group")
    await mira.taps("Country: United States", then="Which country")
    await mira.taps("United Kingdom", then="Saved.")
    await snap(mira, "3-settings")
    await mira.says("/card palliative care", then="Palliative care")
    await snap(mira, "4-card")
    await mira.says("/schedule", then="where most of you are?")
    await mira.taps("Yes, that is right", then="Nothing is set up")
    await mira.taps("+ Treatment of the week", then="On which day")
    await snap(mira, "5-which-day")
    await mira.keys.filter(has_text=re.compile(r"^\d+$")).last.click()
    await mira.reads("At which hour")
    await mira.keys.first.click()
    await mira.reads("Next: Hormone therapy")
    await mira.taps("Post it now", then="I post it now")
    await snap(mira, "6-of-the-week")
    await mira.page.get_by_test_id("jump-3600").click()  # so much at once leaves no room to read
    await mira.page.get_by_test_id("split").click()
    ana = second(mira)
    await ana.get_by_role("button", name="Read here, only you").last.click()
    await expect(ana.locator("article").last).to_contain_text("Only you can see this")
    await snap(mira, "7-side-by-side")
    await mira.page.get_by_test_id("split").click()
    await mira.enters(FORUM, topic="Caregivers")
    await switch(mira, "topic-closed-3").check()
    await expect(mira.log).to_contain_text("This topic was closed.")
    await mira.composer.fill("@waymark_local_bot bone")
    options = mira.page.get_by_role("listbox", name="Suggestions").get_by_role("option")
    await expect(options.first).to_contain_text("Open privately")
    await snap(mira, "8-forum-and-inline")
