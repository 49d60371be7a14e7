"""Puts all pictures on one sheet, to be looked at: `python -m tests.documents.contact_sheet`.

It writes build/pictures/contact-sheet.png, language after language.
"""

from collections.abc import Iterable, Iterator
from io import BytesIO
from pathlib import Path

from PIL import Image  # fpdf2 brings it along

from bot.documents.drawing import Picture
from bot.documents.png import as_png
from bot.library.load.load import load_library
from bot.library.model.library import Edition, Library

ROOT = Path(__file__).parents[2]
SHEET = ROOT / "build" / "pictures" / "contact-sheet.png"
WIDTH, GAP = 540, 24  # pixels
COLUMNS = 5
DARK = "#17212b"  # a dark chat


def pictures(edition: Edition) -> dict[str, Picture]:
    """Every picture of a language, by its page."""
    drawn = {page.id: edition.picture(page) for page in edition.pages.values()}
    return {page_id: picture for page_id, picture in drawn.items() if picture}


def contact_sheet(library: Library) -> Image.Image:
    """All pictures, each language on rows of its own."""
    rows = [
        row
        for language in library.edition(None).pack.languages
        for row in batched(pictures(library.edition(language.id)).values())
    ]
    images = [[Image.open(BytesIO(as_png(picture, WIDTH))) for picture in row] for row in rows]
    tallest = max(image.height for row in images for image in row)
    size = (GAP + COLUMNS * (WIDTH + GAP), GAP + len(images) * (tallest + GAP))
    sheet = Image.new("RGB", size, DARK)
    for down, row in enumerate(images):
        for right, image in enumerate(row):
            sheet.paste(image, (GAP + right * (WIDTH + GAP), GAP + down * (tallest + GAP)))
    return sheet


def batched(drawn: Iterable[Picture]) -> Iterator[list[Picture]]:
    waiting = list(drawn)
    for start in range(0, len(waiting), COLUMNS):
        yield waiting[start : start + COLUMNS]


if __name__ == "__main__":
    SHEET.parent.mkdir(parents=True, exist_ok=True)
    contact_sheet(load_library(ROOT / "content")).save(SHEET, optimize=True)
