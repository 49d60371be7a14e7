"""People who keep something: consent, the star, a note, and what the panel shows of it."""

from playwright.async_api import expect

from tests.browser.chat import Chat


async def save_hormone_therapy(chat: Chat) -> None:
    await chat.starts()
    await chat.says("/start hormone-therapy", then="Also called: endocrine therapy")
    await chat.taps("☆ Save", then="end-to-end encrypted")
    await chat.taps("Yes, save this", then="Also called: endocrine therapy")


async def test_a_saved_page_shows_its_star_and_its_row(chat: Chat) -> None:
    stored = await chat.opens_panel("stored")
    await expect(stored).to_contain_text("Nothing is stored.")
    await save_hormone_therapy(chat)
    await expect(chat.key("★ Saved")).to_be_visible()
    await expect(stored).to_contain_text("bookmarks")
    await expect(stored.get_by_text("hormone-therapy")).to_be_visible()


async def test_nothing_is_stored_before_the_person_agrees(chat: Chat) -> None:
    stored = await chat.opens_panel("stored")
    await chat.starts()
    await chat.says("/start hormone-therapy", then="Also called: endocrine therapy")
    await chat.taps("☆ Save", then="end-to-end encrypted")
    await chat.taps("Not now", then="Nothing is kept")
    await expect(stored).to_contain_text("Nothing is stored.")


async def test_a_note_is_written_where_the_bot_asks_for_it(chat: Chat) -> None:
    await save_hormone_therapy(chat)
    await chat.says("/bookmarks", then="My saved pages")
    await chat.taps("Hormone therapy", then="Saved on")
    await chat.taps("Add a note", then="up to 300 characters")
    await expect(chat.key("‹ Back")).to_be_visible()
    await expect(chat.screen.locator(".text")).to_be_in_viewport(ratio=1)
    await expect(chat.log.locator(".key.waiting")).to_have_count(0, timeout=1_000)
    await chat.says("Ask <b>Dr X</b> about 'flushes' שלום", then="Your note")
    await expect(chat.screen).to_contain_text("Ask <b>Dr X</b> about 'flushes' שלום")


async def test_two_people_do_not_see_each_others_chat(chat: Chat) -> None:
    await save_hormone_therapy(chat)
    await chat.composer.fill("half a sentence")
    await chat.becomes("Ben")
    await expect(chat.start).to_be_visible()
    await expect(chat.log.get_by_role("article")).to_have_count(0)
    await chat.start.click()
    await chat.reads("What would you like to read?")
    await chat.says("/start hormone-therapy", then="Also called: endocrine therapy")
    await expect(chat.key("☆ Save")).to_be_visible()
    await chat.becomes("Ana")
    await expect(chat.key("★ Saved")).to_be_visible()
    await expect(chat.composer).to_have_value("half a sentence")
