"""Whole conversations about open trials: looking, asking the doctor, saving, sharing."""

import json
from datetime import date
from pathlib import Path

import pytest

from bot.jobs.study_sync import Task, sync
from storage.store import Store
from storage.studies import Studies
from tests.client import Chatter
from tests.trials.conftest import RULES, SAMPLE
from tests.walks.test_saving import rows

NUMBER = "NCT99000001"


async def to_a_list(person: Chatter) -> None:
    await person.says("/findtrials")
    await person.taps_wire("tr:US")
    await person.taps("HR+, HER2\u2212")
    await person.taps("Treatments")


async def to_a_card(person: Chatter) -> None:
    await to_a_list(person)
    await person.taps("1")


async def close(studies: Studies, number: str, folder: Path) -> None:
    """The next copy of the register no longer has it."""
    page = json.loads(SAMPLE.read_text("utf-8"))
    page["studies"] = [
        each
        for each in page["studies"]
        if each["protocolSection"]["identificationModule"]["nctId"] != number
    ]
    given = folder / "next.json"
    given.write_text(json.dumps(page), "utf-8")
    task = Task(str(studies.path), str(RULES), given=str(given), takes_sample=True)
    assert (await sync(task, date(2026, 11, 28))).gone == 1


async def test_from_the_command_to_a_card_nothing_is_kept(ana: Chatter, store: Store) -> None:
    asked = await ana.says("/findtrials")
    assert "made-up sample" in asked
    assert "United States" in ana.labels[0]
    assert "Which type" in await ana.taps(ana.labels[0])
    counted = await ana.taps("I don't know, show all")
    assert "Treatments:" in counted
    listed = await ana.taps("Treatments")
    assert "in phase 1 only at the end" in listed
    card = await ana.taps("1")
    assert "NCT99" in card
    assert "Being listed is no advice" in card
    assert await rows(store) == {}


async def test_the_page_leads_there_and_back(ana: Chatter) -> None:
    await ana.says("/start clinical-trials")
    await ana.taps("Look for open trials")
    assert "Where could you take part?" in ana.screen
    assert "Clinical trials" in await ana.taps("‹ Back")


@pytest.mark.slow
async def test_by_state_and_town_to_the_nearest_place(ana: Chatter) -> None:
    await to_a_list(ana)
    states = await ana.taps("Sort by distance")
    assert "Which part" in states or "which part" in states
    await ana.taps(next(label for label in ana.labels if label.startswith("Massachusetts")))
    listed = await ana.taps("Boston")
    assert "The nearest come first" in listed
    card = await ana.taps("1")
    assert "Nearest open place" in card or "Open place" in card
    places = await ana.taps("Places")
    assert "open places in United States" in places
    assert "NCT99" in await ana.taps("‹ Back")
    assert "The nearest come first" in await ana.taps("‹ Back")


@pytest.mark.slow
async def test_asking_puts_the_question_on_the_list_and_on_the_doctors_card(
    ana: Chatter, store: Store
) -> None:
    await to_a_card(ana)
    number = ana.screen.split("NCT")[1][:8]
    await ana.taps("Ask my doctor about it")
    card = await ana.taps("Yes, save this")
    assert f"NCT{number}" in card
    assert "On my list for the doctor" in ana.labels
    await ana.taps_wire(f"sta:{number}:US:")  # an old message, tapped again
    assert (await rows(store))["questions"] == 1
    listed = await ana.says("/questions")
    assert f"I found trial NCT{number}" in listed
    assert "Does it fit me?" in listed
    await ana.taps_wire("forvisit")
    assert f"clinicaltrials.gov/study/NCT{number}" in await ana.taps_wire("card")


@pytest.mark.slow
async def test_saving_with_a_note_and_taking_it_away_again(ana: Chatter, store: Store) -> None:
    await to_a_card(ana)
    await ana.taps("☆ Save")
    await ana.taps("Yes, save this")
    assert "★ Saved" in ana.labels
    listed = await ana.says("/bookmarks")
    assert "Trials" in listed
    assert "NCT99" in listed
    await ana.taps(ana.labels[0])
    assert "still on the list" in ana.screen
    await ana.taps("Add a note")
    noted = await ana.says("near my sister")
    assert "near my sister" in noted
    await ana.taps("Open")
    assert "Being listed is no advice" in ana.screen
    assert "NCT99" in await ana.taps("‹ Back")
    await ana.taps("Remove")
    assert "NCT99" in await ana.taps("Undo")
    assert "near my sister" in ana.screen


@pytest.mark.slow
async def test_a_saved_trial_that_closed_says_so(
    ana: Chatter, studies: Studies, tmp_path: Path
) -> None:
    await ana.says("/start study__nct99000001")
    await ana.taps("☆ Save")
    await ana.taps("Yes, save this")
    assert "★ Saved" in ana.labels
    await close(studies, NUMBER, tmp_path)
    listed = await ana.says("/bookmarks")
    assert f"Trial {NUMBER} (closed)" in listed
    await ana.taps(ana.labels[0])
    assert "not been on the list of open trials since" in ana.screen
    await ana.taps("Open")
    assert NUMBER in ana.screen


@pytest.mark.slow
async def test_what_is_saved_comes_along_and_goes_with_delete(ana: Chatter, store: Store) -> None:
    await to_a_card(ana)
    await ana.taps("☆ Save")
    await ana.taps("Yes, save this")
    await ana.says("/mydata")
    await ana.taps("Download my data")
    exported = await store.people.export(ana.chat_id)
    assert exported["bookmarks"][0]["ref"].startswith("nct99")
    await ana.says("/delete")
    await ana.taps("Yes, delete everything")
    assert await rows(store) == {}


async def test_who_asks_for_trials_in_words_is_led_to_the_finder(ana: Chatter) -> None:
    await ana.says("which trials are open")
    assert "Look for open trials" in ana.labels[:3]
    assert "Where could you take part?" in await ana.taps("Look for open trials")
