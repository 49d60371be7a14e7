"""What people type who have not seen the phrases: the share that finds the right thing."""

from pathlib import Path

import pytest

from bot.library.model.library import Library
from tools.measure_search import in_first, place_of, rows_of

UNSEEN = Path(__file__).parent / "search_unseen.tsv"
#: Some points below what was measured (docs/decisions/0024): new pages take places.
RIGHT_PLACE, RIGHT_PAGE = 0.80, 0.88


@pytest.mark.slow
@pytest.mark.parametrize("language", ["en", "es"])
def test_the_right_thing_is_mostly_among_the_first_three(library: Library, language: str) -> None:
    rows = [row for row in rows_of(UNSEEN) if row.language == language]
    assert len(rows) == {"en": 170, "es": 150}[language]
    places = [place_of(library, row, wide=False) for row in rows]
    pages = [place_of(library, row, wide=True) for row in rows]
    assert in_first(places) >= RIGHT_PLACE * len(rows)
    assert in_first(pages) >= RIGHT_PAGE * len(rows)
    assert places.count(None) <= 0.01 * len(rows)
