"""Pictures of the main states, for people to look at; the README shows one of them."""

from base64 import b64encode
from pathlib import Path
from typing import Any, Literal

import pytest
from playwright.async_api import expect

from tests.browser.chat import Chat
from tests.browser.conftest import DESKTOP, OpenChat

ROOT = Path(__file__).parents[2]
PICTURES = ROOT / "build" / "screenshots"
README_PICTURE = ROOT / "docs" / "playground.png"
LARGEST = 400_000  # bytes of the picture in the README
PHONE: dict[str, Any] = {
    "viewport": {"width": 390, "height": 844},
    "has_touch": True,
    "is_mobile": True,
}
LOOKS = {"phone": PHONE, "desktop": DESKTOP}
STATES = {  # what one types, and words of the screen that answers
    "treatments": ("/treatments", "There are eight kinds"),
    "treatment": ("/start hormone-therapy", "Also called: endocrine therapy"),
    "section": ("/start hormone-therapy__how-it-works", "receptors for the hormone"),
    "medicine": ("ibrance", "Palbociclib"),
    "urgent": ("/urgent", "Urgent help"),
}
SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")


@pytest.mark.parametrize("look", LOOKS)
async def test_the_main_states_have_their_pictures(open_chat: OpenChat, look: str) -> None:
    chat = await open_chat(**LOOKS[look])

    async def snap(state: str) -> None:
        taken = []
        for scheme in SCHEMES:
            await chat.page.emulate_media(color_scheme=scheme)
            path = PICTURES / f"{look}-{scheme}-{state}.png"
            taken.append(await chat.page.screenshot(path=path, animations="disabled"))
        assert taken[0] != taken[1], f"{state} looks the same in the dark"

    await snap("welcome")
    await chat.starts()
    await snap("home")
    for state, (typed, words) in STATES.items():
        await chat.says(typed, then=words)
        await snap(state)
    await picture(chat)
    await snap("picture")
    await comparison(chat)
    await snap("comparison")
    await save(chat)
    await snap("saved")
    await chat.taps("Add a note", then="up to 300 characters")
    await snap("note")
    await chat.page.get_by_role("button", name="Menu", exact=True).click()
    await snap("menu")
    await chat.page.keyboard.press("Escape")
    if look == "phone":
        for sheet in ("people", "tools"):
            await chat.page.locator(f"[data-open={sheet}]").click()
            await snap(sheet)
            await chat.page.keyboard.press("Escape")


async def picture(chat: Chat) -> None:
    await chat.says("/start hormone-therapy__how-it-works", then="receptors for the hormone")
    await chat.taps("See a picture", then="as a key fits a lock")
    await expect(chat.page.locator(".photo img").last).to_be_in_viewport(ratio=0.5)


async def comparison(chat: Chat) -> None:
    await chat.says("/treatments", then="There are eight kinds")
    await chat.taps("Compare treatments", then="Choose two or three")
    for title in ("Chemotherapy", "Immunotherapy"):
        await chat.key(f"+ {title}").click()
        await expect(chat.key(f"✓ {title}")).to_be_visible()
    await chat.taps("Compare these", then="release a brake")
    await chat.taps("Common effects", then="They depend on the drug")


async def save(chat: Chat) -> None:
    """Keeps a page, with consent, and opens it in the list."""
    await chat.says("/start hormone-therapy", then="Also called: endocrine therapy")
    await chat.taps("☆ Save", then="end-to-end encrypted")
    await chat.taps("Yes, save this", then="Also called: endocrine therapy")
    await chat.says("/bookmarks", then="My saved pages")
    await chat.taps("Hormone therapy", then="Saved on")


async def test_the_readme_shows_a_section_a_reminder_and_the_card(
    open_chat: OpenChat, pytestconfig: pytest.Config
) -> None:
    chat = await open_chat(**PHONE, color_scheme="light", device_scale_factor=1)
    shots = []

    async def snap() -> None:
        await chat.page.mouse.move(5, 5)
        shots.append(await chat.page.screenshot(animations="disabled"))

    await chat.starts()
    await chat.says("/start hormone-therapy__how-it-works", then="receptors for the hormone")
    await snap()
    await chat.says("/reminders", then="What would you like to be reminded of?")
    await chat.taps("+ Clinical trials", then="end-to-end encrypted")
    await chat.taps("Yes, save this", then="where you are?")
    await chat.taps("Yes, that is right", then="When shall I remind you?")
    await chat.taps("Every month", then="Ask about clinical trials")
    await chat.taps("Send me one now", then="is ready")
    await chat.taps("Open", then="Ask about clinical trials")
    await snap()
    await chat.taps("Show my doctor", then="clinical trials")
    await snap()
    picture = await side_by_side(chat, shots)
    assert len(picture) < LARGEST
    update = pytestconfig.getoption("--update-screenshots", default=False)
    path = README_PICTURE if update else PICTURES / README_PICTURE.name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(picture)


async def side_by_side(chat: Chat, shots: list[bytes]) -> bytes:
    """The pictures of a phone in one row, on a page of their own."""
    page = await chat.page.context.new_page()
    await page.set_viewport_size({"width": 3 * 390 + 4 * 24, "height": 844 + 48})
    images = "".join(
        f'<img alt="" src="data:image/png;base64,{b64encode(shot).decode()}">' for shot in shots
    )
    style = "body{margin:24px;display:flex;gap:24px;background:#dfe9e5}img{border-radius:28px}"
    await page.set_content(f"<style>{style}</style>{images}")
    return await page.screenshot(animations="disabled")
