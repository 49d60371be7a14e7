"""Read here, only you: the asker alone sees it."""

import pytest

from bot import callback_data
from bot.jobs.reminders import ReminderWorker
from bot.screens import cards
from bot.screens.view import View
from bot.turns.services import Services
from playground.markup import parse_html
from playground.people import ANA, BEN, FORUM_ID, MIRA, SUPERGROUP_ID, THEO
from playground.texts import TEXT_LIMIT
from playground.world import World
from tests.client import Chatter, Pump
from tests.groups.cards import cannot_react, chosen, everything
from tests.groups.conftest import Group
from tests.groups.ephemeral.looking import READ_HERE, WAY_IN, alone, said, sees
from tests.groups.scheduling import set_up, turn
from tests.groups.test_inline import saves


async def test_a_tap_is_answered_to_who_tapped_and_to_nobody_else(
    introduced: Services, group: Group, mira: Chatter, theo: Chatter, world: World
) -> None:
    await mira.says("/card palliative care")
    posted, before = group.seen, {who: sees(world, who) for who in (ANA, BEN, MIRA)}
    assert READ_HERE in theo.labels
    await theo.taps(READ_HERE)
    [shown] = alone(world)
    assert shown.only_for == THEO
    assert shown.text.startswith("Palliative care")
    assert "Only you can see this" in shown.text
    assert {who: sees(world, who) for who in before} == before
    assert sees(world, THEO)[-1] == shown.text
    assert group.seen == posted
    assert (THEO, SUPERGROUP_ID) not in world.toasts


async def test_it_says_more_than_the_card_and_its_links_lead_into_the_private_chat(
    introduced: Services, theo: Chatter, ana: Chatter, world: World
) -> None:
    await theo.says("/card palliative care")
    await theo.taps(READ_HERE)
    [shown] = alone(world)
    keys = [key for row in (shown.reply_markup or {})["inline_keyboard"] for key in row]
    linked = [mark["url"] for mark in shown.entities if mark["type"] == "text_link"]
    ways = [url for url in linked if url.startswith(WAY_IN)]
    assert [key["text"] for key in keys] == ["Read privately", "Urgent help"]
    assert len(ways) > 3
    for url in (*ways[:2], *(key["url"] for key in keys)):
        assert await ana.starts(url.removeprefix(WAY_IN))
    assert (await ana.starts(ways[0].removeprefix(WAY_IN))).startswith("Palliative care")


@pytest.mark.slow
async def test_it_is_the_same_whatever_is_kept_of_who_asks(
    introduced: Services, group: Group, mira: Chatter, ana: Chatter, world: World
) -> None:
    await saves(ana, "palliative-care")
    await ana.taps_wire(callback_data.SET("region", "GB"))
    for words in ("/card palliative care", "/urgent"):
        await mira.says(words)
    for person in (ANA, BEN):
        await group.member(person).taps_wire(callback_data.READ_HERE("page", "palliative-care"))
        await group.member(person).taps_wire(callback_data.READ_HERE("page", "urgent-help"))
    first, second = ([m.text for m in alone(world) if m.only_for == who] for who in (ANA, BEN))
    assert first == second
    assert "911" in first[1]


async def test_topics_are_asked_for_and_answered_where_nobody_else_looks(
    introduced: Services, group: Group, theo: Chatter, world: World
) -> None:
    theo.me.says("/topics")
    await group.pump.flush()
    assert world.chats[SUPERGROUP_ID].messages == {}
    assert [message.only_for for message in world.chats[SUPERGROUP_ID].ephemeral.values()] == [
        THEO
    ] * 2
    [shown] = alone(world)
    assert "Chemotherapy" in shown.text
    assert sees(world, THEO) == ["/topics", shown.text]
    assert sees(world, ANA) == sees(world, MIRA) == []


async def test_topics_from_a_telegram_that_does_not_know_this_are_one_message_for_all(
    introduced: Services, group: Group, world: World, pump: Pump
) -> None:
    world.inbox.put_raw({"message": said(world, "/topics")})
    await pump.flush()
    assert "Tap one to read it privately" in group.ours[0].text
    assert alone(world) == []


async def test_in_a_forum_it_stays_in_its_topic(
    introduced: Services, forum: Group, world: World
) -> None:
    there = forum.member(THEO, topic=2)
    await there.says("/card surgery")
    await there.taps(READ_HERE)
    there.me.says("/topics")
    await forum.pump.flush()
    assert [message.thread_id for message in alone(world, FORUM_ID)] == [2, 2]


async def test_what_is_posted_by_itself_can_be_read_here_too(
    introduced: Services, mira: Chatter, theo: Chatter, world: World, worker: ReminderWorker
) -> None:
    await set_up(mira)
    turn(world, days=2)
    await worker.deliver_due()
    await theo.taps(READ_HERE)
    assert alone(world)[0].text.startswith("Hormone therapy")


async def test_the_one_line_of_a_bot_that_rests_can_be_read_here(
    introduced: Services, theo: Chatter, world: World
) -> None:
    await theo.says("/card surgery")
    cannot_react(world)
    await chosen(introduced, world.clock.now(), cooldown_seconds=3600)
    await theo.says("/card chemotherapy")
    assert theo.labels == ["Read privately", READ_HERE]
    await theo.taps(READ_HERE)
    assert alone(world)[0].text.startswith("Chemotherapy")


async def test_an_administrator_who_hides_reads_alone_too(
    introduced: Services, group: Group, mira: Chatter, world: World
) -> None:
    await mira.says("/card surgery")
    await group.member(MIRA, anonymous=True).taps(READ_HERE)
    assert [message.only_for for message in alone(world)] == [MIRA]


@pytest.mark.slow
def test_everything_fits_and_no_button_in_it_needs_an_answer(view: View) -> None:
    for item in everything(view):
        screen = cards.for_asker_only(view, cards.for_one(view, item))
        text, marks = parse_html(screen.text)
        assert 0 < len(text) <= TEXT_LIMIT, item.key
        assert len(marks) <= 100, item.key
        assert all(button.url for row in screen.rows for button in row), item.key
        assert screen.rows, item.key


@pytest.mark.slow
def test_what_one_has_to_ask_for_is_linked_and_not_shown(view: View) -> None:
    behind = [s.text for p in view.edition.pages.values() for s in p.sections if s.ask_first]
    for item in everything(view):
        read = parse_html(cards.for_one(view, item).text)[0]
        assert not any(text[:60] in read for text in behind), item.key
