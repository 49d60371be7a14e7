""" "Was this page helpful?": off unless somebody turns it on, and nobody's answer is anybody's."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from bot.edge.application import AnyApplication
from bot.jobs.cleanup import CleanupJob
from bot.library.model.library import Library
from bot.turns.services import Services
from playground.people import ANA
from playground.world import World
from storage.feedback import LEAST
from storage.store import Store
from tests.client import Chatter

LAST = "sec:surgery:what-is-not-known"
QUESTION = "Was this page helpful?"


@pytest.fixture
def helpful() -> str:
    return "on"


@pytest.fixture
def services(services: Services, helpful: str) -> Services:
    settings = services.settings.model_copy(update={"helpful": helpful})
    return replace(services, settings=settings)


async def kept(store: Store) -> dict[str, list[dict[str, Any]]]:
    """Every table that has a row, whole."""
    return {table: rows for table, rows in await store.panel() if rows}


async def test_it_is_asked_once_at_the_end_of_a_page(ana: Chatter) -> None:
    await ana.says("/start surgery")
    assert QUESTION not in ana.screen
    assert QUESTION not in await ana.taps("How it works")
    assert QUESTION in await ana.taps_wire(LAST)
    assert ana.screen.splitlines()[-1] == QUESTION
    assert ana.labels[:2] == ["Yes", "Not really"]  # right below the question


@pytest.mark.parametrize(("answer", "helped"), [("Yes", 1), ("Not really", 0)])
async def test_one_tap_counts_and_takes_the_question_away(
    ana: Chatter, store: Store, library: Library, answer: str, helped: int
) -> None:
    await ana.says("/start surgery")
    text = await ana.taps_wire(LAST)
    seen = await ana.taps(answer)
    assert seen == text.replace(QUESTION, "Thank you.")
    assert {"Yes", "Not really"}.isdisjoint(ana.labels)
    assert await kept(store) == {
        "helpful_counts": [
            {
                "page_id": "surgery",
                "content_version": library.version("page", "surgery"),
                "day": "2026-11-23",
                "helped": helped,
                "not_really": 1 - helped,
            }
        ]
    }


async def test_it_leaves_nothing_with_a_person_who_keeps_things(
    ana: Chatter, store: Store, world: World
) -> None:
    await ana.says("/start surgery")
    await ana.taps("☆ Save")
    await ana.taps("Yes, save this")
    await ana.taps_wire(LAST)
    before = await kept(store)
    takeout = await store.people.export(ANA)
    world.clock.jump(timedelta(days=3))
    await ana.taps("Yes")
    after = await kept(store)
    assert after.pop("helpful_counts")[0]["helped"] == 1
    assert after == before  # not even the day on which she was here
    assert await store.people.export(ANA) == takeout


@pytest.mark.slow
async def test_who_runs_the_bot_sees_numbers_from_five_on(ana: Chatter, store: Store) -> None:
    await ana.says("/start surgery")
    for number in range(LEAST):
        assert await store.feedback.summed() == [], number
        await ana.taps_wire(LAST)
        await ana.taps("Yes")
    [count] = await store.feedback.summed()
    assert (count.page_id, count.helped, count.not_really) == ("surgery", LEAST, 0)


@pytest.mark.parametrize(
    "wire",
    ["sec:planning-ahead:{last}:t", "sec:urgent-help:{last}", "sec:someone-to-talk-to:{last}"],
)
async def test_it_is_not_asked_beside_help_nor_under_what_asks_first(
    ana: Chatter, library: Library, wire: str
) -> None:
    last = library.default.pages[wire.split(":")[1]].sections[-1]
    await ana.says("/start")
    assert QUESTION not in await ana.taps_wire(wire.format(last=last.id))


@pytest.mark.parametrize("page_id", ["planning-ahead", "urgent-help"])
async def test_an_old_button_neither_counts_nor_opens_what_asks_first(
    ana: Chatter, store: Store, library: Library, page_id: str
) -> None:
    """The page may have ended in another way when the button was drawn."""
    version, page = library.version("page", page_id), library.default.pages[page_id]
    await ana.says("/start")
    seen = await ana.taps_wire(f"helped:{page_id}:y:t:{version}")
    assert seen.startswith(page.title)
    assert QUESTION not in seen
    assert page.sections[-1].title not in seen
    assert await kept(store) == {}


async def test_an_answer_about_a_text_that_has_changed_is_not_counted(
    ana: Chatter, store: Store
) -> None:
    await ana.says("/start surgery")
    seen = await ana.taps_wire("helped:surgery:y:t:0123456789ab")
    assert "This page has changed since then." in seen
    assert await kept(store) == {}


@pytest.mark.parametrize("wire", ["helped", "helped:nowhere:y:t:x", "helped:surgery:maybe:t:x"])
async def test_odd_answers_are_kindly_met_and_not_counted(
    ana: Chatter, store: Store, wire: str
) -> None:
    await ana.says("/start")
    assert "Something went wrong" not in await ana.taps_wire(wire)
    assert await kept(store) == {}


async def test_old_counts_go(
    ana: Chatter, store: Store, services: Services, world: World, application: AnyApplication
) -> None:
    await ana.says("/start surgery")
    await ana.taps_wire(LAST)
    await ana.taps("Yes")
    world.clock.jump(timedelta(days=396))
    await CleanupJob(services, application.bot).tidy()
    assert "helpful_counts" in await kept(store)
    world.clock.jump(timedelta(days=1))
    await CleanupJob(services, application.bot).tidy()
    assert set(await kept(store)) == {"rounds"}


@pytest.mark.parametrize("helpful", ["off"])
async def test_switched_off_nothing_is_asked_and_old_buttons_are_kindly_met(
    ana: Chatter, store: Store, library: Library
) -> None:
    await ana.says("/start surgery")
    assert QUESTION not in await ana.taps_wire(LAST)
    assert "Not really" not in ana.labels
    version = library.version("page", "surgery")
    seen = await ana.taps_wire(f"helped:surgery:y:t:{version}")
    assert "Thank you. This question is closed." in seen
    assert await kept(store) == {}
