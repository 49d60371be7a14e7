"""Ids of our own: random, and in the order of the people they belong to."""

from random import Random

_PERSON_BITS, _RANDOM_BITS = 31, 32


def new_id(person_id: int, chance: Random) -> int:
    """An id that lies beside the person's others in the table, so that few pages are touched."""
    person = person_id & ((1 << _PERSON_BITS) - 1)
    return (person << _RANDOM_BITS) | chance.getrandbits(_RANDOM_BITS) | 1
