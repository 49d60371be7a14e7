import asyncio
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest

from storage.errors import LimitReachedError
from storage.group_schedules import SCHEDULE_LIMIT
from storage.records import Group, GroupSchedule
from storage.store import Store
from tests.storage.people import NOW
from tests.storage.planning import LEASE, claim, plan, start

OLD, NEW, OTHER = -4001, -1002000004001, -4002
DUE = datetime(2026, 12, 1, 9, 0, tzinfo=UTC)
USUAL = Group(
    chat_id=OLD,
    language="en",
    region="US",
    who_posts="everybody",
    topics=None,
    spoiler=True,
    cooldown_seconds=60,
    quiet_start=time(21),
    quiet_end=time(8),
    time_zone="UTC",
)


def usual(chat_id: int) -> Group:
    return replace(USUAL, chat_id=chat_id)


async def add(store: Store, chat_id: int = OLD, thread_id: int | None = None) -> GroupSchedule:
    """A schedule with its first delivery planned."""
    async with store.transaction():
        await store.groups.keep(usual(chat_id))
        schedule = await store.schedules.add(
            chat_id,
            NOW,
            kind="weekly",
            what="surgery",
            rule="1 every 1 week 2026-12-01 09:00",
            time_zone="UTC",
            thread_id=thread_id,
        )
        assert await store.schedules.plan(schedule, "1", DUE)
    return schedule


async def test_a_group_is_as_usual_until_somebody_chooses(store: Store) -> None:
    assert await store.groups.get(OLD) is None
    assert await store.groups.get_or(USUAL) == USUAL
    async with store.transaction():
        changed = await store.groups.change(
            USUAL, NOW, region="GB", topics=("surgery", "outlook"), quiet_start=time(22, 30)
        )
    assert changed == replace(
        USUAL, region="GB", topics=("surgery", "outlook"), quiet_start=time(22, 30)
    )
    assert await store.groups.get_or(usual(OTHER)) == usual(OTHER)


async def test_each_change_is_noted_with_a_role_and_without_a_person(store: Store) -> None:
    async with store.transaction():
        await store.groups.change(USUAL, NOW, region="GB", spoiler=False)
        await store.groups.change(USUAL, NOW + LEASE, region="GB")
        await store.groups.change(USUAL, NOW + LEASE, region="IE")
    latest, *first = await store.groups.changes(OLD)
    assert (latest.setting, latest.was, latest.became) == ("region", "GB", "IE")
    assert latest.by_role == "moderator"
    assert {(c.setting, c.was, c.became) for c in first} == {
        ("region", "US", "GB"),
        ("spoiler", "1", "0"),
    }


async def test_of_two_moderators_at_once_the_last_wins_and_both_are_noted(store: Store) -> None:
    async def choose(**values: str) -> None:
        async with store.transaction():
            await store.groups.change(USUAL, NOW, "moderator", **values)

    await asyncio.gather(choose(region="GB"), choose(region="IE"), choose(language="es"))
    group = await store.groups.get_or(USUAL)
    assert group.language == "es"
    changes = await store.groups.changes(OLD)
    assert len(changes) == 3
    last = next(c for c in changes if c.setting == "region" and c.was != "US")
    assert last.became == group.region


async def test_a_setting_that_there_is_not_changes_nothing(store: Store) -> None:
    for name in ("state", "chat_id", "owner"):
        with pytest.raises((AttributeError, KeyError)):
            async with store.transaction():
                await store.groups.change(USUAL, NOW, "moderator", **{name: "gone"})
    assert await store.groups.get(OLD) is None


async def test_a_schedule_is_planned_once_and_claimed_like_any_delivery(store: Store) -> None:
    schedule = await add(store, thread_id=3)
    async with store.transaction():
        assert not await store.schedules.plan(schedule, "1", DUE)
    assert await store.schedules.next_moments(OLD) == {schedule.id: DUE}
    async with store.transaction():
        [delivery] = await store.deliveries.claim(DUE, 9, LEASE, "a")
    assert (delivery.schedule_id, delivery.reminder_id) == (schedule.id, None)
    assert (delivery.chat_id, delivery.thread_id) == (OLD, 3)
    assert await start(store, delivery.id, now=DUE)
    async with store.transaction():
        assert await store.deliveries.settle_sent([delivery.id], "a", 55, DUE)
        noted = await store.schedules.posted(OLD, schedule.id, 55, DUE, what="chemotherapy")
    assert noted
    assert (noted.last_message_id, noted.what, noted.state) == (55, "chemotherapy", "active")


async def test_the_last_post_is_taken_back_once(store: Store) -> None:
    schedule = await add(store)
    async with store.transaction():
        assert await store.schedules.taken_back(OLD, schedule.id) is None
        await store.schedules.posted(OLD, schedule.id, 55, DUE, what="surgery")
        assert await store.schedules.taken_back(OTHER, schedule.id) is None
        gone = await store.schedules.taken_back(OLD, schedule.id)
        assert gone
        assert (gone.last_message_id, gone.last_posted_at) == (55, DUE)
        assert await store.schedules.taken_back(OLD, schedule.id) is None


async def test_a_group_says_whether_a_schedule_waits_for_its_rights(store: Store) -> None:
    first, second = await add(store), await add(store)
    await add(store, OTHER)
    async with store.transaction():
        assert await store.schedules.pause(OLD, first.id, "moderator")
    assert not (await store.groups.get_or(USUAL)).waits_for_rights
    async with store.transaction():
        assert await store.schedules.pause(OLD, second.id, "rights")
    assert (await store.groups.get_or(USUAL)).waits_for_rights
    assert not (await store.groups.get_or(usual(OTHER))).waits_for_rights
    async with store.transaction():
        assert await store.schedules.wake(OLD, "rights")
    assert not (await store.groups.get_or(USUAL)).waits_for_rights


async def test_people_and_groups_are_due_side_by_side(store: Store) -> None:
    await add(store)
    delivery = await plan(store, DUE)
    assert [d.schedule_id for d in await store.deliveries.pending_for(1)] == [None]
    claimed = await claim(store, DUE)
    assert len(claimed) == 2
    assert delivery.id in claimed


async def test_a_pause_cancels_and_going_on_revives(store: Store) -> None:
    schedule = await add(store)
    async with store.transaction():
        assert await store.schedules.pause(OLD, schedule.id, "moderator")
        assert not await store.schedules.pause(OLD, schedule.id, "rights")
    assert await claim(store, DUE) == []
    async with store.transaction():
        assert await store.schedules.wake(OLD, "rights") == []
        resumed = await store.schedules.resume(OLD, schedule.id)
        assert resumed
        assert await store.schedules.plan(resumed, "1", DUE)
    assert len(await claim(store, DUE)) == 1


async def test_a_changed_rule_is_planned_anew_and_an_old_one_never(store: Store) -> None:
    schedule = await add(store)
    async with store.transaction():
        changed = await store.schedules.change_rule(
            OLD, schedule.id, rule="1 once 2026-12-02 09:00", time_zone="UTC"
        )
        assert changed
        assert not await store.schedules.plan(schedule, "2", DUE)
        assert await store.schedules.plan(changed, "2", DUE + timedelta(days=1))
    assert await claim(store, DUE) == []


async def test_nobody_reaches_the_schedule_of_another_group(store: Store) -> None:
    schedule = await add(store)
    async with store.transaction():
        assert await store.schedules.get(OTHER, schedule.id) is None
        assert await store.schedules.delete(OTHER, schedule.id) is None
        assert not await store.schedules.pause(OTHER, schedule.id, "moderator")
        assert await store.schedules.resume(OTHER, schedule.id) is None
        assert (
            await store.schedules.change_rule(OTHER, schedule.id, rule="1 x", time_zone="UTC")
            is None
        )
    assert await store.schedules.list(OLD) == [schedule]
    assert await store.schedules.next_moments(OLD) == {schedule.id: DUE}


async def test_a_group_has_so_many_schedules_and_no_more(store: Store) -> None:
    for _ in range(SCHEDULE_LIMIT):
        await add(store)
    with pytest.raises(LimitReachedError):
        await add(store)
    await add(store, OTHER)


async def test_a_deleted_schedule_takes_its_deliveries_along(store: Store) -> None:
    schedule = await add(store)
    async with store.transaction():
        assert await store.schedules.delete(OLD, schedule.id)
    assert await store.deliveries.next_due() is None


async def test_a_closed_topic_gives_way_to_the_general_one(store: Store) -> None:
    schedule, other = await add(store, thread_id=3), await add(store, thread_id=2)
    async with store.transaction():
        assert await store.schedules.leave_topic(OLD, 3) == 1
        assert await store.schedules.leave_topic(OLD, 3) == 0
        claimed = await store.deliveries.claim(DUE, 9, LEASE, "a")
    assert {d.schedule_id: d.thread_id for d in claimed} == {schedule.id: None, other.id: 2}


async def test_a_group_moves_with_all_it_has_and_only_once(store: Store) -> None:
    schedule = await add(store)
    async with store.transaction():
        await store.groups.change(USUAL, NOW, region="GB")
        assert await store.groups.move(OLD, NEW, NOW)
        assert not await store.groups.move(OLD, NEW, NOW)
    assert await store.groups.get(OLD) is None
    assert await store.groups.get_or(usual(NEW)) == replace(usual(NEW), region="GB")
    assert [s.id for s in await store.schedules.list(NEW)] == [schedule.id]
    assert await store.schedules.next_moments(NEW) == {schedule.id: DUE}
    assert [c.setting for c in await store.groups.changes(NEW)] == ["region"]
    assert await store.groups.moved_here(NEW)
    assert not await store.groups.moved_here(OLD)


async def test_two_signals_at_once_move_a_group_once(store: Store) -> None:
    async def move() -> bool:
        async with store.transaction():
            return await store.groups.move(OLD, NEW, NOW)

    await add(store)
    assert sorted(await asyncio.gather(move(), move())) == [False, True]


async def test_another_group_under_the_old_id_starts_anew_and_stays(store: Store) -> None:
    await add(store)
    async with store.transaction():
        await store.groups.move(OLD, NEW, NOW)
    assert await store.groups.get_or(USUAL) == USUAL
    late = await add(store, OLD)
    async with store.transaction():
        assert not await store.groups.move(OLD, NEW, NOW)
    assert [s.id for s in await store.schedules.list(OLD)] == [late.id]


async def test_settings_chosen_at_the_new_id_stay(store: Store) -> None:
    schedule = await add(store)
    async with store.transaction():
        await store.groups.change(USUAL, NOW, region="GB")
        await store.groups.change(usual(NEW), NOW, region="IE")
        await store.groups.move(OLD, NEW, NOW)
    assert (await store.groups.get_or(usual(NEW))).region == "IE"
    assert [s.id for s in await store.schedules.list(NEW)] == [schedule.id]


async def test_a_group_without_settings_moves_too(store: Store) -> None:
    async with store.transaction():
        assert await store.groups.move(OLD, NEW, NOW)
    assert await store.groups.get(NEW) is None


async def test_thirty_days_after_the_bot_was_removed_everything_goes(store: Store) -> None:
    await add(store)
    async with store.transaction():
        assert await store.groups.leave(OLD, date(2026, 11, 23))
        assert not await store.groups.leave(OLD, date(2026, 12, 1))
        assert await store.schedules.pause_all(OLD, "gone") == 1
        assert await store.groups.forget(NOW + timedelta(days=29)) == 0
        assert await store.groups.forget(NOW + timedelta(days=30)) == 1
    assert await store.schedules.list(OLD) == []
    assert await store.groups.changes(OLD) == []


async def test_a_bot_that_comes_back_in_time_finds_the_settings(store: Store) -> None:
    async with store.transaction():
        await store.groups.change(USUAL, NOW, region="GB")
        await store.groups.leave(OLD, NOW.date())
        assert await store.groups.come_back(OLD)
        assert not await store.groups.come_back(OLD)
        assert await store.groups.forget(NOW + timedelta(days=99)) == 0
    assert (await store.groups.get_or(USUAL)).region == "GB"


async def test_done_schedules_go_once_their_deliveries_are_gone(store: Store) -> None:
    schedule = await add(store)
    async with store.transaction():
        assert await store.schedules.finish(OLD, schedule.id)
        assert not await store.schedules.finish(OLD, schedule.id)
        assert await store.schedules.forget_done() == 0
        await store.schedules.cancel(OLD, schedule.id)
        await store.deliveries.forget(DUE + timedelta(days=31))
        assert await store.schedules.forget_done() == 1
    assert await store.schedules.list(OLD) == []
