"""People who read, by tapping, typing and following links."""

import pytest
from playwright.async_api import expect

from tests.browser.chat import Chat
from tests.browser.conftest import OpenChat
from tests.browser.test_screenshots import PHONE

LAST_SAID = """(message, words) => {
  const nodes = document.createTreeWalker(message.querySelector(".text"), NodeFilter.SHOW_TEXT);
  const found = document.createRange();
  for (let node; (node = nodes.nextNode());) {
    const at = node.data.lastIndexOf(words);
    if (at >= 0) { found.setStart(node, at); found.setEnd(node, at + words.length); }
  }
  return found.getBoundingClientRect().top;
}"""
KEYBOARD = """(message) => {
  const keys = [...message.querySelectorAll("[data-testid=key]")]
    .map((key) => key.getBoundingClientRect());
  return keys.at(-1).bottom - keys[0].top;
}"""


async def test_a_treatment_is_read_in_three_taps_from_the_empty_chat(chat: Chat) -> None:
    await chat.start.click()
    await chat.reads("not medical advice")
    await chat.taps("Treatments", "There are eight kinds")
    await chat.taps("Hormone therapy", "Also called: endocrine therapy")
    await expect(chat.log.locator("article.theirs")).to_have_count(1)


async def test_a_medicine_is_found_by_its_brand_name(chat: Chat) -> None:
    await chat.starts()
    await chat.says("ibrance", then="Palbociclib")
    await expect(chat.screen).to_contain_text("Ibrance")


async def test_a_deep_link_in_a_message_opens_its_page(chat: Chat) -> None:
    await chat.starts()
    link = "https://t.me/waymark_local_bot?start=palliative-care__benefits"
    await chat.composer.fill(link)
    await chat.composer.press("Enter")
    await chat.log.get_by_role("link", name=link).click()
    await chat.reads("Palliative care\nBenefits")
    assert len(chat.page.context.pages) == 1


async def test_a_command_is_picked_from_the_menu(chat: Chat) -> None:
    await chat.starts()
    await chat.page.get_by_role("button", name="Menu", exact=True).click()
    await chat.page.get_by_role("option", name="/urgent").click()
    await chat.reads("Urgent help")


async def test_a_picture_is_shown_whole_and_described(chat: Chat) -> None:
    await chat.starts()
    await chat.says("/start hormone-therapy__how-it-works", then="receptors for the hormone")
    await chat.taps("See a picture", then="as a key fits a lock")
    picture = chat.screen.get_by_role("img", name="as a key fits a lock")
    await expect(picture).to_have_js_property("complete", value=True)
    width, height, fit = await picture.evaluate(
        "image => [image.naturalWidth, image.naturalHeight, getComputedStyle(image).objectFit]"
    )
    assert (width, height, fit) == (1080, 1280, "contain")


@pytest.mark.parametrize("words", ["fever 38.4", "I have chest pain", "I want to die"])
async def test_a_phone_shows_whom_to_call_without_scrolling(
    open_chat: OpenChat, words: str
) -> None:
    chat = await open_chat(**PHONE)
    await chat.starts()
    await chat.says(words, then="Call 911")
    await expect(chat.keys.last).to_be_in_viewport(ratio=1)
    log = await chat.log.bounding_box()
    assert log
    assert await chat.screen.evaluate(LAST_SAID, "Call 911") >= log["y"]
    assert await chat.screen.evaluate(KEYBOARD) <= PHONE["viewport"]["height"] / 4
