"""The country a person chooses: in which order they are offered, and what one tells of the time."""

from collections.abc import Iterable
from dataclasses import replace

from bot.domain.places import COUNTRIES_FIRST
from bot.domain.time_zones import only_zone
from bot.regions import ELSEWHERE, REGIONS, UNKNOWN
from storage.records import Person


def in_order(regions: Iterable[str], language: str) -> tuple[str, ...]:
    """The countries among some regions, those where the language is spoken most first."""
    first = COUNTRIES_FIRST.get(language.partition("-")[0], "").split()
    every = [code for code in REGIONS if code in set(regions) - {ELSEWHERE, UNKNOWN}]
    return tuple(sorted(every, key=lambda code: first.index(code) if code in first else len(first)))


def living_in(person: Person, region: str) -> Person:
    """The same person with a country, and with its time zone where it has one and none was set."""
    return replace(person, region=region, time_zone=person.time_zone or only_zone(region))
