"""People who write as much as can be kept, in letters that Telegram counts twice."""

import pytest

from bot.library.model.library import Library
from bot.screens.questions import copied
from bot.screens.view import View
from playground.people import ANA
from storage.records import Person
from storage.store import Store
from tests.client import Chatter
from tests.conftest import NOW

EMOJI = "🦋"
LONGEST = EMOJI * 300


@pytest.fixture(autouse=True)
async def full(store: Store, library: Library) -> None:
    """Everything she has written is as long as it may be."""
    async with store.transaction():
        person = Person(ANA, "en", "GB", "full", "Europe/London", None, None, NOW.date())
        await store.people.give_consent(person, library.consent_version, NOW)
        for _ in range(30):
            await store.questions.add(ANA, NOW, text=LONGEST)
            await store.reminders.add(
                ANA,
                NOW,
                kind="own",
                text=LONGEST,
                rule="1 once 2026-12-01 09:00",
                time_zone="Europe/London",
            )
        for page in list(library.default.pages)[:20]:
            saved = await store.bookmarks.save(ANA, "page", page, "1", NOW)
            await store.bookmarks.set_note(ANA, saved.id, LONGEST)


@pytest.mark.slow
@pytest.mark.parametrize("command", ["/questions", "/reminders", "/bookmarks", "/mydata"])
async def test_every_list_can_be_sent(ana: Chatter, command: str) -> None:
    await ana.says(command)
    for wire in [key["callback_data"] for key in ana.keys if "callback_data" in key]:
        seen = await ana.taps_wire(wire)
        assert "Something went wrong" not in seen, wire
        for deeper in [key["callback_data"] for key in ana.keys if "callback_data" in key]:
            assert "Something went wrong" not in await ana.taps_wire(deeper), deeper


@pytest.mark.parametrize("length", [254, 255, 256, 257])
def test_a_text_to_copy_is_as_long_as_telegram_copies(view: View, length: int) -> None:
    rows = copied(view, EMOJI + "x" * (length - 2))
    assert bool(rows) == (length <= 256)


async def test_a_doctors_card_can_be_sent(ana: Chatter) -> None:
    await ana.says("/questions")
    await ana.taps("For my appointment")
    assert EMOJI in await ana.taps("A card for my doctor")
