"""Cities and their zones: a table made from GeoNames (geonames.org, CC BY 4.0)."""

from functools import lru_cache
from importlib.resources import files

AMBIGUOUS, STATE, COMMENT = "=", "~", "#"  # what begins a line that is not of one zone
BETWEEN = "|"


@lru_cache(maxsize=1)
def zones_by_city() -> dict[str, str]:
    """The zones of each city, between bars; where a name is of several, of the largest first."""
    found: dict[str, str] = {}
    for start, rest in _lines():
        if start.startswith(AMBIGUOUS):
            found[start[1:]] = rest
        elif not start.startswith(STATE):
            found.update(dict.fromkeys(rest.split(BETWEEN), start))
    return found


@lru_cache(maxsize=1)
def zones_by_state() -> dict[str, list[str]]:
    """The zones of each state of the US, by its name and its two letters."""
    return {s[1:]: rest.split(BETWEEN) for s, rest in _lines() if s.startswith(STATE)}


def _lines() -> list[tuple[str, str]]:
    text = files(__package__).joinpath("cities.txt").read_text(encoding="utf-8")
    lines = (line for line in text.splitlines() if not line.startswith(COMMENT))
    return [(start, rest) for start, _, rest in (line.partition("\t") for line in lines)]
