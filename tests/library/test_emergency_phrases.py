"""Danger words: seen with slips of spelling, and few false alarms."""

import pytest

from bot.library.model.library import TALK, URGENT, Edition, Library
from bot.library.search.hits import is_sure
from bot.library.search.phrases import holds_phrase
from tests.library.emergency_phrases import ALARMING, ORDINARY

IN_DANGER = [
    "can't breathe",
    "cant breathe",
    "can’t breathe!!",
    "can't breath",
    "can not breathe",
    "I CANNOT BREATHE",
    "mum cant breathe since this morning what do we do",
    "chest pain",
    "chest pains",
    "chset pain",
    "high temperture",
    "bleedng a lot",
    "stroke",
    "seizures",
    "my legs are numb",
    "fighting infection fever treatment info",
]
IN_DESPAIR = [
    "want to die",
    "I just want to die.",
    "wnat to die",
    "suicide",
    "Suicidal thoughts",
    "suicde",
    "self-harm",
    "selfharm",
    "self harm",
    "kill myself",
    "kil myself",
    "KILL MY SELF",
    "i cant go on like this",
    "I don’t want to live",
    "dont want to live any more",
]
WISHES_FOR_DEATH = [
    "I want death",
    "I'm tired of living",
    "I can't carry on",
    "im a burden",
    "I want to go to sleep and not wake up",
    "I don't want to be here anymore",
    "quiero ya morir",
    "quiero la muerte",
    "deseo la muerte",
    "quiero dormir y no despertar",
    "ya no quiero estar aquí",
]
HARMLESS = [
    "took too much time",
    "can't talk to my husband",
    "want to dye my hair",
    "i want to diet",
    "will my hair die back",
    "fewer side effects",
    "never",
    "lever",
    "strong",
    "fitness",
    "fit for surgery",
    "self help group",
    "send it all",
    "live well",
    "how long do people live",
    "palliative care",
    "breathing exercises",
    "chest scan",
    "",
    "🙂",
    "?",
]


def named(edition: Edition, typed: str) -> set[str]:
    pages = (URGENT, TALK)
    return {page for page in pages if holds_phrase(typed, edition.help_page(page).phrases)}


@pytest.mark.parametrize("typed", IN_DANGER)
def test_danger_is_seen(edition: Edition, typed: str) -> None:
    assert named(edition, typed) == {URGENT}


@pytest.mark.parametrize("typed", IN_DESPAIR)
def test_despair_is_seen(edition: Edition, typed: str) -> None:
    assert named(edition, typed) == {TALK}


@pytest.mark.parametrize("typed", HARMLESS)
def test_harmless_words_raise_no_alarm(edition: Edition, typed: str) -> None:
    assert named(edition, typed) == set()


@pytest.mark.slow
def test_every_phrase_is_seen_alone_and_at_both_ends_of_a_long_message(edition: Edition) -> None:
    filler = "we went to the garden and had tea with the neighbours " * 70
    for page in (URGENT, TALK):
        for phrase in edition.help_page(page).phrases:
            for typed in (phrase, f"{phrase} {filler}", f"{filler} {phrase}", phrase.upper()):
                assert page in named(edition, typed), phrase


@pytest.mark.slow
def test_names_of_pages_and_medicines_raise_no_alarm_but_for_the_help_pages(
    edition: Edition,
) -> None:
    names = [name for medicine in edition.medicines.values() for name in medicine.names]
    names += [page.title for page in edition.pages.values() if page.menu != "help"]
    assert [name for name in names if named(edition, name)] == []


def called(library: Library, typed: str, page_id: str) -> bool:
    """Whether help comes first."""
    return page_id in {danger.page_id for danger in library.dangers(typed) if danger.sure}


def reached(library: Library, typed: str, page_id: str) -> bool:
    """Whether help comes first, or is named in the first line of the answer."""
    return page_id in {danger.page_id for danger in library.dangers(typed)}


def first(library: Library, language: str, typed: str, count: int = 3) -> list[str]:
    return [hit.id for hit in library.find(library.edition(language), typed)[:count]]


@pytest.mark.parametrize(
    ("language", "typed"), [(lang, typed) for lang, told in ALARMING.items() for typed in told]
)
def test_an_emergency_in_plain_words_is_not_left_to_a_calm_page(
    library: Library, language: str, typed: str
) -> None:
    hits = library.find(library.edition(language), typed)
    alone = is_sure(hits) and hits[0].id != URGENT
    offered = URGENT in first(library, language, typed) and not alone
    assert reached(library, typed, URGENT) or offered


@pytest.mark.parametrize("typed", WISHES_FOR_DEATH)
def test_a_wish_for_death_is_seen_in_both_languages(library: Library, typed: str) -> None:
    assert reached(library, typed, TALK)


DEATH = {"die", "dying", "death", "morir", "morirme", "morirse", "moriré", "muerte"}
DEATH |= {"muero", "muere", "muriendo"}


def test_whoever_asks_about_death_is_offered_somebody_to_talk_to(library: Library) -> None:
    for language, edition in library.editions.items():
        asked = [
            phrase for phrase in edition.pages["outlook"].found_by if DEATH & set(phrase.split())
        ]
        assert len(asked) > 5
        for typed in asked:
            assert TALK in first(library, language, typed), typed
            assert not is_sure(edition.index.find(typed)), typed


@pytest.mark.parametrize(
    ("language", "typed"), [(lang, typed) for lang, told in ORDINARY.items() for typed in told]
)
def test_ordinary_talk_leads_neither_to_the_end_of_life_nor_to_help(
    library: Library, language: str, typed: str
) -> None:
    assert not {"outlook", "planning-ahead"} & set(first(library, language, typed, 8))
    assert not called(library, typed, TALK)
    assert not called(library, typed, URGENT)


@pytest.mark.parametrize(
    ("language", "typed"),
    [
        ("en", "how long do I have to wait"),
        ("en", "how long do I have to take tamoxifen"),
        ("en", "how long does she have to take letrozole"),
        ("es", "cuánto tiempo tengo que esperar"),
    ],
)
def test_how_long_i_have_to_do_something_may_be_about_a_wait(
    library: Library, language: str, typed: str
) -> None:
    assert "scans-and-checks/the-wait" in first(library, language, typed, 4)
    assert not is_sure(library.find(library.edition(language), typed))
