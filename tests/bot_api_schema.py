"""Checks calls of the bot against the newest Bot API, independently of PTB and the playground."""

import json
import re
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from playground.ledger import Ledger

SCHEMA = json.loads(Path(__file__).with_suffix(".json").read_text(encoding="utf-8"))
TYPES: dict[str, Any] = SCHEMA["types"]
ARRAY = "Array of "
#: Names of Bot API 10.2, sent beside those of 10.3: servers pass over what they don't know.
OLDER = {"receiver_user_id", "callback_query_id"}
SPELLED = {"Integer": r"-?\d+", "Boolean": "true|false", "True": "true", "Float": r"-?\d+(\.\d+)?"}
PLAIN: dict[str, tuple[type, ...]] = {
    "Integer": (int,),
    "Boolean": (bool,),
    "True": (bool,),
    "Float": (int, float),
    "String": (str,),
}


def mistakes(method: str, params: Mapping[str, Any]) -> list[str]:
    """What Telegram would not take of a call as it comes over HTTP; empty when all is right."""
    if method not in TYPES:
        return [f"{method}: no such method"]
    attached = {value[9:] for value in params.values() if str(value).startswith("attach://")}
    older = OLDER if "ephemeral_message_parameters" in params else set[str]()
    given = {name: value for name, value in params.items() if name not in attached | older}
    return _of_fields(method, given, TYPES[method], _of_parameter)


def _of_fields(where: str, given: Mapping[str, Any], fields: Any, look: Any) -> list[str]:
    found = [f"{where}: {name!r} is unknown" for name in given if name not in fields]
    for name, kind in fields.items():
        if name in given:
            found += look(f"{where}.{name}", given[name], kind.removeprefix("?"))
        elif not kind.startswith("?"):
            found.append(f"{where}: {name!r} is missing")
    return found


def _of_parameter(where: str, value: Any, kind: str) -> list[str]:
    """A parameter comes as a string: plain, or as JSON where it is more than that."""
    kinds = kind.split(" or ")
    if "String" in kinds or "InputFile" in kinds:
        return []
    if spelled := SPELLED.get(kind):
        fits = re.fullmatch(spelled, str(value).lower())
        return [] if fits else [f"{where}: {value!r} is no {kind}"]
    try:
        read = json.loads(value) if isinstance(value, str) else value
    except ValueError:
        return [f"{where}: no JSON"]
    return _of_value(where, read, kind)


def _of_value(where: str, value: Any, kind: str) -> list[str]:
    if kind.startswith(ARRAY):
        if not isinstance(value, list):
            return [f"{where}: no array"]
        inner = kind.removeprefix(ARRAY)
        return [each for part in value for each in _of_value(where, part, inner)]
    kinds = TYPES[kind] if isinstance(TYPES.get(kind), list) else kind.split(" or ")
    tried = [_of_one(where, value, each) for each in kinds]
    return min(tried, key=len, default=[])


def _of_one(where: str, value: Any, kind: str) -> list[str]:
    if plain := PLAIN.get(kind):
        is_flag = isinstance(value, bool) and bool not in plain
        return [] if isinstance(value, plain) and not is_flag else [f"{where}: no {kind}"]
    if kind not in TYPES:
        return [f"{where}: {kind} is none that we send"]
    if not isinstance(value, dict):
        return [f"{where}: no {kind}"]
    return _of_fields(f"{where}: {kind}", value, TYPES[kind], _of_value)


class CheckedLedger(Ledger):
    """A ledger that looks at every call, however many there are."""

    def __init__(self) -> None:
        super().__init__()
        self.checked = 0
        self.mistakes: list[str] = []

    def note(
        self, method: str, params: dict[str, Any], status: int, description: str, at: datetime
    ) -> None:
        self.checked += 1
        self.mistakes += mistakes(method, params)
        super().note(method, params, status, description, at)
