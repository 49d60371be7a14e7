"""Whole conversations of people who type what they look for."""

import logging

import pytest

from bot.library.library import Library
from bot.logs import CHATTY
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
    assert label.split(" (")[0] in opened or any(label in one for one in ana.labels[:3])


async def test_a_result_opens_with_a_tap(ana: Chatter) -> None:
    assert (await ana.says("bone")).startswith("I found these")
    label = next(one for one in ana.labels if one.startswith("Bone health"))
    assert (await ana.taps(label)).startswith("Bone health")


async def test_nothing_found_is_said_kindly_with_a_way_on(ana: Chatter) -> None:
    assert "I found nothing by that name" in await ana.says("xqzzyw vvkkq")
    assert (await ana.taps("Treatments")).startswith("Treatments")


@pytest.mark.parametrize("page_id", ["urgent-help", "someone-to-talk-to"])
async def test_words_of_danger_show_the_help_page_first(
    ana: Chatter, library: Library, page_id: str
) -> None:
    page = library.default.help_page(page_id)
    for phrase in page.phrases[:4]:
        for typed in (phrase, f"Ibrance and now {phrase}, what next", f"/find {phrase}"):
            assert (await ana.says(typed)).startswith(page.title), typed


async def test_help_comes_before_a_search_whatever_stands_beside_it(ana: Chatter) -> None:
    assert (await ana.says("chest pain, and I want to die")).startswith("Someone to talk to")


async def test_find_without_words_asks_for_some(ana: Chatter) -> None:
    assert "Type a word" in await ana.says("/find")
    assert (await ana.says("ibrance")).startswith("Palbociclib")


async def test_what_is_typed_is_neither_kept_nor_logged_nor_shown_again(
    ana: Chatter, store: Store, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    await ana.says("/start surgery")
    await ana.taps("☆ Save this")
    await ana.taps("Keep it")
    for typed in ("zyxwv lump", "I want to die zyxwv", "/find zyxwv", "zyxwv " * 600):
        assert "zyxwv" not in await ana.says(typed)
    kept = str(await store.panel())
    assert "surgery" in kept
    assert "zyxwv" not in kept
    said = [one.getMessage() for one in caplog.records if one.name.partition(".")[0] not in CHATTY]
    assert "zyxwv" not in "\n".join(said)
