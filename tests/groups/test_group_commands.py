"""What members can ask for besides cards, and what the group has chosen about all of it."""

from dataclasses import replace
from datetime import timedelta

from bot.jobs.message_cleanup import MessageCleanup
from bot.library.model.library import Library
from bot.library.model.pack import ReminderKind
from bot.routes import GROUP_COMMANDS
from bot.screens.groups import lines
from bot.screens.view import View
from bot.turns.services import Services
from playground.people import SUPERGROUP_ID
from playground.world import World
from tests.client import Chatter
from tests.groups.cards import chosen
from tests.groups.conftest import Group

AN_HOUR = timedelta(hours=1)

# What the group has set


async def test_only_moderators_post_where_the_group_wants_that(
    services: Services, world: World, theo: Chatter, mira: Chatter
) -> None:
    await chosen(services, world.clock.now(), who_posts="moderators")
    assert "Only moderators" in await theo.says("/card surgery")
    assert "Only moderators" in await theo.says("/trials")
    assert (await mira.says("/card surgery")).startswith("Surgery")
    assert (await theo.says("/urgent")).startswith("Urgent help")


async def test_topics_the_group_does_not_want_are_read_privately(
    services: Services, world: World, theo: Chatter
) -> None:
    await chosen(services, world.clock.now(), topics=("surgery", "clinical-trials"))
    assert "other topics" in await theo.says("/card chemotherapy")
    world.clock.jump(AN_HOUR)
    assert "other topics" in await theo.says("/palliative")
    assert (await theo.says("/trials")).startswith("Clinical trials")
    world.clock.jump(AN_HOUR)
    topics = await theo.says("/topics")
    assert "Surgery" in topics
    assert "Urgent help" in topics
    assert "Chemotherapy" not in topics


async def test_the_cover_can_be_taken_off(services: Services, world: World, theo: Chatter) -> None:
    await theo.says("/card outlook")
    assert any(mark["type"] == "spoiler" for mark in theo.message.entities)
    await chosen(services, world.clock.now(), spoiler=False)
    world.clock.jump(AN_HOUR)
    await theo.says("/card outlook")
    assert not any(mark["type"] == "spoiler" for mark in theo.message.entities)


async def test_urgent_has_the_numbers_of_the_groups_region(
    services: Services, world: World, theo: Chatter
) -> None:
    assert "911" in await theo.says("/urgent")
    await chosen(services, world.clock.now(), region="GB")
    world.clock.jump(AN_HOUR)
    seen = await theo.says("/urgent")
    assert "999" in seen
    assert "911" not in seen
    assert theo.keys[0]["url"].endswith("?start=urgent-help")


# The other commands


async def test_topics_are_one_message_of_links(group: Group, theo: Chatter, view: View) -> None:
    await theo.says("/topics")
    linked = [mark["url"] for mark in theo.message.entities if mark["type"] == "text_link"]
    pages = [f"https://t.me/waymark_local_bot?start={page_id}" for page_id in view.edition.pages]
    assert sorted(linked) == sorted(pages)
    assert theo.labels == ["Open privately"]


async def test_every_subject_of_the_pack_has_a_command(library: Library, theo: Chatter) -> None:
    assert (await theo.says("/palliative")).startswith("Palliative care")
    subjects = (ReminderKind(id="bones", page="bone-health"),)
    pack = library.default.pack.model_copy(update={"reminders": subjects})
    other = replace(library.default, pack=pack)
    assert lines.for_members(other)["bones"] == "Short text: Bone health"
    assert "trials" not in lines.for_members(other)


async def test_commands_lists_just_the_commands_there_are(theo: Chatter, view: View) -> None:
    members, moderators = lines.for_members(view.edition), lines.for_moderators(view.edition)
    subjects = {kind.id for kind in view.edition.pack.reminders}
    ours = {name for name, route in GROUP_COMMANDS.items() if route.who == "moderators"}
    assert set(moderators) == ours
    assert set(members) == (GROUP_COMMANDS.keys() - ours) | subjects
    assert all(3 <= len(told) <= 256 for told in (members | moderators).values())
    seen = await theo.says("/commands")
    assert all(f"/{name}: {told}" in seen for name, told in (members | moderators).items())


async def test_it_says_what_is_missing_and_takes_that_out_again(
    group: Group, theo: Chatter, world: World, message_cleanup: MessageCleanup
) -> None:
    assert "no short text by that name" in await theo.says("/card qwrtzpsdfg")
    assert "qwrtzpsdfg" not in theo.screen
    assert "Add a word" in await theo.says("/card")
    assert len(group.ours) == 2
    world.clock.jump(timedelta(seconds=59))
    await message_cleanup.remove_due()
    assert len(group.ours) == 2
    world.clock.jump(timedelta(seconds=1))
    await message_cleanup.remove_due()
    assert group.ours == []


async def test_what_is_still_there_goes_when_the_bot_stops(
    group: Group, theo: Chatter, message_cleanup: MessageCleanup
) -> None:
    await theo.says("/card qwrtzpsdfg")
    async with message_cleanup.running():
        assert len(group.ours) == 1
    assert group.ours == []


async def test_a_remark_that_somebody_took_out_already_is_no_error(
    group: Group, theo: Chatter, world: World, message_cleanup: MessageCleanup
) -> None:
    await theo.says("/card qwrtzpsdfg")
    world.chats[SUPERGROUP_ID].messages.pop(group.ours[0].id)
    world.clock.jump(AN_HOUR)
    await message_cleanup.remove_due()
    assert group.ours == []
