"""What a group posts by itself: set up, changed and taken back, by moderators only."""

import pytest

from bot import callback_data
from bot.jobs.message_cleanup import MessageCleanup
from bot.jobs.reminders import ReminderWorker
from playground.people import FORUM_ID, MIRA, SUPERGROUP_ID, THEO
from playground.world import World
from storage.store import Store
from tests.client import Chatter
from tests.groups.conftest import Group
from tests.groups.scheduling import only, set_up, turn


async def test_the_treatments_come_week_after_week_in_order(
    mira: Chatter, world: World, worker: ReminderWorker, group: Group
) -> None:
    shown = await set_up(mira)
    assert "Next: Hormone therapy" in shown
    assert "Tuesday, November 24, 2026 at 10:00 AM" in shown
    for title in ("Hormone", "Targeted", "Immunotherapy"):
        turn(world, days=7)
        await worker.deliver_due()
        assert group.ours[-1].text.startswith("Treatment of the week")
        assert title in group.ours[-1].text
    assert len(group.ours) == 4


async def test_after_the_last_treatment_comes_the_first(
    mira: Chatter, world: World, worker: ReminderWorker, group: Group, store: Store
) -> None:
    await set_up(mira)
    for _ in range(9):
        turn(world, days=7)
        await worker.deliver_due()
    assert "Hormone" in group.ours[-1].text
    assert (await only(store)).what == "targeted-therapy"


@pytest.mark.slow
async def test_the_series_leaves_out_what_the_group_does_not_want(
    mira: Chatter, world: World, worker: ReminderWorker, group: Group
) -> None:
    await mira.says("/groupsettings")
    await mira.taps("Topics: all")
    await mira.taps("✓ Hormone therapy")
    await mira.taps("✓ Immunotherapy")
    await set_up(mira)
    seen = []
    for _ in range(2):
        turn(world, days=7)
        await worker.deliver_due()
        seen.append(group.ours[-1].text)
    assert "Targeted" in seen[0]
    assert "Radiation" in seen[1]


@pytest.mark.slow
async def test_a_card_is_posted_once_and_then_done(
    mira: Chatter, world: World, worker: ReminderWorker, group: Group, store: Store
) -> None:
    await set_up(mira, "+ A short text", page="Surgery")
    turn(world, days=1, hours=1, minutes=5)
    await worker.deliver_due()
    assert group.ours[-1].text.startswith("Surgery")
    assert await store.schedules.list(SUPERGROUP_ID) == []
    turn(world, days=60)
    assert await worker.deliver_due() == 0


async def test_a_question_comes_every_month_with_what_to_ask(
    mira: Chatter, world: World, worker: ReminderWorker, group: Group
) -> None:
    await set_up(mira, "+ Monthly, ask about trials", day="30")
    for _ in range(2):
        turn(world, days=31)
        assert await worker.deliver_due() == 1
    assert "Ask about clinical trials" in group.ours[-1].text
    assert "oncologist" in group.ours[-1].text
    assert "?" in group.ours[-1].text


async def test_the_hour_is_that_of_the_groups_zone(
    mira: Chatter, world: World, worker: ReminderWorker, store: Store
) -> None:
    await mira.says("/groupsettings")
    await mira.taps("Time zone: UTC")
    await mira.taps("United States")
    await mira.taps("New York, 4:00 AM")
    await set_up(mira)
    [due] = (await store.schedules.next_moments(SUPERGROUP_ID)).values()
    assert due.isoformat() == "2026-11-24T15:00:00+00:00"


async def test_another_zone_moves_what_is_planned_and_wakes_nothing(
    mira: Chatter, store: Store
) -> None:
    await set_up(mira)
    await set_up(mira, "+ Monthly, ask about trials")
    await mira.taps("Pause")
    await mira.says("/groupsettings")
    await mira.taps("Time zone: UTC")
    await mira.taps("United States")
    await mira.taps("New York, 4:00 AM")
    by_kind = {schedule.kind: schedule for schedule in await store.schedules.list(SUPERGROUP_ID)}
    weekly, monthly = by_kind["weekly"], by_kind["monthly"]
    moments = await store.schedules.next_moments(SUPERGROUP_ID)
    assert {schedule_id: due.hour for schedule_id, due in moments.items()} == {weekly.id: 15}
    assert (monthly.state, monthly.time_zone) == ("paused", "America/New_York")


@pytest.mark.slow
async def test_pausing_going_on_changing_and_deleting(
    mira: Chatter, world: World, worker: ReminderWorker, store: Store
) -> None:
    await set_up(mira)
    assert "Paused." in await mira.taps("Pause")
    turn(world, days=8)
    assert await worker.deliver_due() == 0
    assert "December 1" in await mira.taps("Resume")
    await mira.taps("Change day")
    await mira.taps("20")
    await mira.taps(next(label for label in mira.labels if label.startswith("9:00")))
    assert (await only(store)).rule == "1 every 1 week 2026-12-20 09:00"
    await mira.taps("Delete this schedule")
    assert "Nothing is set up" in mira.screen
    turn(world, days=60)
    assert await worker.deliver_due() == 0


async def test_a_paused_card_whose_day_has_passed_asks_for_another(
    mira: Chatter, world: World, store: Store
) -> None:
    await set_up(mira, "+ A short text", page="Surgery")
    await mira.taps("Pause")
    turn(world, days=8)
    assert "On which day" in await mira.taps("Resume")
    assert (await only(store)).state == "paused"


async def test_post_now_posts_once_even_when_tapped_twice(
    mira: Chatter, world: World, worker: ReminderWorker, group: Group
) -> None:
    await set_up(mira)
    await mira.taps("Post it now")
    await mira.taps("Post it now")
    assert await worker.deliver_due() == 1
    assert "Hormone therapy" in group.ours[-1].text
    turn(world, days=2)
    assert await worker.deliver_due() == 1
    assert "Targeted" in group.ours[-1].text


async def test_the_last_post_can_be_taken_back(
    mira: Chatter,
    world: World,
    worker: ReminderWorker,
    group: Group,
    message_cleanup: MessageCleanup,
) -> None:
    await set_up(mira, "+ A short text", page="Surgery")
    turn(world, days=1, hours=2)
    await worker.deliver_due()
    posted = group.ours[-1]
    await mira.says("/schedule")
    await mira.taps("Short text: Surgery")
    assert "taken back" in await mira.taps("Take back the last post")
    await message_cleanup.remove_due()
    assert posted.id not in world.chats[SUPERGROUP_ID].messages
    assert "Take back the last post" not in mira.labels


async def test_after_two_days_it_is_too_late_to_take_it_back(
    mira: Chatter,
    world: World,
    worker: ReminderWorker,
    group: Group,
    message_cleanup: MessageCleanup,
) -> None:
    await set_up(mira)
    turn(world, days=2)
    await worker.deliver_due()
    posted = group.ours[-1]
    await mira.says("/schedule")
    await mira.taps(
        next(label for label in mira.labels if label.startswith("Treatment of the week."))
    )
    turn(world, days=3)
    assert "more than two days" in await mira.taps("Take back the last post")
    await message_cleanup.remove_due()
    assert posted.id in world.chats[SUPERGROUP_ID].messages


@pytest.mark.slow
async def test_impossible_days_set_up_nothing(mira: Chatter, store: Store) -> None:
    await mira.says("/schedule")
    for data in (
        "gat:202702301000:weekly",
        "gat:202611231000x:weekly",
        "gat:202601011000:weekly",
        "gat:209901011000:weekly",
        "gat:202612012561:weekly",
        "gat::weekly",
        "gat",
        "gday:20260230:weekly",
        "gday:20200101:weekly",
        "gmon:999999:weekly",
        "gmon:000101:weekly",
        "gmon:999912:weekly",
        "gday:99991231:weekly",
        "gat:000101010000:weekly",
        "gat:999912312359:weekly",
        "gmon:now:nothing",
        "gat:202612011000:card.no-such-page",
        "gat:202612011000:monthly.hair",
        "gat:202612011000:hourly",
        "gat:202612011000:999999999999999999999999",
        "gpag:-1",
    ):
        await mira.taps_wire(data)
        assert mira.screen, data
    assert await store.schedules.list(SUPERGROUP_ID) == []


@pytest.mark.slow
async def test_the_schedule_of_another_group_is_out_of_reach(
    mira: Chatter, forum: Group, store: Store
) -> None:
    await set_up(forum.member(MIRA, topic=3))
    theirs = await only(store, FORUM_ID)
    await mira.says("/schedule")
    for tap in (
        callback_data.GROUP_SCHEDULE,
        callback_data.GROUP_DELETE,
        callback_data.GROUP_POST_NOW,
        callback_data.GROUP_TAKE_BACK,
    ):
        assert "Nothing is set up" in await mira.taps_wire(tap(theirs.id))
    await mira.taps_wire(callback_data.GROUP_PAUSE(theirs.id, 1))
    await mira.taps_wire(callback_data.GROUP_AT("202612011000", theirs.id))
    assert await only(store, FORUM_ID) == theirs
    assert await store.schedules.list(SUPERGROUP_ID) == []


async def test_a_member_cannot_open_the_list_or_press_its_buttons(
    mira: Chatter, theo: Chatter, world: World, store: Store
) -> None:
    assert "moderators" in await theo.says("/schedule")
    await set_up(mira)
    screen, schedule = mira.screen, await only(store)
    for tap in ("Post it now", "Pause", "Delete this schedule"):
        await theo.taps(tap)
        assert world.toasts[THEO, SUPERGROUP_ID].text
    assert mira.screen == screen
    assert await only(store) == schedule


@pytest.mark.slow
async def test_the_list_holds_so_many_and_says_so(mira: Chatter) -> None:
    for day in range(1, 21):
        await mira.says("/schedule")
        await mira.taps_wire(f"gat:202612{day:02}1000:weekly")
    await mira.says("/schedule")
    assert "20 entries" in await mira.taps_wire("gat:202612211000:weekly")
