from datetime import timedelta

import pytest

from storage.errors import UnknownPersonError
from storage.pending_inputs import ANSWER_WITHIN
from storage.records import PendingInput
from storage.store import Store
from tests.storage.people import NOW


async def wait(store: Store, ref: str = "17", chat_id: int = 1) -> PendingInput:
    async with store.transaction():
        return await store.pending_inputs.set(1, chat_id, "note", ref, NOW)


async def test_an_answer_is_taken_once(store: Store) -> None:
    waited = await wait(store)
    assert waited == PendingInput(1, 1, "note", "17", NOW + ANSWER_WITHIN)
    async with store.transaction():
        assert await store.pending_inputs.take(1, 1, NOW) == waited
        assert await store.pending_inputs.take(1, 1, NOW) is None


async def test_a_later_question_replaces_the_earlier(store: Store) -> None:
    await wait(store, "17")
    waited = await wait(store, "18")
    assert await store.pending_inputs.get(1, 1) == waited


async def test_each_chat_waits_for_its_own_answer(store: Store) -> None:
    here, there = await wait(store, chat_id=1), await wait(store, chat_id=-100)
    async with store.transaction():
        assert await store.pending_inputs.take(1, -100, NOW) == there
    assert await store.pending_inputs.get(1, 1) == here
    assert await store.pending_inputs.get(2, 1) is None


async def test_a_person_comes_with_what_is_waited_for_in_that_chat(store: Store) -> None:
    waited, known = await wait(store), await store.people.get(1)
    assert await store.people.get_waiting(1, 1) == (known, waited)
    assert await store.people.get_waiting(1, -100) == (known, None)
    assert await store.people.get_waiting(99, 1) == (None, None)


async def test_a_late_answer_is_known_to_be_late(store: Store) -> None:
    waited = await wait(store)
    late = NOW + ANSWER_WITHIN
    assert await store.pending_inputs.get(1, 1) == waited
    async with store.transaction():
        assert await store.pending_inputs.take(1, 1, late) is None
    assert await store.pending_inputs.get(1, 1) is None


async def test_waiting_can_be_ended(store: Store) -> None:
    await wait(store)
    async with store.transaction():
        assert await store.pending_inputs.clear(1, 1)
        assert not await store.pending_inputs.clear(1, 1)


async def test_what_nobody_answered_goes_after_a_day(store: Store) -> None:
    await wait(store)
    async with store.transaction():
        assert await store.pending_inputs.forget(NOW + ANSWER_WITHIN) == 0
        assert await store.pending_inputs.forget(NOW + ANSWER_WITHIN + timedelta(days=1)) == 1


async def test_nobody_waits_for_somebody_who_did_not_agree(store: Store) -> None:
    with pytest.raises(UnknownPersonError):
        async with store.transaction():
            await store.pending_inputs.set(3, 3, "question", "", NOW)
