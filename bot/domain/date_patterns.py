"""The words in which people type days and times, English and Spanish, as patterns.

Patterns meet text in lower case without accents: "mañana" is `manana` here.
"""

import re

from bot.domain.date_words import MONTHS, NUMBERS, WEEKDAYS, either
from bot.domain.place_names import unaccented
from bot.domain.spoken_dates import as_written

TYPED_LIMIT = 320  # characters, two text messages of a clinic; a longer text is not a moment


DAYS_IN = {"day": 1, "dia": 1, "week": 7, "semana": 7, "fortnight": 14, "quincena": 14}
MONTHS_IN = {"month": 1, "mes": 1, "mese": 1, "year": 12, "ano": 12}
MINUTES_IN = {"minute": 1, "min": 1, "minuto": 1, "hour": 60, "hr": 60, "hora": 60, "h": 60}
MINUTES_MORE = {"half past": 30, "quarter past": 15, "quarter to": -15}
MINUTES_MORE |= {"y media": 30, "y cuarto": 15, "menos cuarto": -15}

MONTH, WEEKDAY = either(MONTHS), either(WEEKDAYS)
ONES = {"one", "un", "una", "uno"}  # these count nothing in "the one with", "una cita"
NUMBER = rf"(?:\d{{1,4}}|{either(NUMBERS)})"
COUNT = rf"(?P<count>an?|{NUMBER})"
UNIT = rf"(?P<unit>{either(DAYS_IN | MONTHS_IN)})s?\b"
SOON = r"\b(?:in|en|dentro de|de aqui a)"
NEXT = r"(?:proxim[oa]|siguiente|que viene)"
APART = r"(?<![\d/.:-])\b"  # not in the middle of another number
AT = r"(?:\b(?:at|around|a las?|sobre las|las?) |@ ?)"
TAIL = (
    r"(?: ?(?:oclock )?(?P<half>[ap]) ?m\b"
    r"| ?(?P<exact>hs?|hrs?|horas?|en punto)\b| ?oclock\b)"
)
MORE = f"(?P<more>{either(MINUTES_MORE)})"
YEAR = r"(?P<year>20\d\d|2[4-9]|[3-9]\d)(?![\d:.h])"  # two digits below 24 are rather an hour
ORDINAL = r"(?:st|nd|rd|th|ro|er|o)"

REWRITES = (
    (r"\b(?:tonight|esta noche)\b", "today at night"),
    (r"\b(?:this|esta) (morning|manana|afternoon|evening|tarde)\b", r"today en la \1"),
    (r"\b(?:a couple of|un par de)\b", "2"),
    (r"\bo clock\b", "oclock"),
    (r"(?<=\d)t(?=\d)", " "),
)
#: "mar 12" is a Tuesday in Spanish; "12 mar" is in March.
TUESDAY = (r"(?<!\d )(?<!\d de )\bmar\b(?= (?:el |a las? )?\d|$)", "martes")

IN_THE_PAST = (
    r"\b(?:yesterday|ayer|anteayer|anoche|pasad[oa](?! manana)"
    rf"|last (?:week|month|year|{WEEKDAY})|ago$|hace {NUMBER})\b"
)
NOT_ONE_MOMENT = (
    r"\b(?:every|each|cada|tod[oa]s|daily|weekly|monthly|or|o|u|except|not|until|till|hasta|since|desde"
    r"|between|entre|before|antes|(?<!\bday )after|despues|midnight|medianoche"
    r"|weekends?|weekdays?|(?:mon|tues|wednes|thurs|fri|satur|sun)days|finde|fin de semana"
    r"|entre semana|cancell?ed|called off|no longer|not going ahead|will not take place"
    r"|cancelad[oa]|cancela|cancelamos|anulad[oa]|anulamos|anula|suspendid[oa]|suspende|suspendemos"
    r"|ya no|aplazad[oa] (?:la|su)|no se realizara|no tendra lugar|christmas|xmas|easter"
    r"|thanksgiving|good friday|new years?"
    r"|(?:labou?r|memorial|independence|boxing|veterans|mothers) day"
    r"|bank holiday|halloween|navidad|nochebuena|nochevieja|ano nuevo|viernes santo|pascua"
    r"|semana santa|jueves santo|dia de reyes|puente)\b"
    rf"|{SOON} (?:\d+[.,]\d+|{NUMBER} {WEEKDAY})\b"
)
LEFT_OVER = (
    r"\d|\b(?:half|quarter|media|cuarto"
    r"|weeks?|months?|years?|fortnights?|semanas?|mes|meses|anos?|quincenas?"
    rf"|today|tomorrow|hoy|past|oclock|[ap] ?m|{WEEKDAY}|{either(set(NUMBERS) - ONES)})\b"
)
#: Days in other languages, which nobody should take for no day.
FOREIGN_DAY = (
    r"\b(?:montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonntag|lundi|mardi|mercredi|jeudi"
    r"|vendredi|samedi|dimanche|segunda|terca|quarta|quinta|sexta|lunedi|martedi|mercoledi"
    r"|giovedi|venerdi|domenica)\b"
)

PART_OF_DAY = (
    r"\b(?:de|por|en|a|in) (?:la|the) (?:morning|manana|madrugada)\b|\bmorning\b"
    r"|\b(?:(?:de|por|en|a|in) (?:la|the) |del |at )?"
    r"(?P<later>afternoon|evening|tarde|(?<=del )mediodia|night|noche)\b"
)
CLOCKS = (
    rf"{AT}?{APART}(?P<hour>\d{{1,2}})[:h](?P<minute>\d\d)(?::\d\d)?(?![\d:]){TAIL}?",
    rf"{AT}{APART}(?P<hour>\d{{1,2}})\.(?P<minute>\d\d)(?![\d./-]){TAIL}?",
    rf"{APART}(?P<hour>\d{{1,2}})\.(?P<minute>\d\d){TAIL}",
    rf"{AT}(?P<hour>\d{{1,2}})(?P<minute>\d\d)\b(?![\d./-]){TAIL}?",
    rf"{AT}{APART}(?P<hour>{NUMBER}){TAIL}",
    rf"{APART}(?P<hour>{NUMBER}){TAIL}",
    rf"{AT}?{MORE} (?P<hour>{NUMBER})\b",
    rf"{AT}?{APART}(?P<hour>{NUMBER}) {MORE}\b",
    rf"{AT}{APART}(?P<hour>{NUMBER})\b(?! ?[\d/.:-]| (?:de |of )?{MONTH}\b)",
    r"\b(?P<noon>noon|midday|mediodia)\b",
)
LOOSE_CLOCK = rf"{APART}(?P<hour>\d{{1,2}})\.?(?P<minute>\d\d)(?![\d./-])"
LOOSE_HOUR = rf"^[ ,]*(?P<hour>{NUMBER})[ ,]*$"  # where nothing else is left

SOON_AT = rf"{SOON} {COUNT} ?(?P<unit>{either(MINUTES_IN)})s?\b"
NEAR_DAYS = (
    (r"\b(?:day after tomorrow|pasado manana)\b", 2),
    (r"\b(?:tomorrow|tmrw|manana)\b", 1),
    (r"\b(?:today|hoy)\b", 0),
)
AHEAD = (
    rf"{SOON} {COUNT} {UNIT}",
    rf"\b{COUNT} {UNIT} from (?:now|today)\b",
    rf"{APART}(?P<count>{NUMBER}) {UNIT}",
)
WEEKS_AHEAD = (
    rf"(?:{SOON} )?{APART}{COUNT} (?P<unit>week|fortnight|semana|quincena)s?\b"
    r"(?: from (?:now|today))?"
)
#: So long after a day that is named: "two weeks on tuesday", "tomorrow week", "martes en ocho".
FROM_DAY = (
    rf"(?<!in )(?<!en )(?<!dentro de )\b{COUNT} (?P<unit>week|fortnight|day)s?"
    rf" (?:(?:on|from) )?(?P<from>tomorrow|{WEEKDAY})\b",
    rf"\b(?P<from>tomorrow|{WEEKDAY}) (?P<unit>week|fortnight)\b",
    rf"\b(?P<from>manana|{WEEKDAY}) en (?P<days>8|15|ocho|quince)\b",
)
THIS_WEEK = r"\b(?:this week|esta semana)\b"
NEXT_WEEK = rf"\b(?:next week|proxima semana|semana {NEXT})\b"
NEXT_MONTH = rf"\b(?:next month|proximo mes|mes {NEXT})\b"
ON_WEEKDAY = rf"\b(?:(?P<which>next|this|est[ea]|{NEXT}) )?(?P<name>{WEEKDAY})\b(?: {NEXT})?"

ISO = rf"{APART}(?P<year>\d{{4}})[-/.](?P<month>\d{{1,2}})[-/.](?P<day>\d{{1,2}})(?!\d)"
NUMERIC = tuple(
    rf"{APART}(\d{{1,2}})({sep})(\d{{1,2}})(?:{sep}(\d{{4}}|\d\d))?(?![\d/:-]|\.\d)"
    for sep in ("/", "-", r"\.")
)
WRITTEN = (
    rf"{APART}(?P<day>\d{{1,2}}){ORDINAL}?[ /-]?(?:de |of )?(?P<month>{MONTH})\b"
    rf"(?:[ /-](?:del? |of )?{YEAR})?",
    rf"\b(?P<month>{MONTH})[ -]?(?:the |el )?(?P<day>\d{{1,2}}){ORDINAL}?\b(?![:.h]\d)(?: {YEAR})?",
)
DAY_OF_MONTH = (
    rf"\b(?:the|el|dia|{WEEKDAY}(?: the| el| dia)?) (?P<day>\d{{1,2}}){ORDINAL}?\b(?![:./-])",
    r"\b(?P<day>\d{1,2})(?:st|nd|rd|th)\b",
)


class Text:
    """What is left of a typed text while rules take their parts out of it."""

    def __init__(self, typed: str, language: str) -> None:
        typed = re.sub(r"\.?[ºª]", "", typed) if len(typed) <= TYPED_LIMIT else ""
        text = unaccented(typed).replace("'", " ")
        text = re.sub(r"(?<!\d)\.|\.(?!\d)|[^\w\s.:/@-]", " ", text)
        self._left = " ".join(text.split())
        for pattern, plain in (*REWRITES, *([TUESDAY] if language == "es" else [])):
            self._left = re.sub(pattern, plain, self._left)
        self._left = as_written(self._left)

    def find(self, pattern: str) -> re.Match[str] | None:
        """Where the pattern first stands."""
        return re.search(pattern, self._left)

    def cut(self, match: re.Match[str], group: str | int = 0) -> None:
        """Take out what was found; a comma keeps both sides from reading as one."""
        before, after = self._left[: match.start(group)], self._left[match.end(group) :]
        self._left = f"{before} , {after}"

    def take(self, *patterns: str, group: str | int = 0) -> re.Match[str] | None:
        """Find and cut the first of the patterns that stands in the text."""
        match = next((match for pattern in patterns if (match := self.find(pattern))), None)
        if match:
            self.cut(match, group)
        return match


def count_of(word: str) -> int:
    """The number that a word or digits say; "a" is one."""
    return int(word) if word.isdecimal() else NUMBERS.get(word, 1)
