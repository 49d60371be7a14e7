"""Whole conversations of people who type what they look for."""

import logging
from dataclasses import replace

import pytest

from bot.library.model.library import Library
from bot.library.search.hits import Hit
from bot.ops.logging import CHATTY
from bot.screen import as_read
from bot.screens import search
from bot.screens.view import View
from playground.people import ANA
from playground.world import World
from storage.store import Store
from tests.client import Chatter


@pytest.mark.parametrize(
    ("typed", "title"),
    [
        ("Ibrance", "Palbociclib"),
        ("palbociclib", "Palbociclib"),
        ("FEMARA", "Letrozole"),
        ("/find Enhertu", "trastuzumab deruxtecan"),
        ("chemo", "Chemotherapy"),
        ("palliative care", "Palliative care"),
        ("Fémara", "Letrozole"),
        ("side effects of chemotherapy", "Chemotherapy\nRisks and side effects"),
    ],
)
async def test_one_sure_hit_opens_at_once(ana: Chatter, typed: str, title: str) -> None:
    assert title in await ana.says(typed)
    assert "‹ Back" in ana.labels
    assert ana.sent == 1


@pytest.mark.parametrize(
    ("typed", "label"),
    [
        ("palbocyclib", "Palbociclib (Ibrance)"),
        ("letrazole", "Letrozole (Femara)"),
        ("immunotherapie", "Immunotherapy"),
        ("side effects of letrozole", "Risks and side effects"),
    ],
)
async def test_a_slip_is_among_the_first_three(ana: Chatter, typed: str, label: str) -> None:
    seen = await ana.says(typed)
    opened = seen.replace("\n", " ")
    assert label.split(" (")[0] in opened or any(label in shown for shown in ana.labels[:3])


async def test_a_result_opens_with_a_tap(ana: Chatter) -> None:
    assert (await ana.says("bone")).startswith("I found these")
    label = next(label for label in ana.labels if label.startswith("Bone health"))
    assert (await ana.taps(label)).startswith("Bone health")


async def test_the_results_stay_when_one_is_opened(ana: Chatter) -> None:
    found = await ana.says("biopsy: scan|marker")
    assert found.startswith("I found these for “biopsy: scan|marker”.")
    labels = ana.labels
    for label in labels[:3]:
        assert await ana.taps(label) != found
        assert (await ana.taps("‹ Results")).startswith("I found these for “biopsy scan marker”.")
        assert ana.labels == labels


async def test_a_long_question_keeps_its_plain_ways(ana: Chatter) -> None:
    """What was typed stands in the button, and a button holds 64 bytes."""
    await ana.says(
        "what helps with nausea when I have it every morning after the new tablets of mine"
    )
    assert ana.sent == 1
    await ana.taps(ana.labels[0])
    assert "‹ Back" in ana.labels


async def test_a_typed_day_and_time_can_be_added(ana: Chatter) -> None:
    await ana.says("scan on 12 December at 10:30")
    assert ana.labels[0] == "Add it as an appointment"
    await ana.taps("Add it as an appointment")
    assert "12" in await ana.taps("Yes, save this")
    assert "10:30" in ana.screen


@pytest.mark.parametrize(
    ("typed", "label"),
    [
        ("delete my data", "Delete everything"),
        ("remind me tomorrow at 9", "My reminders"),
        ("español", "Settings"),
        ("who runs this", "About"),
        ("stop", "My reminders"),
        ("unsubscribe", "My reminders"),
        ("feedback", "About"),
        ("am I talking to a human", "About"),
        ("privacy", "Privacy"),
    ],
)
async def test_words_about_the_bot_lead_to_the_feature_first(
    ana: Chatter, typed: str, label: str
) -> None:
    await ana.says(typed)
    helps = ("Urgent help", "Someone to talk to")
    assert next(label for label in ana.labels if label not in helps).startswith(label)


async def test_nothing_found_is_said_kindly_with_a_way_on(ana: Chatter) -> None:
    assert "I could not find “xqzzyw vvkkq”" in await ana.says("xqzzyw vvkkq")
    ways = ["Urgent help", "Someone to talk to", "Treatments", "About this cancer"]
    assert ana.labels[:4] == ways
    assert (await ana.taps("Treatments")).startswith("Treatments")


@pytest.mark.slow
@pytest.mark.parametrize("page_id", ["urgent-help", "someone-to-talk-to"])
async def test_words_of_danger_show_the_help_page_first(
    ana: Chatter, library: Library, page_id: str
) -> None:
    page = library.default.help_page(page_id)
    for phrase in page.phrases[:4]:
        for typed in (phrase, f"I take Ibrance and I {phrase}, what next", f"/find {phrase}"):
            assert (await ana.says(typed)).startswith(f"{page.title}\n"), typed


@pytest.mark.slow
@pytest.mark.parametrize("page_id", ["urgent-help", "someone-to-talk-to"])
async def test_a_phrase_of_danger_in_any_words_is_never_passed_over(
    ana: Chatter, library: Library, world: World, page_id: str
) -> None:
    """Help comes first, or is named before anything else, with its button on top."""
    page = library.default.help_page(page_id)
    named = library.default.texts(f"danger.{page_id}")
    for phrase in page.phrases:
        before = set(world.chats[ANA].messages) if ANA in world.chats else set()
        await ana.says(f"Ibrance and now {phrase}, what next")
        new = [message for key, message in world.chats[ANA].messages.items() if key not in before]
        seen = [as_read(message.text) for message in new]
        if not any(text.startswith(f"{page.title}\n") for text in seen):
            assert named in seen[-1].split("\n\n")[:2], phrase
            assert page.button in ana.labels[:2], phrase


async def test_a_frightened_question_leads_to_pages_that_speak_of_it(ana: Chatter) -> None:
    """Words that may be despair name somebody to talk to, above what they find."""
    named, found = (await ana.says("am I going to die?")).split("\n\n", 1)
    assert named == "If you feel unsafe: Someone to talk to."
    assert found.startswith("I found these")
    assert ana.labels[:2] == ["Someone to talk to", "Outlook"]
    assert "Symptoms and side effects\nSleep and mood" in await ana.says("I can't sleep")
    assert (await ana.says("tengo miedo")).startswith("Someone to talk to\nLow mood and fear")


async def test_danger_comes_before_what_is_feared(ana: Chatter, world: World) -> None:
    typed = "I can't sleep, am I going to die? I want to die"
    seen = await ana.says(typed)
    assert seen.startswith(
        "Someone to talk to\nI want to die\n\nCall 911 if you are in danger now."
    )
    assert "988" in seen
    await ana.says("I am scared, I can't breathe")
    messages = [as_read(message.text) for message in world.chats[ANA].messages.values()]
    assert messages[-2].startswith("Urgent help\nBreath, chest, faint\n\nCall 911")


async def test_a_text_that_names_somebody_to_talk_to_leads_there(ana: Chatter) -> None:
    assert "The page “Someone to talk to” has the numbers." in await ana.says("I can't sleep")
    assert (await ana.taps("Someone to talk to")).startswith("Someone to talk to")
    assert "Home" in ana.labels


async def test_words_of_another_language_are_not_bent_into_ours(ana: Chatter) -> None:
    named, found = (await ana.says("dolor")).split("\n\n", 1)
    assert named == "If this is happening now: Urgent help."
    assert found.startswith("I found these")
    assert ana.labels[:2] == ["Urgent help", "Symptoms: Pain"]


@pytest.mark.parametrize("typed", ["hola", "Hello!", "thank you"])
async def test_a_greeting_leads_home(ana: Chatter, typed: str) -> None:
    said = await ana.says(typed)
    assert said.startswith("Thank you for writing.")
    assert "What would you like to read?" in said


def test_results_are_shown_by_whole_names(view: View, library: Library) -> None:
    for edition in library.editions.values():
        parts = [
            f"{page.id}/{section.id}"
            for page in edition.pages.values()
            for section in page.sections
        ]
        hits = [Hit("section", ref, 90) for ref in parts]
        hits += [Hit("page", page_id, 90) for page_id in edition.pages]
        hits += [Hit("word", word_id, 90) for word_id in edition.words]
        hits += [Hit("medicine", medicine_id, 90) for medicine_id in edition.medicines]
        screen = search.results(replace(view, edition=edition), "all", hits)
        assert [button.label for row in screen.rows for button in row if "…" in button.label] == []


async def test_urgent_help_that_is_found_is_offered_once(ana: Chatter) -> None:
    assert (await ana.says("help")).startswith("I found these")
    assert ana.labels.count("Urgent help") == 1


async def test_find_without_words_asks_for_some(ana: Chatter) -> None:
    assert "Type a word" in await ana.says("/find")
    assert (await ana.says("ibrance")).startswith("Palbociclib")


@pytest.mark.slow
async def test_what_is_typed_is_neither_kept_nor_logged(
    ana: Chatter, store: Store, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    await ana.says("/start surgery")
    await ana.taps("☆ Save")
    await ana.taps("Yes, save this")
    for typed in ("zyxwv lump", "I want to die zyxwv", "/find zyxwv", "zyxwv " * 600):
        await ana.says(typed)
    kept = str(await store.panel())
    assert "surgery" in kept
    assert "zyxwv" not in kept
    said = [
        record.getMessage()
        for record in caplog.records
        if record.name.partition(".")[0] not in CHATTY
    ]
    assert "zyxwv" not in "\n".join(said)


async def test_a_medicine_shows_its_dangers_first_and_pregnancy_doses_and_food_next(
    ana: Chatter,
) -> None:
    assert "Warnings\nWith warfarin-type blood thinners" in await ana.says("capecitabine")
    safety = await ana.taps("Pregnancy, doses, food")
    assert "Use contraception without hormones" in safety
    assert "If you forget a dose, leave it out" in safety
    assert "Never with brivudine" in safety
    assert "Mayo" not in await ana.taps("Sources")
    await ana.taps("‹ Back")
    assert ana.screen == safety
    await ana.taps("‹ Back")
    assert "Pregnancy, doses, food" in ana.labels


async def test_a_medicine_shows_its_tests_and_where_it_is_allowed(ana: Chatter) -> None:
    await ana.says("capecitabine")
    checks = await ana.taps("Checks and approvals")
    assert "DPD" in checks
    assert "EU: " in checks
    assert "Mayo" not in await ana.taps("Sources")
    await ana.taps("‹ Back")
    assert ana.screen == checks
    await ana.taps("‹ Back")
    assert "Checks and approvals" in ana.labels


async def test_a_button_to_what_is_no_more_leads_home(ana: Chatter) -> None:
    await ana.says("/start")
    await ana.taps_wire("medsafe:no-such-medicine")
    assert "not here any more" in ana.screen
