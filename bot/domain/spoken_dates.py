"""Days and times as people say and misspell them, rewritten as they are usually written.

Works on text in lower case without accents: "twenty to three on fridey" is `2:40 on friday`.
"""

import re
from collections.abc import Callable, Iterable

from rapidfuzz import process
from rapidfuzz.distance import OSA

from bot.domain.date_words import NUMBERS, WEEKDAYS, either

DAYS = [name for name in WEEKDAYS if len(name) > 4 and name not in ("tues", "weds", "thurs")]
NEAR = [*DAYS, "tomorrow"]
#: Words that are nearly the name of a day, and are none.
NO_DAY = {"partes", "artes", "cartes", "midday", "mantes", "mondays", "vienes"}
SHORTEST, LONG = 5, 7  # letters from which on one slip is forgiven, and two
BEGUN = 4  # letters of a day that is not written out: wedn, mierc

FIRST_NINETEEN = """first second third fourth fifth sixth seventh eighth ninth tenth eleventh
twelfth thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth"""
ORDINALS = {word: number for number, word in enumerate(FIRST_NINETEEN.split(), start=1)}
ORDINALS |= {"twentieth": 20, "thirtieth": 30}
#: But the second Tuesday of a month is no second of the month.
ORDINAL = rf"\b(?:(twenty|thirty)[ -])?({either(ORDINALS)})\b(?! (?:{either(WEEKDAYS)})\b)"
#: Minutes as they are said after an hour: nine thirty, las ocho cuarenta y cinco.
TENS = {"ten": 10, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50}
TENS |= {"diez": 10, "veinte": 20, "treinta": 30, "cuarenta": 40, "cincuenta": 50}
UNITS = {word: n for word, n in NUMBERS.items() if n < 10}
MINUTES = {**TENS, "fifteen": 15, "quince": 15, "veinticinco": 25}
MINUTES |= {
    f"{ten} {unit}": t + n for ten, t in TENS.items() for unit, n in UNITS.items() if t > 10
}
MINUTES |= {f"{ten} y {unit}": t + n for ten, t in TENS.items() for unit, n in UNITS.items()}
MINUTES |= {f"oh {unit}": n for unit, n in UNITS.items()}
#: What is said of an hour: "ten past", "y diez", "menos veinte", "diez para las".
SAID = {**MINUTES, "five": 5, "cinco": 5, "quarter": 15, "cuarto": 15}
NAMES = r"\b(?:mayo clinic|clinica mayo|mar del plata|monte? sinai)\b"
#: A number of something else: 4th floor, cycle 3, piso 2.
THINGS = "floor|room|ward|gate|bay|level|cycle|session|dose|piso|planta|sala|cuarto|consultorio"
THINGS += "|ciclo|sesion|dosis|puerta|box|edificio|building|suite|clinic"
NO_TIME = (
    rf"\b\d{{1,3}}(?:st|nd|rd|th|o|a|er|ro)? (?:{THINGS})\b",
    rf"\b(?:{THINGS}) (?:no )?[a-z]?\d{{1,4}}[a-z]?\b",
)
HOUR = rf"(?P<hour>\d{{1,2}}|{either(NUMBERS)})"


def as_written(text: str) -> str:
    """The text with days spelled right, and with spoken dates and times in digits."""
    for pattern in (NAMES, *NO_TIME):
        text = re.sub(pattern, " ", text)
    text = " ".join(_day_spelled(word) for word in text.split())
    text = re.sub(ORDINAL, _ordinal, text)
    for pattern, write in CLOCKS:
        text = re.sub(pattern, write, text)
    return re.sub(DAY_IN_WORDS, _day_in_digits, text)


def _day_spelled(word: str) -> str:
    """A day that is misspelt or not written out, as it should be."""
    if word in WEEKDAYS or word in NO_DAY or not word.isalpha():
        return word
    begun = [day for day in DAYS if len(word) >= BEGUN and day.startswith(word)]
    if begun:
        return begun[0]
    if len(word) < SHORTEST:
        return word
    slips = 1 if len(word) < LONG else 2
    near = process.extractOne(word, NEAR, scorer=OSA.distance, score_cutoff=slips)
    return near[0] if near else word


def _ordinal(match: re.Match[str]) -> str:
    return f"{TENS.get(match[1] or '', 0) + ORDINALS[match[2]]}th"


def _hour(said: str) -> int:
    return int(said) if said.isdecimal() else NUMBERS[said]


def _after(match: re.Match[str]) -> str:
    """Minutes after an hour."""
    return f" {_hour(match['hour'])}:{SAID[match['minutes']]:02}"


def _before(match: re.Match[str]) -> str:
    """Minutes before an hour."""
    hour = _hour(match["hour"])
    return f" {hour - 1 if hour > 1 else 12}:{60 - SAID[match['minutes']]:02}"


def _half(match: re.Match[str]) -> str:
    return f" {_hour(match['hour'])}:30"


def _minutes(words: Iterable[str]) -> str:
    return rf"(?P<minutes>{either(words)})"


Write = Callable[[re.Match[str]], str]
CLOCKS: tuple[tuple[str, Write], ...] = (
    (rf"\b{_minutes(SAID)} (?:minutes )?(?:past|after) {HOUR}\b", _after),
    (rf"\b{_minutes(SAID)} (?:minutes )?(?:to|til|till) {HOUR}\b", _before),
    (rf"\b(?:faltando )?{_minutes(SAID)} para las? {HOUR}\b", _before),
    (rf"\bhalf {HOUR}\b", _half),
    (rf"\b{HOUR} (?:y|con) {_minutes(SAID)}\b", _after),
    (rf"\b{HOUR} menos {_minutes(SAID)}\b", _before),
    (rf"\b(?P<hour>{either(NUMBERS)}) {_minutes(MINUTES)}\b(?! (?:days|weeks|dias))", _after),
)
#: "el quince", "lunes siete", "el martes primero": a day of the month, said.
CARDINALS = {**NUMBERS, "primero": 1, "treinta": 30, "treinta y uno": 31}
DAY_IN_WORDS = (
    rf"\b(?P<before>(?:el|dia|{either(WEEKDAYS)})) (?P<day>{either(CARDINALS)})\b"
    r"(?! (?:y|menos|de la|para|dias?|semanas?|days?|weeks?)\b)"
)


def _day_in_digits(match: re.Match[str]) -> str:
    return f"{match['before']} {CARDINALS[match['day']]}"
