"""Search: what people ask finds what they mean."""

from collections.abc import Iterator

import pytest

from bot.library.check.readability import sentences
from bot.library.model.library import TALK, URGENT, Edition, Library
from bot.library.search.hits import is_sure
from bot.screens import reading
from bot.screens.view import View
from tests.library.emergency_phrases import ASKED
from tests.library.queries import FOUND, NOTHING, OPENS, SMALL_TALK, VAGUE
from tests.library.searching import first


def test_there_are_many_queries_and_each_thing_looked_for_is_there(edition: Edition) -> None:
    assert len(FOUND) >= 120
    ids = {"page": edition.pages, "medicine": edition.medicines, "word": edition.words}
    for wanted in {*FOUND.values(), *OPENS.values()}:
        kind, _, item_id = wanted.partition(" ")
        page_id, _, section_id = item_id.partition("/")
        found = edition.pages[page_id].section(section_id) if section_id else item_id in ids[kind]
        assert found, wanted


@pytest.mark.parametrize("typed", FOUND)
def test_a_query_finds_what_is_meant_in_the_first_three(edition: Edition, typed: str) -> None:
    assert FOUND[typed] in first(edition, typed)


@pytest.mark.parametrize(
    ("language", "typed"), [(lang, typed) for lang, asked in ASKED.items() for typed in asked]
)
def test_what_frightened_people_ask_finds_a_page_that_speaks_of_it(
    library: Library, language: str, typed: str
) -> None:
    assert ASKED[language][typed] in first(library.edition(language), typed)


#: Ways of asking for a page that may just as well be a sign that cannot wait: help comes first.
MAY_BE_DANGER = {
    *("want to give up", "swollen belly", "arm swollen near port", "blood thinner and chemo"),
    *("she is dying", "numb hands", "sudden pain", "blood in my poo", "can't poo"),
    *("blood in stool", "breathless", "out of breath", "not responding", "quiero rendirme"),
    *("me estoy muriendo", "se está muriendo", "si me muero", "esto me va a matar"),
    *("mama hinchada", "barriga hinchada de líquido", "sangre espesa", "pantorrilla dura"),
    *("sangre más delgada", "duele de repente", "no retengo nada", "sangre en las heces"),
    *("no responde", "can't sleep", "cannot sleep", "falta de aire"),
}


def asked(edition: Edition) -> Iterator[tuple[str, str]]:
    for page in edition.pages.values():
        yield from ((told, f"page {page.id}") for told in page.found_by)
        for part in page.sections:
            yield from ((told, f"section {page.id}/{part.id}") for told in part.found_by)


@pytest.mark.slow
def test_every_phrase_finds_its_page_and_none_calls_for_help_instead(library: Library) -> None:
    for edition in library.editions.values():
        told = list(asked(edition))
        assert len(told) > 100
        assert [row for row in told if row[1] not in first(edition, row[0], 4)] == []
        calm = [a for a, to in told if not to.split()[1].startswith((URGENT, TALK))]
        called = {a for a in calm if any(danger.sure for danger in library.dangers(a))}
        assert called <= MAY_BE_DANGER


def test_what_people_ask_is_no_part_of_what_they_read(edition: Edition, view: View) -> None:
    """New phrases change no version, so no saved page counts as changed."""
    page = edition.pages["symptoms"]
    assert "insomnia" in page.section("sleep-and-mood").found_by  # type: ignore[union-attr]  # it is there
    told = [edition.text_of("page", page.id), edition.text_of("section", "symptoms/sleep-and-mood")]
    told += [
        reading.page(view, page.id).text,
        reading.section(view, page.id, "sleep-and-mood").text,
    ]
    assert [text for text in told if "insomnia" in text or "found_by" in text] == []


def test_a_phrase_in_passing_stands_beside_what_is_named(edition: Edition) -> None:
    hits = edition.index.find("I am scared of chemotherapy")
    both = {"someone-to-talk-to/low-mood-and-worry", "chemotherapy"}
    assert {hit.id for hit in hits[:2]} == both
    assert not is_sure(hits)


@pytest.mark.parametrize(
    ("language", "typed"),
    [
        ("en", "I am afraid of dying"),
        ("en", "scared of dying"),
        ("en", "fear of death"),
        ("es", "Tengo mucho miedo de morir"),
        ("es", "miedo a la muerte"),
    ],
)
def test_fear_of_death_finds_somebody_to_talk_to_first_and_opens_nothing(
    library: Library, language: str, typed: str
) -> None:
    edition = library.edition(language)
    assert first(edition, typed)[0] == "section someone-to-talk-to/low-mood-and-worry"
    assert "page outlook" in first(edition, typed)
    assert not is_sure(edition.index.find(typed))


@pytest.mark.parametrize("typed", SMALL_TALK)
def test_small_talk_is_taken_for_nothing_else(library: Library, typed: str) -> None:
    assert library.is_small_talk(typed)
    for edition in library.editions.values():
        assert library.find(edition, typed) == ()
        assert edition.index.nearest(typed) == ()


@pytest.mark.parametrize("typed", OPENS)
def test_a_sure_hit_opens_by_itself(edition: Edition, typed: str) -> None:
    hits = edition.index.find(typed)
    assert is_sure(hits)
    assert first(edition, typed, 1) == [OPENS[typed]]


@pytest.mark.parametrize("typed", VAGUE)
def test_a_vague_query_gives_a_list(edition: Edition, typed: str) -> None:
    hits = edition.index.find(typed)
    assert hits
    assert not is_sure(hits)


@pytest.mark.parametrize("typed", NOTHING)
def test_nonsense_finds_nothing_and_harms_nothing(edition: Edition, typed: str) -> None:
    assert edition.index.find(typed) == ()
    assert not is_sure(())
    assert len(edition.index.nearest(typed)) <= 3


def test_a_search_gives_at_most_eight_hits_and_none_twice(edition: Edition) -> None:
    for typed in ("cancer", "treatment", "pain", "side effects of chemo"):
        hits = first(edition, typed, 99)
        assert 0 < len(hits) <= 8
        assert len(set(hits)) == len(hits)


def test_the_same_query_gives_the_same_hits(edition: Edition) -> None:
    assert edition.index.find("bone pain") == edition.index.find(" BONE  pain! ")


def test_something_near_is_offered_when_nothing_was_found(edition: Edition) -> None:
    assert edition.index.find("palbosiklip") == ()
    (nearest, *_) = edition.index.nearest("palbosiklip")
    assert (nearest.kind, nearest.id) == ("medicine", "palbociclib")
    assert edition.index.nearest("zzzzzzzzzz") == ()


@pytest.mark.slow
def test_every_question_of_the_pack_is_found_by_its_own_words(library: Library) -> None:
    for edition in library.editions.values():
        missed = [
            question.id
            for question in edition.questions.values()
            for told in sentences(question.text)[:1]
            if f"question {question.id}" not in first(edition, told, 8)
        ]
        assert missed == []


@pytest.mark.parametrize(
    ("typed", "question_id"),
    [
        ("How will we know that it is working?", "goal-of-treatment"),
        ("know it is working", "goal-of-treatment"),
        ("biopsy done again", "test-again"),
    ],
)
def test_a_question_is_found_by_some_of_its_words(
    edition: Edition, typed: str, question_id: str
) -> None:
    assert f"question {question_id}" in first(edition, typed, 8)


#: Spanish: what is typed, and one thing that has to be among the first three hits.
SPANISH = {
    "quimio": "page chemotherapy",
    "quimioterpia": "page chemotherapy",
    "efectos secundarios de la quimio": "section chemotherapy/risks-and-side-effects",
    "cómo se da la radioterapia": "section radiation-therapy/how-it-is-given",
    "cómo funciona la inmunoterapia": "section immunotherapy/how-it-works",
    "beneficios de la terapia hormonal": "section hormone-therapy/benefits",
    "qué es el letrozol": "medicine letrozole",
    "letrozole": "medicine letrozole",
    "ibrance": "medicine palbociclib",
    "biopsias": "word biopsy",
    "ensayos": "page clinical-trials",
    "cuidados paliativos": "page palliative-care",
    "marcadores tumorales": "page scans-and-checks",
    "dolor de huesos": "section bone-health/pain-and-weak-bones",
    "cirujia": "page surgery",
    "caída del pelo": "section chemotherapy/everyday-life",
    "triple negativo": "section subtypes/triple-negative",
    "segunda opinion": "section talking-with-your-team/second-opinion",
    "emergencia": "page urgent-help",
    "hijos": "section caregivers/children-and-family",
    "nueva biopsia": "section gene-and-tumour-tests/testing-again",
}


@pytest.mark.parametrize("typed", SPANISH)
def test_spanish_is_found_with_its_own_words(library: Library, typed: str) -> None:
    assert SPANISH[typed] in first(library.edition("es"), typed)
