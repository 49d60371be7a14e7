"""How far the places of a country are, and in which order studies come by that."""

from array import array
from collections.abc import Iterable, Mapping, Sequence
from math import asin, cos, radians, sin, sqrt

from storage.study_answers import Point

EARTH = 12742.0  # km, across
FAR = 1e9  # of a place without a point
