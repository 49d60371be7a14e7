"""Time zones: which names are known, which one to guess, and which one a typed place means."""

import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from zoneinfo import ZoneInfo

from babel import Locale, UnknownLocaleError
from babel.core import get_global
from rapidfuzz import fuzz, process

TYPED_LIMIT = 60  # characters that are looked at; names are shorter
MOST_FOUND = 8
SHORTEST_GUESS = 3  # characters; fewer are compared exactly
ALIKE = 80.0  # of 100: "new yrok" is New York, "newark" is not
OWN_REGIONS = frozenset({"US", "CA", "GB", "IE", "AU", "NZ"})  # the settings offer these by name
LATIN_AMERICA = "419"  # as in the language tag es-419

#: Countries to offer first, by language.
COUNTRIES_FIRST = {
    "en": "US GB CA AU IE NZ IN ZA NG KE PH SG",
    "es": "ES MX US AR CO CL PE VE EC GT DO CU BO UY CR PY SV HN PA NI PR",
}
#: Zones to offer first, where the table of zones goes from east to west instead.
ZONES_FIRST = {
    "AU": "Australia/Sydney Australia/Melbourne Australia/Brisbane Australia/Perth"
    " Australia/Adelaide Australia/Hobart Australia/Darwin",
    "BR": "America/Sao_Paulo America/Bahia America/Fortaleza America/Manaus America/Recife",
    "CA": "America/Toronto America/Vancouver America/Edmonton America/Winnipeg America/Halifax"
    " America/Regina America/St_Johns",
    "FM": "Pacific/Pohnpei",
    "RU": "Europe/Moscow Asia/Yekaterinburg Asia/Novosibirsk Europe/Samara Asia/Krasnoyarsk",
    "US": "America/New_York America/Chicago America/Denver America/Los_Angeles America/Phoenix"
    " America/Anchorage Pacific/Honolulu America/Detroit",
}
#: Other names of countries; Unicode's are known already.
COUNTRY_NICKNAMES = """
GB: UK, Great Britain, Britain, England, Scotland, Wales, Northern Ireland, Inglaterra, Escocia
US: US, USA, America, United States of America, EEUU, EE UU
AE: UAE
CZ: Czech Republic
IE: Republic of Ireland
KR: Korea
NL: Holland, Holanda
TR: Turkey
"""
#: Large cities, states and abbreviations that give no zone its name.
PLACES = """
America/New_York: NYC, Boston, Philadelphia, Washington, Washington DC, Atlanta, Miami, Orlando
America/New_York: Tampa, Jacksonville, Charlotte, Raleigh, Baltimore, Pittsburgh, Cleveland
America/New_York: Columbus, Cincinnati, Buffalo, Florida, Georgia, Massachusetts, Pennsylvania
America/New_York: New Jersey, Virginia, North Carolina, South Carolina, Ohio, Maryland, Maine
America/New_York: Connecticut, Vermont, New Hampshire, Rhode Island, Delaware, West Virginia
America/New_York: EST, EDT, ET
America/Detroit: Michigan
America/Indiana/Indianapolis: Indiana
America/Kentucky/Louisville: Kentucky
America/Boise: Idaho
America/Chicago: Houston, Dallas, San Antonio, Austin, Fort Worth, Memphis, Nashville, Milwaukee
America/Chicago: Minneapolis, St Louis, Kansas City, New Orleans, Oklahoma City, Omaha, Texas
America/Chicago: Illinois, Wisconsin, Minnesota, Missouri, Tennessee, Alabama, Mississippi, Iowa
America/Chicago: Louisiana, Arkansas, Oklahoma, Kansas, Nebraska, North Dakota, South Dakota, CDT
America/Chicago America/Mexico_City Asia/Shanghai: CST
America/Denver: Salt Lake City, Albuquerque, El Paso, Colorado Springs, Colorado, Utah, Montana
America/Denver: Wyoming, New Mexico, MDT
America/Denver America/Phoenix: MST
America/Phoenix: Tucson, Arizona
America/Los_Angeles: LA, San Francisco, San Diego, San Jose, Sacramento, Oakland, Seattle, PDT
America/Los_Angeles: Portland, Las Vegas, California, Oregon, Washington State, Nevada, PST
America/Anchorage: Alaska
Pacific/Honolulu: Hawaii
America/Toronto: Montreal, Ottawa, Quebec, Hamilton, Ontario
America/Vancouver: Victoria, British Columbia
America/Edmonton: Calgary, Alberta
America/Winnipeg: Manitoba
America/Regina: Saskatoon, Saskatchewan
America/Halifax: Nova Scotia
America/St_Johns: Newfoundland
Europe/London: Manchester, Birmingham, Leeds, Glasgow, Edinburgh, Liverpool, Bristol, Sheffield
Europe/London: Cardiff, Belfast, Newcastle, Nottingham, Oxford, Cambridge, BST
Europe/London UTC: GMT
Europe/Dublin: Cork, Galway, Limerick, Waterford
Europe/Madrid: Barcelona, Valencia, Sevilla, Zaragoza, Malaga, Bilbao, Murcia, Granada, Palma
Europe/Madrid: Alicante, Cordoba, Valladolid, Vigo, Gijon, Mallorca, Salamanca, Santander, Seville
Atlantic/Canary: Las Palmas, Tenerife, Gran Canaria, Canarias, Islas Canarias
Europe/Berlin Europe/Madrid Europe/Paris Europe/Rome: CET, CEST
Europe/Athens Europe/Helsinki Europe/Bucharest: EET, EEST
Europe/Berlin: Munich, Hamburg, Cologne, Frankfurt
Europe/Paris: Lyon, Marseille, Toulouse
Europe/Rome: Milan, Naples, Turin, Florence
Europe/Lisbon: Porto, WET
Europe/Zurich: Geneva
Europe/Kyiv: Kiev
Australia/Sydney: Canberra, Newcastle, Wollongong, New South Wales, NSW, AEST, AEDT
Australia/Brisbane: Gold Coast, Cairns, Queensland, AEST
Australia/Adelaide: South Australia, ACST
Australia/Perth: Western Australia, AWST
Australia/Hobart: Tasmania
Pacific/Auckland: Wellington, Christchurch, Hamilton, Dunedin, NZST, NZDT
Asia/Kolkata: Calcutta, Delhi, New Delhi, Mumbai, Bombay, Bangalore, Bengaluru, Chennai, Madras
Asia/Kolkata: Hyderabad, Pune, Ahmedabad, Jaipur, Lucknow
Asia/Kolkata Europe/Dublin Asia/Jerusalem: IST
Asia/Karachi: Lahore, Islamabad, Rawalpindi, Faisalabad
Asia/Shanghai: Beijing, Pekin, Shenzhen
Asia/Ho_Chi_Minh: Saigon, Hanoi
Asia/Tokyo: Osaka, Kyoto, JST
Asia/Jerusalem: Tel Aviv
Africa/Johannesburg: Cape Town, Durban, Pretoria, SAST
Africa/Lagos: Abuja, Kano, Ibadan
America/Mexico_City: CDMX, Guadalajara, Puebla, Leon, Queretaro, Toluca, Veracruz, Oaxaca
America/Bogota: Medellin, Cali, Barranquilla, Cartagena
America/Caracas: Maracaibo, Valencia, Barquisimeto
America/Guayaquil: Quito, Cuenca
America/Argentina/Buenos_Aires: Rosario, La Plata, Mar del Plata
America/Santiago: Valparaiso, Concepcion
America/Sao_Paulo: Rio de Janeiro, Brasilia, Belo Horizonte, Curitiba, Porto Alegre
"""


class UnknownZoneError(ValueError):
    """A name that is no IANA time zone."""


@dataclass(frozen=True, slots=True)
class Country:
    """A country and its name in the person's language."""

    code: str
    name: str


@dataclass(frozen=True, slots=True)
class City:
    """A zone and the name of its city in the person's language."""

    zone: str
    name: str


def zone_named(name: str) -> ZoneInfo:
    """The zone of an IANA name."""
    if name not in _known_zones():
        raise UnknownZoneError(f"{name[:TYPED_LIMIT]!r} is not a time zone such as Europe/London")
    return ZoneInfo(name)


def guess_zone(language: str, region: str | None = None) -> str | None:
    """The likeliest zone for a language tag and a region of the settings; None is a reason to ask.

    A region is a country code, "EU" or "elsewhere".
    """
    tongue, _, tag = language.lower().replace("_", "-").partition("-")
    likely = (get_global("likely_subtags").get(tongue) or "").rpartition("_")[2]
    latin = "MX" if tongue == "es" else ""
    codes = (region or "", tag.upper(), latin if tag == LATIN_AMERICA else likely, latin)
    zones = ((code, zone) for code in codes for zone in _zones_of(code)[:1])
    fits = (zone for code, zone in zones if _may_be(zone, code, region))
    return next(fits, "Europe/Brussels" if region == "EU" else None)


def _may_be(zone: str, code: str, region: str | None) -> bool:
    european = zone.startswith("Europe/")
    if region == "elsewhere":
        return not european and code not in OWN_REGIONS
    return european or region != "EU"


def countries(language: str) -> tuple[Country, ...]:
    """Every country with a zone: those where the language is used most first, then by name."""
    names = _locale(language).territories
    first = COUNTRIES_FIRST.get(language.partition("-")[0], "").split()
    every = [Country(code, names.get(code, code)) for code in _zone_table()]
    return tuple(sorted(every, key=lambda c: (_place_in(first, c.code), unaccented(c.name))))


def cities(country: str, language: str) -> tuple[City, ...]:
    """The zones of a country as cities, the most used first; none for an unknown country."""
    return tuple(City(zone, city_of(zone, language)) for zone in _zones_of(country))


def city_of(zone: str, language: str) -> str:
    """What a zone's city is called in a language."""
    names = _locale(language).time_zones.get(zone, {})
    return str(names.get("city") or _last_part(zone))


def find_city(typed: str) -> list[str]:
    """The zones that a typed city, country, state, zone name or abbreviation may mean, best first.

    "New York", "kolkata", "sao paulo", "London UK", "Paris, Texas", "España", "CET".
    """
    named = [zone for zone in _known_zones() if zone.casefold() == typed.strip().casefold()]
    key = _plain(typed[:TYPED_LIMIT])
    found = _exactly(key) or named or _roughly(key)
    return list(dict.fromkeys(found))[:MOST_FOUND]


def _exactly(key: str) -> list[str]:
    places = _zones_by_place()
    if key in places:
        return places[key]
    words = key.split()
    for cut in range(1, len(words)):
        # What comes last is the wider place, and decides: London, Ontario is not in Britain.
        narrow, wide = (places.get(" ".join(part), []) for part in (words[:cut], words[cut:]))
        if wide:
            return [zone for zone in narrow if zone in wide] or wide
    return []


def _roughly(key: str) -> list[str]:
    places = _zones_by_place()
    if len(key) < SHORTEST_GUESS:
        return []
    begun = sorted((name for name in places if name.startswith(key)), key=len)
    alike = process.extract(key, places.keys(), scorer=fuzz.ratio, score_cutoff=ALIKE)
    return [zone for name in [*begun, *(name for name, _, _ in alike)] for zone in places[name]]


@lru_cache(maxsize=1)
def _known_zones() -> frozenset[str]:
    # The package's list, not the machine's: that one has "localtime" and other strangers.
    return frozenset(_lines("zones")) - {"Factory"}


@lru_cache(maxsize=1)
def _zone_table() -> dict[str, list[str]]:
    table = defaultdict(list)
    for line in _lines("zoneinfo/zone.tab"):
        country, _, zone, *_ = line.split("\t")
        table[country].append(zone)
    return dict(table)


def _zones_of(country: str) -> list[str]:
    first = ZONES_FIRST.get(country, "").split()
    zones = _zone_table().get(country, [])
    return sorted(zones, key=lambda zone: _place_in(first, zone))


@lru_cache(maxsize=1)
def _zones_by_place() -> dict[str, list[str]]:
    places: dict[str, list[str]] = defaultdict(list)
    for names, zones in _named_places():
        for key in {_plain(name) for name in names if name}:
            places[key] += (zone for zone in zones if zone not in places[key])
    return dict(places)


def _named_places() -> Iterator[tuple[list[str], list[str]]]:
    locales = [Locale(language) for language in COUNTRIES_FIRST]
    for code in _zone_table():
        for zone in _zones_of(code):
            yield [_last_part(zone), *(city_of(zone, str(locale)) for locale in locales)], [zone]
    yield ["UTC"], ["UTC"]
    yield from ((names, zones.split()) for zones, names in _rows(PLACES))
    nicknames = dict(_rows(COUNTRY_NICKNAMES))
    for code in _zone_table():
        official = [locale.territories.get(code, "") for locale in locales]
        yield official + nicknames.get(code, []), _zones_of(code)


def _rows(table: str) -> Iterator[tuple[str, list[str]]]:
    for row in table.split("\n"):
        left, _, right = row.partition(": ")
        yield left, right.split(", ")


def _last_part(zone: str) -> str:
    return zone.rpartition("/")[2].replace("_", " ")


def _locale(language: str) -> Locale:
    try:
        return Locale.parse(language.replace("_", "-"), sep="-")
    except (UnknownLocaleError, ValueError):
        return Locale("en")


def _lines(name: str) -> list[str]:
    text = files("tzdata").joinpath(name).read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line and not line.startswith("#")]


def _place_in(order: list[str], item: str) -> int:
    return order.index(item) if item in order else len(order)


def unaccented(text: str) -> str:
    """Lower case without accents, the form in which typed words are compared."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(char for char in decomposed if not unicodedata.combining(char))


def _plain(text: str) -> str:
    spaced = "".join(char if char.isalnum() else " " for char in unaccented(text))
    return " ".join(spaced.split())
