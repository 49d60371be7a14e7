"""A sheet as a PDF: drawn strip by strip in reading order, with nothing about who printed it."""

from datetime import UTC, datetime

from fpdf import FPDF, ViewerPreferences

from bot.documents.fonts import Fonts, missing
from bot.documents.layout import Page, Strip, Style, pages
from bot.documents.sheet import Paper, Sheet
from bot.documents.tags import Tags
from bot.documents.text_shaping import in_visual_order, joined, paragraphs

PAPERS: dict[Paper, tuple[float, float]] = {"A4": (595.28, 841.89), "Letter": (612, 792)}  # points
#: From roomy to tight; the last one is the smallest that reads well.
NORMAL = (
    Style(body=12, margin=60, leading=1.4, gap=1.2, answer_lines=3, rule=2.1),
    Style(body=12, margin=60, leading=1.4, gap=1.1, answer_lines=2, rule=2.1),
    Style(body=12, margin=56, leading=1.35, gap=1.0, answer_lines=1, rule=2.1),
    Style(body=11, margin=54, leading=1.3, gap=0.8, answer_lines=1, rule=1.8),
    Style(body=12, margin=56, leading=1.35, gap=1.4, answer_lines=0, rule=0),
    Style(body=12, margin=54, leading=1.35, gap=1.0, answer_lines=0, rule=0),
    Style(body=11, margin=54, leading=1.3, gap=0.8, answer_lines=0, rule=0),
    Style(body=11, margin=48, leading=1.25, gap=0.5, answer_lines=0, rule=0),
)
LARGE = (
    Style(body=18, margin=54, leading=1.35, gap=1.0, answer_lines=3, rule=1.8),
    Style(body=18, margin=54, leading=1.35, gap=1.0, answer_lines=2, rule=1.8),
    Style(body=18, margin=50, leading=1.3, gap=0.9, answer_lines=1, rule=1.7),
    Style(body=16, margin=48, leading=1.25, gap=0.7, answer_lines=1, rule=1.6),
    Style(body=18, margin=48, leading=1.3, gap=0.8, answer_lines=0, rule=0),
    Style(body=16, margin=48, leading=1.25, gap=0.7, answer_lines=0, rule=0),
    Style(body=16, margin=40, leading=1.2, gap=0.5, answer_lines=0, rule=0),
    Style(body=16, margin=36, leading=1.15, gap=0.35, answer_lines=0, rule=0),
)

BLACK, GREY, FAINT = 0, 80, 140  # of 255; all print well without colour
BOX = 0.85  # times the body size
#: The same for every sheet: the day somebody printed one is nobody's business.
MADE_ON = datetime(2000, 1, 1, tzinfo=UTC)


def as_pdf(sheet: Sheet, *, paper: Paper, large: bool, language: str) -> bytes:
    """The sheet to print; the same bytes for the same sheet.

    Takes about a tenth of a second, too long for an event loop: call it in a thread.
    """
    pdf = _document(sheet, PAPERS[paper], language)
    faces, tags = Fonts(pdf), Tags(pdf)
    laid = pages(sheet, LARGE if large else NORMAL, PAPERS[paper], faces)
    for number, page in enumerate(laid, start=1):
        pdf.add_page()
        brush = _Brush(pdf, faces, tags, page.style)
        brush.draw(page)
        if len(laid) > 1:
            with tags.decoration():
                brush.number(f"{number} / {len(laid)}")
    return bytes(pdf.output())


def unprintable(sheet: Sheet) -> list[str]:
    """The letters of its lines that would be empty squares on paper. Call it in a thread."""
    lines = (line for group in sheet.groups for line in group.lines)
    return missing("".join(joined(part) for line in lines for part in paragraphs(line)))


def _document(sheet: Sheet, paper: tuple[float, float], language: str) -> FPDF:
    pdf = FPDF(unit="pt", format=paper)
    pdf.set_auto_page_break(False)
    pdf.set_title(" ".join(paragraphs(sheet.title)))
    pdf.set_lang(language)
    pdf.set_producer("")
    pdf.set_creation_date(MADE_ON)
    pdf.viewer_preferences = ViewerPreferences(display_doc_title=True)
    return pdf


class _Brush:
    """Draws the strips of one page."""

    def __init__(self, pdf: FPDF, faces: Fonts, tags: Tags, style: Style) -> None:
        self._pdf = pdf
        self._faces = faces
        self._tags = tags
        self._style = style

    def draw(self, page: Page) -> None:
        top = self._style.margin
        for strip in page.strips:
            if strip.text:
                with self._tags.words(strip):
                    self._text(strip, top)
            if strip.box or strip.rule:
                with self._tags.decoration():
                    self._lines(strip, top)
            top += strip.height

    def number(self, text: str) -> None:
        """The number of the page, in the middle of the lower margin."""
        size = self._style.body
        left = (self._pdf.w - self._faces.width(text) * size) / 2
        self._pdf.set_text_color(GREY)
        self._runs(text, left, self._pdf.h - self._style.margin / 2 + 0.35 * size, size)

    def _text(self, strip: Strip, top: float) -> None:
        shown = in_visual_order(strip.text, right_to_left=strip.right_to_left)
        left = self._style.margin + strip.indent
        if strip.right_to_left:
            width = self._faces.width(shown, bold=strip.bold) * strip.size
            left = self._pdf.w - left - width
        self._pdf.set_text_color(GREY if strip.grey else BLACK)
        self._runs(shown, left, _baseline(strip, top), strip.size, bold=strip.bold)

    def _runs(
        self, text: str, left: float, base: float, size: float, *, bold: bool = False
    ) -> None:
        for run, font in self._faces.runs(text, bold=bold):
            self._pdf.set_font(font.fontkey, size=size)
            self._pdf.text(left, base, run)
            left += font.get_text_width(run, size, None)[1]

    def _lines(self, strip: Strip, top: float) -> None:
        if strip.box:
            self._box(strip, top)
        if strip.rule:
            self._rule(strip, top + strip.height)

    def _box(self, strip: Strip, top: float) -> None:
        side = BOX * strip.size
        left = self._style.margin
        if strip.right_to_left:
            left = self._pdf.w - left - side
        self._pdf.set_draw_color(BLACK)
        self._pdf.set_line_width(1)
        self._pdf.rect(left, _baseline(strip, top) - side * 0.9, side, side)

    def _rule(self, strip: Strip, bottom: float) -> None:
        left, right = self._style.margin, self._pdf.w - self._style.margin
        if strip.right_to_left:
            right -= strip.indent
        else:
            left += strip.indent
        self._pdf.set_draw_color(FAINT)
        self._pdf.set_line_width(0.6)
        self._pdf.line(left, bottom, right, bottom)


def _baseline(strip: Strip, top: float) -> float:
    return top + (strip.height + 0.7 * strip.size) / 2
