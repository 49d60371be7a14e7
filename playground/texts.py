"""A message's text as it arrives in a call: parsed, trimmed, measured."""

import re
from collections.abc import Iterator

from playground.entities import ENTITY_LIMIT, ENTITY_TYPES, found_entities, in_order, units
from playground.markup import parse_html
from playground.refusals import (
    ENTITIES_TOO_MANY,
    ENTITY_BEGINS_LATE,
    ENTITY_ENDS_LATE,
    ENTITY_TYPE_UNSUPPORTED,
    PARSE_MODE_NOT_HERE,
    PARSE_MODE_UNSUPPORTED,
    TEXT_EMPTY,
    Json,
    Refusal,
    RefusedError,
)

TEXT_LIMIT = 4096  # UTF-16 units after parsing
CAPTION_LIMIT = 1024
#: As tdlib's clean_input_string has it: control characters, and line and direction marks.
_BLANKED = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f]")
_DROPPED = re.compile("[\r\u2028-\u202e]")
_NOT_BUILT = ("markdown", "markdownv2")


def read_text(params: Json, limit: int, too_long: Refusal, field: str = "text") -> Json:
    """The content fields of a text or caption: the words and, if there are any, their entities."""
    text, entities = _formatted(params, field)
    text, entities = _trimmed(text, entities)
    if field == "text" and not text:
        raise RefusedError(TEXT_EMPTY)
    if units(text) > limit:
        raise RefusedError(too_long)
    if len(entities) > ENTITY_LIMIT:
        raise RefusedError(ENTITIES_TOO_MANY)
    if not text:
        return {}
    entities = in_order(entities + found_entities(text, entities))
    return {field: text} | ({_entities_field(field): entities} if entities else {})


def cleaned(text: str) -> str:
    """Text as Telegram's server passes it on: it takes these characters out of every message."""
    return _DROPPED.sub("", _BLANKED.sub(" ", text))


def _formatted(params: Json, field: str) -> tuple[str, list[Json]]:
    text = cleaned(params.get(field, ""))
    mode = params.get("parse_mode", "").lower()
    if mode == "html":
        return parse_html(text)
    if mode:
        refusal = PARSE_MODE_NOT_HERE if mode in _NOT_BUILT else PARSE_MODE_UNSUPPORTED
        raise RefusedError(refusal, name=params["parse_mode"])
    entities = params.get(_entities_field(field), [])
    for entity in entities:
        _check(entity, text)
    return text, entities


def _entities_field(field: str) -> str:
    return "caption_entities" if field == "caption" else "entities"


def _check(entity: Json, text: str) -> None:
    if entity.get("type") not in ENTITY_TYPES:
        raise RefusedError(ENTITY_TYPE_UNSUPPORTED)
    start, end = entity["offset"], entity["offset"] + entity["length"]
    if start >= units(text):
        raise RefusedError(ENTITY_BEGINS_LATE, start=start)
    if end > units(text):
        raise RefusedError(ENTITY_ENDS_LATE, start=start, end=end)


def _trimmed(text: str, entities: list[Json]) -> tuple[str, list[Json]]:
    shift = units(text) - units(text.lstrip())
    text = text.strip()
    return text, list(_shifted(entities, shift, units(text)))


def _shifted(entities: list[Json], shift: int, length: int) -> Iterator[Json]:
    for entity in entities:
        start = max(entity["offset"] - shift, 0)
        end = min(entity["offset"] + entity["length"] - shift, length)
        if end > start:
            yield {**entity, "offset": start, "length": end - start}
