"""What a pack says of its finder: how it is opened, what the register is asked, and the words that
sort the register's records. The bot reads little of it; the process that makes the copy the rest.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Annotated

from pydantic import AfterValidator, Field

from bot.library.model.fields import Command, ItemId, Line, Model, PageId, ShortId, Url

#: What a group can have each month besides the subjects: how many studies are open where it is.
OPEN_STUDIES = "studies"
FINDER_FILE = "trials.yaml"  # in the folder of a pack
MOST_TYPES = 4  # all choices of them are counted beforehand


def _compiles(pattern: str) -> str:
    try:
        re.compile(pattern)
    except re.error as error:
        raise ValueError(f"is no regular expression: {error}") from None
    return pattern


Regex = Annotated[str, AfterValidator(_compiles)]
Regexes = Regex | tuple[Regex, ...]
FileName = Annotated[Line, Field(pattern=r"^[\w-]+\.json$")]
CountryCode = Annotated[str, Field(pattern=r"^([A-Z]{2})?$")]


class Type(Model):
    """A type of the condition, and the lines of signals that open a study to it."""

    id: ItemId
    open: Annotated[tuple[Line, ...], Field(min_length=1)]


class Sane(Model):
    """What a copy must hold to be believed."""

    first: int = 500  # records of the first question, at the very first copy
    change: float = 0.3  # of each question's total, from one copy to the next
    countries: int = 30
    points: float = 0.8  # share of places that have a point
    unknown: float = 0.05  # share of countries with a name that nobody knows
    country: dict[CountryCode, int] = Field(default_factory=dict)  # studies that are open there


class Finder(Model):
    """The file of a pack; a pack without it has no finder."""

    #: The command that opens it.
    command: Command
    #: The page that it belongs to, and what it can be reminded of.
    page: PageId
    reminder: ShortId | None = None
    #: A made-up register for trying out, beside the file.
    sample: FileName | None = None
    #: What the register is asked each night; the first one is about the condition itself.
    questions: Annotated[tuple[dict[str, str], ...], Field(min_length=1)]
    #: In this order: what is one word for the rules, and that word.
    spellings: tuple[tuple[Regex, str], ...] = ()
    condition: dict[str, Regexes]
    stage: dict[str, Regexes] = Field(default_factory=dict)
    signals: dict[str, Regexes] = Field(default_factory=dict)
    #: In the order of their bits, which stand in buttons that people have.
    types: Annotated[tuple[Type, ...], Field(max_length=MOST_TYPES)] = ()
    marks: dict[str, Regexes] = Field(default_factory=dict)
    kinds: dict[str, Regexes] = Field(default_factory=dict)
    quotes: dict[str, Regexes] = Field(default_factory=dict)
    sane: Sane = Sane()
    #: Other lists to look at: addresses by id, by country or, under "", for everybody.
    ways: dict[CountryCode, dict[ItemId, Url]] = Field(default_factory=dict)

    @property
    def type_ids(self) -> tuple[str, ...]:
        return tuple(each.id for each in self.types)

    def bits_of(self, types: int) -> int:
        """The bits that stand for a type of the pack; those of all types are none."""
        every = (1 << len(self.types)) - 1
        return 0 if types & every == every else types & every

    def ways_in(self, country: str) -> Mapping[str, str]:
        """Those of the country first."""
        return {**self.ways.get(country, {}), **self.ways.get("", {})}

    def sentences(self) -> Iterator[str]:
        """The keys of what only this pack's finder says."""
        yield f"commands.{self.command}"
        yield from (f"finder.types.{each.id}" for each in self.types)
        ways = {way for known in self.ways.values() for way in known}
        yield from (f"finder.ways.{way}" for way in sorted(ways))
        for topic in self.quotes:
            yield from (f"finder.quotes.{topic}", f"finder.quotes.{topic}-out")
