"""When the public register is asked again, whether what came can be true, and how old a copy is."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import Enum

from bot.library.model.finder import Sane
from storage.study_answers import Tried

REST = timedelta(hours=20)  # after a good copy
RETRY = timedelta(hours=3)  # after one that failed
LONG_REST = timedelta(hours=24)  # nobody knocks often at a door that is shut
READY_AT = timedelta(hours=14, minutes=30)  # UTC; the register is done by then, Monday to Friday
SPREAD = timedelta(hours=1)
OLD, STALE = timedelta(days=7), timedelta(days=30)
REFUSED, DOUBTED = "refused", "doubted"  # failures that three hours do not change


class Age(Enum):
    FRESH = "fresh"
    #: Said first on every screen.
    OLD = "old"
    #: No lists and no counts any more.
    STALE = "stale"


@dataclass(frozen=True, slots=True)
class Made:
    """What was counted while a copy was made."""

    totals: tuple[int, ...]
    shown: int
    sites: int
    places: int
    points: int
    #: Countries by code, with their open studies.
    countries: Mapping[str, int]
    unknown_names: tuple[str, ...] = ()


def age_of(data_on: date, today: date) -> Age:
    old = today - data_on
    return Age.STALE if old > STALE else Age.OLD if old > OLD else Age.FRESH


def next_look(tried: Tried, now: datetime, chance: float) -> datetime:
    """When to ask again; `chance` from 0 to 1 spreads the hosts over an hour."""
    if tried.last is None:
        return now
    if tried.failure:
        return tried.last + (LONG_REST if tried.failure in (REFUSED, DOUBTED) else RETRY)
    day = (tried.good or tried.last) + REST
    ready = day.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    ready += READY_AT + SPREAD * chance
    if ready < day:
        ready += timedelta(days=1)
    while ready.weekday() > 4:  # nothing is published on Saturday and Sunday
        ready += timedelta(days=1)
    return ready


def doubts(made: Made, former_totals: tuple[int, ...], sane: Sane) -> list[str]:
    """Why a copy cannot be believed; nothing when it can. For the operator, in English."""
    problems = []
    if not former_totals and made.totals[0] < sane.first:
        problems.append(f"only {made.totals[0]} records, at least {sane.first} were expected")
    for n, (old, new) in enumerate(zip(former_totals, made.totals, strict=False), start=1):
        if abs(new - old) > sane.change * old:
            problems.append(f"question {n} brought {new} records, {old} last time")
    if len(made.countries) < sane.countries:
        problems.append(f"only {len(made.countries)} countries")
    if made.points < sane.points * made.places:
        problems.append(f"only {made.points} of {made.places} places have a point")
    for code, least in sane.country.items():
        if made.countries.get(code, 0) < least:
            problems.append(f"only {made.countries.get(code, 0)} open in {code}")
    if len(made.unknown_names) > sane.unknown * max(1, len(made.countries)):
        problems.append(f"unknown countries: {', '.join(made.unknown_names[:5])}")
    return problems
