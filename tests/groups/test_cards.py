"""Cards in groups: what they show, whom they answer, and that they do not crowd anybody."""

import re
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from bot.app import GROUP_COMMANDS
from bot.domain.groups import usual_group
from bot.groups.crowd import FOR_PEOPLE
from bot.groups.fleeting import Remover
from bot.library.library import Library
from bot.library.models import ReminderKind
from bot.playground import groups
from bot.playground.markup import parse_html
from bot.playground.people import MIRA, SUPERGROUP_ID
from bot.playground.world import World
from bot.screen import LABEL_LIMIT, Screen, as_read
from bot.screens import cards
from bot.screens.cards import CARD_LIMIT, Item
from bot.screens.view import View
from bot.turn import Services
from tests.client import Chatter, Pump
from tests.groups.conftest import Group
from tests.screens.test_golden import GOLDEN, written

PAYLOAD = re.compile(r"https://t\.me/\w+\?start=[A-Za-z0-9_-]{1,64}")
AN_HOUR = timedelta(hours=1)


def everything(view: View) -> list[Item]:
    edition = view.edition
    kinds: list[tuple[Any, Any]] = [
        ("page", edition.pages),
        ("medicine", edition.medicines),
        ("word", edition.words),
    ]
    found = [cards.item(view, kind, ref) for kind, refs in kinds for ref in refs]
    return [one for one in found if one]


async def chosen(services: Services, now: Any, **settings: Any) -> None:
    """What a moderator has set for the group."""
    async with services.store.transaction():
        usual = usual_group(SUPERGROUP_ID, services.settings)
        await services.store.groups.change(usual, now, **settings)


# What a card is


@pytest.mark.parametrize("covered", [True, False])
def test_every_page_medicine_and_word_fits_a_card(view: View, covered: bool) -> None:
    edition = view.edition
    shown = everything(view)
    assert len(shown) == len(edition.pages) + len(edition.medicines) + len(edition.words)
    for one in shown:
        screen = cards.card(view, one, covered=covered)
        text, marks = parse_html(screen.text)
        assert text == as_read(screen.text)
        assert 0 < len(text) <= CARD_LIMIT, one.key
        assert len(marks) <= 100, one.key
        for button in (button for row in screen.rows for button in row):
            assert len(button.label) <= LABEL_LIMIT
            assert PAYLOAD.fullmatch(button.url) or button.shares, one.key
            assert not button.tap, "a button in a group is everybody's, so it only leads away"


def test_a_card_names_its_sources_and_when_they_were_read(view: View) -> None:
    page = view.edition.pages["palliative-care"]
    text = as_read(cards.card(view, cards.of_page(page), covered=True).text)
    assert "Sources: National Institute on Aging" in text
    assert view.date(page.reviewed.on) in text
    assert "Not yet reviewed by a clinician" in text
    assert "not medical advice" in text


def test_a_medicine_says_how_far_it_was_checked(view: View) -> None:
    for one in view.edition.medicines.values():
        found = cards.item(view, "medicine", one.id)
        assert found is not None
        text = as_read(cards.card(view, found, covered=True).text)
        assert view.say(f"medicine.{one.checked}") in text
        assert ("Checked against its sources" in text) == (one.checked != "not-checked")


def test_what_one_has_to_ask_for_stands_on_no_card(view: View) -> None:
    behind = [s.text for p in view.edition.pages.values() for s in p.sections if s.ask_first]
    assert behind
    for one in everything(view):
        assert one.text not in behind


def test_hard_topics_are_covered_where_the_group_wants_it(view: View) -> None:
    hard = {one.key for one in everything(view) if one.hard}
    assert {"page outlook", "page planning-ahead", "word hospice", "word prognosis"} <= hard
    assert "page palliative-care" not in hard
    for one in everything(view):
        covered = cards.card(view, one, covered=True).text
        assert ("<tg-spoiler>" in covered) == one.hard
        assert "<tg-spoiler>" not in cards.card(view, one, covered=False).text


# Whom it answers


async def test_a_card_is_the_best_match_with_its_ways_on(mira: Chatter) -> None:
    text = await mira.says("/card ibrance")
    assert text.startswith("Palbociclib")
    assert mira.labels == ["Read privately", "Share", "Urgent help"]
    assert mira.keys[0]["url"].endswith("?start=medicine__palbociclib")
    assert mira.keys[2]["url"].endswith("?start=urgent-help")
    assert mira.keys[1]["switch_inline_query_chosen_chat"]["query"] == "Palbociclib"


async def test_its_link_opens_the_same_thing_in_private(ana: Chatter, mira: Chatter) -> None:
    await mira.says("/card side effects of chemotherapy")
    payload = mira.keys[0]["url"].partition("start=")[2]
    assert (await ana.starts(payload)).startswith("Chemotherapy")


async def test_sent_as_an_answer_it_answers_that_message(
    mira: Chatter, theo: Chatter, pump: Pump
) -> None:
    asked = theo.me.says("What is immunotherapy?")
    mira.me.says("/card immunotherapy", reply_to=asked.id)
    await pump.flush()
    assert mira.message.reply_to == asked.id


async def test_an_answer_to_a_message_that_is_gone_still_comes(
    mira: Chatter, theo: Chatter, pump: Pump, world: World
) -> None:
    asked = theo.me.says("What is immunotherapy?")
    mira.me.says("/card immunotherapy", reply_to=asked.id)
    del world.chats[SUPERGROUP_ID].messages[asked.id]
    await pump.flush()
    assert mira.screen.startswith("Immunotherapy")


async def test_in_a_forum_it_stays_in_its_topic(forum: Group) -> None:
    await forum.member(MIRA, topic=2).says("/card surgery")
    await forum.member(MIRA, topic=3).says("/card surgery")
    await forum.member(MIRA).says("/topics")
    assert [one.thread_id for one in forum.ours] == [2, 3, None]


async def test_a_closed_topic_is_no_error(forum: Group, world: World) -> None:
    there = forum.member(MIRA, topic=2)
    groups.close_topic(world, world.chats[forum.chat_id], 2)
    there.me.says("/card surgery")
    await forum.pump.flush()
    assert forum.ours == []


async def test_words_of_danger_bring_help_and_not_a_card(theo: Chatter) -> None:
    assert (await theo.says("/card chest pain after chemotherapy")).startswith("Urgent help")
    assert (await theo.says("/card I want to die")).startswith("Someone to talk to")


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
    assert cards.for_members(other)["bones"] == "Short text: Bone health"
    assert "trials" not in cards.for_members(other)


async def test_commands_lists_just_the_commands_there_are(theo: Chatter, view: View) -> None:
    members, moderators = cards.for_members(view.edition), cards.for_moderators(view.edition)
    subjects = {one.id for one in view.edition.pack.reminders}
    ours = {name for name, route in GROUP_COMMANDS.items() if route.who == "moderators"}
    assert set(moderators) == ours
    assert set(members) == (GROUP_COMMANDS.keys() - ours) | subjects
    assert all(3 <= len(told) <= 256 for told in (members | moderators).values())
    seen = await theo.says("/commands")
    assert all(f"/{name}: {told}" in seen for name, told in (members | moderators).items())


async def test_it_says_what_is_missing_and_takes_that_out_again(
    group: Group, theo: Chatter, world: World, remover: Remover
) -> None:
    assert "no short text by that name" in await theo.says("/card qwrtzpsdfg")
    assert "qwrtzpsdfg" not in theo.screen
    assert "Add a word" in await theo.says("/card")
    assert len(group.ours) == 2
    world.clock.jump(timedelta(seconds=59))
    await remover.remove_due()
    assert len(group.ours) == 2
    world.clock.jump(timedelta(seconds=1))
    await remover.remove_due()
    assert group.ours == []


async def test_what_is_still_there_goes_when_the_bot_stops(
    group: Group, theo: Chatter, remover: Remover
) -> None:
    await theo.says("/card qwrtzpsdfg")
    async with remover.running():
        assert len(group.ours) == 1
    assert group.ours == []


async def test_a_remark_that_somebody_took_out_already_is_no_error(
    group: Group, theo: Chatter, world: World, remover: Remover
) -> None:
    await theo.says("/card qwrtzpsdfg")
    world.chats[SUPERGROUP_ID].messages.pop(group.ours[0].id)
    world.clock.jump(AN_HOUR)
    await remover.remove_due()
    assert group.ours == []


# Not crowding


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


async def test_between_two_cards_of_members_the_bot_rests(
    theo: Chatter, mira: Chatter, world: World
) -> None:
    await theo.says("/card surgery")
    assert "read this privately: Chemotherapy" in await theo.says("/card chemotherapy")
    assert theo.keys[0]["url"].endswith("?start=chemotherapy")
    assert (await mira.says("/card immunotherapy")).startswith("Immunotherapy")
    world.clock.jump(timedelta(minutes=1))
    assert (await theo.says("/card chemotherapy")).startswith("Chemotherapy")


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


# As a reviewer reads them


def pages(view: View) -> dict[str, Screen]:
    found = {one.key: one for one in everything(view)}
    shown = (
        "page hormone-therapy",
        "page outlook",
        "medicine palbociclib",
        "word her2",
        "word hospice",
    )
    drawn = {key: cards.card(view, found[key], covered=True) for key in shown}
    return drawn | {"uncovered": cards.card(view, found["page outlook"], covered=False)}


def company(view: View) -> dict[str, Screen]:
    one = cards.of_page(view.edition.pages["surgery"])
    lines = ("card_how", "nothing", "not_here", "moderators_only")
    return {
        "topics": cards.topics(view, None),
        "topics, few": cards.topics(view, ("surgery",)),
        "urgent": cards.urgent(view),
        "urgent, elsewhere": cards.urgent(replace(view, region="elsewhere")),
        "commands": cards.commands(view),
        "in brief": cards.brief(view, one),
        "earlier": cards.earlier(view),
        "personal": cards.line(view, "answers.private_only"),
        **{line: cards.line(view, f"groups.{line}") for line in lines},
    }


@pytest.mark.parametrize(("name", "draw"), [("group_cards", pages), ("group_lines", company)])
def test_they_are_as_they_were_last_agreed(
    view: View, name: str, draw: Any, request: pytest.FixtureRequest
) -> None:
    file, now = GOLDEN / f"{name}.txt", written(draw(view))
    if request.config.getoption("--update-golden"):
        file.write_text(now, "utf-8")
    assert file.read_text("utf-8") == now
