"""Distances of the copy of the register: as the crow flies, and in which order studies come."""

from array import array

import pytest

from storage.study_distances import FAR, Distances, from_point

MADRID, SYDNEY, QUITO = (40.4168, -3.7038), (-33.8688, 151.2093), (-0.1807, -78.4678)


@pytest.mark.parametrize(
    ("a", "b", "km"),
    [(MADRID, MADRID, 0), (MADRID, SYDNEY, 17_700), (MADRID, QUITO, 8_728),
     ((0, 179.5), (0, -179.5), 111), ((89.9, 0), (89.9, 180), 22), ((0, 0), (0, 180), 20_015)],
)  # fmt: skip
def test_a_distance_is_as_the_crow_flies(
    a: tuple[float, float], b: tuple[float, float], km: float
) -> None:
    assert from_point(a)(*b) == pytest.approx(km, rel=0.005, abs=0.5)


def test_later_phases_come_first_then_the_nearest_and_unknown_places_last() -> None:
    distances = Distances(MADRID, [(1, *SYDNEY), (2, *QUITO), (3, *MADRID), (4, None, None)])

    def row(early: int, study: int, *places: int) -> tuple[int, int, bytes]:
        return early, study, array("I", places).tobytes()

    rows = [row(1, 10, 3), row(0, 11, 4), row(0, 12, 1), row(0, 13, 1, 2, 4), row(0, 14, 2),
            row(0, 15)]  # fmt: skip
    assert distances.order(rows) == [13, 14, 12, 11, 15, 10]
    assert distances.nearest(rows[3][2])[1] == 2
    assert distances.nearest(rows[1][2])[0] == distances.nearest(b"")[0] == FAR


def test_a_country_without_places_has_an_order_too() -> None:
    assert Distances(MADRID, []).order([(0, 1, b"")]) == [1]
