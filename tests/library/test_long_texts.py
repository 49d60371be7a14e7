"""No text of any length holds the loop, and danger is seen wherever it stands in one."""

import pytest

from bench.long_texts import lookers, texts, took
from bot.library.danger.features import features
from bot.library.model.library import Library
from bot.library.search.spelling import MOST_CORRECTED, Spelling

MOST = 40.0  # milliseconds where several tests run at once; alone each stays below 20


@pytest.mark.slow
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


def test_so_many_different_slips_are_put_right_and_no_more() -> None:
    ours = [f"word{chr(97 + n // 26)}{chr(97 + n % 26)}" for n in range(MOST_CORRECTED + 1)]
    slips = tuple(f"w{word}" for word in ours)
    corrected = Spelling(ours).corrected((*slips, slips[0]), frozenset())
    assert all(word in ours for word in corrected[:MOST_CORRECTED])
    assert corrected[MOST_CORRECTED] == slips[-1]
    assert corrected[-1] == corrected[0], "what is said twice is looked up once"


def test_what_is_said_again_is_weighed_once() -> None:
    weighed = {id(part): part for pair in list(features(("no", "38") * 400)) for part in pair}
    assert len(weighed) < 12
