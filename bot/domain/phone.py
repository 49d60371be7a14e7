"""A phone number with a few words beside it, as somebody types it, and whether it can be kept."""

import re
import unicodedata
from typing import Literal

from storage.people import TEAM_NUMBER_LIMIT

FEWEST_DIGITS, MOST_DIGITS = 3, 15  # as in 111, and in the longest number there can be
LONG_ENOUGH = 5  # digits that nobody takes for a temperature or a pulse
Unusable = Literal["too_long", "no_number"]
_TEMPERATURE = re.compile(r"(?<![\d.,])\d{2,3}[.,]\d(?!\d|[.,]\d)")  # 38.2 is no number to call
_ALONE = re.compile(r"[\d +().-]+")


def one_line(typed: str) -> str:
    """As typed, on one line. Phones copy numbers with unseen marks, and those would stop a call."""
    seen = "".join(c for c in typed if unicodedata.category(c) != "Cf")
    return " ".join(seen.split())


def unusable(line: str, *, is_alarming: bool = False) -> Unusable | None:
    """Why a line can't be kept as a number; None when it can.

    Among words of danger three digits are no number to call: "fever 102".
    """
    if len(line) > TEAM_NUMBER_LIMIT:
        return "too_long"
    needed = LONG_ENOUGH if is_alarming else FEWEST_DIGITS
    return "no_number" if _digits(_TEMPERATURE.sub("", line)) < needed else None


def stands_alone(line: str) -> bool:
    """Whether there is one number and nothing else, so that it can be copied and dialled."""
    return _ALONE.fullmatch(line) is not None and _digits(line) <= MOST_DIGITS


def _digits(line: str) -> int:
    return sum(c.isdecimal() for c in line)
