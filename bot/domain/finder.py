"""What somebody looks for, as it stands in a button; nothing of it is kept."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Self

POINT = re.compile(r"(-?\d{1,2}(?:\.\d)?),(-?\d{1,3}(?:\.\d)?)")
#: Letters of the groups of a list, by their numbers in the copy; they never change.
GROUPS = {"t": 1, "c": 2, "w": 3, "n": 4}
IN_MILES = ("US", "GB")
KM_A_MILE = 1.609344
MOST_SCREENS = 999
MOST_BITS = 15  # of four types
NAME_BYTES = 44  # of a name in a button


@dataclass(frozen=True, slots=True)
class Choice:
    country: str
    #: Bits of the types, as the pack orders them; None while it was not asked, 0 for all.
    types: int | None = None
    group: str = ""
    at: tuple[float, float] | None = None
    number: int = 0

    @classmethod
    def of(cls, args: Sequence[str]) -> Self:
        """What a button says; anything odd in it is as if it were not there."""
        country, types, group, at, number = [*args, *[""] * 5][:5]
        return cls(
            country if re.fullmatch("[A-Z]{2}", country) else "",
            int(types) if re.fullmatch("[0-9]{1,2}", types) else None,
            group if group in GROUPS else "",
            point_of(at),
            int(number) if re.fullmatch("[0-9]{1,3}", number) else 0,
        )

    @property
    def args(self) -> tuple[str, ...]:
        """As much as a button needs."""
        if self.types is None:
            return (self.country,) if self.country else ()
        if not self.group:
            return self.country, str(self.types)
        number = str(min(self.number, MOST_SCREENS))
        return self.country, str(self.types), self.group, written(self.at), number

    def page(self, number: int) -> Self:
        return replace(self, number=number)


def point_of(text: str) -> tuple[float, float] | None:
    match = POINT.fullmatch(text)
    point = (float(match[1]), float(match[2])) if match else None
    return point if point and abs(point[0]) <= 90 and abs(point[1]) <= 180 else None


def written(at: tuple[float, float] | None) -> str:
    """A tenth of a degree, about ten km: enough for sorting, and no address."""
    return f"{at[0]:.1f},{at[1]:.1f}" if at else ""


def spelled(name: str) -> str:
    """As much of a name as fits into a button beside the rest; what it begins with says which."""
    plain = re.split("[:|]", name)[0]
    return plain.encode()[:NAME_BYTES].decode("utf-8", "ignore")


def number_in(text: str) -> int:
    """The number of a study in what somebody typed or shared; 0 when there is none."""
    match = re.search(r"\bNCT(\d{8})\b", text, re.IGNORECASE)
    return int(match[1]) if match else 0


def day_of(text: str) -> str:
    """A day as a button spells it, as 2026-10-01; empty for anything else."""
    match = re.fullmatch(r"(20\d\d)(\d\d)(\d\d)", text)
    return "-".join(match.groups()) if match else ""


def distance(km: float, country: str) -> tuple[str, int]:
    """The unit of a country, and a whole number that claims no more than it knows."""
    unit, far = ("miles", km / KM_A_MILE) if country in IN_MILES else ("km", km)
    return unit, 5 * max(1, round(far / 5)) if far < 100 else 10 * round(far / 10)
