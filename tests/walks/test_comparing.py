"""Whole conversations of people who look at treatments side by side."""

from dataclasses import replace
from itertools import combinations

import pytest

from bot import callback_data
from bot.library.model.library import Library
from bot.library.model.models import ASPECTS
from bot.screen import TEXT_LIMIT, as_read
from bot.screens import compare, home
from bot.screens.view import View
from tests.client import Chatter

NO_RANKING = "This does not say which is better."


async def test_two_treatments_are_chosen_and_seen_one_question_at_a_time(ana: Chatter) -> None:
    await ana.says("/treatments")
    assert NO_RANKING in await ana.taps("Compare treatments")
    await ana.taps("+ Surgery")
    assert "Compare these" not in ana.labels
    await ana.taps("+ Hormone therapy")
    seen = await ana.taps("Compare these")
    assert seen.startswith("What it is")
    assert seen.index("Hormone therapy") < seen.index("Surgery")  # in the order of the menu
    for aspect in ("How it is given", "Where it is given", "Common effects"):
        seen = await ana.taps(aspect)
        assert seen.startswith(aspect)
        assert NO_RANKING in seen
    assert ana.sent == 1


async def test_a_fourth_is_not_taken_and_says_why(ana: Chatter) -> None:
    await ana.says("/treatments")
    await ana.taps("Compare treatments")
    for title in ("Surgery", "Chemotherapy", "Immunotherapy"):
        await ana.taps(f"+ {title}")
    assert "You can compare up to three" in await ana.taps("+ Hormone therapy")
    assert [label for label in ana.labels if label.startswith("✓")] == [
        "✓ Immunotherapy",
        "✓ Chemotherapy",
        "✓ Surgery",
    ]
    assert "You can compare up to three" not in await ana.taps("✓ Surgery")
    assert "+ Surgery" in ana.labels


async def test_back_from_a_treatment_leads_to_the_comparison(ana: Chatter) -> None:
    codes = ".".join(map(compare.code, ("surgery", "radiation-therapy")))
    await ana.says("/start")
    seen = await ana.taps_wire(callback_data.COMPARED("e", codes))
    for label in ("Surgery", "Sources", "Urgent help"):
        await ana.taps(label)
        assert await ana.taps("‹ Back") == seen


async def test_an_old_button_with_a_page_that_is_gone_asks_anew(ana: Chatter) -> None:
    await ana.says("/start")
    seen = await ana.taps_wire(callback_data.COMPARED("w", f"{compare.code('surgery')}.000000"))
    assert seen.startswith("Compare treatments")
    assert "✓ Surgery" in ana.labels


async def test_a_renamed_page_is_found_by_its_old_code(view: View) -> None:
    pack = view.edition.pack.model_copy(update={"renamed": {"knives": "surgery"}})
    edition = replace(view.edition, pack=pack)
    screen = compare.choose(replace(view, edition=edition), compare.code("knives"))
    assert "✓ Surgery" in [button.label for row in screen.rows for button in row]


@pytest.mark.parametrize("letter", compare.LETTERS.values())
def test_any_three_fit_on_a_screen(view: View, letter: str) -> None:
    for three in combinations(view.edition.comparable, 3):
        codes = ".".join(compare.code(page.id) for page in three)
        assert len(as_read(compare.compared(view, letter, codes).text)) <= TEXT_LIMIT


def test_each_code_means_one_page(library: Library) -> None:
    pages = library.edition("en").pages
    assert len({compare.code(page_id) for page_id in pages}) == len(pages)


def test_a_pack_without_these_fields_offers_no_comparison(view: View) -> None:
    pages = {p.id: p.model_copy(update={"compare": None}) for p in view.edition.pages.values()}
    bare = replace(view, edition=replace(view.edition, pages=pages))
    labels = [b.label for row in home.menu(bare, "treatments").rows for b in row]
    assert "Compare treatments" not in labels
    assert compare.choose(bare, "") == home.home(bare)
    assert "Compare treatments" in [
        b.label for row in home.menu(view, "treatments").rows for b in row
    ]
    assert len(ASPECTS) == len(compare.LETTERS)
