"""Time zones: which names are known, which one to guess, and which one a typed place means."""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from zoneinfo import ZoneInfo

from babel import Locale, UnknownLocaleError
from babel.core import get_global
from rapidfuzz import fuzz, process

from bot.domain.cities import BETWEEN, zones_by_city, zones_by_state
from bot.domain.place_names import plain, unaccented
from bot.domain.places import (
    COUNTRIES_FIRST,
    COUNTRY_NICKNAMES,
    PLACES,
    SPOKEN_IN,
    ZONES_FIRST,
)
from bot.regions import REGIONS

TYPED_LIMIT = 60  # characters that are looked at; names are shorter
MOST_FOUND = 8
SHORTEST_GUESS = 3  # characters; fewer are compared exactly
ALIKE = 80.0  # of 100: "new yrok" is New York, "newark" is not
ABBREVIATION = re.compile(r"[a-z]{1,4}t|utc")
LATIN_AMERICA = "419"  # as in the language tag es-419


class UnknownZoneError(ValueError):
    """A name that is no IANA time zone."""


@dataclass(frozen=True, slots=True)
class Country:
    """A country and its name in the person's language."""

    code: str
    name: str


@dataclass(frozen=True, slots=True)
class City:
    """A zone and the name of its city in the person's language."""

    zone: str
    name: str


def zone_named(name: str) -> ZoneInfo:
    """The zone of an IANA name."""
    if name not in _known_zones():
        raise UnknownZoneError(f"{name[:TYPED_LIMIT]!r} is not a time zone such as Europe/London")
    return ZoneInfo(name)


def guess_zone(language: str, region: str | None = None) -> str | None:
    """The likeliest zone for a language tag and a region of the settings; None is a reason to ask.

    A region is a country code, "EU" or "elsewhere".
    """
    tongue, _, tag = language.lower().replace("_", "-").partition("-")
    likely = (get_global("likely_subtags").get(tongue) or "").rpartition("_")[2]
    latin = "MX" if tongue == "es" else ""
    codes = (region or "", tag.upper(), latin if tag == LATIN_AMERICA else likely, latin)
    zones = ((code, zone) for code in codes for zone in _zones_of(code)[:1])
    fits = (zone for code, zone in zones if _may_be(zone, code, region))
    return next(fits, "Europe/Brussels" if region == "EU" else None)


def _may_be(zone: str, code: str, region: str | None) -> bool:
    european = zone.startswith("Europe/")
    if region == "elsewhere":
        return not european and code not in REGIONS
    return european or region != "EU"


def country_of(zone: str) -> str:
    """The country that a zone lies in; "" for none, such as UTC."""
    return next((code for code, zones in _zone_table().items() if zone in zones), "")


def only_zone(country: str) -> str | None:
    """The zone of a country that has just one."""
    zones = _zones_of(country)
    return zones[0] if len(zones) == 1 else None


def is_abbreviation(typed: str) -> bool:
    """Whether what was typed is the name of a clock, as CET is, which says nothing of a country."""
    return bool(ABBREVIATION.fullmatch(typed.strip().casefold()))


def countries(language: str) -> tuple[Country, ...]:
    """Every country with a zone: those where the language is used most first, then by name."""
    names = _locale(language).territories
    first = COUNTRIES_FIRST.get(language.partition("-")[0], "").split()
    every = [Country(code, names.get(code, code)) for code in _zone_table()]
    return tuple(sorted(every, key=lambda c: (_place_in(first, c.code), unaccented(c.name))))


def cities(country: str, language: str) -> tuple[City, ...]:
    """The zones of a country as cities, the most used first; none for an unknown country."""
    return tuple(City(zone, city_of(zone, language)) for zone in _zones_of(country))


def city_of(zone: str, language: str) -> str:
    """What a zone's city is called in a language."""
    names = _locale(language).time_zones.get(zone, {})
    return str(names.get("city") or _last_part(zone))


def find_city(typed: str, language: str = "", country: str = "") -> list[str]:
    """The zones that a typed city, country, state, zone name or abbreviation may mean, best first.

    "New York", "kolkata", "sao paulo", "London UK", "Paris, Texas", "España", "CET". Of namesakes
    the one in the person's country comes first, then those where their language is spoken most.
    """
    named = [zone for zone in _known_zones() if zone.casefold() == typed.strip().casefold()]
    zones = exactly(typed) or named or _roughly(plain(typed[:TYPED_LIMIT]))
    likely = SPOKEN_IN.get(language.partition("-")[0], frozenset())

    def farther(zone: str) -> int:
        where = country_of(zone)
        return 0 if country and where == country else 1 if where in likely else 2

    return sorted(dict.fromkeys(zones), key=farther)[:MOST_FOUND]


def is_rough(typed: str) -> bool:
    """Whether nothing is called just so: what `find_city` gives is only a guess."""
    return not exactly(typed) and typed.strip().casefold() not in map(str.casefold, _known_zones())


def exactly(typed: str) -> list[str]:
    """The zones of what is called just so, with or without the wider place behind it."""
    key = plain(typed[:TYPED_LIMIT])
    if zones := _zones_called(key):
        return zones
    words = key.split()
    for cut in range(1, len(words)):
        # What comes last is the wider place, and decides: London, Ontario is not in Britain.
        narrow, last = " ".join(words[:cut]), " ".join(words[cut:])
        if wide := zones_by_state().get(last) or _zones_by_place().get(last):
            return [zone for zone in _zones_called(narrow) if zone in wide] or wide
    return []


def _zones_called(key: str) -> list[str]:
    """Of countries, zones and states first, then of cities."""
    cities = zones_by_city().get(key, "").split(BETWEEN)
    return [zone for zone in [*_zones_by_place().get(key, ()), *cities] if zone]


def _roughly(key: str) -> list[str]:
    if len(key) < SHORTEST_GUESS:
        return []
    names = {**_zones_by_place(), **zones_by_city()}
    begun = sorted((name for name in names if name.startswith(key)), key=len)[:MOST_FOUND]
    alike = process.extract(key, names.keys(), scorer=fuzz.ratio, score_cutoff=ALIKE)
    near = dict.fromkeys([*begun, *(name for name, _, _ in alike)])
    return [zone for name in near for zone in _zones_called(name)]


@lru_cache(maxsize=1)
def _known_zones() -> frozenset[str]:
    # The package's list, not the machine's: that one has "localtime" and other strangers.
    return frozenset(_lines("zones")) - {"Factory"}


@lru_cache(maxsize=1)
def _zone_table() -> dict[str, list[str]]:
    table = defaultdict(list)
    for line in _lines("zoneinfo/zone.tab"):
        country, _, zone, *_ = line.split("\t")
        table[country].append(zone)
    return dict(table)


def _zones_of(country: str) -> list[str]:
    first = ZONES_FIRST.get(country, "").split()
    zones = _zone_table().get(country, [])
    return sorted(zones, key=lambda zone: _place_in(first, zone))


@lru_cache(maxsize=1)
def _zones_by_place() -> dict[str, list[str]]:
    places: dict[str, list[str]] = defaultdict(list)
    for names, zones in _named_places():
        for key in {plain(name) for name in names if name}:
            places[key] += (zone for zone in zones if zone not in places[key])
    return dict(places)


def _named_places() -> Iterator[tuple[list[str], list[str]]]:
    locales = [Locale(language) for language in COUNTRIES_FIRST]
    for code in _zone_table():
        for zone in _zones_of(code):
            yield [_last_part(zone), *(city_of(zone, str(locale)) for locale in locales)], [zone]
    yield ["UTC"], ["UTC"]
    yield from ((names, zones.split()) for zones, names in _rows(PLACES))
    nicknames = dict(_rows(COUNTRY_NICKNAMES))
    for code in _zone_table():
        official = [locale.territories.get(code, "") for locale in locales]
        yield official + nicknames.get(code, []), _zones_of(code)


def _rows(table: str) -> Iterator[tuple[str, list[str]]]:
    for row in table.split("\n"):
        left, _, right = row.partition(": ")
        yield left, right.split(", ")


def _last_part(zone: str) -> str:
    return zone.rpartition("/")[2].replace("_", " ")


def _locale(language: str) -> Locale:
    try:
        return Locale.parse(language.replace("_", "-"), sep="-")
    except (UnknownLocaleError, ValueError):
        return Locale("en")


def _lines(name: str) -> list[str]:
    text = files("tzdata").joinpath(name).read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line and not line.startswith("#")]


def _place_in(order: list[str], item: str) -> int:
    return order.index(item) if item in order else len(order)
