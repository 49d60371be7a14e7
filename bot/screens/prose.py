"""Content as Telegram's HTML, with small raised numbers for its sources."""

import re
from collections.abc import Iterable, Sequence

from bot.library.model.models import Source
from bot.library.model.prose import NO_FACT, Line, paragraphs
from bot.screen import safe

THIN_SPACE = "\u202f"
RAISED = str.maketrans("0123456789-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻")
ENDS_IN_NUMBER = re.compile(r"\d[.,;:]?$")
A_FEW = 2  # numbers that may stand side by side; more of them are one range


def as_html(text: str, sources: Iterable[Source]) -> str:
    """Paragraphs and lists; each source mark becomes the number that the source has here."""
    numbers = {source.id: number for number, source in enumerate(sources, start=1)}
    return "\n\n".join(
        "\n".join(_line(line, numbers) for line in paragraph.lines)
        for paragraph in paragraphs(text)
    )


def cited(sources: Iterable[Source], texts: Iterable[str]) -> tuple[Source, ...]:
    """The sources that some texts rest on, in the order in which the texts first mark them."""
    known = {source.id: source for source in sources}
    return tuple(known[mark] for mark in _marks(texts) if mark in known)


def marks_in(texts: Iterable[str]) -> frozenset[str]:
    """The ids of the sources that some texts rest on."""
    return frozenset(_marks(texts))


def raised(number: int) -> str:
    return str(number).translate(RAISED)


def _marks(texts: Iterable[str]) -> dict[str, None]:
    every = (mark for text in texts for told in paragraphs(text) for mark in told.marks)
    return {mark: None for mark in every if mark != NO_FACT}


def _line(line: Line, numbers: dict[str, int]) -> str:
    marks = _raised_list(sorted({numbers[mark] for mark in line.marks if mark in numbers}))
    point = "• " if line.is_point else ""
    if marks and ENDS_IN_NUMBER.search(line.text):
        marks = f"⁽{marks}⁾"  # so that the two are not read as one number
    gap = THIN_SPACE if marks else ""
    return f"{point}{safe(line.text)}{gap}{marks}"


def _raised_list(numbers: Sequence[int]) -> str:
    """In order; a row of three or more that follow each other is one range, such as ¹⁻³."""
    first, last = (numbers[0], numbers[-1]) if numbers else (0, 0)
    if len(numbers) > A_FEW and last - first == len(numbers) - 1:
        return f"{first}-{last}".translate(RAISED)
    return " ".join(raised(number) for number in numbers)
