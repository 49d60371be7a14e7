"""How days and times are written: in a person's language, as it is usual in their country."""

from functools import lru_cache

from babel import Locale, UnknownLocaleError

from bot.regions import ELSEWHERE, UNKNOWN

EUROPE = "150"  # Unicode's number: days before months, and a clock of 24 hours
#: Unicode's list of where paper is of the size Letter; the others print on A4.
LETTER = frozenset(["US", "CA", "CL", "CO", "CR", "GT", "MX", "NI", "PA", "PR", "SV", "VE"])


@lru_cache(maxsize=256)
def locale_of(language: str, region: str) -> Locale:
    """The language as it is written in a region; where it is not spoken, as in Europe."""
    for territory in (_territory(region), EUROPE):
        try:
            return Locale(language, territory)
        except UnknownLocaleError:
            continue
    return Locale(language)


@lru_cache(maxsize=64)
def home_locale(region: str) -> Locale:
    """The locale that most people in a region have."""
    territory = _territory(region)
    return Locale("en", EUROPE) if territory == EUROPE else Locale.parse(f"und_{territory}")


def says_am_pm(region: str) -> bool:
    """Whether people in a region write 2:20 pm, and not 14:20."""
    return "a" in str(home_locale(region).time_formats["short"].pattern)


def puts_month_first(region: str | None) -> bool:
    """Whether 3/5 is the fifth of March."""
    return bool(region) and str(home_locale(region or "").date_formats["short"].pattern)[0] in "ML"


def prints_on_letter(region: str) -> bool:
    return region in LETTER


def _territory(region: str) -> str:
    return EUROPE if region in ("EU", ELSEWHERE, UNKNOWN) else region
