"""Inline keyboards as the Bot API reads them."""

from functools import lru_cache
from typing import Any

from telegram import InlineKeyboardMarkup

from bot.screen import Button, Rows, Screen


def markup(screen: Screen) -> InlineKeyboardMarkup | None:
    if not screen.rows:
        return None
    return _common_keyboard(screen.rows) if screen.is_common else Keyboard(screen.rows)


class Keyboard(InlineKeyboardMarkup):
    """Buttons as Telegram reads them.

    PTB would make an object of each button and take it apart again: a quarter of a whole turn.
    """

    __slots__ = ("_ready",)

    def __init__(self, rows: Rows) -> None:
        super().__init__(())
        self._ready = {"inline_keyboard": [[_key(button) for button in row] for row in rows]}

    def to_dict(self, recursive: bool = True) -> dict[str, Any]:  # noqa: ARG002 - PTB's signature
        return self._ready


@lru_cache(maxsize=512)
def _common_keyboard(rows: Rows) -> Keyboard:
    return Keyboard(rows)


def _key(button: Button) -> dict[str, Any]:
    key: dict[str, Any] = {"text": button.label}
    if button.url:
        key["url"] = button.url
    elif button.copies:
        key["copy_text"] = {"text": button.copies}
    elif button.shares:
        chosen = {"query": button.shares, "allow_user_chats": True, "allow_group_chats": True}
        key["switch_inline_query_chosen_chat"] = chosen
    else:
        key["callback_data"] = button.tap
    return key
