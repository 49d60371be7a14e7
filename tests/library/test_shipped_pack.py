"""The pack that we ship keeps its own rules."""

from datetime import date
from pathlib import Path

import pytest

from bot.library.check.check import check
from bot.library.model.library import Edition, Library

CONTENT = Path(__file__).parents[2] / "content"
TODAY = date(2026, 11, 28)  # fixed: a review that falls due later is no broken test


@pytest.mark.slow
def test_the_shipped_pack_has_no_problems(library: Library) -> None:
    report = check(CONTENT, TODAY)
    assert list(map(str, report.failures)) == []  # warnings are told, and stop nobody
    for language in library.editions:  # and the medicines and the words
        graded = [key for key in report.grades if key.startswith(f"{language}/")]
        assert len(graded) == report.counts["pages"] + 2


def test_nobody_claims_a_review_that_has_not_happened(edition: Edition) -> None:
    files = [*edition.pages.values(), edition.medicines_file, edition.words_file]
    assert {file.reviewed.state for file in files} == {"source-checked"}


def test_the_eight_treatments_are_there_in_their_order(edition: Edition) -> None:
    assert [page.id for page in edition.menu("treatments")] == [
        "hormone-therapy",
        "targeted-therapy",
        "immunotherapy",
        "radiation-therapy",
        "chemotherapy",
        "clinical-trials",
        "surgery",
        "palliative-care",
    ]
