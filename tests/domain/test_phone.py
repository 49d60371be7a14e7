"""What can be kept as a phone number with a few words, and what of it can be copied."""

import pytest

from bot.domain.phone import one_line, stands_alone, unusable

NUMBERS = [
    "111",
    "0161 496 0000",
    "+44 161 496 0000",
    "(212) 555-0100",
    "Oncology night line 0161 496 0000 ext. 5",
    "01.61.49.60.00",
    "Guardia 212 555 0100, después 212 555 0101",
    "\u0660\u0661\u0666\u0661 \u0664\u0669\u0666 \u0660\u0660\u0660\u0660",
    "1-800-ONCOLOGY 24h",
    "0" * 60,
]
NO_NUMBERS = ["", "the night line", "24 h", "38.2", "tengo 38,5", "fever 100.4", "38.2 and 38,4"]


@pytest.mark.parametrize("line", NUMBERS)
def test_a_number_can_be_kept_with_its_words(line: str) -> None:
    assert unusable(line) is None


@pytest.mark.parametrize("line", NO_NUMBERS)
def test_without_three_digits_or_with_a_temperature_it_is_no_number(line: str) -> None:
    assert unusable(line) == "no_number"


def test_among_words_of_danger_a_number_has_to_be_a_longer_one() -> None:
    assert unusable("fever 102", is_alarming=True) == "no_number"
    assert unusable("fever line 0161 496 0000", is_alarming=True) is None
    assert unusable("ward 102") is None


def test_a_line_has_sixty_characters_at_most() -> None:
    assert unusable("0" * 61) == "too_long"


def test_it_becomes_one_line_without_the_unseen_marks_of_a_phone() -> None:
    copied = "\u202a+44 161 496\u00a00000\u202c\nNight\u200b line"
    assert one_line(copied) == "+44 161 496 0000 Night line"


@pytest.mark.parametrize(
    ("line", "alone"),
    [
        ("0161 496 0000", True),
        ("+1 (212) 555-0100", True),
        ("Ward 5 0161 496 0000", False),
        ("0161 496 0000 ext. 5", False),
        ("1-800-ONCOLOGY", False),
        ("0161 496 0000 0161 496 0001", False),
    ],
)
def test_only_a_number_that_stands_alone_is_offered_to_copy(line: str, *, alone: bool) -> None:
    assert stands_alone(line) is alone
