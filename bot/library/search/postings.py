"""Which entries have a feature, and how much it weighs there, in flat arrays."""

import zlib
from array import array
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import accumulate

BITS = 16  # buckets that features are hashed into: few of them share one


def bucket(feature: str) -> int:
    return zlib.crc32(feature.encode()) >> (32 - BITS)


class Postings:
    """Rows of weights by bucket: a tenth of the memory that lists of pairs would take."""

    def __init__(self, rows: Sequence[Mapping[int, float]]) -> None:
        sizes = [0] * ((1 << BITS) + 1)
        for row in rows:
            for feature in row:
                sizes[feature + 1] += 1
        self._starts = array("I", accumulate(sizes))
        free = array("I", self._starts)
        self._rows = array("H", bytes(2 * self._starts[-1]))
        self._weights = array("f", bytes(4 * self._starts[-1]))
        for number, row in enumerate(rows):
            for feature, weight in row.items():
                place = free[feature]
                self._rows[place], self._weights[place] = number, weight
                free[feature] = place + 1

    def sums(self, asked: Iterable[tuple[int, float]]) -> dict[int, float]:
        """For each row that has any of it: the sum of its weights for what was asked for."""
        sums: dict[int, float] = defaultdict(float)
        for feature, times in asked:
            start, end = self._starts[feature], self._starts[feature + 1]
            for row, weight in zip(self._rows[start:end], self._weights[start:end], strict=True):
                sums[row] += times * weight
        return sums
