"""parse_mode HTML read as strictly as Telegram reads it, with its own complaints."""

import re
from dataclasses import dataclass, field
from typing import NoReturn

from playground.entities import units
from playground.refusals import ENTITIES_UNREADABLE, Json, RefusedError

_TYPES = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "tg-spoiler": "spoiler",
    "span": "spoiler",
    "blockquote": "blockquote",
    "code": "code",
    "pre": "pre",
    "a": "text_link",
    "tg-emoji": "custom_emoji",
    "tg-time": "date_time",
}
_PLAIN = re.compile(r"[^&<]+")
_REFERENCE = re.compile(r"&(?:#(?P<ten>\d{1,8})|#[xX](?P<hex>[0-9a-fA-F]{1,8})|(?P<name>\w+));?")
_NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}  # Telegram knows no others
_SPACE = " \t\r\n\v"
_TOKEN = re.compile(r"[A-Za-z0-9.-]*")
_LINK = re.compile(r"(?:https?|tg|mailto):", re.IGNORECASE)


@dataclass
class _Open:
    tag: str
    at: int  # where the tag begins in the source
    start: int  # UTF-16 offset of what it wraps
    attributes: dict[str, str] = field(default_factory=dict)


def parse_html(source: str) -> tuple[str, list[Json]]:
    """The plain text and its entities, or a refusal that says where the markup is wrong."""
    reader = _Reader(source)
    reader.read()
    return "".join(reader.text), [entity for entity in reader.entities if entity["length"] > 0]


class _Reader:
    def __init__(self, source: str) -> None:
        self._source = source
        self._at = 0
        self._offset = 0  # UTF-16 units written so far
        self._open: list[_Open] = []
        self.text: list[str] = []
        self.entities: list[Json] = []

    def read(self) -> None:
        while char := self._peek():
            if char == "&":
                self._write(self._reference())
            elif char != "<":
                self._write(self._plain())
            elif self._source.startswith("</", self._at):
                self._end_tag()
            else:
                self._start_tag()
        if self._open:
            self._refuse(f'Can\'t find end tag corresponding to start tag "{self._open[-1].tag}"')

    def _start_tag(self) -> None:
        begin = self._at
        self._take()
        tag = self._take_until(_SPACE + ">").lower()
        if not self._peek():
            self._refuse(f"Unclosed start tag at byte offset {self._byte(begin)}")
        if tag not in _TYPES:
            self._refuse(f'Unsupported start tag "{tag}" at byte offset {self._byte(begin)}')
        opened = _Open(tag, begin, self._offset)
        self._attributes(opened)
        if tag == "span" and opened.attributes.get("class") != "tg-spoiler":
            where = self._byte(begin)
            self._refuse(f'Tag "span" must have class "tg-spoiler" at byte offset {where}')
        self._open.append(opened)

    def _attributes(self, opened: _Open) -> None:
        where = self._byte(opened.at)
        while True:
            self._skip_space()
            if self._peek() == ">":
                self._take()
                return
            name = self._take_until(_SPACE + "=>").lower()
            if not name:
                self._refuse(
                    f'Empty attribute name in the tag "{opened.tag}" at byte offset {where}'
                )
            self._skip_space()
            opened.attributes[name] = self._value(opened) if self._peek() == "=" else ""
            if not self._peek():
                self._refuse(f'Unclosed start tag "{opened.tag}" at byte offset {where}')

    def _value(self, opened: _Open) -> str:
        self._take()
        self._skip_space()
        where = self._byte(opened.at)
        quote = self._peek()
        if not quote:
            self._refuse(f'Unclosed start tag "{opened.tag}" at byte offset {where}')
        if quote not in "'\"":
            return self._bare_value()
        self._take()
        parts: list[str] = []
        while (char := self._peek()) and char != quote:
            parts.append(self._reference() if char == "&" else self._take())
        self._take()
        if not self._peek():
            self._refuse(f"Unclosed start tag at byte offset {where}")
        return "".join(parts)

    def _bare_value(self) -> str:
        begin = self._at
        match = _TOKEN.match(self._source, begin)
        token = match.group() if match else ""
        self._at += len(token)
        if not self._peek() or self._peek() not in _SPACE + ">":
            self._refuse(f"Unexpected end of name token at byte offset {self._byte(begin)}")
        return token.lower()

    def _end_tag(self) -> None:
        begin = self._at
        where = self._byte(begin)
        if not self._open:
            self._refuse(f"Unexpected end tag at byte offset {where}")
        self._at += 2
        closing = self._take_until(_SPACE + ">").lower()
        self._skip_space()
        if self._take() != ">":
            self._refuse(f"Unclosed end tag at byte offset {where}")
        opened = self._open.pop()
        if closing and closing != opened.tag:
            self._refuse(
                f"Unmatched end tag at byte offset {where},"
                f' expected "</{opened.tag}>", found "</{closing}>"'
            )
        self._close(opened)

    def _close(self, opened: _Open) -> None:
        entity: Json = {
            "type": _TYPES[opened.tag],
            "offset": opened.start,
            "length": self._offset - opened.start,
        }
        match opened.tag:
            case "a":
                written = "".join(self.text).encode("utf-16-le")[opened.start * 2 :]
                url = opened.attributes.get("href") or written.decode("utf-16-le")
                if not _LINK.match(url):
                    return  # Telegram drops a link it can't follow and says nothing
                entity["url"] = url
            case "blockquote" if "expandable" in opened.attributes:
                entity["type"] = "expandable_blockquote"
            case "tg-emoji":
                entity["custom_emoji_id"] = opened.attributes.get("emoji-id", "")
            case "tg-time":
                entity |= self._moment(opened)
            case "code":
                self._name_language(opened)
        self.entities.append(entity)

    def _moment(self, opened: _Open) -> Json:
        unix = opened.attributes.get("unix", "")
        if not unix.isdecimal():
            self._refuse(f"Invalid date specified at byte offset {self._byte(opened.at)}")
        moment: Json = {"unix_time": int(unix)}
        if style := opened.attributes.get("format"):
            moment["date_time_format"] = style
        return moment

    def _name_language(self, opened: _Open) -> None:
        language = opened.attributes.get("class", "")
        outer = self._open[-1] if self._open else None
        if outer and outer.tag == "pre" and language.startswith("language-"):
            outer.attributes["language"] = language.removeprefix("language-")

    def _reference(self) -> str:
        match = _REFERENCE.match(self._source, self._at)
        char = ""
        if match and match["name"]:
            char = _NAMED.get(match["name"], "")
        elif match:
            code = int(match["ten"]) if match["ten"] else int(match["hex"], 16)
            char = chr(code) if 0 < code <= 0x10FFFF else ""
            if 0xD800 <= code <= 0xDFFF:
                self._refuse(
                    "Text contains invalid Unicode characters after decoding HTML entities,"
                    " check for unmatched surrogate code units"
                )
        if match and char:
            self._at = match.end()
            return char
        return self._take()

    def _plain(self) -> str:
        begin, match = self._at, _PLAIN.match(self._source, self._at)
        self._at = match.end() if match else begin
        return self._source[begin : self._at]

    def _peek(self) -> str:
        return self._source[self._at : self._at + 1]

    def _take(self) -> str:
        self._at += 1
        return self._source[self._at - 1 : self._at]

    def _take_until(self, ends: str) -> str:
        begin = self._at
        while self._at < len(self._source) and self._source[self._at] not in ends:
            self._at += 1
        return self._source[begin : self._at]

    def _skip_space(self) -> None:
        while self._peek() and self._peek() in _SPACE:
            self._at += 1

    def _write(self, text: str) -> None:
        self.text.append(text)
        self._offset += units(text)

    def _byte(self, at: int) -> int:
        return len(self._source[:at].encode())

    def _refuse(self, why: str) -> NoReturn:
        raise RefusedError(ENTITIES_UNREADABLE, why=why)
