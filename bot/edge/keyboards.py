"""Inline keyboards as the Bot API reads them."""

from typing import Any

from telegram import InlineKeyboardMarkup

from bot.screen import Button, Rows, Screen


def markup(screen: Screen) -> InlineKeyboardMarkup | None:
    return Keyboard(screen.rows) if screen.rows else None


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
    if button.style:
        key["style"] = button.style
    return key
