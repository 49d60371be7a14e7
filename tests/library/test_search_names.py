"""Search: every name in the pack finds its thing, slips and all."""

from collections.abc import Iterator

import pytest

from bot.library.model.library import Edition
from tests.library.searching import first


def all_names(edition: Edition) -> Iterator[tuple[str, str]]:
    for page in edition.pages.values():
        for name in (page.title, page.button, *page.also_called):
            yield name, f"page {page.id}"
    for medicine in edition.medicines.values():
        for name in medicine.names:
            yield name, f"medicine {medicine.id}"
    for word in edition.words.values():
        for name in word.names:
            yield name, f"word {word.id}"


@pytest.mark.slow
@pytest.mark.parametrize("form", ["{}", "what is {}?"])
def test_every_name_in_the_pack_finds_its_thing(edition: Edition, form: str) -> None:
    missed = [
        (name, wanted)
        for name, wanted in all_names(edition)
        if wanted not in first(edition, form.format(name))
    ]
    assert missed == []


@pytest.mark.slow
def test_every_name_is_found_whatever_its_case_accents_and_plural(edition: Edition) -> None:
    missed = [
        (form, wanted)
        for name, wanted in all_names(edition)
        for form in (name.upper().replace("E", "É"), f"{name.rstrip('s')}s")
        if len(name.split()[-1]) > 4 and wanted not in first(edition, form)
    ]
    assert missed == []


@pytest.mark.slow
def test_side_effects_of_every_medicine_lead_to_it_or_its_section(edition: Edition) -> None:
    missed = [
        name
        for medicine in edition.medicines.values()
        for name in (medicine.name, *medicine.brands)
        if not {f"medicine {medicine.id}", f"section {medicine.page}/risks-and-side-effects"}
        & set(first(edition, f"side effects of {name}"))
    ]
    assert missed == []


@pytest.mark.slow
def test_every_section_is_found_by_its_page_and_title(edition: Edition) -> None:
    missed = [
        f"{page.id}/{section.id}"
        for page in edition.pages.values()
        for section in page.sections
        if f"section {page.id}/{section.id}" not in first(edition, f"{page.button} {section.title}")
    ]
    assert missed == []


def slips(name: str) -> Iterator[str]:
    """One letter wrong, missing, doubled, or swapped with the next: every place in turn."""
    for place in range(1, len(name) - 1):
        before, letter, after = name[:place], name[place], name[place + 1 :]
        if letter.isalpha():
            other = "e" if letter.lower() != "e" else "a"
            yield before + other + after
            yield before + after
            yield before + letter + letter + after
            yield before + after[0] + letter + after[1:]


@pytest.mark.slow
def test_slips_in_names_are_forgiven(edition: Edition) -> None:
    names = {
        name: f"medicine {medicine.id}"
        for medicine in edition.medicines.values()
        for name in (medicine.name, *medicine.brands)
    }
    names |= {page.title: f"page {page.id}" for page in edition.pages.values()}
    typed = [(s, w) for name, w in names.items() if len(name) >= 6 for s in list(slips(name))[::5]]
    missed = [(slip, wanted) for slip, wanted in typed if wanted not in first(edition, slip)]
    assert len(typed) > 1000
    assert len(missed) <= 0.03 * len(typed), missed
