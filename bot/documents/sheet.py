"""One printed sheet as plain values. Every word on it comes from the caller."""

from dataclasses import dataclass
from typing import Literal

Paper = Literal["A4", "Letter"]


@dataclass(frozen=True, slots=True)
class Group:
    """Lines under one heading, each with a box to tick. Without a title they stand alone."""

    title: str
    lines: tuple[str, ...]
    #: The answers stand in the lines, so there are none to write.
    is_answered: bool = False


@dataclass(frozen=True, slots=True)
class Sheet:
    """The questions for a visit, or the doctor's card. Whatever is empty is left out."""

    title: str
    #: What the sheet is for; on the doctor's card, the note to the clinician.
    intro: str
    groups: tuple[Group, ...]
    #: A last word after the lines.
    note: str
    #: Small, at the foot of the last page.
    footer: str
    #: How many ruled lines for an answer a question gets at most, where the page has room.
    answer_lines: int = 3
    #: What is filled in by hand, such as a name, each with a line to write on.
    fields: tuple[str, ...] = ()
