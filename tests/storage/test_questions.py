import json
from dataclasses import replace
from datetime import timedelta

import pytest

from storage.errors import LimitReachedError, TextRefusedError, UnknownPersonError
from storage.questions import QUESTION_LIMIT
from storage.records import Question, QuestionCounts
from storage.store import Store
from tests.storage.people import NOW


async def own(store: Store, text: str, topic: str | None = None) -> Question:
    async with store.transaction():
        return await store.questions.add(1, NOW, text=text, topic=topic)


async def texts(store: Store) -> list[str | None]:
    return [question.text for question in await store.questions.list(1)]


async def test_a_question_from_the_pack_is_added_once(store: Store) -> None:
    async with store.transaction():
        first = await store.questions.add(1, NOW, ref="trials-near-me", topic="clinical-trials")
        again = await store.questions.add(1, NOW, ref="trials-near-me", topic="clinical-trials")
    assert first == again
    assert await store.questions.list(1) == [first]
    assert await store.questions.find(1, "trials-near-me") == first


async def test_the_same_own_words_may_stand_twice(store: Store) -> None:
    await own(store, "How long?")
    await own(store, "How long?")
    assert await texts(store) == ["How long?", "How long?"]


async def test_checking_off_and_back_is_counted(store: Store) -> None:
    assert await store.questions.counts(1) == QuestionCounts(open=0, checked=0)
    asked = await own(store, "How long?")
    await own(store, "How often?")
    async with store.transaction():
        assert await store.questions.check(1, asked.id)
    assert await store.questions.get(1, asked.id) == replace(asked, checked=True)
    assert await store.questions.counts(1) == QuestionCounts(open=1, checked=1)
    async with store.transaction():
        await store.questions.check(1, asked.id, checked=False)
    assert await store.questions.counts(1) == QuestionCounts(open=2, checked=0)


async def test_a_question_from_the_pack_can_be_put_in_own_words(store: Store) -> None:
    async with store.transaction():
        added = await store.questions.add(1, NOW, ref="trials-near-me")
        assert await store.questions.set_text(1, added.id, "Is there one near us?")
    [kept] = await store.questions.list(1)
    assert (kept.ref, kept.text) == ("trials-near-me", "Is there one near us?")


async def test_moving_swaps_within_the_topic(store: Store) -> None:
    first = await own(store, "a1", "surgery")
    await own(store, "b1", None)
    await own(store, "a2", "surgery")
    last = await own(store, "b2", None)
    async with store.transaction():
        assert await store.questions.move(1, first.id, "down")
        assert not await store.questions.move(1, first.id, "down")
        assert await store.questions.move(1, last.id, "up")
        assert not await store.questions.move(1, last.id, "up")
    assert await texts(store) == ["a2", "b2", "a1", "b1"]


async def test_undo_brings_back_the_words_the_mark_and_the_place(store: Store) -> None:
    await own(store, "one")
    middle = await own(store, "two")
    await own(store, "three")
    async with store.transaction():
        await store.questions.check(1, middle.id)
        removed = await store.questions.remove(1, middle.id, NOW)
        assert await store.questions.remove(1, middle.id, NOW) is None
    assert await texts(store) == ["one", "three"]
    async with store.transaction():
        restored = await store.questions.restore(1, middle.id, NOW)
    assert restored == removed == replace(middle, checked=True)
    assert await texts(store) == ["one", "two", "three"]


async def test_undo_of_a_question_added_again_leaves_the_new_one(store: Store) -> None:
    async with store.transaction():
        old = await store.questions.add(1, NOW, ref="trials-near-me")
        await store.questions.remove(1, old.id, NOW)
        new = await store.questions.add(1, NOW + timedelta(minutes=1), ref="trials-near-me")
        assert await store.questions.restore(1, old.id, NOW) == new
    assert await store.questions.list(1) == [new]


async def test_nobody_reaches_the_question_of_another(store: Store) -> None:
    added = await own(store, "How long?")
    async with store.transaction():
        assert not await store.questions.set_text(2, added.id, "mine now")
        assert not await store.questions.check(2, added.id)
        assert not await store.questions.move(2, added.id, "up")
        assert await store.questions.remove(2, added.id, NOW) is None
    assert await store.questions.list(1) == [added]
    assert await store.questions.list(2) == []


@pytest.mark.parametrize("text", [None, "", "x" * 301, "a\0b"])
async def test_a_text_that_cannot_be_kept_is_refused(store: Store, text: str | None) -> None:
    with pytest.raises(TextRefusedError):
        async with store.transaction():
            await store.questions.add(1, NOW, text=text)
    added = await own(store, "How long?")
    with pytest.raises(TextRefusedError):
        async with store.transaction():
            await store.questions.set_text(1, added.id, text or "")
    assert await texts(store) == ["How long?"]


async def test_one_more_than_the_limit_is_refused(store: Store) -> None:
    async with store.transaction():
        for number in range(QUESTION_LIMIT):
            await store.questions.add(1, NOW, ref=f"question-{number}")
        await store.questions.add(1, NOW, ref="question-0")
    with pytest.raises(LimitReachedError):
        await own(store, "one more")
    counts = await store.questions.counts(1)
    assert counts.open == QUESTION_LIMIT


async def test_nothing_is_added_for_somebody_who_did_not_agree(store: Store) -> None:
    with pytest.raises(UnknownPersonError):
        async with store.transaction():
            await store.questions.add(3, NOW, text="How long?")


async def test_what_was_said_is_kept_with_its_question_and_comes_back_with_it(
    store: Store,
) -> None:
    asked = await own(store, "How long?")
    async with store.transaction():
        assert await store.questions.set_answer(1, asked.id, "Two <weeks> & a day")
        assert not await store.questions.set_answer(2, asked.id, "mine now")
        removed = await store.questions.remove(1, asked.id, NOW)
        assert await store.questions.restore(1, asked.id, NOW) == removed
    assert await store.questions.list(1) == [replace(asked, answer="Two <weeks> & a day")]
    assert (await store.people.export(1))["questions"][0]["answer"] == "Two <weeks> & a day"
    async with store.transaction():
        await store.questions.set_answer(1, asked.id, None)
    assert await store.questions.list(1) == [asked]


@pytest.mark.parametrize("answer", ["", "x" * 301, "a\0b"])
async def test_an_answer_that_cannot_be_kept_is_refused(store: Store, answer: str) -> None:
    asked = await own(store, "How long?")
    with pytest.raises(TextRefusedError):
        async with store.transaction():
            await store.questions.set_answer(1, asked.id, answer)


async def test_what_an_older_version_removed_comes_back_without_an_answer(store: Store) -> None:
    asked = await own(store, "How long?")
    async with store.transaction():
        await store.questions.remove(1, asked.id, NOW)
        [row] = (await store.people.export(1))["removals"]
        old = {k: v for k, v in json.loads(row["item"]).items() if k != "answer"}
        await store.undo_log.take("question", 1, asked.id, NOW)
        await store.undo_log.keep("question", old, NOW)
        assert await store.questions.restore(1, asked.id, NOW) == asked
