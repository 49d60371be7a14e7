"""Sets words into a drawing: in lines, measured with the typefaces that come with the bot."""

from functools import cache
from html import escape
from itertools import accumulate

from fpdf import FPDF

from bot.documents.drawing import Picture, Place
from bot.documents.fonts import Fonts

FAMILIES = "Atkinson Hyperlegible Next, DejaVu Sans"
LEADING = 1.2  # of the size, from one line to the next
CAPITALS = 0.67  # of the size, how tall capital letters are
TALL = 1.12  # of the size, what one line takes with all that rises above it or hangs below
STEPS = 6  # in which lines are made equally long


def lines(place: Place, text: str) -> list[str]:
    """The text in as few lines as it takes, and these about equally long."""
    faces, widest = _faces(), place.width / place.size
    wrapped = faces.lines(text, widest, bold=place.bold)
    too_narrow = 0.0
    for _ in range(STEPS):
        middle = (too_narrow + widest) / 2
        tried = faces.lines(text, middle, bold=place.bold)
        if len(tried) == len(wrapped) and " ".join(tried) == " ".join(wrapped):
            widest, wrapped = middle, tried
        else:
            too_narrow = middle
    return wrapped


def room(place: Place) -> int:
    """How many lines a place has room for."""
    return int(1 + (place.height - place.size * TALL) / (place.size * LEADING))


def fits(place: Place, text: str) -> bool:
    """Whether the text stays inside its place, with no word torn in two."""
    return has_width(place, text) and len(lines(place, text)) <= room(place)


def has_width(place: Place, text: str) -> bool:
    """Whether each word is narrower than the place."""
    longest = max(_faces().width(word, bold=place.bold) for word in text.split())
    return longest * place.size <= place.width


def lettered(picture: Picture) -> str:
    """The drawing with its words, as one SVG."""
    labels = dict(picture.labels)
    texts = [_text(p, labels[p.key]) for p in picture.drawing.places if p.key in labels]
    start, end, rest = picture.drawing.svg.rpartition("</svg>")
    return "".join([start, *texts, end, rest])


def _text(place: Place, text: str) -> str:
    wrapped = lines(place, text)
    step = place.size * LEADING
    x = place.x + {"start": 0.0, "middle": place.width / 2, "end": place.width}[place.align]
    tall = step * (len(wrapped) - 1) + place.size * CAPITALS
    margin = place.size * (TALL - CAPITALS) / 2
    above = margin if place.top else (place.height - tall) / 2
    first = place.y + above + place.size * CAPITALS
    heights = accumulate([step] * (len(wrapped) - 1), initial=first)
    spans = "".join(
        f'<tspan x="{x:g}" y="{y:.1f}">{escape(line)}</tspan>'
        for line, y in zip(wrapped, heights, strict=True)
    )
    weight = "bold" if place.bold else "normal"
    return (
        f'<text font-family="{FAMILIES}" font-size="{place.size:g}" font-weight="{weight}"'
        f' fill="{place.color}" text-anchor="{place.align}">{spans}</text>'
    )


@cache
def _faces() -> Fonts:
    return Fonts(FPDF())
