"""Questions in letters that our typefaces lack: said before anything is printed."""

import pytest

from bot.library.model.library import Library
from playground.people import ANA
from playground.world import World
from storage.records import Person
from storage.store import Store
from tests.client import Chatter
from tests.conftest import NOW
from tests.walks.test_questions import document

PRINTED = {
    "Vietnamese": "Tôi có cần xạ trị không?",
    "Arabic": "هل أحتاج إلى العلاج؟",
    "Hebrew": "האם אני צריכה טיפול?",
    "Cyrillic": "Нужна ли мне терапия?",
    "Greek": "Χρειάζομαι θεραπεία;",
    "Georgian": "მჭირდება მკურნალობა?",
    "Armenian": "Ինձ բուժում պե՞տք է",
}
NOT_PRINTED = {
    "Hindi": "क्या मुझे इलाज चाहिए?",
    "Tamil": "எனக்கு சிகிச்சை தேவையா?",
    "Chinese": "我需要治疗吗",
    "Korean": "치료가 필요한가요?",
    "Thai": "ฉันต้องรักษาไหม",
    "Amharic": "ህክምና ያስፈልገኛል?",
    "an emoji": "Can I fly? 🦋",
}


@pytest.fixture(autouse=True)
async def agreed(store: Store, library: Library) -> None:
    async with store.transaction():
        person = Person(ANA, "en", "GB", "full", None, None, None, NOW.date())
        await store.people.give_consent(person, library.consent_version, NOW)


async def prints(ana: Chatter, store: Store, text: str) -> str:
    async with store.transaction():
        await store.questions.add(ANA, NOW, text=text)
    await ana.says("/questions")
    await ana.taps("For my appointment")
    return await ana.taps("On paper (PDF)")


@pytest.mark.slow
@pytest.mark.parametrize("text", PRINTED.values(), ids=PRINTED)
async def test_what_can_be_printed_comes_at_once(ana: Chatter, store: Store, text: str) -> None:
    assert "Here is your list." in await prints(ana, store, text)


@pytest.mark.slow
@pytest.mark.parametrize("text", NOT_PRINTED.values(), ids=NOT_PRINTED)
async def test_what_cannot_be_printed_is_said_first(
    ana: Chatter, store: Store, world: World, text: str
) -> None:
    seen = await prints(ana, store, text)
    missing = next(letter for letter in text if not letter.isascii())
    assert f"I can't print these letters or signs: {missing}" in seen
    assert not world.files
    assert "Here is your list." in await ana.taps("Print it all the same")
    assert document(ana, world, "questions.pdf")


@pytest.mark.slow
async def test_the_message_has_all_letters_and_the_doctors_card_stays(
    ana: Chatter, store: Store
) -> None:
    await prints(ana, store, "我需要治疗吗")
    assert "我需要治疗吗" in await ana.taps("As a message")
    await ana.says("/questions")
    await ana.taps("For my appointment")
    await ana.taps("A card for my doctor")
    card = ana.message
    assert "I can't print" in await ana.taps("This card on paper")
    assert ana.message.id != card.id
    assert "Here is the card." in await ana.taps("Print it all the same")
