"""Whole conversations of people who gather questions for the visit, and take them along."""

import json

import pypdfium2

from playground.world import World
from storage.store import Store
from tests.client import Chatter


def document(person: Chatter, world: World, name: str) -> bytes:
    """The newest file of that name that was sent into any chat."""
    return [file.content for file in world.files.values() if file.name == name][-1]


def pdf_text(content: bytes) -> tuple[str, int]:
    pdf = pypdfium2.PdfDocument(content)
    pages = [page.get_textpage().get_text_range() for page in pdf]
    return "\n".join(pages), len(pages)


async def add_two(person: Chatter) -> None:
    await person.says("/start clinical-trials")
    await person.taps("Questions")
    await person.taps("+ Add 1")
    await person.taps("Yes, save this")
    await person.taps("+ Add 2")


async def test_a_question_of_a_page_is_added_with_one_tap(ana: Chatter) -> None:
    await add_two(ana)
    assert "✓ 1 on my list" in ana.labels
    listed = await ana.says("/questions")
    assert listed.count("☐") == 2


async def test_own_words_are_kept_and_shown_escaped(ana: Chatter) -> None:
    await add_two(ana)
    await ana.says("/questions")
    await ana.taps("Write my own")
    await ana.says("Is <i>this</i> & that safe?")
    assert "Is <i>this</i> & that safe?" in ana.screen
    await ana.taps("Mark as asked")
    assert "☑" in ana.screen


async def test_a_question_can_be_reworded_and_removed(ana: Chatter, store: Store) -> None:
    await add_two(ana)
    await ana.says("/questions")
    await ana.taps(ana.labels[0])
    await ana.taps("Change the words")
    await ana.says("Any trial near me?")
    assert "Any trial near me?" in ana.screen
    await ana.taps("Remove")
    assert len(await store.questions.list(ana.chat_id)) == 1
    await ana.taps("Undo")
    assert len(await store.questions.list(ana.chat_id)) == 2


async def test_the_list_is_printed_without_a_name(ben: Chatter, world: World) -> None:
    await add_two(ben)
    await ben.says("/questions")
    await ben.taps("For my appointment")
    await ben.taps("On paper (PDF)")
    text, pages = pdf_text(document(ben, world, "questions.pdf"))
    assert pages == 1
    assert "trial" in text
    assert "Ben" not in text


async def test_the_doctors_card_is_addressed_to_the_clinician(ana: Chatter) -> None:
    await add_two(ana)
    await ana.says("/questions")
    await ana.taps("For my appointment")
    await ana.taps("A card for my doctor")
    assert "Today I would like to talk about" in ana.screen
    assert "1. " in ana.screen


async def test_my_data_can_be_taken_along_and_brought_back(
    ana: Chatter, world: World, store: Store
) -> None:
    await add_two(ana)
    await ana.says("/mydata")
    await ana.taps("Download my data")
    saved = document(ana, world, "waymark-my-data.json")
    whole = json.loads(saved)
    assert whole["format"] == "waymark-my-data"
    assert len(whole["kept"]["questions"]) == 2
    await ana.says("/delete")
    await ana.taps("Yes, delete everything")
    assert await store.people.get(ana.chat_id) is None
