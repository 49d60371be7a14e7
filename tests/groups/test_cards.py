"""What a card shows, and whom it answers."""

import re
from dataclasses import replace

import pytest

from bot.library.model.library import Library
from bot.library.model.prose import plain
from bot.screen import LABEL_LIMIT, as_read
from bot.screens import cards
from bot.screens.cards import CARD_LIMIT, IN_SIGHT
from bot.screens.view import View
from bot.turns.services import Services
from playground import groups
from playground.markup import parse_html
from playground.people import ANA, MIRA, SUPERGROUP_ID
from playground.world import World
from tests.client import Chatter, Pump
from tests.groups.cards import chosen, everything
from tests.groups.conftest import Group

PAYLOAD = re.compile(r"https://t\.me/\w+\?start=[A-Za-z0-9_-]{1,64}")

NONE = {"is_disabled": True}

# What a card is


@pytest.mark.slow
@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("covered", [True, False])
def test_every_page_medicine_and_word_fits_a_card(
    view: View, library: Library, language: str, covered: bool
) -> None:
    edition = library.edition(language)
    view = replace(view, edition=edition)
    shown = everything(view)
    assert len(shown) == len(edition.pages) + len(edition.medicines) + len(edition.words)
    for item in shown:
        screen = cards.card(view, item, covered=covered)
        text, marks = parse_html(screen.text)
        assert text == as_read(screen.text)
        assert 0 < len(text) <= CARD_LIMIT, item.key
        assert len(marks) <= 100, item.key
        for button in (button for row in screen.rows for button in row):
            assert len(button.label) <= LABEL_LIMIT
            assert PAYLOAD.fullmatch(button.url) or button.shares, item.key
            assert not button.tap, "a button in a group is everybody's, so it only leads away"


async def test_no_card_unfolds_a_web_page(group: Group, theo: Chatter) -> None:
    await theo.says("/card surgery")
    assert group.ours[-1].content["link_preview_options"] == NONE


async def test_no_screen_unfolds_a_web_page_when_new_or_changed(ana: Chatter) -> None:
    await ana.says("/start surgery")
    assert ana.message.content["link_preview_options"] == NONE
    shown = ana.message.id
    await ana.taps("Sources")
    assert (ana.message.id, ana.message.content["link_preview_options"]) == (shown, NONE)


def test_a_card_names_its_sources_and_when_they_were_read(view: View) -> None:
    page = view.edition.pages["palliative-care"]
    text = as_read(cards.card(view, cards.of_page(page), covered=True).text)
    assert "Sources: American Cancer Society" in text
    assert view.date(page.reviewed.on) in text
    assert "Not yet reviewed by a clinician" in text
    assert "not medical advice" in text


FOLDED_LIMIT = 1200  # characters of a card with all that is folded up
FOLD = re.compile(r"<blockquote expandable>(.*?)</blockquote>", re.DOTALL)


@pytest.mark.slow
@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("covered", [True, False])
def test_in_a_group_a_little_is_in_sight_and_nothing_is_lost(
    view: View, library: Library, language: str, covered: bool
) -> None:
    view = replace(view, edition=library.edition(language))
    for item in everything(view):
        screen = cards.in_group(view, item, covered=covered)
        text, marks = parse_html(screen.text)
        assert len(text) <= FOLDED_LIMIT, item.key
        assert len(marks) <= 100, item.key
        if item.key in ("page urgent-help", "page someone-to-talk-to"):
            assert not FOLD.search(screen.text)
            assert "911" in text
            continue
        room = IN_SIGHT + len(view.say("groups.covered") + "\n")
        assert len(in_sight(view, screen.text)) <= room, item.key
        for line in filter(None, plain(item.text).split("\n")):
            assert line in text, item.key
        assert item.about in text
        assert "Not yet reviewed" not in "".join(FOLD.findall(screen.text))


def in_sight(view: View, html: str) -> str:
    """What a reader sees before a tap, without the sources and the review line below it."""
    unfolded = as_read(re.sub(r"<i>.*?</i>", "", FOLD.sub("", html)))
    return unfolded.partition(view.say("groups.sources"))[0].strip()


def test_when_to_call_stands_first_where_a_card_is_folded(view: View) -> None:
    for key in ("medicine palbociclib", "page where-it-spreads"):
        shown = next(item for item in everything(view) if item.key == key)
        [rest] = FOLD.findall(cards.in_group(view, shown, covered=True).text)
        first = as_read(rest).partition("\n\n")[0]
        assert "24-hour number" in first or "emergency department" in first, key


def test_what_is_covered_is_covered_in_the_fold_too(view: View) -> None:
    text = cards.in_group(view, cards.of_page(view.edition.pages["outlook"]), covered=True).text
    bare = re.sub(r"<tg-spoiler>.*?</tg-spoiler>", "", text, flags=re.DOTALL)
    assert "Averages describe" in text
    assert "Averages describe" not in bare
    assert view.edition.pages["outlook"].summary not in bare


async def test_a_posted_card_has_one_fold_and_a_card_of_help_none(
    theo: Chatter, mira: Chatter
) -> None:
    await theo.says("/card hormone therapy")
    kinds = [entity["type"] for entity in theo.message.entities]
    assert kinds.count("expandable_blockquote") == 1
    await mira.says("/card someone to talk to")
    assert "988" in mira.screen
    assert "expandable_blockquote" not in [entity["type"] for entity in mira.message.entities]


def test_a_medicine_says_how_far_it_was_checked(view: View) -> None:
    for medicine in view.edition.medicines.values():
        found = cards.item(view, "medicine", medicine.id)
        assert found is not None
        text = as_read(cards.card(view, found, covered=True).text)
        assert view.say(f"medicine.{medicine.checked}") in text
        assert ("Compared with what we read" in text) == (medicine.checked != "not-checked")


def test_what_one_has_to_ask_for_stands_on_no_card(view: View) -> None:
    behind = [s.text for p in view.edition.pages.values() for s in p.sections if s.ask_first]
    assert behind
    for item in everything(view):
        assert item.text not in behind


def test_hard_topics_are_covered_where_the_group_wants_it(view: View) -> None:
    hard = {item.key for item in everything(view) if item.hard}
    assert {"page outlook", "page planning-ahead", "word hospice", "word prognosis"} <= hard
    assert "page palliative-care" not in hard
    for item in everything(view):
        covered = cards.card(view, item, covered=True).text
        assert ("<tg-spoiler>" in covered) == item.hard
        assert "<tg-spoiler>" not in cards.card(view, item, covered=False).text


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


async def answered(pump: Pump, by: Chatter, said: str, command: str = "/card") -> str:
    """What the bot posts for a command that answers a message of a member."""
    asked = Chatter(pump, ANA, SUPERGROUP_ID).me.says(said)
    by.me.says(command, reply_to=asked.id)
    await pump.flush()
    assert by.message.reply_to == asked.id or by.message.reply_to is None
    return as_read(by.screen)


@pytest.mark.parametrize(
    ("said", "title", "others"),
    [
        ("What is palbociclib?", "Palbociclib", []),
        ("She starts Ibrance and hormone therapy next week", "Palbociclib", ["hormone-therapy"]),
        ("Has anybody had radiation therapy for this?", "Radiation therapy", []),
        ("My oncologist says neutropenia, what now", "Neutropenia", ["word__oncologist"]),
    ],
)
async def test_a_bare_command_posts_the_card_of_what_the_message_names(
    pump: Pump, theo: Chatter, said: str, title: str, others: list[str]
) -> None:
    assert (await answered(pump, theo, said)).startswith(title)
    links = [key["url"].partition("start=")[2] for key in theo.keys if "url" in key]
    assert set(others) <= set(links)
    assert ("What else I found" in theo.screen) == (len(links) > 2)


async def test_where_the_message_names_nothing_that_is_said(pump: Pump, theo: Chatter) -> None:
    assert "found no word" in await answered(pump, theo, "Good morning from the garden")
    assert "such as “/card" in await theo.says("/card")


async def test_what_the_message_says_is_neither_kept_nor_logged(
    pump: Pump, theo: Chatter, services: Services, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(0)
    await answered(pump, theo, "Zebrastripe asks: what is palbociclib?")
    assert theo.screen.startswith("Palbociclib")
    kept = [rows for _, rows in await services.store.panel()]
    ours = [record for record in caplog.records if record.name.startswith(("bot", "storage"))]
    assert "zebrastripe" not in f"{kept} {[record.getMessage() for record in ours]}".casefold()


async def test_a_danger_in_the_message_brings_help_and_no_card(
    pump: Pump, theo: Chatter, group: Group
) -> None:
    await answered(pump, theo, "I have chest pain since I take palbociclib")
    assert [as_read(message.text).partition("\n")[0] for message in group.ours] == ["Urgent help"]
    assert any(key["url"].endswith("medicine__palbociclib") for key in theo.keys)


async def test_a_topic_that_the_group_does_not_want_is_not_posted(
    pump: Pump, theo: Chatter, services: Services, world: World
) -> None:
    await chosen(services, world.clock.now(), topics=("surgery",))
    assert "other topics" in await answered(pump, theo, "What is immunotherapy?")


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
    assert [message.thread_id for message in forum.ours] == [2, 3, None]


async def test_a_closed_topic_is_no_error(forum: Group, world: World) -> None:
    there = forum.member(MIRA, topic=2)
    groups.close_topic(world, world.chats[forum.chat_id], 2)
    there.me.says("/card surgery")
    await forum.pump.flush()
    assert forum.ours == []


async def test_words_of_danger_bring_help_and_not_a_card(theo: Chatter) -> None:
    assert (await theo.says("/card chest pain after chemotherapy")).startswith("Urgent help")
    assert (await theo.says("/card I want to die")).startswith("Someone to talk to")
