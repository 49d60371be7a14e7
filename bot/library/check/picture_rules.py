"""Whether a pack's drawings have their words, and the words fit."""

from collections.abc import Iterator

from bot.documents.drawing import Drawing, Place
from bot.documents.svg_text import fits, has_width, lines, room
from bot.library.load.draft import Draft
from bot.library.load.drawings import FOLDER
from bot.library.load.problems import Problem
from bot.library.load.yaml_file import YamlFile
from bot.library.model.models import Page, PictureWords
from bot.library.model.prose import plain


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
