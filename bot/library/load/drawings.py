"""Reads the drawings of a pack."""

from pathlib import Path, PurePosixPath

from bot.documents.drawing import SIZE_LIMIT, Drawing, read_drawing
from bot.library.load.problems import Problem
from bot.library.load.regular_file import TooLargeError, read_regular

FOLDER = PurePosixPath("pictures")


def read_drawings(folder: Path, problems: list[Problem]) -> dict[str, Drawing]:
    """Every drawing by the name of its file; a pack needs none."""
    drawings: dict[str, Drawing] = {}
    for path in sorted((folder / FOLDER).glob("*.svg")):
        name = FOLDER / path.name
        try:
            read = read_drawing(read_regular(path, SIZE_LIMIT * 4).decode("utf-8"))
        except (OSError, UnicodeDecodeError, TooLargeError):
            sentence = "The drawing can't be read. Is it an SVG file in UTF-8?"
            problems.append(Problem(name, 1, "unreadable", sentence))
            continue
        if isinstance(read, Drawing):
            drawings[path.stem] = read
        else:
            problems += [Problem(name, f.line, f.kind, f.sentence) for f in read]
    return drawings
