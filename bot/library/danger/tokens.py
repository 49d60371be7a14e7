"""Turns typed words into the tokens that the danger model knows.

`tools/train_danger.py` and the bot share this module: a change here needs new weights.
"""

import re
import unicodedata
from collections.abc import Container

TOKEN_LIMIT, LENGTH_LIMIT = 800, 24  # tokens of a message, letters of a token
NEW_LETTERS = 1500  # of all different words of a message; a full one of prose has 1,300

_TOKEN = re.compile(r"[^\W\d_]+|\d+(?:[.,]\d+)?|[?!%€$£/:#°º-]")
_THRICE = re.compile(r"([^\W\d_])\1\1+")
_APOSTROPHES = re.compile("['’`´]")
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


_MONEY, _MEASURES, _PLACES, _DEGREES = map(frozenset, ("$€£", "%€$£/:-", "/:#-", "cfº°"))


def tokens(text: str) -> tuple[str, ...]:
    """The words of a text without case and accents, and what kind each number is of."""
    bare = unicodedata.normalize("NFKD", text.casefold())
    accents = {ord(char): None for char in set(bare) if unicodedata.combining(char)}
    bare = bare.translate(accents) if accents else bare
    bare = _THRICE.sub(r"\1\1", _APOSTROPHES.sub("", bare))
    for pattern, spoken in _SPOKEN:
        bare = pattern.sub(spoken, bare)
    words = _TOKEN.findall(bare)
    words = _both_ends(words)
    hot = {word for word in {*words} if _HEAT.match(word)}
    heat, weather = _beside(words, hot, 3, 4), _beside(words, _WEATHER, 6, 6)
    kept = (
        _kind_of_number(words, place, heat, weather) if word[0].isdecimal() else word[:LENGTH_LIMIT]
        for place, word in enumerate(words)
        if word[0].isalnum() or word in "?!"
    )
    return tuple(kept)


def _both_ends(words: list[str]) -> list[str]:
    """Without the middle of what is longer than people write: to look at it would take too long.

    The end counts as much as the beginning, and words that come again cost little.
    """
    if len(words) > TOKEN_LIMIT:
        words = [*words[: TOKEN_LIMIT // 2], *words[-TOKEN_LIMIT // 2 :]]
    while len(words) > LENGTH_LIMIT and sum(map(len, {*words})) > NEW_LETTERS:
        middle, part = len(words) // 2, len(words) // LENGTH_LIMIT
        words = [*words[: middle - part], *words[middle + part :]]
    return words


def _beside(words: list[str], wanted: Container[str], before: int, after: int) -> set[int]:
    """The places near one of some words: so far before it, and so far after it."""
    found = (place for place, word in enumerate(words) if word in wanted)
    return {near for place in found for near in range(place - before, place + after + 1)}


def _kind_of_number(words: list[str], place: int, heat: set[int], weather: set[int]) -> str:
    """A fever, an emergency number, something measured, or just a number."""
    word = words[place]
    following = words[place + 1] if place + 1 < len(words) else ""
    leading = words[place - 1] if place else ""
    if following in _UNITS or leading in _MONEY:
        return "nunit"
    if word in _EMERGENCY:
        return "nemergency"
    if following in _MEASURES or leading in _PLACES:
        return "nunit"
    if place in weather:
        return "nweather"
    value = float(word.replace(",", "."))
    is_heat = place in heat or following in _DEGREES
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
