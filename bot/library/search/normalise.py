"""The form in which typed words and names are compared."""

import re
import unicodedata
from sys import intern

NOT_A_WORD = re.compile(r"[^\w\s]|_")
APOSTROPHES = re.compile("['’`´]")
LETTERS = str.maketrans({"æ": "ae", "œ": "oe", "ø": "o", "ł": "l"})  # Unicode splits none of them
#: British and American spellings meet in the middle: oedema, anaemia, colour.
SPELLINGS = ((re.compile("oe(?=[asd])|ae(?=[ms])"), "e"), (re.compile(r"(?<=\w\w\w)our"), "or"))


#: Spanish words that get "es" in the plural: dolores, but not hombres.
SPANISH_PLURAL = re.compile(r"(?<=[aeiou][lrndjy])es$")


def normalise(text: str, language: str = "en") -> str:
    """No case, accents or punctuation, no plural s, one spelling on both sides of an ocean."""
    bare = _without_accents(text.casefold().translate(LETTERS))
    bare = NOT_A_WORD.sub(" ", APOSTROPHES.sub("", bare))
    for british, american in SPELLINGS:
        bare = british.sub(american, bare)
    singular = _spanish_singular if language == "es" else _singular
    return " ".join(singular(word) for word in bare.split())


def normalised(text: str, language: str = "en") -> tuple[str, ...]:
    """The words of a text, folded; the same word is the same object, for many texts have it."""
    return tuple(map(intern, normalise(text, language).split()))


def _without_accents(text: str) -> str:
    """Every letter as its plain one; only the few signs that differ are looked at one by one."""
    apart = unicodedata.normalize("NFKD", text)
    marks = {ord(char): None for char in set(apart) if unicodedata.combining(char)}
    return apart.translate(marks) if marks else apart


def _spanish_singular(word: str) -> str:
    if len(word) <= 4 or not word.endswith("s") or word.endswith(("ss", "us", "is")):
        return word
    if word.endswith("ces"):
        return f"{word[:-3]}z"
    return SPANISH_PLURAL.sub("", word).removesuffix("s")


def _singular(word: str) -> str:
    if len(word) <= 4 or not word.endswith("s") or word.endswith(("ss", "us", "is")):
        return word
    if word.endswith("ies"):
        return f"{word[:-3]}y"
    return word[:-2] if word.endswith(("shes", "ches", "xes", "sses")) else word[:-1]
