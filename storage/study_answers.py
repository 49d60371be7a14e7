"""What the copy of public records answers: plain values, the same for everybody."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Copy:
    """When the data were made by the register (not when they were fetched), as 2026-11-27T09:00."""

    data_on: str
    first_on: str
    #: Made up for trying out.
    is_sample: bool = False
    #: How many studies are in it.
    studies: int = 0


@dataclass(frozen=True, slots=True)
class Tried:
    """The last looks at the register."""

    #: When the last good one was; None when never.
    good: datetime | None = None
    #: When the last one of all was, and how it ended; empty when well.
    last: datetime | None = None
    failure: str = ""
    detail: str = ""
    #: Since when it has failed.
    failing_since: datetime | None = None


@dataclass(frozen=True, slots=True)
class Counted:
    """A country or a town, and how many studies are open there."""

    name: str
    studies: int
    point: Point | None = None
    state: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of a list."""

    id: int
    phases: int
    since: str
    changed: str
    #: How many places are open in the country, and how many will be.
    open: int
    coming: int
    #: The nearest open place, and how far it is in km; none without a point to measure from.
    town: str = ""
    km: float | None = None
    title: str = ""
    #: What the card says besides, as the copy was given it.
    told: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Listing:
    entries: tuple[Entry, ...]
    number: int
    pages: int
    total: int


@dataclass(frozen=True, slots=True)
class Card:
    entry: Entry
    sponsor: str
    types: int
    is_open: bool
    #: Countries with an open place.
    countries: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Gone:
    id: int
    title: str
    left_on: str
    #: The register's word for its status; empty when it was not asked.
    status: str


@dataclass(frozen=True, slots=True)
class Site:
    town: str
    state: str
    facility: str
    km: float | None


@dataclass(frozen=True, slots=True)
class Places:
    sites: tuple[Site, ...]
    number: int
    pages: int
    total: int
