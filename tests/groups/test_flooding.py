"""Cards in a lively group: nothing twice, and never more than a group can read."""

from datetime import timedelta
from typing import Any

import pytest

from bot.domain.recent_posts import FOR_PEOPLE
from bot.jobs.message_cleanup import MessageCleanup
from bot.screen import as_read
from bot.screens.view import View
from bot.turns.services import Services
from playground.people import FORUM_ID, MIRA, SUPERGROUP_ID, THEO
from playground.world import World
from tests.client import Chatter, Pump
from tests.groups.cards import cannot_react, chosen
from tests.groups.conftest import Group

AN_HOUR = timedelta(hours=1)


async def test_the_same_card_within_an_hour_points_to_the_earlier_one(
    group: Group, theo: Chatter, mira: Chatter, world: World
) -> None:
    await theo.says("/card surgery")
    first = theo.message.id
    world.clock.jump(timedelta(minutes=10))
    assert "posted here a short time ago" in await mira.says("/card operation")
    assert mira.message.reply_to == first
    assert len(group.ours) == 2
    await theo.says("/card surgery")
    assert len(group.ours) == 2, "once a minute is enough"
    world.clock.jump(AN_HOUR)
    assert (await theo.says("/card surgery")).startswith("Surgery")


async def test_when_the_earlier_one_is_gone_it_may_come_again(theo: Chatter, world: World) -> None:
    await theo.says("/card surgery")
    del world.chats[SUPERGROUP_ID].messages[theo.message.id]
    await theo.says("/card surgery")
    assert theo.message.reply_to is None
    world.clock.jump(timedelta(minutes=2))
    assert (await theo.says("/card surgery")).startswith("Surgery")


async def test_it_may_come_again_in_a_topic_where_every_message_answers_its_first(
    forum: Group, world: World
) -> None:
    theo = forum.member(THEO, topic=2)
    await theo.says("/card surgery")
    del world.chats[FORUM_ID].messages[theo.message.id]
    await theo.says("/card surgery")
    world.clock.jump(timedelta(minutes=2))
    assert (await theo.says("/card surgery")).startswith("Surgery")


async def test_between_two_cards_of_members_the_bot_rests(
    theo: Chatter, mira: Chatter, world: World
) -> None:
    await theo.says("/card surgery")
    assert (await theo.says("/card chemotherapy")).startswith("Surgery"), "nothing new is posted"
    assert (await mira.says("/card immunotherapy")).startswith("Immunotherapy")
    world.clock.jump(timedelta(minutes=1))
    assert (await theo.says("/card chemotherapy")).startswith("Chemotherapy")


async def test_who_asks_while_the_bot_rests_gets_the_card_later_once(
    group: Group,
    theo: Chatter,
    ana_there: Chatter,
    pump: Pump,
    message_cleanup: MessageCleanup,
    world: World,
) -> None:
    await theo.says("/card surgery")
    asked = [who.me.says("/card chemotherapy") for who in (theo, ana_there, theo)]
    other = ana_there.me.says("/card letrozole")
    await pump.flush()
    assert len(group.ours) == 1
    for message in (*asked, other):
        assert world.reactions[SUPERGROUP_ID, message.id] == ["👀"]
    world.clock.jump(timedelta(seconds=61))
    await message_cleanup.answer_due()
    assert [as_read(message.text).partition("\n")[0] for message in group.ours[1:]] == [
        "Chemotherapy"
    ]
    assert theo.message.reply_to == asked[0].id
    world.clock.jump(timedelta(seconds=61))
    await message_cleanup.answer_due()
    await message_cleanup.answer_due()
    assert len(group.ours) == 3, "the next one after the next rest"
    assert theo.message.reply_to == other.id


async def test_after_a_long_rest_nothing_comes_late_and_it_was_seen(
    group: Group,
    theo: Chatter,
    pump: Pump,
    message_cleanup: MessageCleanup,
    services: Services,
    world: World,
) -> None:
    await chosen(services, world.clock.now(), cooldown_seconds=900)
    await theo.says("/card surgery")
    asked = theo.me.says("/card chemotherapy")
    await pump.flush()
    assert world.reactions[SUPERGROUP_ID, asked.id] == ["👀"]
    world.clock.jump(timedelta(minutes=16))
    await message_cleanup.answer_due()
    assert len(group.ours) == 1


async def test_where_no_reaction_is_allowed_and_nothing_comes_later_one_line_is_left(
    theo: Chatter, services: Services, world: World
) -> None:
    await chosen(services, world.clock.now(), cooldown_seconds=900)
    await theo.says("/card surgery")
    cannot_react(world)
    assert "read this privately: Chemotherapy" in await theo.says("/card chemotherapy")
    assert theo.keys[0]["url"].endswith("?start=chemotherapy")


async def test_a_group_gets_no_more_than_it_can_take(
    group: Group, mira: Chatter, pump: Pump, world: World, view: View
) -> None:
    world.limits.enabled = True
    for medicine in list(view.edition.medicines.values())[: FOR_PEOPLE + 7]:
        mira.me.says(f"/card {medicine.name}")
    await pump.flush()
    assert len(group.ours) == FOR_PEOPLE
    world.clock.jump(timedelta(minutes=1))
    assert (await mira.says("/card surgery")).startswith("Surgery")


@pytest.mark.slow
async def test_what_a_moderator_changes_counts_too(
    group: Group, mira: Chatter, pump: Pump, world: World, view: View
) -> None:
    world.limits.enabled = True
    await mira.says("/groupsettings")
    for _ in range(5):
        await mira.taps("Topics: all")
        await mira.taps("‹ Back")
    for medicine in list(view.edition.medicines.values())[:FOR_PEOPLE]:
        mira.me.says(f"/card {medicine.name}")
    await pump.flush()
    assert len(group.ours) == FOR_PEOPLE - 10
    assert not [call for call in world.ledger.after() if call.status == 429]


async def test_a_card_that_could_not_be_posted_is_not_taken_for_posted(
    group: Group, mira: Chatter, pump: Pump, world: World
) -> None:
    chat = world.chats[SUPERGROUP_ID]
    chat.bot_status = "kicked"
    world.inbox.put_raw({"message": _said(world, "/card surgery")})
    await pump.flush()
    chat.bot_status = "member"
    assert (await mira.says("/card surgery")).startswith("Surgery")


def _said(world: World, text: str) -> dict[str, Any]:
    chat = {"id": SUPERGROUP_ID, "type": "supergroup", "title": "x"}
    person = world.people[MIRA].as_user()
    entities = [{"type": "bot_command", "offset": 0, "length": len(text.split()[0])}]
    return {
        "message_id": 9,
        "date": 1,
        "chat": chat,
        "from": person,
        "text": text,
        "entities": entities,
    }
