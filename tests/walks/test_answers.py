"""Whole conversations of people who write down what the doctor said."""

import pytest

from playground.world import World
from storage.store import Store
from tests.client import Chatter
from tests.walks.test_questions import document, pdf_text


@pytest.mark.slow
async def test_what_the_doctor_said_is_kept_shown_printed_exported_and_deleted(
    ana: Chatter, world: World, store: Store
) -> None:
    await ana.says("/questions")
    await ana.taps("Write my own")
    await ana.taps("Yes, save this")
    await ana.says("May I swim?")
    assert "write down what they said" in await ana.taps("Mark as asked")
    assert "Type what they said now" in await ana.taps("Write what they said")
    assert "longer than 300" in await ana.says("x" * 301)
    await ana.says("/questions")
    await ana.taps("1. May I swim?")
    await ana.taps("Write what they said")
    await ana.says("Yes, but <not> the first week & slowly")
    assert "They said: Yes, but <not> the first week & slowly" in ana.screen
    await ana.says("/questions")
    assert "They said: Yes, but <not> the first week" in ana.screen
    await ana.taps("For my appointment")
    await ana.taps("On paper (PDF)")
    text, _ = pdf_text(document(ana, world, "questions.pdf"))
    assert "They said: Yes, but <not> the first week & slowly" in " ".join(text.split())
    await ana.says("/mydata")
    await ana.taps("Download my data")
    saved = document(ana, world, "waymark-my-data.json").decode()
    assert '"answer": "Yes, but <not> the first week & slowly"' in saved
    await ana.says("/delete")
    await ana.taps("Yes, delete everything")
    assert await store.questions.list(ana.chat_id) == []


async def test_an_answer_comes_back_with_undo_and_can_be_removed(
    ana: Chatter, store: Store
) -> None:
    await ana.says("/questions")
    await ana.taps("Write my own")
    await ana.taps("Yes, save this")
    await ana.says("May I swim?")
    await ana.taps("Mark as asked")
    await ana.taps("Write what they said")
    await ana.says("Yes")
    await ana.taps("Remove")
    assert "They said: Yes" in await ana.taps("Undo")
    await ana.taps("Change what they said")
    assert "They said" not in await ana.taps("Remove what they said")
    [kept] = await store.questions.list(ana.chat_id)
    assert (kept.checked, kept.answer) == (True, None)
