"""What many measurements are told in."""

import statistics
from collections.abc import Iterable


def quantile(values: Iterable[float], percent: int) -> float:
    """The value that so many per cent stay below."""
    return statistics.quantiles(values, n=100, method="inclusive")[percent - 1]
