"""Entities: offsets in UTF-16 units, those Telegram finds by itself, and safe HTML."""

import html
import re
from collections.abc import Iterable, Iterator

from playground.refusals import Json

ENTITY_LIMIT = 100  # in one message
ENTITY_TYPES = frozenset(
    [
        "mention",
        "hashtag",
        "cashtag",
        "bot_command",
        "url",
        "email",
        "phone_number",
        "bold",
        "italic",
        "underline",
        "strikethrough",
        "spoiler",
        "blockquote",
        "expandable_blockquote",
        "code",
        "pre",
        "text_link",
        "text_mention",
        "custom_emoji",
        "date_time",
    ]
)
#: Ends of domains that Telegram's own list has too; it knows more of the long ones.
_ENDS = """
    com org net info edu gov int mil biz app dev care blog cafe center clinic coop help hospital
    link live media museum news online page pro site social support team tech today website wiki
    world xyz ac ad ae af ag ai al am ao ar as at au aw ax az ba bb bd be bf bg bh bi bj bl bm bn bo
    bq br bs bt bw by bz ca cc cd cf cg ch ci ck cl cm cn co cr cu cv cw cx cy cz de dj dk dm do dz
    ec ee eg eh er es et eu fi fj fk fm fo fr ga gb gd ge gf gg gh gi gl gm gn gp gq gr gs gt gu gw
    gy hk hm hn hr ht hu id ie il im in io iq ir is it je jm jo jp ke kg kh ki km kn kp kr kw ky kz
    la lb lc li lk lr ls lt lu lv ly ma mc md me mf mg mh mk ml mm mn mo mp mq mr ms mt mu mv mw mx
    my mz na nc ne nf ng ni nl no np nr nu nz om pa pe pf pg ph pk pl pm pn pr ps pt pw py qa re ro
    rs ru rw sa sb sc sd se sg sh si sj sk sl sm sn so sr ss st su sv sx sy sz tc td tf tg th tj tk
    tl tm tn to tr tt tv tw tz ua ug uk um us uy uz va vc ve vg vi vn vu wf ws ye yt za zm zw
"""
#: In small or in large letters: in “Tell us.So do” a sentence begins.
_END = "|".join(re.findall(r"\w+", _ENDS + _ENDS.upper()))
_REST = r"[^\s<>\"']*[^\s<>\"'.,;:!?)]"
_LABEL = r"[^\W_](?:[\w-]*[^\W_])?"
_BARE = rf"(?<![\w@./:-])(?:{_LABEL}\.)+(?:{_END})(?![\w@-]|\.\w)(?::\d+)?(?:[/?#](?:{_REST})?)?"
_FOUND = {
    "bot_command": re.compile(r"(?<![\w/@.:])/[A-Za-z0-9_]{1,64}(?:@\w{3,32})?(?![\w/])"),
    "mention": re.compile(r"(?<![\w@./])@[A-Za-z]\w{3,31}\b"),
    "url": re.compile(rf"https?://{_REST}|{_BARE}"),
    "email": re.compile(r"\b[\w.+-]+@[\w-]+(?:\.[\w-]+)*\.[A-Za-z]{2,}\b"),
    "hashtag": re.compile(r"(?<![\w#/])#\w*[^\W\d_]\w*"),
}
_OPAQUE = ("code", "pre", "text_link", "text_mention")
_TAGS = {
    "bold": ("<strong>", "</strong>"),
    "italic": ("<em>", "</em>"),
    "underline": ("<u>", "</u>"),
    "strikethrough": ("<s>", "</s>"),
    "spoiler": ('<span class="tg-spoiler">', "</span>"),
    "blockquote": ("<blockquote>", "</blockquote>"),
    "expandable_blockquote": ('<blockquote class="expandable">', "</blockquote>"),
    "code": ("<code>", "</code>"),
    "pre": ("<pre>", "</pre>"),
}


def units(text: str) -> int:
    """How long Telegram thinks the text is: UTF-16 code units."""
    return len(text.encode("utf-16-le")) // 2


def found_entities(text: str, known: Iterable[Json] = ()) -> list[Json]:
    """Commands, links and the like that Telegram marks without being asked."""
    spans = [_span(entity) for entity in known if entity["type"] in _OPAQUE]
    entities: list[Json] = []
    for kind, pattern in _FOUND.items():
        for match in pattern.finditer(text):
            span = units(text[: match.start()]), units(text[: match.end()])
            if all(span[1] <= start or end <= span[0] for start, end in spans):
                spans.append(span)
                entities.append({"type": kind, "offset": span[0], "length": span[1] - span[0]})
    return entities


def in_order(entities: Iterable[Json]) -> list[Json]:
    return sorted(entities, key=lambda entity: (entity["offset"], -entity["length"]))


def as_html(text: str, entities: Iterable[Json]) -> str:
    """The text as HTML the page may insert: all escaped, only known tags and safe links."""
    encoded = text.encode("utf-16-le")
    return "".join(_pieces(encoded, in_order(entities), 0, len(encoded) // 2))


def _pieces(encoded: bytes, entities: list[Json], start: int, end: int) -> Iterator[str]:
    """Renders one stretch; what reaches over the end of its parent is cut there."""
    at = start
    while entities and entities[0]["offset"] < end:
        entity = entities.pop(0)
        first, last = _span(entity)
        first, last = max(first, at), min(last, end)
        if last <= first:
            continue
        yield _escaped(encoded, at, first)
        opening, closing = _tags(entity, _plain(encoded, first, last))
        yield opening
        yield from _pieces(encoded, entities, first, last)
        yield closing
        at = last
    yield _escaped(encoded, at, end)


def _tags(entity: Json, inner: str) -> tuple[str, str]:
    match entity["type"]:
        case "text_link":
            return _link(entity["url"])
        case "url":
            return _link(inner if "://" in inner else f"https://{inner}")
        case "email":
            return _link(f"mailto:{inner}")
        case "bot_command":
            return f'<a href="#" class="command" data-command="{html.escape(inner)}">', "</a>"
        case "date_time":
            return f'<time data-unix="{int(entity["unix_time"])}">', "</time>"
        case kind:
            return _TAGS.get(kind, ("", ""))


def _link(url: str) -> tuple[str, str]:
    if not url.startswith(("http://", "https://", "mailto:", "tg://")):
        return "", ""
    return f'<a href="{html.escape(url)}" target="_blank" rel="noopener noreferrer">', "</a>"


def _span(entity: Json) -> tuple[int, int]:
    return entity["offset"], entity["offset"] + entity["length"]


def _plain(encoded: bytes, start: int, end: int) -> str:
    return encoded[start * 2 : end * 2].decode("utf-16-le", errors="replace")


def _escaped(encoded: bytes, start: int, end: int) -> str:
    return html.escape(_plain(encoded, start, end))
