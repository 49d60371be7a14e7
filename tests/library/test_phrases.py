"""Danger words: seen with slips of spelling, and few false alarms."""

import pytest

from bot.library.library import TALK, URGENT, Edition
from bot.library.search import holds_phrase

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
HARMLESS = [
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


def test_every_phrase_is_seen_alone_and_at_both_ends_of_a_long_message(edition: Edition) -> None:
    filler = "we went to the garden and had tea with the neighbours " * 70
    for page in (URGENT, TALK):
        for phrase in edition.help_page(page).phrases:
            for typed in (phrase, f"{phrase} {filler}", f"{filler} {phrase}", phrase.upper()):
                assert page in named(edition, typed), phrase


def test_names_of_pages_and_medicines_raise_no_alarm_but_for_the_help_pages(
    edition: Edition,
) -> None:
    names = [name for medicine in edition.medicines.values() for name in medicine.names]
    names += [page.title for page in edition.pages.values() if page.menu != "help"]
    assert [name for name in names if named(edition, name)] == []
