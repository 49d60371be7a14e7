"""How a sheet fills its pages."""

from typing import get_args

import pytest

from bot.documents.sheet import Group, Paper, Sheet
from tests.documents.reading import card, printed, questions, read, sheet_of, text_of

ON_EVERY_PAPER = pytest.mark.parametrize("paper", get_args(Paper))
IN_BOTH_SIZES = pytest.mark.parametrize("large", [False, True], ids=["normal", "large"])
SMALLEST = {False: 11, True: 16}  # points
SIZES = {"A4": (595.28, 841.89), "Letter": (612, 792)}  # points
LEAST_MARGIN = 30  # points; what any printer leaves free, and some air


@ON_EVERY_PAPER
@IN_BOTH_SIZES
def test_twelve_questions_fit_one_page_with_a_box_each(paper: Paper, large: bool) -> None:
    (page,) = read(printed(sheet_of(questions(12)), paper=paper, large=large))
    assert page.boxes == 12


@ON_EVERY_PAPER
def test_the_page_has_the_exact_size_of_the_paper(paper: Paper) -> None:
    (page,) = read(printed(card(questions(3)), paper=paper))
    assert page.size == pytest.approx(SIZES[paper], abs=0.01)


@pytest.mark.slow
@ON_EVERY_PAPER
@IN_BOTH_SIZES
def test_sixty_questions_run_on_to_numbered_pages(paper: Paper, large: bool) -> None:
    pages = read(printed(sheet_of(questions(60)), paper=paper, large=large))
    assert 2 <= len(pages) <= 8
    assert sum(page.boxes for page in pages) == 60
    for number, page in enumerate(pages, start=1):
        assert page.text.split("\n")[-1].strip() == f"{number} / {len(pages)}"


def test_one_page_has_no_number() -> None:
    assert " / " not in text_of(printed(sheet_of(questions(12))))


@pytest.mark.slow
@pytest.mark.parametrize("count", [1, 12, 25, 60])
@IN_BOTH_SIZES
def test_no_letter_is_smaller_than_the_smallest_readable_size(count: int, large: bool) -> None:
    for page in read(printed(sheet_of(questions(count)), large=large)):
        assert min(page.letter_sizes) >= SMALLEST[large]


@pytest.mark.parametrize("count", [1, 12, 25, 60])
@ON_EVERY_PAPER
@IN_BOTH_SIZES
def test_nothing_is_drawn_in_the_side_margins_or_off_the_page(
    count: int, paper: Paper, large: bool
) -> None:
    for page in read(printed(sheet_of(questions(count)), paper=paper, large=large)):
        left, low, right, high = page.bounds
        width, height = page.size
        assert left > LEAST_MARGIN
        assert right < width - LEAST_MARGIN
        assert 10 < low < high < height - LEAST_MARGIN


@pytest.mark.slow
def test_few_questions_get_more_room_for_answers_than_many() -> None:
    rules = [read(printed(sheet_of(questions(n))))[0].rules / n for n in (3, 5, 9, 20)]
    assert rules == [3, 2, 1, 0]


def test_a_sheet_asks_for_at_most_so_many_answer_lines() -> None:
    assert [page.rules for page in read(printed(card(questions(3))))] == [3]
    without = sheet_of(questions(3), answer_lines=0)
    assert [page.rules for page in read(printed(without))] == [0]


@pytest.mark.slow
def test_a_heading_stays_with_its_first_question() -> None:
    for count in range(20, 32):
        groups = tuple(Group(f"Heading {n}", ("A short question?",)) for n in range(count))
        for page in read(printed(Sheet("", "", groups, "", ""))):
            lines = [line.strip() for line in page.text.split("\n")]
            last = lines[-2] if " / " in lines[-1] else lines[-1]
            assert last == "A short question?"


@pytest.mark.slow
def test_a_question_longer_than_a_page_runs_on() -> None:
    long = " ".join(f"word{number}" for number in range(900))
    pages = read(printed(card([long]), large=True))
    assert len(pages) > 1
    words = {word for page in pages for word in page.text.split()}
    assert words > set(long.split())


def test_an_empty_sheet_is_one_empty_page() -> None:
    (page,) = read(printed(Sheet("", "", (), "", "footer")))
    assert page.text.strip() == "footer"
