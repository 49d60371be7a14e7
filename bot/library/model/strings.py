"""All texts in a model of the pack."""

from collections.abc import Iterator

from pydantic import BaseModel

from bot.library.model.prose import MARK


def strings_in(value: object) -> Iterator[str]:
    """All texts in a file of the pack, however deep, without source marks."""
    match value:
        case str():
            yield MARK.sub("", value)
        case BaseModel():
            for _, part in value:
                yield from strings_in(part)
        case dict():
            yield from strings_in(tuple(value.values()))
        case tuple():
            for part in value:
                yield from strings_in(part)
