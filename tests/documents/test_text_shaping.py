"""Right-to-left letters before they are drawn."""

import pytest

from bot.documents.text_shaping import in_visual_order, is_right_to_left, joined, paragraphs


@pytest.mark.parametrize(
    ("typed", "shaped"),
    [
        ("ب", "\ufe8f"),
        ("بيت", "\ufe91\ufef4\ufe96"),
        ("دار", "\ufea9\ufe8d\ufead"),
        ("لا", "\ufefb"),
        ("سلام", "\ufeb3\ufefc\ufee1"),
        ("پی", "\ufb58\ufbfd"),
        ("می\u200cخ", "\ufee3\ufbfd\ufea5"),
        ("بَب", "\ufe91\u064e\ufe90"),
        ("ـب", "ـ\ufe90"),
        ("abc א 12", "abc א 12"),
        ("", ""),
    ],
)
def test_arabic_letters_take_the_shape_of_their_place(typed: str, shaped: str) -> None:
    assert joined(typed) == shaped


@pytest.mark.parametrize(
    ("text", "expected"),
    [("Can I?", False), ("12 שלום", True), ("(مرحبا) ok", True), ("123 …", False), ("", False)],
)
def test_the_first_letter_says_where_a_line_starts(text: str, expected: bool) -> None:
    assert is_right_to_left(text) is expected


def test_a_line_is_drawn_from_the_left_with_numbers_and_brackets_kept_readable() -> None:
    assert in_visual_order("אבג (12) abc", right_to_left=True) == "abc (12) גבא"
    assert in_visual_order("abc (אב)", right_to_left=False) == "abc (בא)"
    assert in_visual_order("abc (1)", right_to_left=False) == "abc (1)"


def test_paragraphs_are_kept_and_empty_ones_left_out() -> None:
    assert paragraphs(" one \n\n\ttwo\r\nthree\x00\n \u200b ") == ["one", "two", "three"]
