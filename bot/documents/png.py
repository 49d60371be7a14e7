"""Makes a PNG of a picture, with the bot's own typefaces and nothing of the machine's."""

import resvg_py

from bot.documents.drawing import Picture
from bot.documents.fonts import FONTS
from bot.documents.svg_text import lettered

FILES = [str(path) for path in sorted(FONTS.glob("*.ttf"))]


def as_png(picture: Picture, width: int | None = None) -> bytes:
    """Takes about a twentieth of a second; call it in a thread."""
    drawing = picture.drawing
    return bytes(
        resvg_py.svg_to_bytes(
            svg_string=lettered(picture),
            width=width or drawing.width,
            skip_system_fonts=True,
            font_files=FILES,
        )
    )
