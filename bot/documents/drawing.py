"""Reads a drawing: an SVG without words, and with places that say where words go."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Literal
from xml.parsers import expat

SIZE_LIMIT = 60_000  # bytes; the largest of ours has about a tenth of that
WIDTH, TALLEST = 1080, 1280  # Telegram keeps a side of 1280 pixels and shrinks a longer one
SMALLEST = 34  # the size of letters that can still be read where the width is a phone's
SHAPES = ("path", "rect", "circle", "ellipse", "line", "polyline", "polygon")
ELEMENTS = frozenset(("svg", "g", "defs", "use", "clipPath", *SHAPES))
Align = Literal["start", "middle", "end"]


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that a drawing may not have, and on which line."""

    line: int
    kind: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Place:
    """A box for one label, in the units of the drawing."""

    key: str
    x: float
    y: float
    width: float
    height: float
    size: float
    bold: bool
    align: Align
    #: Whether words begin at the upper edge, and not in the middle of the height.
    top: bool
    color: str


@dataclass(frozen=True, slots=True)
class Drawing:
    """An SVG that was read, and the places in it."""

    svg: str
    width: int
    height: int
    places: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class Picture:
    """A drawing and the words that go into it; `key` names both together."""

    drawing: Drawing
    labels: tuple[tuple[str, str], ...]

    @property
    def key(self) -> str:
        return sha256(repr((self.drawing.svg, self.labels)).encode()).hexdigest()[:16]


def read_drawing(svg: str) -> Drawing | list[Fault]:
    """The drawing, or all that is wrong with it."""
    if len(svg.encode()) > SIZE_LIMIT:
        sentence = f"The drawing is over {SIZE_LIMIT // 1000} kB. Draw it more simply."
        return [Fault(1, "picture-too-big", sentence)]
    reader = _Reader()
    try:
        reader.read(svg)
    except expat.ExpatError as error:
        said = expat.ErrorString(error.code)
        return [Fault(error.lineno, "picture-broken", f"This is not valid SVG: {said}.")]
    width, height = reader.size
    return reader.faults or Drawing(svg, width, height, tuple(reader.places))


@dataclass
class _Reader:
    """Walks through the elements once; nothing outside the file is ever read."""

    faults: list[Fault] = field(default_factory=list)
    places: list[Place] = field(default_factory=list)
    size: tuple[int, int] = (WIDTH, TALLEST)
    _depth: int = 0
    _parser: expat.XMLParserType = field(default_factory=expat.ParserCreate)

    def read(self, svg: str) -> None:
        parser = self._parser
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._words
        parser.StartDoctypeDeclHandler = self._doctype
        parser.Parse(svg, True)

    def _fault(self, kind: str, sentence: str) -> None:
        self.faults.append(Fault(self._parser.CurrentLineNumber, kind, sentence))

    def _start(self, name: str, given: dict[str, str]) -> None:
        self._depth += 1
        if self._depth == 1:
            self._canvas(name, given)
        if name not in ELEMENTS:
            self._fault("picture-element", f"A drawing has no <{name}>: shapes only.")
        for attribute, value in given.items():
            self._attribute(attribute, value)
        if "data-label" in given:
            self._place(name, given)

    def _end(self, _name: str) -> None:
        self._depth -= 1

    def _words(self, text: str) -> None:
        if text.strip():
            sentence = "A drawing has no words of its own: they come from the page's “labels”."
            self._fault("picture-text", sentence)

    def _doctype(self, *_: object) -> None:
        self._fault("picture-element", "A drawing has no DOCTYPE. Take the line out.")

    def _attribute(self, name: str, value: str) -> None:
        leads = re.search(r"url\(\s*['\"]?(?!#)", value) or (
            name.rpartition(":")[2] == "href" and not value.startswith("#")
        )
        if leads:
            self._fault("picture-outside", f"“{name}” leads out of the file. Draw it in here.")
        if name.lower().startswith("on"):
            self._fault("picture-script", f"“{name}” runs a script. A drawing has none.")

    def _canvas(self, name: str, given: Mapping[str, str]) -> None:
        numbers = given.get("viewBox", "").split()
        is_right = name == "svg" and numbers[:3] == ["0", "0", str(WIDTH)] and len(numbers) == 4
        height = int(numbers[3]) if is_right and numbers[3].isdecimal() else 0
        if not WIDTH // 2 <= height <= TALLEST:
            sentence = f"The viewBox should be “0 0 {WIDTH} …”, with a height up to {TALLEST}."
            self._fault("picture-canvas", sentence)
        self.size = (WIDTH, height)

    def _place(self, name: str, given: Mapping[str, str]) -> None:
        place = _as_place(given) if name == "rect" and self._depth == 2 else None
        if place is None:
            sentence = (
                "A place is a rect right below <svg>, with data-label, x, y, width, height,"
                ' data-size and fill="none".'
            )
            self._fault("place", sentence)
            return
        if place.size < SMALLEST:
            sentence = f"Letters of {place.size:g} are too small on a phone; at least {SMALLEST}."
            self._fault("place-small", sentence)
        width, height = self.size
        ends = (place.x + place.width, place.y + place.height)
        if place.x < 0 or place.y < 0 or ends[0] > width or ends[1] > height:
            self._fault("place-outside", f"The place “{place.key}” reaches over the edge.")
        if any(place.key == other.key for other in self.places):
            self._fault("twice", f"There are two places for “{place.key}”.")
        self.places.append(place)


def _as_place(given: Mapping[str, str]) -> Place | None:
    align = given.get("data-align", "start")
    if given.get("fill") != "none" or align not in ("start", "middle", "end"):
        return None
    try:
        x, y, width, height, size = (
            float(given[name]) for name in ("x", "y", "width", "height", "data-size")
        )
    except (KeyError, ValueError):
        return None
    bold = given.get("data-weight") == "bold"
    color = given.get("data-color", "#1f2a37")
    top = given.get("data-valign") == "top"
    return Place(given["data-label"], x, y, width, height, size, bold, align, top, color)  # type: ignore[arg-type]  # looked at above
