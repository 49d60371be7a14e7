"""Keyboards under messages, checked button by button."""

from typing import Any, NoReturn
from urllib.parse import urlsplit

from playground.entities import units
from playground.refusals import (
    BUTTON_COPY_TEXT_INVALID,
    BUTTON_DATA_INVALID,
    BUTTON_TYPE_INVALID,
    BUTTON_UNREADABLE,
    BUTTON_URL_INVALID,
    MARKUP_NOT_INLINE,
    MARKUP_TOO_LONG,
    MARKUP_UNREADABLE,
    Json,
    RefusedError,
)

DATA_LIMIT = 64  # bytes of UTF-8
COPY_LIMIT = 256  # characters
ROW_LIMIT = 8  # buttons in a row
BUTTON_LIMIT = 100  # buttons under a message
_ACTIONS = frozenset(
    [
        "callback_data",
        "url",
        "copy_text",
        "switch_inline_query",
        "switch_inline_query_current_chat",
        "switch_inline_query_chosen_chat",
        "web_app",
        "login_url",
        "callback_game",
        "pay",
    ]
)
_NOT_BUILT = frozenset(("web_app", "login_url", "callback_game", "pay"))
_LOOKS = frozenset(("text", "style", "icon_custom_emoji_id"))
_STYLES = ("primary", "success", "danger")
_KINDS = frozenset(("inline_keyboard", "keyboard", "remove_keyboard", "force_reply"))


def read_markup(markup: Json | None, *, inline_only: bool = False) -> Json | None:
    """The keyboard as it will be kept; an empty one is no keyboard."""
    if markup is None:
        return None
    if not _KINDS & markup.keys():
        raise RefusedError(MARKUP_UNREADABLE)
    if "inline_keyboard" not in markup:
        if inline_only:
            raise RefusedError(MARKUP_NOT_INLINE)
        return markup
    return _inline(markup["inline_keyboard"])


def callback_data_of(markup: Json | None) -> list[str]:
    """What the buttons under a message would send back."""
    rows = (markup or {}).get("inline_keyboard", [])
    return [button["callback_data"] for row in rows for button in row if "callback_data" in button]


def _inline(rows: Any) -> Json | None:
    if not isinstance(rows, list) or not all(isinstance(row, list) for row in rows):
        raise RefusedError(MARKUP_UNREADABLE)
    kept = [row for row in rows if row]
    if any(len(row) > ROW_LIMIT for row in kept) or sum(map(len, kept)) > BUTTON_LIMIT:
        raise RefusedError(MARKUP_TOO_LONG)
    for row in kept:
        for button in row:
            _check(button)
    return {"inline_keyboard": kept} if kept else None


def _check(button: Any) -> None:
    if not isinstance(button, dict):
        _unreadable("expected an Object")
    text = button.get("text")
    if not isinstance(text, str):
        _unreadable('Can\'t find field "text"' if text is None else 'Field "text" must be a String')
    if not text.strip():
        _unreadable("Button text must be non-empty")
    if unknown := button.keys() - _ACTIONS - _LOOKS:
        _unreadable(f'unknown field "{min(unknown)}"')
    if button.get("style", "primary") not in _STYLES:
        _unreadable("Unsupported button style specified")
    actions = [name for name in button if name in _ACTIONS and button[name] != ""]
    actions += [name for name in button if name.startswith("switch_") and button[name] == ""]
    if len(actions) != 1:
        _unreadable("Text buttons are unallowed in the inline keyboard")
    _check_action(actions[0], button[actions[0]])


def _check_action(action: str, value: Any) -> None:
    if action in _NOT_BUILT:
        raise RefusedError(BUTTON_TYPE_INVALID)
    if action == "callback_data" and not 1 <= len(str(value).encode()) <= DATA_LIMIT:
        raise RefusedError(BUTTON_DATA_INVALID)
    if action == "copy_text" and not 1 <= units(_copied(value)) <= COPY_LIMIT:
        raise RefusedError(BUTTON_COPY_TEXT_INVALID)
    if action == "url":
        _check_url(str(value))


def _copied(value: Any) -> str:
    return str(value.get("text", "")) if isinstance(value, dict) else ""


def _check_url(url: str) -> None:
    parts = urlsplit(url if "://" in url else f"http://{url}")
    if parts.scheme not in ("http", "https", "tg"):
        raise RefusedError(BUTTON_URL_INVALID, url=url, why="Unsupported URL protocol")
    host = parts.hostname or ""
    if parts.scheme != "tg" and ("." not in host and host != "localhost"):
        raise RefusedError(BUTTON_URL_INVALID, url=url, why="Wrong HTTP URL")


def _unreadable(why: str) -> NoReturn:
    raise RefusedError(BUTTON_UNREADABLE, why=why)
