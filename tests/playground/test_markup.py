"""HTML is read as Telegram reads it; the refusals are those of its own tests."""

import pytest

from playground.entities import as_html, found_entities
from playground.markup import parse_html
from playground.refusals import RefusedError


@pytest.mark.parametrize(
    ("source", "complaint"),
    [
        ("🏟 🏟&lt;<abacaba", "Unclosed start tag at byte offset 13"),
        ("🏟 🏟&lt;<abac aba>", 'Unsupported start tag "abac" at byte offset 13'),
        ("a < b", 'Unsupported start tag "" at byte offset 2'),
        ("🏟 🏟&lt;<i   =aba>", 'Empty attribute name in the tag "i" at byte offset 13'),
        ("🏟 🏟&lt;<i    aba>", 'Can\'t find end tag corresponding to start tag "i"'),
        ("🏟 🏟&lt;<i    aba  =  ", 'Unclosed start tag "i" at byte offset 13'),
        ("🏟 🏟&lt;<i    aba  =  190azAz-.,", "Unexpected end of name token at byte offset 27"),
        ('🏟 🏟&lt;<i    aba  =  "&lt;&gt;&quot;>', "Unclosed start tag at byte offset 13"),
        ("🏟 🏟&lt;</", "Unexpected end tag at byte offset 13"),
        ("🏟 🏟&lt;<b></b></", "Unexpected end tag at byte offset 20"),
        ("🏟 🏟&lt;<i>a</i   ", "Unclosed end tag at byte offset 17"),
        (
            "🏟 🏟&lt;<i>a</em   >",
            'Unmatched end tag at byte offset 17, expected "</i>", found "</em>"',
        ),
        ("<span>a</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
        ("<tg-time unix=soon>a</tg-time>", "Invalid date specified at byte offset 0"),
    ],
)
def test_broken_html_is_refused_in_telegrams_words(source: str, complaint: str) -> None:
    with pytest.raises(RefusedError) as refused:
        parse_html(source)
    assert refused.value.description == f"Bad Request: can't parse entities: {complaint}"


@pytest.mark.parametrize("source", ["&#57311;", "&#xDFDF;", "&#xDFDF"])
def test_half_a_surrogate_pair_is_refused(source: str) -> None:
    with pytest.raises(RefusedError, match="unmatched surrogate code units"):
        parse_html(source)


def test_offsets_count_utf_16_units() -> None:
    text, entities = parse_html("➡️ 🏟<i>🏟 ➡️</i>")
    assert text == "➡️ 🏟🏟 ➡️"
    assert entities == [{"type": "italic", "offset": 5, "length": 5}]


def test_only_telegrams_references_are_decoded() -> None:
    assert parse_html("&ge;&lt;&gt;&amp;&quot;&laquo;&#33;")[0] == '&ge;<>&"&laquo;!'


def test_tags_may_be_nested() -> None:
    text, entities = parse_html("<b>one <i>two</i></b>")
    assert text == "one two"
    assert {entity["type"]: (entity["offset"], entity["length"]) for entity in entities} == {
        "italic": (4, 3),
        "bold": (0, 7),
    }


@pytest.mark.parametrize(
    ("source", "entity"),
    [
        ('<a href="https://a.org/?b&amp;c">x</a>', ("text_link", "url", "https://a.org/?b&c")),
        ("<a>https://a.org</a>", ("text_link", "url", "https://a.org")),
        ('<tg-time unix="5" format="wD">x</tg-time>', ("date_time", "unix_time", 5)),
        ("<blockquote expandable>x</blockquote>", ("expandable_blockquote", "offset", 0)),
        ('<span class="tg-spoiler">x</span>', ("spoiler", "offset", 0)),
        ("<tg-spoiler>x</tg-spoiler>", ("spoiler", "offset", 0)),
    ],
)
def test_an_attribute_reaches_its_entity(source: str, entity: tuple[str, str, object]) -> None:
    kind, field, value = entity
    _text, [found] = parse_html(source)
    assert (found["type"], found[field]) == (kind, value)


def test_a_link_that_leads_nowhere_is_dropped_silently() -> None:
    assert parse_html('<a href="javascript:alert(1)">x</a>') == ("x", [])


def test_commands_links_and_mentions_are_found() -> None:
    text = "/start /help@waymark_local_bot see https://a.org/b. @ana_local #mbc a/b"
    assert [entity["type"] for entity in found_entities(text)] == [
        "bot_command",
        "bot_command",
        "mention",
        "url",
        "hashtag",
    ]


@pytest.mark.parametrize(
    ("text", "links"),
    [
        ("Chat at 988lifeline.org too.", ["988lifeline.org"]),
        ("See example.org/a_b?c=d, or EXAMPLE.ORG.", ["example.org/a_b?c=d", "EXAMPLE.ORG"]),
        ("www.gob.mx (free)", ["www.gob.mx"]),
        (
            "t.me/waymark_local_bot?start=palliative-care",
            ["t.me/waymark_local_bot?start=palliative-care"],
        ),
        ("Tell us.So do they. At 5 p.m. or 38.5 C, e.g. in notes.pdf", []),
        ("ana.me@example.org", []),
        ("https://example.org/x", ["https://example.org/x"]),
    ],
)
def test_a_domain_alone_is_a_link(text: str, links: list[str]) -> None:
    found = [entity for entity in found_entities(text) if entity["type"] == "url"]
    spans = [(entity["offset"], entity["offset"] + entity["length"]) for entity in found]
    assert [text[first:last] for first, last in spans] == links


def test_a_domain_alone_leads_to_its_address() -> None:
    shown = as_html("example.org", found_entities("example.org"))
    assert shown.startswith('<a href="https://example.org" ')


def test_nothing_is_found_inside_code() -> None:
    known = [{"type": "code", "offset": 0, "length": 6}]
    assert found_entities("/start", known) == []


def test_html_for_the_page_escapes_what_people_write() -> None:
    assert as_html("<b>&", []) == "&lt;b&gt;&amp;"


def test_html_for_the_page_nests_and_cuts_what_overlaps() -> None:
    bold, italic = (
        {"type": "bold", "offset": 0, "length": 3},
        {"type": "italic", "offset": 2, "length": 4},
    )
    assert as_html("abcdef", [italic, bold]) == "<strong>ab<em>c</em></strong>def"


def test_html_for_the_page_keeps_a_hostile_link_inside_its_quotes() -> None:
    link = {"type": "text_link", "offset": 0, "length": 1, "url": 'https://a.org/"><script>'}
    assert "<script>" not in as_html("x", [link])


def test_a_command_can_be_tapped_on_the_page() -> None:
    command = {"type": "bot_command", "offset": 0, "length": 5}
    assert 'data-command="/help"' in as_html("/help", [command])
