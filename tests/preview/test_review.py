"""A review is written into the page's file, and nothing else there moves."""

from datetime import date
from difflib import ndiff
from pathlib import Path

import pytest

from bot.library.check.record_review import ReviewRefusedError, record_review
from bot.library.load.load import load_library
from tests.library.packs import TODAY, PackFolder, write_pack

PAGE = "en/basics/a-page.yaml"


@pytest.fixture
def pack(tmp_path: Path) -> PackFolder:
    return write_pack(tmp_path)


def record(pack: PackFolder, page: str = "a-page", role: str = "oncology nurse") -> date:
    _, due = record_review(pack.folder, page, "en", role, TODAY, TODAY)
    return due


def test_a_review_changes_two_lines_and_passes_the_check(pack: PackFolder) -> None:
    before = pack.path(PAGE).read_text("utf-8")
    due = record(pack)
    after = pack.path(PAGE).read_text("utf-8")
    added = [row[2:] for row in ndiff(before.splitlines(), after.splitlines()) if row[0] == "+"]
    state = f'reviewed: {{state: clinician-reviewed, by_role: "oncology nurse", on: {TODAY}}}'
    assert added == [state, f"review_due: {due}"]
    assert pack.problems() == ()
    assert load_library(pack.folder).default.pages["a-page"].reviewed.by_role == "oncology nurse"


@pytest.mark.parametrize("page", ["a-treatment", "urgent-help", "medicines", "words"])
def test_every_reviewed_file_can_be_reviewed_again(pack: PackFolder, page: str) -> None:
    record(pack, page)
    record(pack, page, "oncologist")
    assert pack.problems() == ()


def test_a_review_written_over_several_lines_is_replaced_whole(pack: PackFolder) -> None:
    old = "reviewed: {state: source-checked, on: 2026-11-23}"
    pack.replace(PAGE, old, "reviewed:\n  state: source-checked\n  on: 2026-11-23")
    record(pack)
    assert "source-checked" not in pack.path(PAGE).read_text("utf-8")
    assert pack.problems() == ()


@pytest.mark.parametrize("role", ["", "  ", "two\nlines", "x" * 61])
def test_a_role_is_one_short_line(pack: PackFolder, role: str) -> None:
    before = pack.path(PAGE).read_text("utf-8")
    with pytest.raises(ReviewRefusedError, match="--by-role"):
        record(pack, role=role)
    assert pack.path(PAGE).read_text("utf-8") == before


def test_a_role_with_quotes_stays_as_it_was_said(pack: PackFolder) -> None:
    record(pack, role='nurse, "breast: care"')
    page = load_library(pack.folder).default.pages["a-page"]
    assert page.reviewed.by_role == 'nurse, "breast: care"'


def test_nobody_reviews_tomorrow(pack: PackFolder) -> None:
    with pytest.raises(ReviewRefusedError, match="still to come"):
        record_review(pack.folder, "a-page", "en", "nurse", date(2030, 1, 1), TODAY)


def test_an_unknown_page_is_told_with_the_nearest_one(pack: PackFolder) -> None:
    with pytest.raises(ReviewRefusedError, match="“a-treatment”"):
        record(pack, "a-treatmnt")


def test_a_file_that_cannot_be_read_is_left_alone(pack: PackFolder) -> None:
    pack.replace(PAGE, "reviewed:", "# reviewed:")
    before = pack.path(PAGE).read_text("utf-8")
    with pytest.raises(ReviewRefusedError, match="Can its file be read"):
        record(pack)
    assert pack.path(PAGE).read_text("utf-8") == before
