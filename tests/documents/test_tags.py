"""What a screen reader is told of a sheet: which words are a heading, and which a list."""

import pytest

from bot.documents.sheet import Sheet
from tests.documents.reading import (
    ASK,
    card,
    is_tagged,
    outline,
    printed,
    questions,
    sheet_of,
    untagged,
)

ENTRY = "L > LI > LBody"


def test_headings_paragraphs_and_questions_are_told_apart() -> None:
    content = printed(sheet_of([*ASK, "A second\nparagraph?"]))
    assert is_tagged(content)
    assert outline(content) == ["H1", "P", *["H2", ENTRY, ENTRY] * 2, "P", "P"]


def test_a_question_of_several_lines_is_one_entry() -> None:
    content = printed(card(["Is this a question? " * 20]), large=True)
    assert outline(content) == ["H1", "P", ENTRY]


def test_words_in_any_direction_are_in_the_list() -> None:
    assert outline(printed(card(["هل يمكنني السفر", "Can I travel?"]))) == ["H1", "P", ENTRY, ENTRY]


@pytest.mark.slow
def test_nothing_that_is_drawn_is_left_untagged() -> None:
    """Boxes to tick, lines to write on and page numbers are decoration."""
    for sheet in (sheet_of(questions(60)), sheet_of(questions(3)), card(questions(2))):
        assert untagged(printed(sheet)) == 0


@pytest.mark.slow
def test_each_page_goes_on_with_the_list() -> None:
    told = outline(printed(sheet_of(questions(60)), large=True))
    assert told.count("H1") == 1
    assert told.count("H2") == 3
    assert told.count(ENTRY) >= 60


def test_an_empty_sheet_is_tagged_too() -> None:
    content = printed(Sheet("", "", (), "", "footer"))
    assert is_tagged(content)
    assert outline(content) == ["P"]
