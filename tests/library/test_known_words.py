"""A word of everyday language is no misspelt sign of danger, and no misspelt anything."""

import pytest

from bot.library.model.library import Library
from bot.library.search.hits import is_sure

EVERYDAY = [
    "fibre",
    "strike",
    "sagrado",
    "blending",
    "emergence",
    "terminal",
    "despertar",
]
SENTENCES = [
    "should I eat more fibre",
    "nurses strike",
    "Hospital Sagrado Corazón",
    "blending my food",
    "emergence of new drugs",
    "a qué hora hay que despertar",
    "no quiere despertarse temprano",
]
TAKEN_FOR = {"fiebre", "fever", "stroke", "sangrado", "bleeding", "emergency", "emergencia"}
TAKEN_FOR |= {"germinal", "germline", "esperar", "medicine"}


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("typed", [*EVERYDAY, *SENTENCES])
def test_it_means_itself(library: Library, language: str, typed: str) -> None:
    hits = library.find(library.edition(language), typed)
    assert not is_sure(hits)
    assert not TAKEN_FOR & {hit.id for hit in (*hits, *library.nearest(library.default, typed))}
    assert not any(danger.sure for danger in library.dangers(typed))


@pytest.mark.parametrize("typed", ["fievre", "bleedng", "sangradd", "emergncy", "strooke"])
def test_a_word_that_nobody_knows_may_be_misspelt(library: Library, typed: str) -> None:
    assert library.dangers(typed)


@pytest.mark.parametrize("typed", ["letrazole", "immunotherapie", "quimioterpia", "palbocyclib"])
def test_what_is_found_by_a_slip_is_offered_and_never_opens(library: Library, typed: str) -> None:
    for edition in library.editions.values():
        hits = edition.index.find(typed)
        assert hits == () or (hits[0].corrected and not is_sure(hits))
