"""Sets a sheet on as few pages as it takes: the words in strips, the strips on pages. Pure."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import dropwhile
from typing import Literal

from bot.documents.fonts import Fonts
from bot.documents.sheet import Group, Sheet
from bot.documents.text_shaping import is_right_to_left, joined, paragraphs

TITLE = 1.7  # times the body size
HEADING = 1.15  # times the body size
INDENT = 1.7  # times the body size; room for the box to tick
UNBROKEN = 8  # strips; a longer question may run on to the next page
#: What words are, as PDF names it: two ranks of headings, a paragraph, an entry of a list.
Role = Literal["H1", "H2", "P", "LBody"]


@dataclass(frozen=True, slots=True)
class Style:
    """How roomy a page is. `body` and `margin` in points, the rest in multiples of the body."""

    body: float
    margin: float
    leading: float
    gap: float
    answer_lines: int
    #: The height of one line of handwriting.
    rule: float


@dataclass(frozen=True, slots=True)
class Strip:
    """The full width of the page, in points: one line of text, a rule to write on, or a gap."""

    height: float
    text: str = ""
    size: float = 0
    bold: bool = False
    grey: bool = False
    right_to_left: bool = False
    role: Role = "P"
    #: Goes on with the paragraph, the heading or the entry of the strip with text before it.
    goes_on: bool = False
    #: How far text and rule stand in from the side where reading starts.
    indent: float = 0
    #: An empty box to tick stands before the text.
    box: bool = False
    rule: bool = False
    #: Stays on one page with the strip after it.
    sticks: bool = False
    #: A gap that takes up what is left of the last page.
    spring: bool = False


@dataclass(frozen=True, slots=True)
class Page:
    """What stands on one page, from the top margin down."""

    style: Style
    strips: tuple[Strip, ...]


def pages(
    sheet: Sheet, styles: Iterable[Style], paper: tuple[float, float], faces: Fonts
) -> list[Page]:
    """The fewest pages that any of the styles needs, in the first style that needs so few."""
    return min((_in_style(sheet, style, paper, faces) for style in styles), key=len)


def _in_style(sheet: Sheet, style: Style, paper: tuple[float, float], faces: Fonts) -> list[Page]:
    width, height = (side - 2 * style.margin for side in paper)
    strips = _Setter(style, width, faces).sheet(sheet)
    *full, last = _flowed(_unbroken(strips, height), height)
    space = height - _height(last)
    last = [replace(s, height=s.height + space) if s.spring else s for s in last]
    return [Page(style, tuple(strips)) for strips in (*full, last)]


@dataclass(frozen=True, slots=True)
class _Setter:
    style: Style
    width: float
    faces: Fonts

    def sheet(self, sheet: Sheet) -> Iterator[Strip]:
        yield from self._text(sheet.title, size=TITLE, bold=True, role="H1")
        for field in sheet.fields:
            yield from self._after(0.5, self._field(field))
        yield from self._after(0.5 + len(sheet.fields) / 2, self._text(sheet.intro))
        for group in sheet.groups:
            lines = 0 if group.is_answered else sheet.answer_lines
            yield from self._group(group, min(self.style.answer_lines, lines))
        yield from self._after(2 * self.style.gap, self._text(sheet.note))
        yield from self._foot(sheet.footer)

    def _group(self, group: Group, answer_lines: int) -> Iterator[Strip]:
        title = _sticking(self._text(group.title, size=HEADING, bold=True, role="H2"))
        yield from self._after(2 * self.style.gap, title)
        for line in group.lines:
            yield from self._question(line, answer_lines, box=not group.is_answered)

    def _field(self, label: str) -> list[Strip]:
        """A label on a rule that runs to the end of the line."""
        *above, last = self._text(label)
        return [*_sticking(above), replace(last, rule=True)]

    def _question(self, line: str, answer_lines: int, *, box: bool) -> list[Strip]:
        indent = INDENT * self.style.body
        text = self._text(line, indent=indent, role="LBody")
        if not text:
            return []
        text = [replace(text[0], box=box), *(replace(strip, goes_on=True) for strip in text[1:])]
        rule = Strip(self.style.rule * self.style.body, indent=indent, rule=True)
        rule = replace(rule, right_to_left=text[0].right_to_left)
        strips = list(self._after(self.style.gap, [*text, *[rule] * answer_lines]))
        return strips if len(strips) > UNBROKEN else [*_sticking(strips[:-1]), strips[-1]]

    def _foot(self, footer: str) -> Iterator[Strip]:
        text = self._text(footer, grey=True)
        if text:
            yield Strip(self.style.gap * self.style.body, sticks=True, spring=True)
            yield from [*_sticking(text[:-1]), text[-1]]

    def _after(self, gap: float, strips: Sequence[Strip]) -> Iterator[Strip]:
        if strips:
            yield Strip(gap * self.style.body, sticks=True)
            yield from strips

    def _text(
        self,
        text: str,
        *,
        size: float = 1,
        bold: bool = False,
        grey: bool = False,
        indent: float = 0,
        role: Role = "P",
    ) -> list[Strip]:
        points = size * self.style.body
        strips = []
        for paragraph in paragraphs(text):
            shown = self.faces.printable(joined(paragraph))
            strip = Strip(
                points * self.style.leading,
                size=points,
                bold=bold,
                grey=grey,
                right_to_left=is_right_to_left(paragraph),
                indent=indent,
                role=role,
            )
            lines = self.faces.lines(shown, (self.width - indent) / points, bold=bold)
            strips += [replace(strip, text=line, goes_on=n > 0) for n, line in enumerate(lines)]
        return strips


def _unbroken(strips: Iterable[Strip], height: float) -> Iterator[list[Strip]]:
    """The strips in chunks that stay together, as far as one page can hold them."""
    chunk: list[Strip] = []
    for strip in strips:
        chunk.append(strip)
        if not strip.sticks:
            yield from [chunk] if _height(chunk) <= height else [[single] for single in chunk]
            chunk = []
    yield chunk


def _flowed(chunks: Iterable[list[Strip]], height: float) -> list[list[Strip]]:
    flowed: list[list[Strip]] = [[]]
    for chunk in chunks:
        if flowed[-1] and _height(flowed[-1]) + _height(chunk) > height:
            flowed.append([])
        flowed[-1] += chunk if flowed[-1] else list(dropwhile(_is_gap, chunk))
    return flowed


def _is_gap(strip: Strip) -> bool:
    return not (strip.text or strip.rule or strip.spring)


def _sticking(strips: Iterable[Strip]) -> list[Strip]:
    return [replace(strip, sticks=True) for strip in strips]


def _height(strips: Iterable[Strip]) -> float:
    return sum(strip.height for strip in strips)
