"""The words of a pack by which the records of a register are sorted, ready to be looked for."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from bot.library.model.finder import Finder, Regexes

Pattern = re.Pattern[str]
NEVER = re.compile(r"(?!)")


@dataclass(frozen=True, slots=True)
class Type:
    """A type of the condition, and the lines of signals that open a study to it."""

    id: str
    open: tuple[tuple[frozenset[str], frozenset[str]], ...]

    def is_open(self, signals: frozenset[str]) -> bool:
        return any(there <= signals and not (gone & signals) for there, gone in self.open)


@dataclass(frozen=True, slots=True)
class Words:
    spellings: tuple[tuple[Pattern, str], ...]
    condition: Mapping[str, Pattern]
    stage: Mapping[str, Pattern]
    signals: Mapping[str, Pattern]
    types: tuple[Type, ...]
    marks: Mapping[str, Pattern]
    kinds: Mapping[str, Pattern]
    quotes: Mapping[str, Pattern]

    @classmethod
    def of(cls, finder: Finder) -> "Words":
        return cls(
            tuple((re.compile(old), new) for old, new in finder.spellings),
            _patterns(finder.condition),
            _patterns(finder.stage),
            _patterns(finder.signals),
            tuple(Type(each.id, tuple(map(_signals, each.open))) for each in finder.types),
            _patterns(finder.marks),
            _patterns(finder.kinds),
            _patterns(finder.quotes),
        )

    def bits(self, types: Iterable[str]) -> int:
        """Types as the number that stands in the copy and in buttons."""
        wanted = set(types)
        return sum(1 << n for n, each in enumerate(self.types) if each.id in wanted)


class Patterns(dict[str, Pattern]):
    """By name; what a pack says nothing of is found nowhere."""

    def __missing__(self, name: str) -> Pattern:
        return NEVER


def _patterns(of: Mapping[str, Regexes]) -> Patterns:
    return Patterns(
        {
            name: re.compile(
                "|".join(f"(?:{g})" for g in ([given] if isinstance(given, str) else given))
            )
            for name, given in of.items()
        }
    )


def _signals(line: str) -> tuple[frozenset[str], frozenset[str]]:
    words = line.split()
    gone = frozenset(word[1:] for word in words if word.startswith("-"))
    return frozenset(word for word in words if not word.startswith("-")), gone
