"""The bot's own sentences in one language, with plurals by CLDR category."""

from collections.abc import Iterator, Mapping
from typing import Any

from babel import Locale

Tree = Mapping[str, Any]


class Texts:
    """Sentences by dotted key, such as "home.greeting", with {places} to fill."""

    def __init__(self, language: str, tree: Tree) -> None:
        self.language = language
        self._plural = Locale(language).plural_form
        self._flat = dict(_flatten(tree))

    def __call__(self, key: str, **values: object) -> str:
        """The sentence, filled."""
        return self._flat[key].format_map(values)

    def count(self, key: str, n: int, **values: object) -> str:
        """The sentence in the plural form that fits the number `n`."""
        form = f"{key}.{self._plural(n)}"
        return self(form if form in self._flat else f"{key}.other", n=n, **values)

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
        """All sentences whose key starts with this one, by the rest of their keys."""
        start = f"{key}."
        return {k.removeprefix(start): v for k, v in self._flat.items() if k.startswith(start)}


def _flatten(tree: Tree, start: str = "") -> Iterator[tuple[str, str]]:
    for name, value in tree.items():
        if isinstance(value, Mapping):
            yield from _flatten(value, f"{start}{name}.")
        else:
            yield f"{start}{name}", str(value).strip()
