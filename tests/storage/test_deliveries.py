from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from storage.records import Delivery
from storage.store import Store
from tests.storage.people import NOW
from tests.storage.planning import LEASE, MINUTE, add_reminder, claim, plan, row, start


async def sending(store: Store) -> Delivery:
    """A delivery that worker `a` is sending."""
    delivery = await plan(store)
    assert await claim(store) == [delivery.id]
    assert await start(store, delivery.id)
    return delivery


async def kept(store: Store, delivery: Delivery, *columns: str) -> tuple[Any, ...]:
    found = await row(store, delivery.id)
    return tuple(found[column] for column in columns)


async def test_an_occurrence_is_planned_once(store: Store) -> None:
    async with store.transaction():
        reminder = await add_reminder(store)
        planned = await store.reminders.plan(reminder, "1", NOW)
        assert await store.reminders.plan(reminder, "1", NOW + MINUTE) is None
        later = await store.reminders.plan(reminder, "2", NOW + MINUTE)
    assert planned
    assert (planned.chat_id, planned.state, planned.not_before) == (1, "pending", NOW)
    assert await store.deliveries.pending_for(1) == [planned, later]
    assert await store.deliveries.pending_for(2) == []


async def test_nothing_is_claimed_before_it_is_due(store: Store) -> None:
    assert await store.deliveries.next_due() is None
    delivery = await plan(store, NOW + MINUTE)
    await plan(store, NOW + 9 * MINUTE, person_id=2)
    assert await store.deliveries.next_due() == NOW + MINUTE
    assert await claim(store, NOW) == []
    assert await claim(store, NOW + MINUTE) == [delivery.id]
    assert await store.deliveries.next_due() == NOW + 9 * MINUTE


async def test_the_longest_due_go_first(store: Store) -> None:
    async with store.transaction():
        owners = [await add_reminder(store, person_id) for person_id in (1, 2)]
        for number, reminder in enumerate(owners):
            await store.reminders.plan(reminder, "1", NOW - number * MINUTE)
    [first] = await store.deliveries.pending_for(2)
    [second] = await store.deliveries.pending_for(1)
    assert await claim(store, limit=1) == [first.id]
    assert await claim(store, limit=1) == [second.id]


async def test_all_that_is_due_in_a_chat_is_claimed_together_and_side_by_side(
    store: Store,
) -> None:
    old = await plan(store, NOW - 9 * MINUTE)
    other = await plan(store, NOW - 5 * MINUTE, person_id=2)
    new = await plan(store, NOW)
    await plan(store, NOW + MINUTE)
    assert await claim(store, limit=2) == [old.id, new.id, other.id]


async def test_what_is_claimed_is_claimed_once(store: Store) -> None:
    delivery = await plan(store)
    assert await claim(store) == [delivery.id]
    assert await claim(store, worker="b") == []
    assert not await start(store, delivery.id, "b")
    assert await start(store, delivery.id)
    assert not await start(store, delivery.id)
    assert await kept(store, delivery, "state", "attempts", "token") == ("sending", 1, "a")


async def test_nothing_starts_after_its_lease(store: Store) -> None:
    delivery = await plan(store)
    await claim(store)
    assert not await start(store, delivery.id, now=NOW + LEASE)


async def test_nothing_starts_after_it_was_cancelled(store: Store) -> None:
    delivery = await plan(store)
    await claim(store)
    async with store.transaction():
        assert await store.reminders.cancel(1, delivery.reminder_id or 0) == 1
    assert not await start(store, delivery.id)
    assert await kept(store, delivery, "state", "attempts", "doubt") == ("cancelled", 0, 0)


async def test_a_claim_whose_lease_ran_out_is_taken_up_without_doubt(store: Store) -> None:
    delivery = await plan(store)
    await claim(store)
    async with store.transaction():
        assert await store.deliveries.recover(NOW + LEASE - timedelta(milliseconds=1)) == 0
        assert await store.deliveries.recover(NOW + LEASE) == 1
    assert await kept(store, delivery, "state", "doubt") == ("pending", 0)
    assert await claim(store, worker="b") == [delivery.id]
    assert not await start(store, delivery.id, "a")


async def test_a_send_that_nobody_settled_is_taken_up_with_doubt(store: Store) -> None:
    delivery = await sending(store)
    async with store.transaction():
        assert await store.deliveries.recover(NOW + LEASE) == 1
        assert not await store.deliveries.settle_sent([delivery.id], "a", 7, NOW)
    assert await kept(store, delivery, "state", "doubt") == ("pending", 1)


async def test_at_the_start_only_the_owner_of_the_file_takes_everything_up(store: Store) -> None:
    delivery = await sending(store)
    await plan(store, person_id=2)
    await claim(store)
    is_file = type(store._database).__name__ != "PostgresDatabase"
    async with store.transaction():
        assert await store.deliveries.recover_all() == (2 if is_file else 0)
    assert await kept(store, delivery, "doubt") == (1 if is_file else 0,)


async def test_what_telegram_took_is_over_and_the_next_is_planned_with_it(store: Store) -> None:
    delivery = await sending(store)
    async with store.transaction():
        assert await store.deliveries.settle_sent([delivery.id], "a", 7, NOW + MINUTE)
        assert not await store.deliveries.settle_sent([delivery.id], "a", 8, NOW + MINUTE)
        [reminder] = await store.reminders.list(1)
        assert await store.reminders.plan(reminder, "1", NOW) is None
        assert await store.reminders.plan(reminder, "2", NOW + 9 * MINUTE)
    columns = ("state", "message_id", "token", "lease_until")
    assert await kept(store, delivery, *columns) == ("sent", 7, None, None)
    assert await store.deliveries.next_due() == NOW + 9 * MINUTE


async def test_what_was_cancelled_while_it_was_sent_is_known_to_have_arrived(store: Store) -> None:
    delivery = await sending(store)
    async with store.transaction():
        await store.reminders.cancel(1, delivery.reminder_id or 0)
        assert not await store.deliveries.back_off([delivery.id], "a", NOW, doubt=True, error="x")
        assert await store.deliveries.settle_sent([delivery.id], "a", 7, NOW)
    assert await kept(store, delivery, "state") == ("sent",)


async def test_what_was_planned_again_while_it_was_sent_says_it_may_be_the_second_time(
    store: Store,
) -> None:
    delivery = await sending(store)
    async with store.transaction():
        [reminder] = await store.reminders.list(1)
        await store.reminders.cancel(1, reminder.id)
        revived = await store.reminders.plan(reminder, "1", NOW)
        assert not await store.deliveries.settle_sent([delivery.id], "a", 7, NOW)
    assert revived
    assert (revived.id, revived.state, revived.doubt) == (delivery.id, "pending", 1)


@pytest.mark.parametrize("doubt", [True, False])
async def test_a_failed_send_waits_and_counts_its_doubts(store: Store, doubt: bool) -> None:
    delivery = await sending(store)
    async with store.transaction():
        until = NOW + 2 * MINUTE
        assert await store.deliveries.back_off(
            [delivery.id], "a", until, doubt=doubt, error="reset"
        )
        assert not await store.deliveries.back_off([delivery.id], "a", NOW, doubt=True, error="x")
    assert await kept(store, delivery, "doubt", "error", "attempts") == (int(doubt), "reset", 1)
    assert await claim(store, NOW + MINUTE) == []
    assert await claim(store, NOW + 2 * MINUTE) == [delivery.id]
    assert (await store.deliveries.pending_for(1)) == []


async def test_a_dead_delivery_stays_dead(store: Store) -> None:
    delivery = await sending(store)
    async with store.transaction():
        assert not await store.deliveries.mark_dead([delivery.id], "b", "blocked")
        assert await store.deliveries.mark_dead([delivery.id], "a", "blocked")
        [reminder] = await store.reminders.list(1)
        assert await store.reminders.plan(reminder, "1", NOW) is None
        assert await store.deliveries.recover(NOW + 9 * LEASE) == 0
    assert await kept(store, delivery, "state", "error") == ("dead", "blocked")


async def test_at_a_stop_only_what_was_not_started_is_given_back(store: Store) -> None:
    await sending(store)
    waits = await plan(store, person_id=2)
    await claim(store)
    async with store.transaction():
        assert await store.deliveries.give_back("b") == 0
        assert await store.deliveries.give_back("a") == 1
    assert await claim(store, worker="b") == [waits.id]


async def test_a_chat_that_telegram_holds_holds_up_no_other(store: Store) -> None:
    held = [await plan(store), await plan(store)]
    free = await plan(store, person_id=2)
    far = await plan(store, NOW + 60 * MINUTE)
    async with store.transaction():
        assert await store.deliveries.hold_chat(1, NOW + MINUTE) == 2
    assert await claim(store) == [free.id]
    assert sorted(await claim(store, NOW + MINUTE)) == sorted(d.id for d in held)
    assert await store.deliveries.pending_for(1) == [far]


async def test_what_a_group_gets_has_no_reminder_and_moves_with_it(store: Store) -> None:
    async with store.transaction():
        for occurrence in ("1", "2"):
            await store._database.execute(
                "INSERT INTO deliveries (id, occurrence, chat_id, thread_id, due_at, not_before,"
                " state) VALUES (?, ?, -7, 3, 0, 0, 'pending')",
                int(occurrence),
                occurrence,
            )
        assert await store.deliveries.move_chat(-7, -1007) == 2
        claimed = await store.deliveries.claim(NOW, 9, LEASE, "a")
        assert await store.deliveries.start([1], "a", NOW, LEASE)
        assert await store.deliveries.settle_sent([1], "a", 7, NOW)
        await store._database.execute("DELETE FROM deliveries WHERE reminder_id IS NULL")
    assert [(d.chat_id, d.thread_id, d.reminder_id) for d in claimed] == [(-1007, 3, None)] * 2


async def test_deleting_a_person_leaves_nothing_to_deliver(store: Store) -> None:
    delivery = await sending(store)
    await plan(store)
    other = await plan(store, person_id=2)
    async with store.transaction():
        assert (await store.people.delete(1))["deliveries"] == 2
        assert not await store.deliveries.settle_sent([delivery.id], "a", 7, NOW)
    assert [found["id"] for found in dict(await store.panel())["deliveries"]] == [other.id]
    assert await claim(store) == [other.id]


async def test_a_reminder_changed_since_it_was_read_is_not_planned(store: Store) -> None:
    async with store.transaction():
        reminder = await add_reminder(store)
        moved = replace(reminder, time_zone="UTC")
        assert await store.reminders.plan(moved, "1", NOW) is None
        assert await store.reminders.plan(reminder, "1", NOW)
