"""How what is scheduled gets into the group, and what keeps it out."""

from bot.jobs.reminders import ReminderWorker
from playground import groups
from playground.faults import Fault, FaultKind
from playground.people import ANA, FORUM_ID, MIRA, SUPERGROUP_ID
from playground.world import World
from storage.store import Store
from tests.client import Chatter, Pump
from tests.groups.conftest import Group
from tests.groups.scheduling import only, set_up, turn

SEND = frozenset({"sendMessage"})


async def test_quiet_hours_make_no_sound(
    mira: Chatter, world: World, worker: ReminderWorker, group: Group
) -> None:
    await set_up(mira, hour="10:00 PM")
    await set_up(mira, "+ A short text", page="Surgery", hour="12:00 PM")
    turn(world, days=1, hours=3, minutes=5)
    await worker.deliver_due()
    assert not group.ours[-1].is_silent
    turn(world, hours=10)
    await worker.deliver_due()
    assert group.ours[-1].is_silent


async def test_it_is_posted_in_the_topic_where_it_was_set_up(
    pump: Pump, world: World, worker: ReminderWorker, forum: Group
) -> None:
    await set_up(forum.member(MIRA, topic=3))
    turn(world, days=2)
    await worker.deliver_due()
    assert forum.ours[-1].thread_id == 3
    assert forum.ours[-1].text.startswith("Treatment of the week")


async def test_a_closed_topic_is_left_once_and_the_moderators_are_told_once(
    world: World, worker: ReminderWorker, forum: Group, store: Store
) -> None:
    await set_up(forum.member(MIRA, topic=3))
    await set_up(forum.member(MIRA, topic=3), "+ Monthly, ask about trials")
    groups.close_topic(world, world.chats[FORUM_ID], 3)
    turn(world, days=2)
    before = len(forum.ours)
    await worker.deliver_due()
    told, *posts = forum.ours[before:]
    assert "closed or deleted" in told.text
    assert "2 scheduled posts" in told.text
    assert [post.thread_id for post in (told, *posts)] == [None, None, None]
    turn(world, days=7)
    await worker.deliver_due()
    assert sum("closed or deleted" in message.text for message in forum.ours) == 1
    changes = await store.groups.changes(FORUM_ID)
    assert [c.by_role for c in changes if c.setting == "topic_left"] == ["bot"]


async def test_a_deleted_topic_is_left_too(
    world: World, worker: ReminderWorker, forum: Group
) -> None:
    await set_up(forum.member(MIRA, topic=2))
    del world.chats[FORUM_ID].topics[2]
    turn(world, days=2)
    await worker.deliver_due()
    assert forum.ours[-1].text.startswith("Treatment of the week")
    assert forum.ours[-1].thread_id is None


async def test_without_the_right_to_write_it_rests_and_a_moderator_is_told_when_it_goes_on(
    mira: Chatter, pump: Pump, world: World, worker: ReminderWorker, group: Group, store: Store
) -> None:
    await set_up(mira)
    chat, person = world.chats[SUPERGROUP_ID], world.people[MIRA]
    chat.bot_status = "restricted"
    turn(world, days=2)
    assert await worker.deliver_due() == 1
    assert (await only(store)).paused_because == "rights"
    turn(world, days=30)
    assert await worker.deliver_due() == 0
    groups.change_bot(world, chat, person, "member")
    await pump.flush()
    assert "I may write here again" in group.ours[-1].text
    turn(world, days=7)
    assert await worker.deliver_due() == 1
    assert group.ours[-1].text.startswith("Treatment of the week")


async def test_opening_the_list_shows_that_we_can_write_again(
    mira: Chatter, world: World, worker: ReminderWorker, store: Store
) -> None:
    await set_up(mira, "+ A short text", page="Surgery")
    world.chats[SUPERGROUP_ID].bot_status = "restricted"
    turn(world, days=2)
    await worker.deliver_due()
    world.chats[SUPERGROUP_ID].bot_status = "member"  # by the group's own permissions: no news
    assert "I may write here again" in await mira.says("/schedule")
    await worker.deliver_due()
    assert mira.screen.startswith("Surgery")
    assert "due earlier" in mira.screen


async def test_an_answer_that_got_through_shows_it_too(
    mira: Chatter, theo: Chatter, world: World, worker: ReminderWorker, group: Group, store: Store
) -> None:
    await set_up(mira)
    world.chats[SUPERGROUP_ID].bot_status = "restricted"
    turn(world, days=2)
    await worker.deliver_due()
    theo.me.says("/card surgery")
    await group.pump.flush()
    assert (await only(store)).paused_because == "rights"
    world.chats[SUPERGROUP_ID].bot_status = "member"  # by the group's own permissions: no news
    turn(world, hours=1)
    await theo.says("/card surgery")
    assert ["Surgery" in message.text for message in group.ours[-2:]] == [True, False]
    assert "I may write here again" in group.ours[-1].text
    turn(world, days=7)
    assert await worker.deliver_due() == 1


async def test_a_kicked_bot_stops_without_waiting_for_the_news(
    mira: Chatter, world: World, worker: ReminderWorker, store: Store
) -> None:
    await set_up(mira)
    world.chats[SUPERGROUP_ID].bot_status = "kicked"
    turn(world, days=2)
    assert await worker.deliver_due() == 1
    assert await worker.deliver_due() == 0
    kept = await store.groups.get(SUPERGROUP_ID)
    assert kept
    assert kept.state == "gone"
    assert (await only(store)).paused_because == "gone"


async def test_an_upgraded_group_gets_its_post_at_once_under_its_new_id(
    pump: Pump, world: World, worker: ReminderWorker, store: Store
) -> None:
    old = groups.open_basic_group(world, "Old friends", {MIRA: "administrator", ANA: "member"})
    await set_up(Chatter(pump, MIRA, old.id))
    new = groups.upgrade(world, old)  # and the news of it has not come yet
    turn(world, days=2)
    await worker.deliver_due()
    assert world.last(new.id).text.startswith("Treatment of the week")
    posted = len(world.chats[new.id].messages)
    await pump.flush()
    assert (await only(store, new.id)).what == "targeted-therapy"
    assert await store.schedules.list(old.id) == []
    assert len(world.chats[new.id].messages) == posted


async def test_who_asks_soon_after_is_pointed_to_what_was_posted(
    mira: Chatter, theo: Chatter, world: World, worker: ReminderWorker, group: Group
) -> None:
    await set_up(mira)
    turn(world, days=1, hours=1, minutes=1)
    await worker.deliver_due()
    posted = group.ours[-1]
    turn(world, minutes=10)
    await theo.says("/card hormone therapy")
    assert group.ours[-1].reply_to == posted.id


async def test_one_of_unsure_fate_comes_again_and_says_so(
    mira: Chatter, world: World, worker: ReminderWorker, group: Group
) -> None:
    await set_up(mira)
    turn(world, days=1, hours=1, minutes=1)
    world.faults.switch_on(Fault(FaultKind.TORN_AFTER, calls=1, methods=SEND))
    await worker.deliver_due()
    turn(world, minutes=5)
    await worker.deliver_due()
    assert "may have seen this already" in group.ours[-1].text
    turn(world, hours=5)
    assert await worker.deliver_due() == 0


async def test_a_flooded_group_waits_as_long_as_telegram_says(
    mira: Chatter, world: World, worker: ReminderWorker, group: Group
) -> None:
    await set_up(mira)
    turn(world, days=1, hours=1, minutes=1)
    world.faults.switch_on(Fault(FaultKind.FLOOD, calls=1, seconds=40, methods=SEND))
    await worker.deliver_due()
    turn(world, seconds=30)
    assert await worker.deliver_due() == 0
    turn(world, seconds=15)
    assert await worker.deliver_due() == 1
