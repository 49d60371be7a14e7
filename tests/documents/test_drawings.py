"""What a drawing may have, and how words are set into it."""

import pytest

from bot.documents.drawing import Drawing, Picture, read_drawing
from bot.documents.png import as_png
from bot.documents.svg_text import fits, lettered, lines, room

PLACE = (
    '<rect data-label="title" x="40" y="40" width="600" height="120" data-size="40" fill="none"/>'
)
HEAD = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1080 1000">\n'


def svg(inside: str, head: str = HEAD) -> str:
    return f"{head}<circle r='9'/>\n{inside}\n</svg>"


def drawing(inside: str = PLACE) -> Drawing:
    read = read_drawing(svg(inside))
    assert isinstance(read, Drawing), read
    return read


@pytest.mark.parametrize(
    ("inside", "kind"),
    [
        ("<script>alert(1)</script>", "picture-element"),
        ("<text>Hello</text>", "picture-element"),
        ("<image href='#a'/>", "picture-element"),
        ("<style>a{}</style>", "picture-element"),
        ("<g>Hello</g>", "picture-text"),
        ("<use href='other.svg#a'/>", "picture-outside"),
        ("<rect fill='url(https://one.example/a)'/>", "picture-outside"),
        ("<rect onclick='go()'/>", "picture-script"),
        ("<g>", "picture-broken"),
        (PLACE.replace('fill="none"', ""), "place"),
        (PLACE.replace('data-size="40"', ""), "place"),
        (f"<g transform='scale(2)'>{PLACE}</g>", "place"),
        (PLACE.replace('data-size="40"', 'data-size="20"'), "place-small"),
        (PLACE.replace('width="600"', 'width="1060"'), "place-outside"),
        (PLACE + PLACE, "twice"),
        ("<!--" + "a" * 60_000 + "-->", "picture-too-big"),
    ],
)
def test_what_a_drawing_may_not_have_is_told(inside: str, kind: str) -> None:
    read = read_drawing(svg(inside))
    assert not isinstance(read, Drawing)
    assert kind in {fault.kind for fault in read}


def test_a_fault_has_its_line() -> None:
    read = read_drawing(svg("<circle/>\n<script/>"))
    assert not isinstance(read, Drawing)
    assert [fault.line for fault in read] == [4]


def test_nothing_is_ever_expanded() -> None:
    bomb = '<!DOCTYPE svg [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>\n'
    read = read_drawing(svg("<g>&b;</g>", bomb + HEAD))
    assert not isinstance(read, Drawing)
    assert "There is no such thing" not in str(read)
    assert "A drawing has no DOCTYPE. Take the line out." in {fault.sentence for fault in read}


@pytest.mark.parametrize("box", ["0 0 500 500", "0 0 1080 1300", "0 0 1080 100", ""])
def test_a_drawing_has_the_size_that_telegram_keeps(box: str) -> None:
    read = read_drawing(svg("", HEAD.replace("0 0 1080 1000", box)))
    assert not isinstance(read, Drawing)
    assert {fault.kind for fault in read} == {"picture-canvas"}


def test_words_are_set_in_lines_that_are_about_equally_long() -> None:
    place = drawing().places[0]
    assert room(place) == 2
    assert lines(place, "A medicine that helps the body's own defence") == [
        "A medicine that helps",
        "the body's own defence",
    ]


def test_words_that_would_leave_their_place_do_not_fit() -> None:
    place = drawing().places[0]
    assert fits(place, "A few words")
    assert not fits(place, "Some words and " * 8)
    assert not fits(place, "W" * 40)


def test_signs_in_words_stay_signs() -> None:
    picture = Picture(drawing(), (("title", "A < B & C"),))
    assert "A &lt; B &amp; C" in lettered(picture)
    assert as_png(picture).startswith(b"\x89PNG")


def test_another_word_is_another_picture() -> None:
    picture, other = (Picture(drawing(), (("title", word),)) for word in ("One", "Other"))
    assert picture.key != other.key
    assert picture.key == Picture(drawing(), (("title", "One"),)).key
