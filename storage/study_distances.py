"""How far the places of a country are from a point, and the order of studies by that."""

from array import array
from collections.abc import Callable, Iterable, Sequence
from math import asin, cos, radians, sin, sqrt

from storage.study_answers import Point

EARTH = 12742.0  # km, across
FAR = 1e9  # of a place without a point


def from_point(at: Point) -> Callable[[float, float], float]:
    """Measure kilometres as the crow flies; what belongs to the point is worked out once."""
    lat, lon = map(radians, at)
    cosine = cos(lat)

    def km(there_lat: float, there_lon: float) -> float:
        there = radians(there_lat)
        north, east = sin((there - lat) / 2), sin((radians(there_lon) - lon) / 2)
        return EARTH * asin(sqrt(min(1.0, north * north + cosine * cos(there) * east * east)))

    return km


class Distances:
    """From one point to each place of a country; worked out once for all studies there."""

    def __init__(self, at: Point, places: Iterable[tuple[int, float | None, float | None]]) -> None:
        """Take the id, latitude and longitude of each place."""
        km = from_point(at)
        distances = {
            id: FAR if lat is None or lon is None else km(lat, lon) for id, lat, lon in places
        }
        by_id = [FAR] * (max(distances, default=0) + 1)  # a list is read faster than a dict
        for id, distance in distances.items():
            by_id[id] = distance
        self._of = by_id.__getitem__

    def nearest(self, places: bytes) -> tuple[float, int]:
        """The distance and the id of the nearest of the places, whose ids are given."""
        if not places:
            return FAR, 0
        nearest = min(array("I", places), key=self._of)
        return self._of(nearest), nearest

    def order(self, rows: Sequence[tuple[int, int, bytes]]) -> list[int]:
        """Ids of studies, later phases first and then the nearest; else as the rows stand.

        A row is whether it is phase 1 alone, the study's id, and the ids of its places.
        """
        of = self._of
        nearest = [min(map(of, array("I", places)), default=FAR) for _, _, places in rows]
        order = sorted(range(len(rows)), key=nearest.__getitem__)
        order.sort(key=[early for early, _, _ in rows].__getitem__)
        return [rows[n][1] for n in order]
