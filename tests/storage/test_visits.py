from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from storage.errors import LimitReachedError, StorageError, TextRefusedError, UnknownPersonError
from storage.records import Visit
from storage.store import Store
from storage.visits import KEPT_FOR, VISIT_LIMIT
from tests.storage.people import NOW
from tests.storage.planning import START, add_reminder, add_visit

DAY = timedelta(days=1)


async def add(store: Store, starts_at: datetime = START, person_id: int = 1) -> Visit:
    async with store.transaction():
        return await add_visit(store, person_id, starts_at)


async def test_a_visit_is_kept_as_it_was_told(store: Store) -> None:
    async with store.transaction():
        added = await add_visit(store, with_whom="palliative", place="2nd floor", repeat_weeks=3)
    assert added == Visit(
        id=added.id,
        person_id=1,
        local_start=datetime(2026, 12, 12, 11, 30),  # noqa: DTZ001 - a wall clock has no zone
        time_zone="Europe/Madrid",
        starts_at=START,
        with_whom="palliative",
        place="2nd floor",
        repeat_weeks=3,
        created_at=NOW,
    )
    assert await store.visits.get(1, added.id) == added


async def test_nobody_reaches_the_visit_of_another(store: Store) -> None:
    visit = await add(store)
    assert await store.visits.get(2, visit.id) is None
    assert await store.visits.upcoming(2, NOW) == []
    async with store.transaction():
        assert not await store.visits.change(replace(visit, person_id=2, place="x"))
        assert await store.visits.cancel(2, visit.id) is None
    assert await store.visits.get(1, visit.id) == visit


async def test_upcoming_visits_come_in_order_and_past_ones_do_not(store: Store) -> None:
    late, soon, past = [await add(store, START + days * DAY) for days in (9, 1, -30)]
    assert await store.visits.upcoming(1, NOW) == [soon, late]
    assert await store.visits.next_after(1, NOW) == soon
    assert await store.visits.next_after(1, soon.starts_at) == late
    assert await store.visits.next_after(1, late.starts_at) is None
    assert await store.visits.next_after(1, past.starts_at - DAY) == past


async def test_a_visit_can_be_changed(store: Store) -> None:
    visit = await add(store)
    changed = replace(
        visit,
        local_start=visit.local_start + DAY,
        starts_at=visit.starts_at + DAY,
        with_whom="other",
        place="new",
        repeat_weeks=2,
    )
    async with store.transaction():
        assert await store.visits.change(changed)
    assert await store.visits.get(1, visit.id) == changed


async def test_a_cancelled_visit_takes_its_reminders_and_their_deliveries_along(
    store: Store,
) -> None:
    visit = await add(store)
    async with store.transaction():
        own = await add_reminder(store, visit_id=visit.id)
        other = await add_reminder(store)
        await store.reminders.plan(own, "1", NOW)
        kept = await store.reminders.plan(other, "1", NOW)
        assert await store.visits.cancel(1, visit.id) == visit
        assert await store.visits.cancel(1, visit.id) is None
    assert await store.reminders.list(1) == [other]
    assert await store.deliveries.pending_for(1) == [kept]


async def test_a_visit_goes_seven_days_after_its_date_and_not_before(store: Store) -> None:
    visit = await add(store)
    async with store.transaction():
        assert await store.visits.forget(visit.starts_at + KEPT_FOR) == 0
        assert await store.visits.forget(visit.starts_at + KEPT_FOR + DAY) == 1
    assert await store.visits.count(1) == 0


async def test_a_visit_that_comes_again_waits_for_its_next_date(store: Store) -> None:
    async with store.transaction():
        again = await add_visit(store, repeat_weeks=3)
        await add_visit(store)
    assert await store.visits.to_repeat(START - DAY) == []
    assert await store.visits.to_repeat(START) == [again]
    async with store.transaction():
        assert await store.visits.forget(START + 365 * DAY) == 1
    assert await store.visits.to_repeat(START) == [again]


@pytest.mark.parametrize("place", ["x" * 61, " ", "zero\0byte"])
async def test_a_place_that_cannot_be_kept_is_refused(store: Store, place: str) -> None:
    with pytest.raises(TextRefusedError):
        async with store.transaction():
            await add_visit(store, place=place)
    assert await store.visits.count(1) == 0


async def test_a_wall_clock_with_a_zone_of_its_own_is_refused(store: Store) -> None:
    visit = await add(store)
    with pytest.raises(ValueError, match="zone"):
        async with store.transaction():
            await store.visits.change(replace(visit, local_start=datetime.now(UTC)))


async def test_one_person_keeps_so_many_visits_and_no_more(store: Store) -> None:
    async with store.transaction():
        for _ in range(VISIT_LIMIT):
            await add_visit(store)
    with pytest.raises(LimitReachedError, match="visits"):
        await add(store)
    assert await store.visits.count(1) == VISIT_LIMIT


async def test_nobody_keeps_a_visit_who_did_not_agree(store: Store) -> None:
    with pytest.raises(UnknownPersonError):
        await add(store, person_id=3)


async def test_a_reminder_belongs_to_no_visit_of_another(store: Store) -> None:
    visit = await add(store, person_id=2)
    with pytest.raises(StorageError):
        async with store.transaction():
            await add_reminder(store, 1, visit_id=visit.id)


async def test_how_often_a_visit_was_changed_is_kept(store: Store) -> None:
    kept = await add(store)
    assert (kept.changes, kept.changed_at) == (0, None)
    moved = replace(kept, changes=2, changed_at=NOW)
    async with store.transaction():
        await store.visits.change(moved)
    assert await store.visits.get(1, kept.id) == moved
