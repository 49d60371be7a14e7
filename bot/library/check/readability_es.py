"""How hard a Spanish text is to read: syllables by the rules of spelling, and the INFLESZ scale.

INFLESZ (Barrio-Cantalejo and others, 2008) reads Szigriszt's formula of 1993 and was made with
texts for patients: from 55 a text is of normal difficulty, from 65 rather easy, over 80 very easy.
"""

import re
from functools import cache

STRONG, WEAK = "aeoáéó", "iuíúüy"
ACCENTED = "íú"
NOT_SPOKEN = (
    (re.compile("(?<=q)u(?=[eiéí])"), ""),
    (re.compile("(?<=g)u(?=[eiéí])"), ""),
    (re.compile("(?<!c)h"), ""),  # it keeps no vowels apart: prohi-bir
    (re.compile("y(?=[aeiouáéíóúü])"), "j"),  # a consonant: a-yu-da
)


@cache
def syllables(word: str) -> int:
    """Spoken beats of a Spanish word; a number or an initialism counts as one."""
    low = word.lower()
    if not low.isalpha() or (word.isupper() and len(word) > 1):
        return 1
    for pattern, sound in NOT_SPOKEN:
        low = pattern.sub(sound, low)
    count, heartbeat = 0, ""
    for letter in low:
        if letter not in STRONG and letter not in WEAK:
            heartbeat = ""
            continue
        if not heartbeat or not _joins(heartbeat, letter):
            count, heartbeat = count + 1, ""
        heartbeat += letter
    return max(1, count)


def perspicuity(sentences: int, words: int, beats: int) -> float:
    """Szigriszt's formula: the higher, the easier."""
    return 206.835 - 62.3 * beats / words - words / sentences


def _joins(heartbeat: str, letter: str) -> bool:
    """Whether a vowel is spoken in one beat with the vowels before it."""
    last = heartbeat[-1]
    if last == letter or len(heartbeat) == 3:
        return False
    if letter in STRONG:
        return last in WEAK and last not in ACCENTED and not any(v in STRONG for v in heartbeat)
    return last in WEAK or letter not in ACCENTED
