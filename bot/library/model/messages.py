"""The bot's own sentences in one language, with plurals by CLDR category."""

import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from babel import Locale

Tree = Mapping[str, Any]
TWO_STOPS = re.compile(r"(?<!\.)\.\.(?!\.)")
#: The greatest number that a plural is asked for: longer lists than this are not kept.
MOST = 1000


class Texts:
    """Sentences by dotted key, such as "home.greeting", with {places} to fill.

    What the language lacks is said in the original, with the original's plurals.
    """

    def __init__(self, language: str, tree: Tree, original: "Texts | None" = None) -> None:
        self.language = language
        self._plural = Locale(language).plural_form
        self._own = dict(_flatten(tree))
        self._original = original
        self._flat: dict[str, str] = {**(original._flat if original else {}), **self._own}

    def __call__(self, key: str, **values: object) -> str:
        """The sentence, filled; a value such as "10 a. m." brings a full stop of its own."""
        said = self._flat[key]
        return TWO_STOPS.sub(".", said.format_map(values)) if values else said

    def count(self, key: str, n: int, **values: object) -> str:
        """The sentence in the plural form that fits the number `n`."""
        if self._original and f"{key}.other" not in self._own:
            return self._original.count(key, n, **values)
        form = f"{key}.{self._plural(n)}"
        return self(form if form in self._own else f"{key}.other", n=n, **values)

    def has(self, key: str) -> bool:
        return key in self._flat

    def list(self, key: str) -> tuple[str, ...]:
        """A sentence that holds a list: one entry a line."""
        return tuple(row.strip() for row in self._flat[key].splitlines() if row.strip())

    def keys(self) -> frozenset[str]:
        return frozenset(self._flat)

    def every(self) -> dict[str, str]:
        """All sentences by their keys."""
        return dict(self._flat)

    def below(self, key: str) -> dict[str, str]:
        """All sentences whose key starts with this one, by the rest of their keys; "" is all."""
        start = f"{key}." if key else ""
        return {k.removeprefix(start): v for k, v in self._flat.items() if k.startswith(start)}


@cache
def plural_forms(language: str) -> frozenset[str]:
    """The CLDR categories that a language needs for the numbers that the bot says."""
    plural = Locale(language).plural_form
    return frozenset(plural(n) for n in range(MOST + 1))


def _flatten(tree: Tree, start: str = "") -> Iterator[tuple[str, str]]:
    for name, value in tree.items():
        if isinstance(value, Mapping):
            yield from _flatten(value, f"{start}{name}.")
        else:
            yield f"{start}{name}", str(value).strip()
