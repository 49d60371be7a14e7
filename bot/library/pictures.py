"""The drawings of a pack, and whether the words of a page fit into its own."""

from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from bot.library.draft import Draft
from bot.library.models import Page, PictureWords
from bot.library.problems import Problem
from bot.library.prose import plain
from bot.library.yaml_file import YamlFile
from bot.pictures.drawing import Drawing, Place, read_drawing
from bot.pictures.letters import fits, has_width, lines, room

FOLDER = PurePosixPath("pictures")


def read_drawings(folder: Path, problems: list[Problem]) -> dict[str, Drawing]:
    """Every drawing by the name of its file; a pack needs none."""
    found: dict[str, Drawing] = {}
    for path in sorted((folder / FOLDER).glob("*.svg")):
        name = FOLDER / path.name
        try:
            read = read_drawing(path.read_text("utf-8"))
        except (OSError, UnicodeDecodeError):
            sentence = "The drawing can't be read. Is it an SVG file in UTF-8?"
            problems.append(Problem(name, 1, "unreadable", sentence))
            continue
        if isinstance(read, Drawing):
            found[path.stem] = read
        else:
            problems += [Problem(name, f.line, f.kind, f.sentence) for f in read]
    return found


def picture_problems(draft: Draft) -> Iterator[Problem]:
    """Pictures without words, words without a picture, and words that don't fit."""
    for page_id in sorted(set(draft.drawings) - set(draft.pages) - draft.unread):
        sentence = f"There is no page “{page_id}” that this drawing could belong to."
        yield Problem(FOLDER / f"{page_id}.svg", 1, "picture-unused", sentence)
    for page_id, page in draft.pages.items():
        file, drawing = draft.files[page_id], draft.drawings.get(page_id)
        if page.picture and drawing:
            yield from _labels(file, page.picture, drawing)
        elif page.picture or drawing:
            yield _alone(file, page)


def _alone(file: YamlFile, page: Page) -> Problem:
    drawing = FOLDER / f"{page.id}.svg"
    if page.picture:
        sentence = f"There is no {drawing}. Draw it, or take “picture” out."
        return file.problem(("picture",), "picture-missing", sentence)
    sentence = f"{drawing} has no words here. Add “picture” with “alt” and “labels”."
    return file.problem(("id",), "picture-words", sentence)


def _labels(file: YamlFile, words: PictureWords, drawing: Drawing) -> Iterator[Problem]:
    places = {place.key: place for place in drawing.places}
    for key in sorted(set(places) - set(words.labels)):
        sentence = f"The drawing has a place for “{key}”, and there is no such label."
        yield file.problem(("picture", "labels"), "label-missing", sentence)
    for key, label in words.labels.items():
        path, text = ("picture", "labels", key), plain(label)
        if key not in places:
            sentence = f"The drawing has no place for “{key}”."
            yield file.problem(path, "label-unknown", sentence)
        elif not fits(places[key], text):
            yield file.problem(path, "label-too-long", _too_long(places[key], text))


def _too_long(place: Place, text: str) -> str:
    if not has_width(place, text):
        return f"A word of “{place.key}” is wider than its place. Use a shorter one."
    needs, there = len(lines(place, text)), room(place)
    return (
        f"“{place.key}” needs {needs} lines, and its place has room for {there}. Use fewer words."
    )
