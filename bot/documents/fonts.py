"""The typefaces on paper: a very legible one, and a wide one for letters that it lacks."""

import re
from collections.abc import Iterator
from functools import cache, cached_property
from pathlib import Path
from typing import cast

from fpdf import FPDF
from fpdf.fonts import TTFFont

FONTS = Path(__file__).parent / "font_files"
REGULAR, WIDE = "AtkinsonHyperlegibleNext-Regular.ttf", "DejaVuSans.ttf"
MISSING = "\u25a1"  # an empty square, for what neither typeface can print

Run = tuple[str, TTFFont]


def missing(text: str) -> list[str]:
    """The letters of it that no typeface has, each once."""
    return list(dict.fromkeys(c for c in text if ord(c) not in _letters()))


@cache
def _letters() -> frozenset[int]:
    """What either typeface has, read once."""
    pdf = FPDF()
    known = Fonts(pdf).letters()
    for font in pdf.fonts.values():
        cast(TTFFont, font).close()
    return known


class Fonts:
    """Measures text, and splits it into runs of one font each."""

    def __init__(self, pdf: FPDF) -> None:
        self._pdf = pdf
        self._regular = self._added("legible", REGULAR)
        self._bold = self._added("bold", "AtkinsonHyperlegibleNext-Bold.ttf")
        self._widths: dict[tuple[str, bool], float] = {}

    def printable(self, text: str) -> str:
        """The text with one empty square for each stretch that no typeface has."""
        known = (
            c if self._covers(self._regular, c) or self._covers(self._wide, c) else MISSING
            for c in text
        )
        return re.sub(f"{MISSING}+", MISSING, "".join(known))

    def letters(self) -> frozenset[int]:
        return frozenset((*self._regular.cmap, *self._wide.cmap))

    def width(self, text: str, *, bold: bool = False) -> float:
        """The width at a size of one point. A line is as wide as its words and spaces."""
        if (text, bold) not in self._widths:
            runs = self.runs(text, bold=bold)
            self._widths[text, bold] = sum(font.get_text_width(t, 1, None)[1] for t, font in runs)
        return self._widths[text, bold]

    def lines(self, text: str, width: float, *, bold: bool = False) -> list[str]:
        """The text in lines of at most this width at a size of one point."""
        space = self.width(" ", bold=bold)
        lines, taken = [""], 0.0
        for word in text.split(" "):
            for piece in self._pieces(word, width, bold):
                advance = space + self.width(piece, bold=bold)
                if lines[-1] and taken + advance <= width:
                    lines[-1] += f" {piece}"
                    taken += advance
                else:
                    lines.append(piece)
                    taken = advance - space
        return lines[1:]

    def _pieces(self, word: str, width: float, bold: bool) -> Iterator[str]:
        """The word, or its pieces where it is wider than a line."""
        if self.width(word, bold=bold) <= width:
            yield word
            return
        start, taken = 0, 0.0
        for end, character in enumerate(word):
            taken += self.width(character, bold=bold)
            if taken > width and end > start:
                yield word[start:end]
                start, taken = end, self.width(character, bold=bold)
        yield word[start:]

    def runs(self, text: str, *, bold: bool = False) -> list[Run]:
        """The text in as few runs as it takes; a word is never split between two typefaces."""
        runs: list[Run] = []
        for token in re.findall(r"\w+|\W", text):
            last = runs[-1][1] if runs else None
            font = self._font(token, self._bold if bold else self._regular, last)
            if font is last:
                runs[-1] = (runs[-1][0] + token, font)
            else:
                runs.append((token, font))
        return runs

    def _font(self, token: str, legible: TTFFont, last: TTFFont | None) -> TTFFont:
        """Marks keep to the typeface before them; words and spaces prefer the legible one."""
        wide_mark = last not in (None, legible) and not (token.isspace() or token.isalnum())
        return self._wide if wide_mark or not self._covers(legible, token) else legible

    @staticmethod
    def _covers(font: TTFFont, text: str) -> bool:
        return all(ord(character) in font.cmap for character in text)

    @cached_property
    def _wide(self) -> TTFFont:
        return self._added("wide", WIDE)

    def _added(self, family: str, file: str) -> TTFFont:
        self._pdf.add_font(family, fname=FONTS / file)
        return cast(TTFFont, self._pdf.fonts[family])
