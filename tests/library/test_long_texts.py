"""No text of any length holds the loop, and danger is seen wherever it stands in one."""

import pytest

from bench.long_texts import lookers, texts, took
from bot.library.model.library import Library

MOST = 60.0  # milliseconds where several tests run at once; alone each stays below 20


@pytest.mark.parametrize("name", texts())
def test_no_text_of_any_length_holds_the_loop(library: Library, name: str) -> None:
    for look in lookers(library).values():
        look("warm")
        assert took(look, texts()[name], tries=5) < MOST


@pytest.mark.parametrize("filler", ["n ", "38 ", "not ", "blue "])
@pytest.mark.parametrize("danger", ["i want to kill myself", "i have chest pain"])
def test_danger_at_either_end_of_a_long_text_is_seen(
    library: Library, filler: str, danger: str
) -> None:
    long = (filler * 4096)[:4000]
    for typed in (f"{danger}. {long}", f"{long}. {danger}"):
        assert library.dangers(typed), typed[:40]


def test_a_likelihood_that_is_certain_is_no_division_by_zero(library: Library) -> None:
    for filler in ("n ", "c ", "1 ", "die ", "pain "):
        library.dangers((filler * 4096)[:4096])
