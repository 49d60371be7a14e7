# ruff: noqa: E501 - one slip to a row of the table
"""What the check says about pictures and comparisons."""

import pytest

from tests.library.packs import PackFolder

PAGE, SVG = "en/basics/a-page.yaml", "pictures/a-page.svg"
DRAWING = """<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1080 1000">
  <circle r="40"/>
  <rect data-label="title" x="40" y="40" width="400" height="60" data-size="40" fill="none"/>
</svg>
"""
WORDS = """picture:
  alt: |
    A round thing. [^one]
  labels:
    title: A round thing [^-]
"""
COMPARE = """compare:
  what: |
    A thing. [^one]
  how_given: |
    By hand. [^one]
  where: |
    Ask your team. [^-]
  common_effects: |
    Joy. [^one]
"""


@pytest.fixture
def drawn(pack: PackFolder) -> PackFolder:
    """The small pack with one picture and one comparison."""
    pack.path("pictures").mkdir()
    pack.path(SVG).write_text(DRAWING, "utf-8")
    pack.replace(PAGE, "sources:", WORDS + COMPARE + "sources:")
    assert pack.problems() == ()
    return pack


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "old", "new", "at", "sentence"),
    [
        (PAGE, WORDS, "", "id: a-page", f"{SVG} has no words here. Add “picture” with “alt” and “labels”."),
        (PAGE, "    title: A round thing [^-]", "    titel: A [^-]", "titel", "The drawing has no place for “titel”."),
        (PAGE, "    title: A round thing [^-]", "    titel: A [^-]", "labels", "The drawing has a place for “title”, and there is no such label."),
        (PAGE, "A round thing [^-]", "A round thing", "title: A round", "This paragraph has no source. End it with [^source-id], or with [^-]."),
        (PAGE, "A round thing. [^one]", "A round thing.", "A round thing.", "This paragraph has no source. End it with [^source-id], or with [^-]."),
        (PAGE, "A round thing [^-]", "A round thing with many words [^-]", "title: A round", "“title” needs 2 lines, and its place has room for 1. Use fewer words."),
        (PAGE, "A round thing [^-]", f"{'W' * 30} [^-]", "title: W", "A word of “title” is wider than its place. Use a shorter one."),
        (PAGE, "    By hand. [^one]", f"    {'By hand. ' * 21} [^one]", "By hand", "“compare” is 188 characters long; at most 180 fit on a screen."),
        (PAGE, "  where: |\n    Ask your team. [^-]\n", "", "compare", "“where” is missing. Add it."),
        (SVG, "<circle", "<script/><circle", "<script", "A drawing has no <script>: shapes only."),
        (SVG, "</svg>", "", "x", "This is not valid SVG: no element found."),
    ],
)  # fmt: skip
def test_a_slip_in_a_picture_is_told_with_its_line(
    drawn: PackFolder, name: str, old: str, new: str, at: str, sentence: str
) -> None:
    drawn.replace(name, old, new)
    found = {(str(problem.file), problem.sentence) for problem in drawn.problems()}
    assert (name, sentence) in found
    if name == PAGE:
        line = next(p.line for p in drawn.problems() if p.sentence == sentence)
        assert line == drawn.line(PAGE, at)


def test_words_without_a_drawing_are_told(drawn: PackFolder) -> None:
    drawn.path(SVG).unlink()
    assert [problem.sentence for problem in drawn.problems()] == [
        f"There is no {SVG}. Draw it, or take “picture” out."
    ]


@pytest.mark.slow
def test_a_drawing_that_belongs_to_no_page_is_told(drawn: PackFolder) -> None:
    drawn.path("pictures/nobody.svg").write_text(DRAWING, "utf-8")
    assert [(str(p.file), p.kind) for p in drawn.problems()] == [
        ("pictures/nobody.svg", "picture-unused")
    ]


def test_a_pack_needs_no_pictures(pack: PackFolder) -> None:
    assert pack.problems() == ()
