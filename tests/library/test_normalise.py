"""Spellings that mean the same fold to the same."""

import pytest

from bot.library.search.normalise import normalise


@pytest.mark.parametrize(
    ("spelling", "other"),
    [
        ("Tumour markers", "tumor marker"),
        ("Anaemia", "anemia"),
        ("Therapies", "therapy"),
        ("HOT FLUSHES", "hot flush"),
        ("can't", "cant"),
        ("can’t", "cant"),
        ("Café_bar", "cafe bar"),
        ("ﬁne", "fine"),
    ],
)
def test_spellings_that_mean_the_same_fold_to_the_same(spelling: str, other: str) -> None:
    assert normalise(spelling) == normalise(other)


@pytest.mark.parametrize("word", ["metastasis", "abscess", "virus", "gas", "for", "four", "your"])
def test_words_that_only_look_like_plurals_stay_themselves(word: str) -> None:
    assert normalise(word) == word


@pytest.mark.parametrize(
    ("word", "other"),
    [
        ("Tumores", "tumor"),
        ("infecciones", "infección"),
        ("veces", "vez"),
        ("padres", "padre"),
        ("análisis", "analisis"),
        ("imágenes", "imagen"),
        ("dientes", "diente"),
        ("sofocos", "sofoco"),
    ],
)
def test_spanish_plurals_fold_to_the_same(word: str, other: str) -> None:
    assert normalise(word, "es") == normalise(other, "es")
    assert normalise("hombres", "es") != normalise("hombro", "es")
