"""A call's parameters: which a method takes, and how each is read from the wire."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from playground.refusals import (
    CHAT_ID_EMPTY,
    FILE_MISSING,
    MESSAGE_ID_MISSING,
    MISSING_PARAMETER,
    TEXT_EMPTY,
    UNKNOWN_PARAMETER,
    WRONG_PARAMETER,
    Json,
    Refusal,
    RefusedError,
)

Reader = Callable[[str, Any], Any]


@dataclass(frozen=True)
class Upload:
    """A file that came with the call."""

    name: str
    content: bytes


@dataclass(frozen=True)
class Method:
    """What answers a call, and the names of the parameters it takes."""

    answer: Callable[..., Any]
    required: tuple[str, ...]
    optional: tuple[str, ...]

    def read(self, name: str, given: Mapping[str, Any]) -> Json:
        """The parameters as values; an unknown, missing or malformed one is refused."""
        fields = {
            key: value for key, value in given.items() if not _is_attachment(value, key, given)
        }
        for key in fields:
            if key not in self.required + self.optional:
                raise RefusedError(UNKNOWN_PARAMETER, name=key, method=name)
        for key in self.required:
            if fields.get(key) in (None, ""):
                raise RefusedError(MISSING.get(key, MISSING_PARAMETER), name=key)
        return {
            key: _read(key, _attached(value, given))
            for key, value in fields.items()
            if value is not None
        }


def _read(name: str, value: Any) -> Any:
    reader: Reader = READERS.get(name, _text)
    return reader(name, value)


def _is_attachment(value: Any, key: str, given: Mapping[str, Any]) -> bool:
    return isinstance(value, Upload) and f"attach://{key}" in given.values()


def _attached(value: Any, given: Mapping[str, Any]) -> Any:
    if isinstance(value, str) and value.startswith("attach://"):
        return given.get(value.removeprefix("attach://"), value)
    return value


def _wrong(name: str, wanted: str) -> RefusedError:
    return RefusedError(WRONG_PARAMETER, name=name, wanted=wanted)


def _text(name: str, value: Any) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise _wrong(name, "a String")
    return str(value)


def _whole(name: str, value: Any) -> int:
    try:
        if isinstance(value, bool):
            raise ValueError
        return int(value)
    except (TypeError, ValueError):
        raise _wrong(name, "an Integer") from None


def _flag(name: str, value: Any) -> bool:
    flags: dict[str, bool] = {"true": True, "false": False, "1": True, "0": False}
    known = flags.get(str(value).lower())
    if known is None:
        raise _wrong(name, "a Boolean")
    return known


def _chat(_name: str, value: Any) -> int | str:
    """A number, or a name that the reaching of chats will not find."""
    try:
        return int(value)
    except (TypeError, ValueError):
        return str(value)


def _file(name: str, value: Any) -> Upload | str:
    return value if isinstance(value, Upload | str) else _text(name, value)


def _json(name: str, value: Any) -> Any:
    try:
        return json.loads(value) if isinstance(value, str) else value
    except json.JSONDecodeError:
        raise _wrong(name, "valid JSON") from None


def _object(name: str, value: Any) -> Json:
    read = _json(name, value)
    if not isinstance(read, dict):
        raise _wrong(name, "an Object")
    return read


def _objects(name: str, value: Any) -> list[Json]:
    read = _json(name, value)
    if not isinstance(read, list) or not all(isinstance(item, dict) for item in read):
        raise _wrong(name, "an Array of Objects")
    return read


def _numbers(name: str, value: Any) -> list[int]:
    read = _json(name, value)
    if not isinstance(read, list):
        raise _wrong(name, "an Array of Integer")
    return [_whole(name, item) for item in read]


def _names(name: str, value: Any) -> list[str]:
    read = _json(name, value)
    if not isinstance(read, list):
        raise _wrong(name, "an Array of String")
    return [_text(name, item) for item in read]


_BY_READER: dict[Reader, str] = {
    _chat: "chat_id from_chat_id",
    _whole: """message_id message_thread_id user_id receiver_user_id ephemeral_message_id
        offset limit timeout cache_time max_connections""",
    _flag: """disable_notification protect_content show_alert is_personal drop_pending_updates
        is_big show_caption_above_media disable_content_type_detection has_spoiler""",
    _file: "document photo",
    _object: """reply_markup reply_parameters link_preview_options scope menu_button button
        ephemeral_message_parameters""",
    _objects: "entities caption_entities commands results reaction",
    _numbers: "message_ids",
    _names: "allowed_updates",
}
READERS: dict[str, Reader] = {
    name: reader for reader, names in _BY_READER.items() for name in names.split()
}

MISSING: dict[str, Refusal] = {
    "chat_id": CHAT_ID_EMPTY,
    "from_chat_id": CHAT_ID_EMPTY,
    "text": TEXT_EMPTY,
    "message_id": MESSAGE_ID_MISSING,
    "document": FILE_MISSING,
    "photo": FILE_MISSING,
}
