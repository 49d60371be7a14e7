"""Help in a group is never silent: whatever else goes on there, and however fast."""

from collections.abc import Sequence
from datetime import timedelta

import pytest

from bot.domain.recent_posts import FOR_HELP, FOR_PEOPLE
from bot.jobs.message_cleanup import MessageCleanup
from bot.screen import as_read
from bot.screens.view import View
from playground.people import SUPERGROUP_ID
from playground.world import World
from tests.client import Chatter, Pump
from tests.groups.conftest import Group

HELP, CRISIS = "Urgent help", "Someone to talk to"


def names(view: View, count: int) -> Sequence[str]:
    return [medicine.name for medicine in view.edition.medicines.values()][:count]


def starts(group: Group, title: str) -> list[int]:
    return [message.id for message in group.ours if as_read(message.text).startswith(title)]


def too_many(world: World) -> list[object]:
    return [call for call in world.ledger.after() if call.status == 429]


@pytest.mark.slow
async def test_after_eighteen_cards_in_a_minute_help_is_there_for_everybody(
    group: Group,
    mira: Chatter,
    theo: Chatter,
    ana_there: Chatter,
    pump: Pump,
    world: World,
    view: View,
) -> None:
    world.limits.enabled = True
    for name in names(view, 18):
        mira.me.says(f"/card {name}")
    await pump.flush()
    assert len(group.ours) == FOR_PEOPLE
    assert (await theo.says("/urgent")).startswith(HELP)
    card = theo.message.id
    assert "posted here a short time ago" in await ana_there.says("/urgent@waymark_local_bot")
    assert ana_there.message.reply_to == card
    assert (await theo.says("/card I want to kill myself")).startswith(CRISIS)
    assert not too_many(world)


@pytest.mark.slow
async def test_two_messages_a_second_do_not_drown_it(
    group: Group, mira: Chatter, theo: Chatter, pump: Pump, world: World, view: View
) -> None:
    world.limits.enabled = True
    answered = []
    for number, name in enumerate(names(view, 60)):
        mira.me.says(f"/card {name}")
        if number % 20 == 10:
            mine = theo.me.says("/urgent")
            answered.append(mine.id)
        await pump.flush()
        world.clock.jump(timedelta(seconds=0.5))
    shown = [message for message in group.ours if "posted here a short" in message.text]
    assert len(starts(group, HELP)) == 1
    assert len(shown) == len(answered) - 1
    assert not too_many(world)


async def test_who_looks_through_the_settings_leaves_room_for_people(
    group: Group, mira: Chatter, theo: Chatter, pump: Pump, world: World, view: View
) -> None:
    world.limits.enabled = True
    await mira.says("/groupsettings")
    panel = mira.message.id
    for _ in range(9):
        mira.me.taps(panel, "gch:language", forced=True)
        mira.me.taps(panel, "gset", forced=True)
    await pump.flush()
    assert world.taps == {}
    assert (await theo.says("/urgent")).startswith(HELP)
    assert (await theo.says("/card surgery")).startswith("Surgery")
    assert not too_many(world)


@pytest.mark.slow
async def test_more_calls_for_help_than_there_is_room_for_are_answered_a_little_later(
    group: Group,
    mira: Chatter,
    theo: Chatter,
    message_cleanup: MessageCleanup,
    pump: Pump,
    world: World,
    view: View,
) -> None:
    world.limits.enabled = True
    for name in names(view, FOR_PEOPLE):
        mira.me.says(f"/card {name}")
    asked = [theo.me.says("help her please") for _ in range(FOR_HELP + 2)]
    calls = [mira.me.says("/urgent", reply_to=message.id) for message in asked]
    await pump.flush()
    assert len(starts(group, HELP)) == FOR_HELP
    for call in calls[FOR_HELP:]:
        assert world.reactions[SUPERGROUP_ID, call.id] == ["👀"]
    await message_cleanup.answer_due()
    assert len(starts(group, HELP)) == FOR_HELP
    world.clock.jump(timedelta(minutes=1))
    await message_cleanup.answer_due()
    assert len(starts(group, HELP)) == FOR_HELP + 2
    assert {message.reply_to for message in group.ours if message.reply_to} >= {
        message.id for message in asked
    }


@pytest.mark.slow
async def test_what_found_no_room_is_seen_and_comes_later_as_an_answer(
    group: Group,
    mira: Chatter,
    message_cleanup: MessageCleanup,
    pump: Pump,
    world: World,
    view: View,
) -> None:
    asked = [mira.me.says(f"/card {name}") for name in names(view, FOR_PEOPLE + 1)][-1]
    await pump.flush()
    assert world.reactions[SUPERGROUP_ID, asked.id] == ["👀"]
    world.clock.jump(timedelta(seconds=61))
    await message_cleanup.answer_due()
    assert mira.message.reply_to == asked.id
    assert len(group.ours) == FOR_PEOPLE + 1


async def test_nothing_that_is_asked_for_is_met_with_silence(
    group: Group, theo: Chatter, mira: Chatter, pump: Pump, world: World
) -> None:
    for who in (theo, mira, theo):
        asked = who.me.says("/bookmarks")
        await pump.flush()
        seen = (SUPERGROUP_ID, asked.id) in world.reactions
        assert seen or len(group.ours) == 1
    assert len(group.ours) == 1


@pytest.mark.parametrize("command", ["/card surgery", "/trials", "/topics", "/bookmarks"])
async def test_the_message_that_a_command_answers_is_heard(
    group: Group, theo: Chatter, mira: Chatter, command: str
) -> None:
    said = theo.me.says("I want to kill myself")
    mira.me.says(command, reply_to=said.id)
    await mira.says("/commands")
    help_card, own = group.ours[0], group.ours[1]
    assert as_read(help_card.text).startswith(CRISIS)
    assert help_card.reply_to == said.id
    assert as_read(own.text).startswith("If you feel unsafe: Someone to talk to.")


async def test_a_false_alarm_in_a_group_has_a_way_on(theo: Chatter) -> None:
    assert (await theo.says("/card nosebleed and ibrance")).startswith(HELP)
    assert theo.screen.endswith("What else I found is under these buttons.")
    ways = [key["url"].partition("?start=")[2] for key in theo.keys]
    assert "medicine__palbociclib" in ways


async def test_words_that_may_be_danger_post_the_card_and_name_help_above_it(
    group: Group, theo: Chatter
) -> None:
    seen = await theo.says("/card bleeding and ibrance")
    assert seen.startswith("If this is happening now: Urgent help.\n\nPalbociclib")
    assert theo.keys[0]["text"] == HELP
    assert theo.keys[0]["url"].endswith("?start=urgent-help")
    assert len(group.ours) == 1


async def test_two_kinds_at_once_are_two_posts(group: Group, theo: Chatter) -> None:
    await theo.says("/card chest pain and I want to die")
    assert len(starts(group, CRISIS)) == len(starts(group, HELP)) == 1
