"""The bot comes into a group, goes, is made admin, loses rights; a group gets another id."""

import pytest

from bot.edge.application import AnyApplication
from bot.jobs.cleanup import CleanupJob
from bot.jobs.reminders import ReminderWorker
from bot.turns.services import Services
from playground import groups
from playground.people import ANA, FORUM_ID, MIRA, SUPERGROUP_ID, THEO, Chat
from playground.world import World
from storage.store import Store
from tests.client import Chatter, Pump
from tests.groups.conftest import Group
from tests.groups.scheduling import only, opens_list, set_up, turn


@pytest.fixture
def cleanup_job(services: Services, application: AnyApplication) -> CleanupJob:
    return CleanupJob(services, application.bot)


@pytest.fixture
def chat(world: World) -> Chat:
    return world.chats[SUPERGROUP_ID]


async def becomes(pump: Pump, chat: Chat, status: str) -> None:
    groups.change_bot(pump.world, chat, pump.world.people[MIRA], status)
    await pump.flush()


async def test_added_it_says_once_what_it_can_do_and_what_it_sees(
    pump: Pump, chat: Chat, group: Group, store: Store
) -> None:
    chat.bot_status = "left"
    await becomes(pump, chat, "member")
    [hello] = group.ours
    assert "/topics" in hello.text
    assert "no admin rights" in hello.text
    assert "only commands that are meant for me" in hello.text
    assert len(hello.text) < 600
    assert await store.groups.get(SUPERGROUP_ID) is None


async def test_added_as_admin_it_advises_against(pump: Pump, chat: Chat, group: Group) -> None:
    chat.bot_status = "kicked"
    await becomes(pump, chat, "administrator")
    [hello] = group.ours
    assert "advise against" in hello.text
    assert "I see only" not in hello.text


async def test_made_admin_later_it_advises_against_too(
    pump: Pump, chat: Chat, group: Group
) -> None:
    await becomes(pump, chat, "administrator")
    assert "advise against" in group.ours[-1].text
    await becomes(pump, chat, "member")
    assert len(group.ours) == 1


async def test_removed_its_schedules_stop_at_once(
    mira: Chatter, pump: Pump, world: World, chat: Chat, worker: ReminderWorker, store: Store
) -> None:
    await set_up(mira)
    await becomes(pump, chat, "kicked")
    turn(world, days=2)
    assert await worker.deliver_due() == 0
    kept = await store.groups.get(SUPERGROUP_ID)
    assert kept
    assert kept.state == "gone"


async def test_its_settings_go_after_thirty_days_and_not_before(
    mira: Chatter,
    pump: Pump,
    world: World,
    chat: Chat,
    cleanup_job: CleanupJob,
    store: Store,
) -> None:
    await set_up(mira)
    await becomes(pump, chat, "left")
    turn(world, days=29)
    await cleanup_job.tidy()
    assert await store.groups.get(SUPERGROUP_ID)
    turn(world, days=1)
    await cleanup_job.tidy()
    assert await store.groups.get(SUPERGROUP_ID) is None
    assert {name for name, rows in await store.panel() if rows} == {"rounds"}


async def test_back_in_time_it_finds_the_settings_and_a_moderator_wakes_the_schedules(
    mira: Chatter, pump: Pump, world: World, chat: Chat, worker: ReminderWorker, group: Group
) -> None:
    await set_up(mira)
    await becomes(pump, chat, "kicked")
    turn(world, days=20)
    await becomes(pump, chat, "member")
    assert "still here" in group.ours[-1].text
    assert await worker.deliver_due() == 0
    await mira.says("/schedule")
    await mira.taps(
        next(label for label in mira.labels if label.startswith("Treatment of the week."))
    )
    await mira.taps("Resume")
    turn(world, days=8)
    assert await worker.deliver_due() == 1


async def test_a_group_that_kept_nothing_keeps_nothing_when_the_bot_goes(
    pump: Pump, chat: Chat, store: Store
) -> None:
    await becomes(pump, chat, "kicked")
    assert await store.groups.get(SUPERGROUP_ID) is None


async def test_silenced_and_heard_again_without_schedules_it_says_nothing(
    pump: Pump, chat: Chat, group: Group
) -> None:
    await becomes(pump, chat, "restricted")
    await becomes(pump, chat, "member")
    assert group.ours == []


async def test_a_supergroup_has_all_that_the_group_had(
    pump: Pump, world: World, worker: ReminderWorker, store: Store
) -> None:
    old = groups.open_basic_group(world, "Old friends", {MIRA: "administrator", ANA: "member"})
    mira = Chatter(pump, MIRA, old.id)
    await mira.says("/groupsettings")
    await mira.taps("Country: United States")
    await mira.taps("Ireland")
    await set_up(mira, hour="10:00")
    new = groups.upgrade(world, old)
    await pump.flush()
    there = Chatter(pump, MIRA, new.id)
    await there.says("/groupsettings")
    assert "Country: Ireland" in there.labels
    turn(world, days=2)
    assert await worker.deliver_due() == 1
    assert world.last(new.id).text.startswith("Treatment of the week")
    assert await store.groups.get(old.id) is None


@pytest.mark.parametrize("signal", [0, 1])
async def test_either_signal_alone_is_enough(
    pump: Pump, world: World, store: Store, signal: int, application: AnyApplication
) -> None:
    old = groups.open_basic_group(world, "Old friends", {MIRA: "administrator"})
    await set_up(Chatter(pump, MIRA, old.id))
    new = groups.upgrade(world, old)
    updates = await application.bot.get_updates(offset=pump.offset, timeout=0)
    await application.process_update(updates[signal])
    assert (await only(store, new.id)).state == "active"
    assert await store.schedules.list(old.id) == []


async def test_a_group_that_gets_the_old_id_later_starts_anew_and_keeps_its_own(
    pump: Pump, world: World, store: Store, application: AnyApplication
) -> None:
    old = groups.open_basic_group(world, "Old friends", {MIRA: "administrator"})
    await set_up(Chatter(pump, MIRA, old.id))
    new = groups.upgrade(world, old)
    updates = await application.bot.get_updates(offset=pump.offset, timeout=0)
    await pump.flush()
    groups.open_basic_group(world, "Strangers", {MIRA: "administrator"})
    strangers = Chatter(pump, MIRA, old.id)
    assert "Nothing is set up" in await opens_list(strangers)
    await set_up(strangers, "+ Monthly, ask about trials")
    for update in updates:  # Telegram repeats itself
        await application.process_update(update)
    assert (await only(store, old.id)).kind == "monthly"
    assert (await only(store, new.id)).kind == "weekly"


async def test_told_of_its_removal_from_the_old_group_first_it_goes_on_in_the_new_one(
    pump: Pump, world: World, store: Store
) -> None:
    old = groups.open_basic_group(world, "Old friends", {MIRA: "administrator"})
    await set_up(Chatter(pump, MIRA, old.id))
    groups.change_bot(world, old, world.people[MIRA], "left")
    old.bot_status = "member"
    new = groups.upgrade(world, old)
    await pump.flush()
    assert (await only(store, new.id)).state == "active"
    assert await store.schedules.next_moments(new.id)


async def test_it_does_not_greet_a_supergroup_that_it_came_along_into(
    pump: Pump, world: World
) -> None:
    old = groups.open_basic_group(world, "Old friends", {MIRA: "administrator"})
    new = groups.upgrade(world, old)
    await pump.flush()
    new.bot_status = "left"
    await becomes(pump, new, "member")
    assert all("Hello" not in message.text for message in new.messages.values())


async def test_what_happens_in_one_group_touches_no_other(
    pump: Pump, mira: Chatter, forum: Group, chat: Chat, store: Store
) -> None:
    await set_up(mira)
    await set_up(forum.member(MIRA, topic=3))
    await becomes(pump, chat, "kicked")
    assert (await only(store, FORUM_ID)).state == "active"


async def test_who_leaves_or_rises_in_a_group_is_not_kept(
    pump: Pump, world: World, chat: Chat, store: Store
) -> None:
    groups.change_member(world, chat, THEO, "administrator")
    groups.change_member(world, chat, THEO, "left")
    await pump.flush()
    assert {name: rows for name, rows in await store.panel() if rows} == {}
