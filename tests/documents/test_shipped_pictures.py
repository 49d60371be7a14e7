"""The pictures that ship, looked at pixel by pixel, in every language of the pack."""

from dataclasses import replace
from io import BytesIO

import pytest
from PIL import Image, ImageChops

from bot.documents.drawing import Picture, Place
from bot.documents.png import as_png
from bot.library.model.library import Library
from bot.screen import as_read
from bot.screens import reading
from bot.screens.view import View
from tests.conftest import CONTENT
from tests.documents.contact_sheet import COLUMNS, contact_sheet, pictures

PAGES = sorted(path.stem for path in (CONTENT / "pictures").glob("*.svg"))
WIDTH = 540  # pixels, half of what is sent
LEAST_CONTRAST = 4.5
CAPTION_LIMIT = 1024  # characters, Telegram's
Color = tuple[int, ...]


def drawn(picture: Picture) -> Image.Image:
    return Image.open(BytesIO(as_png(picture, WIDTH))).convert("RGB")


def letters(picture: Picture) -> Image.Image:
    """White where there is a letter, and black elsewhere."""
    bare = replace(picture, labels=())
    changed = ImageChops.difference(drawn(picture), drawn(bare)).convert("L")
    return changed.point([0] * 8 + [255] * 248)


def box(place: Place) -> tuple[int, int, int, int]:
    """The pixels of a place, with one more on each side for soft edges."""
    scale = WIDTH / 1080
    return (
        int(place.x * scale) - 1,
        int(place.y * scale) - 1,
        int((place.x + place.width) * scale) + 2,
        int((place.y + place.height) * scale) + 2,
    )


def light(color: Color) -> float:
    """Relative luminance, as WCAG 2 defines it."""
    parts = [part / 255 for part in color[:3]]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(color: Color, other: Color) -> float:
    darker, lighter = sorted((light(color), light(other)))
    return (lighter + 0.05) / (darker + 0.05)


@pytest.fixture(params=PAGES)
def picture(library: Library, request: pytest.FixtureRequest) -> Picture:
    return pictures(library.edition("en"))[request.param]


@pytest.mark.slow
def test_every_treatment_and_what_shapes_it_has_a_picture(library: Library) -> None:
    edition = library.edition("en")
    treatments = [page.id for page in edition.menu("treatments")]
    assert set(pictures(edition)) == {*treatments, "what-shapes-treatment"}


@pytest.mark.slow
def test_no_letter_leaves_its_place(picture: Picture) -> None:
    outside = letters(picture)
    for place in picture.drawing.places:
        outside.paste(0, box(place))
    assert outside.getbbox() is None


@pytest.mark.slow
def test_letters_stand_out_from_all_that_is_behind_them(picture: Picture) -> None:
    behind, where = drawn(replace(picture, labels=())), letters(picture)
    for place in picture.drawing.places:
        color = tuple(bytes.fromhex(place.color.removeprefix("#")))
        part, mask = behind.crop(box(place)), where.crop(box(place))
        pairs = zip(part.get_flattened_data(), mask.get_flattened_data(), strict=True)
        under = {pixel for pixel, is_letter in pairs if is_letter}
        assert under, place.key
        worst = min(contrast(color, pixel) for pixel in under if isinstance(pixel, tuple))
        assert worst >= LEAST_CONTRAST, f"{place.key}: {worst:.1f}"


@pytest.mark.slow
def test_every_picture_is_one_of_a_set(picture: Picture) -> None:
    title, intro = picture.drawing.places[:2]
    assert [(title.key, title.x, title.y, title.size)] == [("title", 94, 48, 64)]
    assert [(intro.key, intro.x, intro.y, intro.size)] == [("intro", 94, 136, 40)]
    corners = [(0, 0), (WIDTH - 1, 0), (0, drawn(picture).height - 1)]
    assert {drawn(picture).getpixel(corner) for corner in corners} == {(0xF6, 0xF2, 0xE9)}


@pytest.mark.parametrize("page_id", PAGES)
def test_the_caption_fits_under_a_photo(view: View, page_id: str) -> None:
    caption = as_read(reading.picture(view, page_id).text)
    assert 100 < len(caption) <= CAPTION_LIMIT


@pytest.mark.slow
def test_all_pictures_fit_on_one_sheet(library: Library) -> None:
    sheet = contact_sheet(library)
    languages = len(library.edition(None).pack.languages)
    assert sheet.height > languages * -(-len(PAGES) // COLUMNS) * 640
