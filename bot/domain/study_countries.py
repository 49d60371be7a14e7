"""The names of countries that a register uses, as codes that do not change when it renames one."""

import unicodedata
from functools import lru_cache

from babel import Locale

NOT_KNOWN = "ZZ"
#: What the register calls some, and what it called them before.
OTHER_NAMES = """
BN Brunei Darussalam
CD Congo, The Democratic Republic of the
CD Democratic Republic of the Congo
CI Côte D'Ivoire
CG Congo
CZ Czech Republic
FM Micronesia, Federated States of
HK Hong Kong
IR Iran, Islamic Republic of
KR Korea, Republic of
KP Korea, Democratic People's Republic of
LA Lao People's Democratic Republic
LY Libyan Arab Jamahiriya
MD Moldova, Republic of
MK Macedonia, The Former Yugoslav Republic of
MM Myanmar
MO Macau
PS Palestinian Territory, occupied
PS Palestinian Territories, Occupied
RE Réunion
RU Russian Federation
SY Syrian Arab Republic
SZ Swaziland
TR Turkey
TR Turkey (Türkiye)
TZ Tanzania, United Republic of
VA Holy See (Vatican City State)
VI Virgin Islands (U.S.)
"""


def code_of(name: str) -> str:
    """The code of a country; NOT_KNOWN for a name that nobody has met yet."""
    return _codes().get(_folded(name), NOT_KNOWN)


@lru_cache(1)
def _codes() -> dict[str, str]:
    named = {
        _folded(str(name)): code
        for code, name in Locale("en").territories.items()
        if len(code) == 2 and code != NOT_KNOWN
    }
    others = (line.split(" ", 1) for line in OTHER_NAMES.strip().splitlines())
    return {**named, **{_folded(name): code for code, name in others}}


@lru_cache(4096)
def _folded(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    return "".join(c for c in plain.lower().replace("&", "and") if c.isalnum())
