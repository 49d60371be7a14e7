"""A screen is the whole of what a person sees: text and rows of buttons, a plain value."""

import re
from dataclasses import dataclass
from html import escape, unescape
from itertools import accumulate
from typing import Literal

from bot.documents.drawing import Picture

TEXT_LIMIT = 900  # characters as read; a phone shows about this much at once
MESSAGE_LIMIT = 4096  # UTF-16 units, Telegram's for a message
ROWS_LIMIT = 8  # rows of buttons; with the text above them they fill a phone
LABEL_LIMIT = 24  # characters; more is cut off on a phone


@dataclass(frozen=True, slots=True)
class Button:
    """One button; of `tap`, `url`, `copies` and `shares` exactly one says what it does."""

    label: str
    tap: str = ""
    url: str = ""
    #: Text for the clipboard.
    copies: str = ""
    #: Text for a message that the person sends to a chat of their choice.
    shares: str = ""
    #: A colour besides the label, where Telegram draws one; the label says all by itself.
    style: Literal["", "danger"] = ""


Rows = tuple[tuple[Button, ...], ...]


@dataclass(frozen=True, slots=True)
class Document:
    """A file that comes with a screen."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Screen:
    """What to show. `text` is Telegram's HTML."""

    text: str
    rows: Rows = ()
    #: What is shown above the text, in a message of its own; the text says what it shows.
    picture: Picture | None = None
    #: Files to send, before the text and its buttons.
    documents: tuple[Document, ...] = ()
    #: A message of its own, to be forwarded or kept, and not in place of the last one.
    fresh: bool = False


def bold(text: str) -> str:
    return f"<b>{escape(text, quote=False)}</b>"


def italic(text: str) -> str:
    return f"<i>{escape(text, quote=False)}</i>"


def spoiler(html: str) -> str:
    """Covered until somebody taps it."""
    return f"<tg-spoiler>{html}</tg-spoiler>" if html else ""


def folded(html: str) -> str:
    """A quote of which three lines are in sight until somebody taps it."""
    return f"<blockquote expandable>{html}</blockquote>" if html else ""


def copyable(text: str) -> str:
    """A block that one tap copies whole."""
    return f"<pre>{escape(text, quote=False)}</pre>"


def safe(text: str) -> str:
    """Text as it is, with nothing in it that Telegram would take for HTML."""
    return escape(text, quote=False)


def link(text: str, url: str) -> str:
    return f'<a href="{escape(url)}">{escape(text, quote=False)}</a>'


def paragraphs(*parts: str) -> str:
    """The parts that are not empty, with an empty line between them."""
    return "\n\n".join(part for part in parts if part)


def units(text: str) -> int:
    """The length as Telegram counts it: in UTF-16, where an emoji is two or more."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def fitting(html: str) -> str:
    """As many whole lines as one message of Telegram holds, and a sign where some are left out."""
    lines = html.split("\n")
    ends = list(accumulate(units(as_read(line)) + 1 for line in lines))
    if ends[-1] - 1 <= MESSAGE_LIMIT:
        return html
    kept = [line for line, end in zip(lines, ends, strict=True) if end < MESSAGE_LIMIT]
    return "\n".join([*kept, "…"])


def as_read(html: str) -> str:
    """The text without its tags."""
    return unescape(re.sub(r"<[^>]+>", "", html))


def as_text(screen: Screen) -> str:
    """The screen as a reviewer reads it in a golden file."""
    rows = ["  ".join(f"[{b.label}]({_target(b)})" for b in row) for row in screen.rows]
    return "\n".join([screen.text, *(["", *rows] if rows else []), ""])


def _target(button: Button) -> str:
    if button.tap or button.url:
        return button.tap or button.url
    return f"copies {button.copies}" if button.copies else f"shares {button.shares}"
