"""Reads a PDF back as a person or a screen reader gets it, and a few sheets to print."""

import ctypes
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium

from bot.documents.pdf import as_pdf
from bot.documents.sheet import Group, Paper, Sheet

ASK = (
    "What are all my options now? Why do you suggest this one?",
    "If my cancer grows, will you take a new biopsy or test my blood again?",
    "Have I had biomarker tests, such as ESR1, PIK3CA and PD-L1? Can I have a copy of the results?",
)
HEADINGS = ("My diagnosis and tests", "Choosing a treatment", "Extra support")


@dataclass(frozen=True)
class Read:
    """What one page holds; sizes and places in points."""

    text: str
    size: tuple[float, float]
    letter_sizes: frozenset[float]
    boxes: int
    rules: int
    #: Left, bottom, right, top of all that is drawn.
    bounds: tuple[float, float, float, float]


@contextmanager
def opened(content: bytes) -> Iterator[pypdfium2.PdfDocument]:
    document = pypdfium2.PdfDocument(content)
    try:
        yield document
    finally:
        document.close()


def read(content: bytes) -> list[Read]:
    with opened(content) as document:
        return [_read(page) for page in document]


def text_of(content: bytes) -> str:
    """All words of all pages, with single spaces."""
    return " ".join(" ".join(page.text.split()) for page in read(content))


def printed(sheet: Sheet, *, paper: Paper = "A4", large: bool = False) -> bytes:
    return as_pdf(sheet, paper=paper, large=large, language="en")


def sheet_of(lines: Sequence[str], *, answer_lines: int = 3) -> Sheet:
    """A sheet with these lines in three groups, in their order."""
    third = -(-len(lines) // 3)
    parts = [tuple(lines[i * third : (i + 1) * third]) for i in range(3)]
    return Sheet(
        title="Questions for my visit",
        intro="These are the things I would like to talk about today.",
        groups=tuple(Group(t, part) for t, part in zip(HEADINGS, parts, strict=True) if part),
        note="Bring someone with you, or ask if you may record the talk.",
        footer="General information, not medical advice.",
        answer_lines=answer_lines,
    )


def questions(count: int) -> list[str]:
    return [ASK[number % len(ASK)] for number in range(count)]


def card(lines: Sequence[str]) -> Sheet:
    """A doctor's card."""
    note = "Thank you for your time today. I would like to talk about these things."
    return Sheet("For my doctor", note, (Group("", tuple(lines)),), "", "", answer_lines=1)


def embedded_fonts(content: bytes) -> list[bool]:
    """Of each piece of text on the first page, whether its font is in the file."""
    with opened(content) as document:
        fonts = [pdfium.FPDFTextObj_GetFont(thing) for thing in _text_objects(document[0])]
        return [bool(pdfium.FPDFFont_GetIsEmbedded(font)) for font in fonts]


def outline(content: bytes) -> list[str]:
    """What a screen reader is told that each thing is, page by page: `L > LI > LBody`."""
    with opened(content) as document:
        return [line for page in document for line in _structure(page)]


def is_tagged(content: bytes) -> bool:
    with opened(content) as document:
        return bool(pdfium.FPDFCatalog_IsTagged(document))


def untagged(content: bytes) -> int:
    """How many things are drawn that are neither words of an element nor decoration."""
    with opened(content) as document:
        things = [thing for page in document for thing in page.get_objects()]
        return sum(not _is_told(thing) for thing in things)


def _is_told(thing: pypdfium2.PdfObject) -> bool:
    """As words by their number in the structure tree, or as something to pass over."""
    if pdfium.FPDFPageObj_CountMarks(thing) != 1:
        return False
    name, length = (ctypes.c_ushort * 32)(), ctypes.c_ulong()
    mark = pdfium.FPDFPageObj_GetMark(thing, 0)
    pdfium.FPDFPageObjMark_GetName(mark, name, ctypes.sizeof(name), length)
    is_decoration = bytes(name)[: length.value - 2].decode("utf-16-le") == "Artifact"
    return is_decoration or pdfium.FPDFPageObj_GetMarkedContentID(thing) >= 0


def _structure(page: pypdfium2.PdfPage) -> list[str]:
    tree = pdfium.FPDF_StructTree_GetForPage(page)
    try:
        count = pdfium.FPDF_StructTree_CountChildren(tree)
        roots = [pdfium.FPDF_StructTree_GetChildAtIndex(tree, n) for n in range(count)]
        return [line for root in roots for line in _paths(root, ())]
    finally:
        pdfium.FPDF_StructTree_Close(tree)


def _paths(element: Any, above: tuple[str, ...]) -> Iterator[str]:
    """One line for each element that has words, with what it is in."""
    name = ctypes.create_string_buffer(64)
    length = pdfium.FPDF_StructElement_GetType(element, name, len(name))
    path = (*above, name.raw[: length - 2].decode("utf-16-le"))
    kids = range(pdfium.FPDF_StructElement_GetMarkedContentIdCount(element))
    if any(pdfium.FPDF_StructElement_GetMarkedContentIdAtIndex(element, n) >= 0 for n in kids):
        yield " > ".join(path[1:])
    for n in range(pdfium.FPDF_StructElement_CountChildren(element)):
        if child := pdfium.FPDF_StructElement_GetChildAtIndex(element, n):
            yield from _paths(child, path)


def _text_objects(page: pypdfium2.PdfPage) -> list[pypdfium2.PdfObject]:
    return list(page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_TEXT]))


def _size(text: pypdfium2.PdfObject) -> float:
    size = ctypes.c_float()
    pdfium.FPDFTextObj_GetFontSize(text, size)
    return size.value


def _read(page: pypdfium2.PdfPage) -> Read:
    words = page.get_textpage()
    things = [thing.get_bounds() for thing in page.get_objects()]
    paths = [path.get_bounds() for path in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_PATH])]
    return Read(
        text=words.get_text_range(),
        size=page.get_size(),
        letter_sizes=frozenset(_size(thing) for thing in _text_objects(page)),
        boxes=sum(1 for left, low, right, high in paths if abs(right - left - high + low) < 1),
        rules=sum(1 for left, _, right, _ in paths if right - left > 100),
        bounds=(
            min(left for left, _, _, _ in things),
            min(low for _, low, _, _ in things),
            max(right for _, _, right, _ in things),
            max(high for _, _, _, high in things),
        ),
    )
