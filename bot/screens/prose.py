"""Content as Telegram's HTML, with small raised numbers for its sources."""

from collections.abc import Iterable

from bot.library.model.models import Source
from bot.library.model.prose import NO_FACT, Line, paragraphs
from bot.screen import safe

THIN_SPACE = "\u202f"
RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


def as_html(text: str, sources: Iterable[Source]) -> str:
    """Paragraphs and lists; each source mark becomes the number of the source on its page."""
    numbers = {source.id: number for number, source in enumerate(sources, start=1)}
    return "\n\n".join(
        "\n".join(_line(line, numbers) for line in paragraph.lines)
        for paragraph in paragraphs(text)
    )


def marks_in(texts: Iterable[str]) -> frozenset[str]:
    """The ids of the sources that some texts rest on."""
    return frozenset(
        mark for text in texts for paragraph in paragraphs(text) for mark in paragraph.marks
    ) - {NO_FACT}


def raised(number: int) -> str:
    return str(number).translate(RAISED)


def _line(line: Line, numbers: dict[str, int]) -> str:
    marks = " ".join(raised(numbers[mark]) for mark in line.marks if mark in numbers)
    point = "• " if line.is_point else ""
    gap = THIN_SPACE if marks else ""
    return f"{point}{safe(line.text)}{gap}{marks}"
