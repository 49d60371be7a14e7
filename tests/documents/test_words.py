"""What a person wrote stands on paper as they wrote it."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.documents.reading import card, printed, questions, read, sheet_of, text_of


def test_every_word_of_a_sheet_reads_back_in_order() -> None:
    sheet = sheet_of(questions(12))
    parts = [sheet.title, sheet.intro]
    for group in sheet.groups:
        parts += [group.title, *group.lines]
    assert text_of(printed(sheet)) == " ".join([*parts, sheet.note, sheet.footer])


@pytest.mark.parametrize(
    "words",
    [
        "¿Qué puedo hacer si tengo náuseas? ¡El médico no lo sabe! Año, pingüino",
        "Zażółć gęślą jaźń, București, Điều trị, ß œ Å ø þ ğ",
        "Можно ли мне плавать? Чи можна їсти?",
        "Μπορώ να ταξιδέψω;",  # noqa: RUF001 - Greek
        "האם אני יכולה לשחות היום",
        "هل يمكنني السفر بعد العلاج",
        "PI3K\u03b1, 5 µg, ≥ 2 cm, 37,5 °C, 20 € – “soon” … it’s",
        "<b>bold</b> &amp; <script>alert(1)</script> **stars** {nb} \\n %s",
        "'; DROP TABLE questions; --",
    ],
)
def test_words_read_back_as_typed(words: str) -> None:
    assert words in text_of(printed(card([words])))


@pytest.mark.slow
def test_arabic_reads_from_the_right_with_its_box_on_the_right() -> None:
    (left,) = read(printed(card(["Can I travel?"])))
    (right,) = read(printed(card(["هل يمكنني السفر"])))
    assert left.boxes == right.boxes == 1
    assert right.bounds[2] > 530  # points; the box stands at the right margin


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("Can I swim? 🏊🏽‍♀️", "Can I swim? □"),
        ("我的问题 is this", "□ is this"),
        ("zero\x00byte, \x1b[31mcolour and \u202ebackwards", "zerobyte, [31mcolour and backwards"),
        ("half an emoji \ud83d end", "half an emoji end"),
        ("two\tspaces  here\u2028and there", "two spaces here and there"),
        ("cafe\u0301", "café"),
    ],
)
def test_what_paper_cannot_show_is_replaced_or_left_out(typed: str, shown: str) -> None:
    assert shown in text_of(printed(card([typed])))


@pytest.mark.slow
@pytest.mark.parametrize("letter", ["a", "ж", "ש", "漢", "😀", "W "])
def test_4096_characters_are_printed(letter: str) -> None:
    pages = read(printed(card([(letter * 4096)[:4096]])))
    assert sum(page.boxes for page in pages) == 1
    assert all(page.bounds[2] <= page.size[0] - 30 for page in pages)


@pytest.mark.slow
@settings(max_examples=25, deadline=None)
@given(st.text(max_size=300))
def test_any_text_makes_a_sheet(words: str) -> None:
    assert read(printed(card([words])))
