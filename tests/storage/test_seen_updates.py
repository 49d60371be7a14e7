"""Numbers of updates, noted once by whoever comes first."""

import asyncio
from datetime import UTC, datetime, timedelta

from storage.store import Store

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)


async def note(store: Store, update_id: int, at: datetime = NOW) -> bool:
    async with store.transaction():
        return await store.seen_updates.note(update_id, at)


async def test_only_the_first_of_many_hears_that_it_is_new(store: Store) -> None:
    found = await asyncio.gather(*[note(store, 2**40) for _ in range(8)])
    assert sorted(found) == [False] * 7 + [True]
    assert await note(store, 2**40 + 1)


async def test_one_whose_transaction_failed_is_new_again(store: Store) -> None:
    try:
        async with store.transaction():
            assert await store.seen_updates.note(7, NOW)
            raise LookupError
    except LookupError:
        pass
    assert await note(store, 7)


async def test_after_a_day_a_number_is_forgotten(store: Store) -> None:
    await note(store, 1)
    await note(store, 2, NOW + timedelta(hours=1))
    async with store.transaction():
        assert await store.seen_updates.forget(NOW + timedelta(days=1)) == 1
    assert await note(store, 1)
    assert not await note(store, 2)
