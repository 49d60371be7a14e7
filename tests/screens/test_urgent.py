"""Urgent help: the first screen says it, each part fits a screen, old buttons open a part."""

import re
from dataclasses import replace

import pytest

from bot.library.model.library import URGENT, Library
from bot.screen import as_read
from bot.screens import cards, countries, reading
from bot.screens.prose import cited
from bot.screens.sources import first_screen
from bot.screens.view import View

A_SCREEN = 900
#: What a danger word can be about, but for numbers and the rest: those lead to the first screen.
KINDS = (
    *("fever", "cord", "breathing", "bleeding", "chest", "infection", "stroke", "clot", "allergy"),
    *("bowel", "confusion", "dehydration", "overdose", "unconscious", "calcium", "drip-site"),
    *("eye", "head-injury", "heart-rhythm", "ketoacidosis", "poisoning", "seizure", "svc-swelling"),
)
OLD_PARTS = ("call-emergency-now", "call-your-team-today", "also-call-today", "spinal-cord")
IN_ORDER = {
    "en": (
        *("breathing", "chest", "face", "woken", "bleeding", "tongue", "38.0 °C (100.4 °F)"),
        *("weeks after", "legs", "bladder", "back pain"),
    ),
    "es": (
        *(
            "falta de aire",
            "pecho",
            "cara",
            "despierta",
            "sangrado",
            "lengua",
            "38.0 °C (100.4 °F)",
        ),
        *("semanas después", "Piernas", "vejiga", "espalda"),
    ),
}


@pytest.fixture(params=["en", "es"])
def reader(request: pytest.FixtureRequest, view: View, library: Library) -> View:
    return replace(view, edition=library.edition(request.param))


def in_each_region(view: View) -> list[View]:
    return [replace(view, region=code) for code in view.edition.regions]


def test_the_first_screen_says_in_this_order_what_cannot_wait(reader: View) -> None:
    for view in in_each_region(reader):
        text = as_read(reading.page(view, URGENT).text)
        assert len(text) <= A_SCREEN
        page = view.edition.help_page(URGENT)
        listed = cited(page.sources, [first_screen(page, view.region)])
        number = as_read(countries.numbers(view, page, view.region, listed))
        places = [text.find(part) for part in (*IN_ORDER[view.edition.language], number)]
        assert -1 not in places
        assert places == sorted(places)


def test_a_group_reads_the_signs_too(reader: View) -> None:
    for view in in_each_region(reader):
        text = as_read(cards.urgent(view).text)
        assert all(part in text for part in IN_ORDER[view.edition.language])


@pytest.mark.slow
def test_each_part_fits_a_screen_and_begins_with_whom_to_call(reader: View) -> None:
    for view in in_each_region(reader):
        for part in view.edition.pages[URGENT].sections:
            for layer in ("", "m"):
                text = as_read(reading.section(view, URGENT, part.id, layer).text)
                assert len(text) <= A_SCREEN, (view.region, part.id)


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_danger_has_its_part(reader: View, kind: str) -> None:
    assert reader.edition.pages[URGENT].section_for(kind) is not None


def test_no_part_answers_a_kind_that_nobody_knows(reader: View) -> None:
    page = reader.edition.pages[URGENT]
    assert {kind for part in page.sections for kind in part.kinds} == set(KINDS)
    assert page.section_for("other") is None


@pytest.mark.parametrize("old", OLD_PARTS)
def test_the_button_of_a_part_that_was_renamed_opens_it(reader: View, old: str) -> None:
    part = reader.edition.pages[URGENT].section(old)
    assert part is not None
    assert part.id not in OLD_PARTS
    assert (
        reading.section(reader, URGENT, old).text == reading.section(reader, URGENT, part.id).text
    )


def test_the_part_on_fever_has_the_british_numbers_in_its_text(reader: View) -> None:
    part = reader.edition.pages[URGENT].section_for("fever")
    assert part is not None
    assert "37.5 °C" in part.text
    assert "36 °C" in part.text


@pytest.mark.parametrize(
    "medicine",
    ["everolimus", "alpelisib", "datopotamab-deruxtecan", "trastuzumab-emtansine", "olaparib"],
)
def test_the_list_of_lungs_names_each_medicine_that_can_inflame_them(
    reader: View, medicine: str
) -> None:
    part = reader.edition.pages[URGENT].section_for("breathing")
    name = reader.edition.medicines[medicine].name.removeprefix("ado-").removeprefix("fam-")
    assert part is not None
    assert re.search(re.escape(name), part.more or "", re.IGNORECASE)
