"""Nobody can fill the disk: whatever a person or a group does again and again has its end."""

from collections import Counter
from datetime import timedelta

import pytest

from bot.settings import Settings
from bot.turns.group_turn import usual_group
from storage.bookmarks import BOOKMARK_LIMIT
from storage.errors import LimitReachedError
from storage.groups import CHANGE_LIMIT
from storage.people import EXPORT
from storage.questions import QUESTION_LIMIT
from storage.reminders import REMINDER_LIMIT
from storage.schedules import DONE_LIMIT
from storage.store import Store
from storage.undo import REMOVAL_LIMIT
from storage.visits import VISIT_LIMIT
from tests.storage.people import NOW
from tests.storage.planning import MINUTE, add_reminder, add_visit

GROUP = -100
#: Rows of one person. One more is there while something is under way.
MOST = {
    "people": 1,
    "bookmarks": BOOKMARK_LIMIT,
    "questions": QUESTION_LIMIT,
    "pending_inputs": 1,
    "removals": REMOVAL_LIMIT,
    "visits": VISIT_LIMIT,
    "reminders": REMINDER_LIMIT + DONE_LIMIT + 1,
    "deliveries": REMINDER_LIMIT + DONE_LIMIT + 1,
}


async def hammer(store: Store, times: int) -> None:
    """All that leaves a row, as often as that."""
    for number in range(times):
        async with store.transaction():
            saved = await store.bookmarks.save(1, "page", f"p-{number}", "v", NOW)
            await store.bookmarks.remove(1, saved.id, NOW)
            asked = await store.questions.add(1, NOW, text=f"q {number}")
            await store.questions.remove(1, asked.id, NOW)
            await store.pending_inputs.set(1, 1, "note", "", NOW)
            reminder = await add_reminder(store)
            await store.reminders.plan(reminder, str(number), NOW + number * MINUTE)
            await store.reminders.finish(1, reminder.id)


@pytest.mark.slow
async def test_whoever_does_the_same_for_ever_takes_no_more_room(store: Store) -> None:
    await hammer(store, 180)
    kept = {table: len(rows) for table, rows in (await store.people.export(1)).items()}
    assert kept.keys() == MOST.keys() == EXPORT.keys()
    assert {table for table, rows in kept.items() if rows > MOST[table]} == set()
    assert kept["removals"] == REMOVAL_LIMIT
    assert kept["reminders"] == DONE_LIMIT + 1


async def test_a_reminder_that_is_changed_for_ever_has_one_delivery(store: Store) -> None:
    async with store.transaction():
        reminder = await add_reminder(store)
        theirs = await add_reminder(store, 2)
        await store.reminders.plan(theirs, "1", NOW)
        await store.reminders.pause(2, theirs.id, "person")
        for number in range(60):
            due = NOW + number * MINUTE
            changed = await store.reminders.change_rule(
                1,
                reminder.id,
                rule=f"1 once {due.replace(tzinfo=None).isoformat()}",
                time_zone="UTC",
            )
            assert changed
            assert await store.reminders.plan(changed, str(number), due)
    states = Counter(row["state"] for row in (await store.people.export(1))["deliveries"])
    assert states == {"pending": 1}
    assert len((await store.people.export(2))["deliveries"]) == 1


async def test_what_was_tried_stays_when_the_reminder_is_changed(store: Store) -> None:
    async with store.transaction():
        reminder = await add_reminder(store)
        sent = await store.reminders.plan(reminder, "1", NOW)
        await store.deliveries.claim(NOW, 9, MINUTE, "a")
        assert sent
        await store.deliveries.start([sent.id], "a", NOW, MINUTE)
        rule = "1 once 2027-01-01T10:00"
        await store.reminders.change_rule(1, reminder.id, rule=rule, time_zone="UTC")
        assert await store.deliveries.settle_sent([sent.id], "a", 7, NOW)


@pytest.mark.slow
async def test_a_group_that_is_changed_for_ever_takes_no_more_room(store: Store) -> None:
    usual = usual_group(GROUP, Settings(_env_file=None))
    async with store.transaction():
        for number in range(CHANGE_LIMIT // 2 + 20):
            await store.groups.change(usual, NOW + number * MINUTE, spoiler=False)
            await store.groups.change(usual, NOW + number * MINUTE, spoiler=True)
        latest = await store.groups.changes(GROUP, CHANGE_LIMIT * 2)
        for number in range(DONE_LIMIT + 20):
            at = NOW + timedelta(minutes=number)
            schedule = await store.schedules.add(
                GROUP, at, kind="card", what="p:surgery", rule=f"r {number}", time_zone="UTC"
            )
            await store.schedules.plan(schedule, "1", at)
            changed = await store.schedules.change_rule(
                GROUP, schedule.id, rule="r", time_zone="UTC"
            )
            assert changed
            await store.schedules.plan(changed, "2", at)
            await store.schedules.finish(GROUP, schedule.id)
    assert len(latest) == CHANGE_LIMIT
    assert latest[0].changed_at > NOW + (CHANGE_LIMIT // 2) * MINUTE
    kept = await store._database.fetch_all("SELECT COUNT(*) AS n FROM group_schedules")
    assert kept[0]["n"] == DONE_LIMIT + 1
    planned = await store._database.fetch_all("SELECT COUNT(*) AS n FROM deliveries")
    assert planned[0]["n"] == 1


@pytest.mark.parametrize("what", ["bookmarks", "questions", "visits", "reminders"])
async def test_one_person_can_keep_only_so_many(file_store: Store, what: str) -> None:
    """Each of them is refused in a sentence, and others still have room."""

    async def add(number: int) -> None:
        match what:
            case "bookmarks":
                await file_store.bookmarks.save(1, "page", f"p-{number}", "v", NOW)
            case "questions":
                await file_store.questions.add(1, NOW, text=f"q {number}")
            case "visits":
                await add_visit(file_store)
            case _:
                await add_reminder(file_store)

    limits = MOST | {"reminders": REMINDER_LIMIT}
    async with file_store.transaction():
        for number in range(limits[what]):
            await add(number)
        with pytest.raises(LimitReachedError):
            await add(limits[what])
