from datetime import timedelta

import pytest

from storage.errors import LimitReachedError, TextRefusedError, UnknownPersonError
from storage.records import Reminder
from storage.reminders import REMINDER_LIMIT
from storage.store import Store
from tests.storage.people import NOW
from tests.storage.planning import LEASE, MINUTE, add_reminder, add_visit, claim, row, start


async def add(store: Store, person_id: int = 1) -> Reminder:
    """A reminder with one delivery planned."""
    async with store.transaction():
        reminder = await add_reminder(store, person_id)
        await store.reminders.plan(reminder, "1", NOW)
    return reminder


async def state(store: Store, reminder: Reminder) -> tuple[str, str | None]:
    found = await store.reminders.get(reminder.person_id, reminder.id)
    assert found
    return found.state, found.paused_because


async def test_a_reminder_is_kept_as_it_was_asked_for(store: Store) -> None:
    async with store.transaction():
        visit = await add_visit(store)
        added = await add_reminder(store, kind="own", text="Ask about scans", visit_id=visit.id)
    assert added == Reminder(
        id=added.id,
        person_id=1,
        kind="own",
        text="Ask about scans",
        rule="1 visit-morning 08:00",
        visit_id=visit.id,
        time_zone="Europe/Madrid",
        state="active",
        paused_because=None,
        created_at=NOW,
    )
    assert await store.reminders.get(1, added.id) == added
    assert await store.reminders.list(1) == [added]


async def test_nobody_reaches_the_reminder_of_another(store: Store) -> None:
    reminder = await add(store)
    assert await store.reminders.get(2, reminder.id) is None
    assert await store.reminders.list(2) == []
    async with store.transaction():
        assert not await store.reminders.set_text(2, reminder.id, "x")
        assert not await store.reminders.pause(2, reminder.id, "person")
        assert not await store.reminders.finish(2, reminder.id)
        assert not await store.reminders.set_aside(2, reminder.id)
        assert await store.reminders.resume(2, reminder.id) is None
        assert await store.reminders.delete(2, reminder.id) is None
        assert not await store.reminders.change_rule(2, reminder.id, rule="x", time_zone="UTC")
        assert await store.reminders.cancel(2, reminder.id) == 0
    assert await store.reminders.get(1, reminder.id) == reminder
    assert len(await store.deliveries.pending_for(1)) == 1


@pytest.mark.parametrize("stop", ["pause_all", "finish", "set_aside"])
async def test_a_stopped_reminder_is_not_delivered(store: Store, stop: str) -> None:
    reminder = await add(store)
    which = "unreachable" if stop == "pause_all" else reminder.id
    async with store.transaction():
        assert await getattr(store.reminders, stop)(1, which)
        assert not await getattr(store.reminders, stop)(1, which)
        assert await store.reminders.plan(reminder, "2", NOW) is None
    assert await store.deliveries.next_due() is None
    assert await claim(store) == []


async def test_a_resumed_reminder_is_planned_again_for_the_same_occurrence(store: Store) -> None:
    reminder = await add(store)
    async with store.transaction():
        await store.reminders.pause(1, reminder.id, "person")
    assert await state(store, reminder) == ("paused", "person")
    async with store.transaction():
        resumed = await store.reminders.resume(1, reminder.id)
        assert resumed == reminder
        planned = await store.reminders.plan(resumed, "1", NOW + MINUTE)
    assert planned
    assert await store.deliveries.next_due() == NOW + MINUTE
    assert await claim(store) == []
    assert await claim(store, NOW + MINUTE) == [planned.id]


async def test_only_what_rests_is_resumed(store: Store) -> None:
    reminder = await add(store)
    async with store.transaction():
        assert await store.reminders.resume(1, reminder.id) is None
        await store.reminders.finish(1, reminder.id)
        assert await store.reminders.resume(1, reminder.id) is None


async def test_another_rule_cancels_what_the_old_one_planned(store: Store) -> None:
    reminder = await add(store)
    async with store.transaction():
        await store.reminders.finish(1, reminder.id)
        changed = await store.reminders.change_rule(
            1, reminder.id, rule="1 once 2026-12-24 09:00", time_zone="UTC"
        )
    assert changed
    assert (changed.rule, changed.time_zone, changed.state) == (
        "1 once 2026-12-24 09:00",
        "UTC",
        "active",
    )
    assert await store.deliveries.pending_for(1) == []
    async with store.transaction():
        assert await store.reminders.plan(reminder, "2", NOW) is None  # the worker read it before
        assert await store.reminders.plan(changed, "2", NOW)


async def test_a_deleted_reminder_leaves_no_delivery(store: Store) -> None:
    reminder = await add(store)
    async with store.transaction():
        assert await store.reminders.delete(1, reminder.id) == reminder
        assert await store.reminders.delete(1, reminder.id) is None
        assert await store.reminders.plan(reminder, "2", NOW) is None
    assert dict(await store.panel())["deliveries"] == []


async def test_somebody_out_of_reach_rests_until_they_are_back(store: Store) -> None:
    first, rests, other = await add(store), await add(store), await add(store, 2)
    async with store.transaction():
        await store.reminders.pause(1, rests.id, "person")
        assert await store.reminders.pause_all(1, "unreachable") == 1
        assert await store.reminders.pause_all(1, "unreachable") == 0
    assert await state(store, first) == ("paused", "unreachable")
    assert await store.deliveries.pending_for(1) == []
    assert len(await store.deliveries.pending_for(2)) == 1
    async with store.transaction():
        assert await store.reminders.wake_reachable(1) == [first]
        assert await store.reminders.wake_reachable(1) == []
    assert await state(store, rests) == ("paused", "person")
    assert await state(store, other) == ("active", None)


async def test_somebody_unknown_is_neither_paused_nor_woken(store: Store) -> None:
    async with store.transaction():
        assert await store.reminders.pause_all(3, "unreachable") == 0
        assert await store.reminders.wake_reachable(3) == []


async def test_own_words_can_be_changed_and_must_be_there(store: Store) -> None:
    async with store.transaction():
        reminder = await add_reminder(store, kind="own", text="one")
        assert await store.reminders.set_text(1, reminder.id, "two")
    assert [r.text for r in await store.reminders.list(1)] == ["two"]
    for text in (None, "", "x" * 301):
        with pytest.raises(TextRefusedError):
            async with store.transaction():
                await add_reminder(store, kind="own", text=text)


async def test_one_person_keeps_so_many_reminders_and_no_more(store: Store) -> None:
    async with store.transaction():
        done = await add_reminder(store)
        await store.reminders.finish(1, done.id)
        for _ in range(REMINDER_LIMIT):
            await add_reminder(store)
    with pytest.raises(LimitReachedError, match="reminders"):
        async with store.transaction():
            await add_reminder(store)
    assert await store.reminders.counts(1) == {
        "active": REMINDER_LIMIT,
        "paused": 0,
        "done": 1,
        "set-aside": 0,
    }


async def test_nobody_is_reminded_who_did_not_agree(store: Store) -> None:
    with pytest.raises(UnknownPersonError):
        async with store.transaction():
            await add_reminder(store, 3)


async def test_a_worker_sees_what_its_deliveries_are_about(store: Store) -> None:
    first, second = await add(store), await add(store, 2)
    await claim(store)
    for person_id, reminder in ((1, first), (2, second)):
        person = await store.people.get(person_id)
        assert await store.reminders.claimed("a", person_id) == {reminder.id: (reminder, person)}
    assert await store.reminders.claimed("b", 1) == {}


async def test_a_done_reminder_goes_with_its_last_delivery(store: Store) -> None:
    reminder = await add(store)
    [delivery_id] = await claim(store)
    await start(store, delivery_id)
    async with store.transaction():
        assert await store.deliveries.settle_sent([delivery_id], "a", 7, NOW)
        assert await store.reminders.finish(1, reminder.id)
        assert await store.reminders.forget_done() == 0
        assert await store.deliveries.forget(NOW + timedelta(days=30)) == 0
    assert (await row(store, delivery_id))["state"] == "sent"
    async with store.transaction():
        assert await store.deliveries.forget(NOW + timedelta(days=30) + LEASE) == 1
        assert await store.reminders.forget_done() == 1
    assert await store.reminders.get(1, reminder.id) is None
