"""The file itself: what it says about itself, what it carries, and that it is always the same."""

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from bot.documents.fonts import FONTS
from bot.documents.pdf import as_pdf
from tests.documents.reading import card, embedded_fonts, opened, printed, questions, sheet_of

FONT_BYTES = 1_600_000
ANOTHER_PROCESS = """
import sys
from tests.documents.reading import printed, questions, sheet_of
sys.stdout.buffer.write(printed(sheet_of([*questions(12), "Можно ли?"])))
"""


def test_the_title_and_the_language_are_set() -> None:
    content = as_pdf(sheet_of(questions(2)), paper="A4", large=False, language="es")
    with opened(content) as document:
        assert document.get_metadata_dict()["Title"] == "Questions for my visit"
    assert b"/Lang (es)" in content
    assert b"/DisplayDocTitle true" in content


def test_the_file_says_nothing_else_about_itself() -> None:
    with opened(printed(sheet_of(questions(2)))) as document:
        said = {key: value for key, value in document.get_metadata_dict().items() if value}
    assert said == {"Title": "Questions for my visit", "CreationDate": "D:20000101000000Z"}


@pytest.mark.slow
def test_the_fonts_travel_with_the_file_as_small_parts() -> None:
    content = printed(card(["Можно ли мне плавать?"]))
    fonts = embedded_fonts(content)
    assert fonts == [True] * len(fonts) != []
    assert len(content) < 40_000  # bytes; the whole fonts are 850 kB


def test_each_bundled_font_has_its_licence_and_they_are_small() -> None:
    families = {path.name.partition("-")[0].partition(".")[0] for path in FONTS.glob("*.ttf")}
    licences = {path.name.removesuffix("-LICENSE.txt") for path in FONTS.glob("*-LICENSE.txt")}
    assert families == licences == {"AtkinsonHyperlegibleNext", "DejaVuSans"}
    assert sum(path.stat().st_size for path in FONTS.iterdir()) < FONT_BYTES


@pytest.mark.slow
def test_the_same_sheet_is_the_same_file_in_another_process() -> None:
    here = printed(sheet_of([*questions(12), "Можно ли?"]))
    there = subprocess.run(  # noqa: S603 - our own interpreter and our own text
        [sys.executable, "-c", ANOTHER_PROCESS],
        env={**os.environ, "PYTHONHASHSEED": "7"},
        cwd=Path(__file__).parents[2],
        capture_output=True,
        check=True,
    )
    assert there.stdout == here


@pytest.mark.slow
def test_different_sheets_are_different_files() -> None:
    assert printed(card(questions(1))) != printed(card(questions(2)))


@pytest.mark.slow
def test_sheets_made_at_once_in_threads_do_not_mix() -> None:
    sheets = [sheet_of([f"Question {n}, Вопрос {n}?"] * 5) for n in range(8)]
    alone = [printed(sheet) for sheet in sheets]
    with ThreadPoolExecutor(4) as threads:
        assert list(threads.map(printed, sheets)) == alone
