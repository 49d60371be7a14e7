"""Turns typed words into the tokens and hashed features that the danger model knows.

`tools/train_danger.py` and the bot share this module: a change here needs new weights.
"""

import re
import unicodedata
from collections.abc import Iterator
from zlib import crc32

BITS = 17  # 2 ** BITS buckets
MASK = (1 << BITS) - 1
LETTERS = (2, 3, 4, 5)  # lengths of the pieces of words
TOKEN_LIMIT, LENGTH_LIMIT = 1200, 24  # tokens of a message, letters of a token

_TOKEN = re.compile(r"[^\W\d_]+|\d+(?:[.,]\d+)?|[?!%€$£/:#°º-]")
_THRICE = re.compile(r"([^\W\d_])\1\1+")
_APOSTROPHES = re.compile("['’`´]")
_NUMBER = re.compile(r"\d+(?:[.,]\d+)?$")
#: Temperatures in words and halves, as they are spoken.
_SPOKEN = (
    (re.compile(r"\btreinta y (ocho|nueve)\b"), lambda m: {"ocho": "38", "nueve": "39"}[m[1]]),
    (re.compile(r"\b(?:a )?hundred (?:and )?(one|two|three|four)\b"),
     lambda m: {"one": "101", "two": "102", "three": "103", "four": "104"}[m[1]]),
    (re.compile(r"\b(3[789]|4[01]|10[0-4]) (?:y medio|y media|y pico|and a half|point five)\b"),
     lambda m: f"{m[1]}.5"),
    (re.compile(r"\b(3[789]|4[01]|10[0-4]) (?:con|point|coma|punto) (\d)\b"),
     lambda m: f"{m[1]}.{m[2]}"),
)  # fmt: skip
_EMERGENCY = frozenset(
    [
        "911",
        "112",
        "999",
        "000",
        "111",
        "106",
        "131",
        "107",
        "123",
        "122",
        "128",
        "133",
        "061",
        "066",
    ]
)
#: What is counted or measured in these is no temperature.
_UNITS = frozenset(
    [
        "ano",
        "anos",
        "anito",
        "anitos",
        "year",
        "years",
        "yr",
        "yrs",
        "yo",
        "y",
        "kilo",
        "kilos",
        "kg",
        "kgs",
        "lb",
        "lbs",
        "libra",
        "libras",
        "pound",
        "pounds",
        "stone",
        "euro",
        "euros",
        "eur",
        "usd",
        "dolares",
        "dolar",
        "pesos",
        "soles",
        "dollars",
        "dollar",
        "bucks",
        "quid",
        "mg",
        "mcg",
        "ml",
        "cc",
        "g",
        "gr",
        "gramos",
        "mm",
        "cm",
        "km",
        "mile",
        "miles",
        "millas",
        "metros",
        "min",
        "mins",
        "minute",
        "minutes",
        "minutos",
        "hr",
        "hrs",
        "hour",
        "hours",
        "hora",
        "horas",
        "dia",
        "dias",
        "day",
        "days",
        "semana",
        "semanas",
        "week",
        "weeks",
        "wk",
        "wks",
        "mes",
        "meses",
        "month",
        "months",
        "puntos",
        "percent",
        "pct",
        "por",
        "vez",
        "veces",
        "time",
        "times",
        "cuadras",
        "pag",
        "pags",
        "pagina",
        "paginas",
        "page",
        "pages",
        "sesion",
        "sesiones",
        "round",
        "rounds",
        "ciclo",
        "ciclos",
        "cycle",
        "cycles",
        "pill",
        "pills",
        "pastilla",
        "pastillas",
        "tab",
        "tabs",
        "tablet",
        "tablets",
        "steps",
        "pasos",
        "people",
        "personas",
        "members",
        "miembros",
        "ng",
        "u",
        "iu",
        "ui",
        "bpm",
        "mmhg",
        "over",
        "sobre",
        "inch",
        "inches",
        "pulgadas",
        "likes",
        "seguidores",
        "followers",
        "fm",
    ]
)
_HEAT = re.compile(
    r"(?:temp|temps|tempe|temper\w*|temperat\w*|fever\w*|fiebre\w*|fievre|calentura\w*|termo\w*|"
    r"thermom\w*|grados?|degrees?|deg|celsius|fahrenheit|febril|quebranto|destemp\w*)$"
)
#: Degrees of the weather, an oven or a fridge.
_WEATHER = frozenset(
    [
        "outside",
        "weather",
        "forecast",
        "sunny",
        "summer",
        "heatwave",
        "humid",
        "oven",
        "fridge",
        "freezer",
        "desert",
        "beach",
        "pool",
        "afuera",
        "clima",
        "pronostico",
        "verano",
        "ola",
        "playa",
        "horno",
        "heladera",
        "nevera",
        "refri",
        "sombra",
        "termica",
        "bochorno",
        "calor",
        "patio",
        "jardin",
        "ciudad",
        "aire",
        "ac",
        "shade",
        "thermostat",
        "water",
        "bath",
    ]
)


def tokens(text: str) -> tuple[str, ...]:
    """The words of a text without case and accents, and what kind each number is of."""
    bare = unicodedata.normalize("NFKD", text.casefold())
    bare = "".join(char for char in bare if not unicodedata.combining(char))
    bare = _THRICE.sub(r"\1\1", _APOSTROPHES.sub("", bare))
    for pattern, spoken in _SPOKEN:
        bare = pattern.sub(spoken, bare)
    found = _TOKEN.findall(bare)
    if len(found) > TOKEN_LIMIT:  # the end counts as much as the beginning
        found = [*found[: TOKEN_LIMIT // 2], *found[-TOKEN_LIMIT // 2 :]]
    kept = (
        _kind_of_number(found, place) if _NUMBER.match(word) else word[:LENGTH_LIMIT]
        for place, word in enumerate(found)
        if word[0].isalnum() or word in "?!"
    )
    return tuple(kept)


def features(words: tuple[str, ...]) -> Iterator[tuple[list[int], list[int]]]:
    """For each token the hashed pieces of its letters, and of the words that end with it."""
    before, last = "", "^"
    letters: dict[str, list[int]] = {"$": []}
    for word in (*words, "$"):
        if word not in letters:
            letters[word] = [crc32(p) & MASK for p in _pieces(f" {word} ".encode())]
        ends = [f"1{word}", f"2{last} {word}"]
        if before:
            ends.append(f"3{before} {last} {word}")
        yield letters[word], [crc32(end.encode()) & MASK for end in ends]
        before, last = last, word


def _pieces(padded: bytes) -> Iterator[bytes]:
    """Every run of 2 to 5 letters of a word with its ends; a short word as a whole."""
    for length in LETTERS:
        if length >= len(padded):
            yield padded
            return
        for start in range(len(padded) - length + 1):
            yield padded[start : start + length]


def _kind_of_number(found: list[str], place: int) -> str:
    """A fever, an emergency number, something measured, or just a number."""
    word = found[place]
    before = found[max(0, place - 4) : place]
    after = found[place + 1 : place + 4]
    following, leading = (after or [""])[0], (before or [""])[-1]
    if following in _UNITS or leading in tuple("$€£"):
        return "nunit"
    if word in _EMERGENCY:
        return "nemergency"
    if following in tuple("%€$£/:-") or leading in tuple("/:#-"):
        return "nunit"
    if _WEATHER & {*found[max(0, place - 6) : place], *found[place + 1 : place + 7]}:
        return "nweather"
    value = float(word.replace(",", "."))
    is_heat = any(_HEAT.match(near) for near in (*before, *after)) or following in tuple("cfº°")
    return _temperature(value, is_heat or not word.isdigit(), is_heat)


def _temperature(value: float, likely: bool, named: bool) -> str:
    """Fever from 38.0 °C or 100.4 °F, as on the urgent page; low-grade, normal and cold."""
    if 38 <= value <= 42.6:
        return "tfeverc" if likely else "nperhapsc"
    if 100.4 <= value <= 107:
        return "tfeverf" if likely else "nperhapsf"
    if 37.4 <= value < 38 or 99 <= value < 100.4:
        return "tlow" if likely else "n"
    if 33 <= value < 36 and named:
        return "tcold"
    return "tnormal" if 36 <= value < 37.4 and likely else "n"
