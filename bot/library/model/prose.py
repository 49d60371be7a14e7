"""The small markup of the content: paragraphs, lists and source marks."""

import re
from dataclasses import dataclass

MARK = re.compile(r"\s*\[\^([a-z0-9-]+)\]")
NO_FACT = "-"  # the mark of a paragraph that states no medical fact


@dataclass(frozen=True, slots=True)
class Line:
    """One line as people read it, and the ids of the sources that it rests on."""

    text: str
    marks: tuple[str, ...] = ()
    is_point: bool = False


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One or more lines; `offset` is where it starts, in lines of the text, from 0."""

    lines: tuple[Line, ...]
    offset: int = 0

    @property
    def marks(self) -> tuple[str, ...]:
        return tuple(mark for line in self.lines for mark in line.marks)


def paragraphs(text: str) -> tuple[Paragraph, ...]:
    """Split a text at its empty lines; wrapped lines of one paragraph are joined."""
    paragraphs: list[Paragraph] = []
    block: list[str] = []
    start = 0
    for number, row in enumerate([*text.split("\n"), ""]):
        if row.strip():
            start = number if not block else start
            block.append(row.strip())
        elif block:
            paragraphs.append(Paragraph(_lines(block), start))
            block = []
    return tuple(paragraphs)


def plain(text: str) -> str:
    """The text as people read it, without source marks."""
    return "\n\n".join(
        "\n".join(f"• {line.text}" if line.is_point else line.text for line in paragraph.lines)
        for paragraph in paragraphs(text)
    )


def _lines(rows: list[str]) -> tuple[Line, ...]:
    joined: list[str] = []
    for row in rows:
        if joined and not row.startswith("- "):
            joined[-1] += " " + row
        else:
            joined.append(row)
    return tuple(_line(row) for row in joined)


def _line(row: str) -> Line:
    text = MARK.sub("", row).strip()
    point = text.startswith("- ")
    return Line(text.removeprefix("- "), tuple(MARK.findall(row)), is_point=point)
