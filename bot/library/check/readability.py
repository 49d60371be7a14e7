"""How hard a text is to read: for English, US school grades by Flesch and Kincaid (1975)."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache

from bot.library.check import readability_es

SENTENCE_END = re.compile(r"(?<=[.!?])[\"”’»)]*\s+(?=[\"“‘«(¿¡]*[A-ZÁÉÍÓÚÑ0-9])")
WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*", re.UNICODE)
VOWELS = re.compile(r"[aeiouy]+")
SILENT = (  # written vowels that nobody speaks
    re.compile(r"(?<=[^aeiouyl])e$|(?<=[aeiouy]l)e$|(?<=[aeiou])e$"),
    re.compile(
        r"(?:(?<=[^aeiouyl])|(?<=[aeiouy]l))e(?=s$)(?<!se)(?<!xe)(?<!ze)(?<!ce)(?<!ge)(?<!she)(?<!che)"
    ),
    re.compile(r"(?:(?<=[^aeiouytdl])|(?<=[aeiouyl]l))e(?=d$)"),
    re.compile(r"(?<=[^aeiouy])e(?=(?:ly|ful|fully|less|lessness|ment|ments|ness|where)$)"),
    re.compile(r"(?<=[^aeiouyl])e(?=(?:lines?|time|span|guards?|ty|ments?|what)$)"),
)
TWO_SOUNDS = re.compile(  # neighbouring vowels spoken apart
    r"(?<![cst])ia(?!ge)|(?<=[cst])ia(?=s|t)|(?<![cstgxln])io|iu|(?<!q)ua(?=l|t)|uou|eo(?=n|l|s)|ie(?=t|r$)"
    r"|[aiouy]ing|(?<=b)eing|oa(?=c)|(?<=r)ea(?=ct)|(?<=s)ea$|ye(?=r)|oo(?=p)|ei(?=f)|(?<=cr)ea"
)
MASK = "fin"  # one syllable in either language, so that a name costs a reader one beat
EXCEPTIONS = {
    "anyone": 3, "beyond": 2, "caregiver": 3, "caregivers": 3, "elsewhere": 2, "everyday": 3,
    "fluid": 2, "fluids": 2, "ease": 1, "safely": 2, "examples": 3, "articles": 3, "rhythm": 2,
    "area": 3, "areas": 3, "being": 2, "breathe": 1, "every": 2, "everyone": 3,
    "everything": 3, "evening": 2, "hour": 1, "hours": 1, "idea": 3, "medicine": 3,
    "medicines": 3, "people": 2, "period": 3, "periods": 3, "science": 2,
    "sometimes": 2, "somebody": 3, "someone": 2, "something": 2, "tired": 1, "usually": 4,
    "disease": 2, "diseases": 3, "area's": 3, "diarrhoea": 4, "heal": 1, "heals": 1, "real": 1,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Grade:
    """`masked` leaves out medicine names and words that are explained."""

    masked: float
    raw: float


@dataclass(frozen=True, slots=True)
class Scale:
    """A way to measure the texts of one language, and what we ask of them."""

    name: str
    #: From the numbers of sentences, words and syllables.
    formula: Callable[[int, int, int], float]
    syllables: Callable[[str], int]
    #: The limits; on some scales the easier text has the higher number.
    masked: float
    raw: float
    high_is_easy: bool = False

    @property
    def told(self) -> str:
        """Its name, and which way it goes."""
        return f"{self.name} ({'higher' if self.high_is_easy else 'lower'} is easier)"

    def too_hard(self, grade: Grade) -> bool:
        if self.high_is_easy:
            return grade.masked < self.masked or grade.raw < self.raw
        return grade.masked > self.masked or grade.raw > self.raw

    def hardest_first(self, grade: Grade) -> float:
        """What to sort by."""
        return grade.masked if self.high_is_easy else -grade.masked

    def measure(self, rows: list[str]) -> float:
        parts = [words(sentence) for row in rows for sentence in sentences(row)]
        parts = [part for part in parts if part]
        count = sum(map(len, parts))
        if not count:
            return 0.0
        beats = sum(self.syllables(word) for part in parts for word in part)
        return round(self.formula(len(parts), count, beats), 1)


def grade(
    texts: Iterable[str], names: re.Pattern[str] | None = None, scale: Scale | None = None
) -> Grade:
    """The grade of texts together; each line of a list counts as a sentence."""
    rows = [row for text in texts for row in text.split("\n") if row.strip()]
    masked = [names.sub(MASK, row) for row in rows] if names else rows
    measure = (scale or ENGLISH).measure
    return Grade(masked=measure(masked), raw=measure(rows))


def names_pattern(names: Iterable[str]) -> re.Pattern[str]:
    """Matches any of the names as whole words, the longest first, with a plural s.

    They are tried by their first letter: to try hundreds at every word took half of a check.
    """
    by_letter: dict[str, list[str]] = {}
    for name in sorted({name for name in names if name}, key=len, reverse=True):
        by_letter.setdefault(name[0].lower(), []).append(re.escape(name[1:]))
    starts = (f"{re.escape(letter)}(?:{'|'.join(ends)})" for letter, ends in by_letter.items())
    either = "|".join(starts) or r"(?!)"
    return re.compile(rf"(?<!\w)(?:{either})(?:s|es)?(?!\w)", re.IGNORECASE)


def sentences(text: str) -> list[str]:
    return [part.strip() for row in text.split("\n") for part in SENTENCE_END.split(row) if part]


def words(text: str) -> list[str]:
    return WORD.findall(text)


@cache
def syllables(word: str) -> int:
    """Spoken beats of an English word; a number or an initialism counts as one."""
    low = word.lower().replace("’", "'")
    if low in EXCEPTIONS:
        return EXCEPTIONS[low]
    if not low.replace("'", "").isalpha() or (word.isupper() and len(word) > 1):
        return 1
    for silent in SILENT:
        low = silent.sub("", low)
    return max(1, len(VOWELS.findall(low)) + len(TWO_SOUNDS.findall(low)))


def _flesch_kincaid(sentences: int, words: int, beats: int) -> float:
    return 0.39 * words / sentences + 11.8 * beats / words - 15.59


ENGLISH = Scale("US school grade", _flesch_kincaid, syllables, masked=7.0, raw=9.0)
SPANISH = Scale(
    "INFLESZ",
    readability_es.perspicuity,
    readability_es.syllables,
    masked=65.0,
    raw=55.0,
    high_is_easy=True,
)
