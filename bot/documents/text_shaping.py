"""Prepares people's own words for paper: what is not text goes, right-to-left letters join."""

import re
import unicodedata
from itertools import groupby, pairwise

from fpdf.bidi import BidiParagraph
from fpdf.enums import TextDirection

NON_JOINER = "\u200c"  # parts two Arabic letters; Persian is written with it
TATWEEL = "\u0640"  # stretches a word; joins on both sides
LAM = "\u0644"
MIRRORED = str.maketrans("()[]{}<>«»≤≥", ")(][}{><»«≥≤")
#: Control, format and surrogate characters, and what only colours or varies an emoji.
_UNPRINTED = re.compile("[\ufe00-\ufe0f\U0001f3fb-\U0001f3ff\U000e0100-\U000e01ef]")

Forms = dict[str, str]


def paragraphs(text: str) -> list[str]:
    """The text by paragraphs, with single spaces and nothing that paper can't show."""
    lines = (" ".join(_printed(line).split()) for line in text.splitlines())
    return [unicodedata.normalize("NFC", line) for line in lines if line]


def _printed(line: str) -> str:
    return "".join(
        character
        for character in _UNPRINTED.sub("", line).replace("\t", " ")
        if character == NON_JOINER or unicodedata.category(character) not in {"Cc", "Cf", "Cs"}
    )


def is_right_to_left(text: str) -> bool:
    """Whether the first letter that has a direction runs from right to left."""
    directions = (unicodedata.bidirectional(character) for character in text)
    return next((d for d in directions if d in {"L", "R", "AL"}), "L") != "L"


def in_visual_order(line: str, *, right_to_left: bool) -> str:
    """One line of joined text as it is drawn, from left to right."""
    if not any(unicodedata.bidirectional(character) in {"R", "AL", "AN"} for character in line):
        return line
    base = TextDirection.RTL if right_to_left else TextDirection.LTR
    reordered = BidiParagraph(line, base_direction=base).get_reordered_characters()
    directed = ((c.get_direction_from_level(), c.character) for c in reordered)
    return "".join(c.translate(MIRRORED) if side == "R" else c for side, c in directed)


def joined(text: str) -> str:
    """Arabic letters in the shape they take beside their neighbours, still in logical order."""
    for alef, ligature in _LAM_ALEF.items():
        text = text.replace(LAM + alef, ligature)
    letters = [c for c in text if not unicodedata.combining(c)]
    shapes = iter(_shaped(letters))
    shaped = "".join(c if unicodedata.combining(c) else next(shapes) for c in text)
    return shaped.replace(NON_JOINER, "")


def _shaped(letters: list[str]) -> list[str]:
    links = [_reaches_on(a) and _takes_up(b) for a, b in pairwise(letters)]
    sides = zip(letters, [False, *links], [*links, False], strict=False)
    return [_FORMS.get(c, {}).get(_SHAPE[before, after], c) for c, before, after in sides]


def _reaches_on(letter: str) -> bool:
    return letter == TATWEEL or "<initial>" in _FORMS.get(letter, {})


def _takes_up(letter: str) -> bool:
    return letter == TATWEEL or "<final>" in _FORMS.get(letter, {})


_SHAPE = {
    (False, False): "<isolated>",
    (False, True): "<initial>",
    (True, True): "<medial>",
    (True, False): "<final>",
}


def _decomposed() -> list[tuple[str, str, str]]:
    """(letters, shape, character) of every ready-made Arabic shape that Unicode knows."""
    rows = []
    for code in (*range(0xFB50, 0xFDFE), *range(0xFE70, 0xFEFD)):
        shape, *letters = unicodedata.decomposition(chr(code)).split() or [""]
        rows.append(("".join(chr(int(x, 16)) for x in letters), shape, chr(code)))
    return sorted(rows)


def _forms() -> dict[str, Forms]:
    by_letter = groupby(_decomposed(), key=lambda row: row[0])
    forms = {letters: {shape: c for _, shape, c in rows} for letters, rows in by_letter}
    ligatures = {c: forms[LAM + alef] for alef, c in _LAM_ALEF.items()}
    return {letters: shapes for letters, shapes in forms.items() if len(letters) == 1} | ligatures


#: Lam and alef become one letter; this is its shape when it stands alone.
_LAM_ALEF = {"\u0622": "\ufef5", "\u0623": "\ufef7", "\u0625": "\ufef9", "\u0627": "\ufefb"}
_FORMS = _forms()
