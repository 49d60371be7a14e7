"""Phrases that stand anywhere in what people type, with slips forgiven in words nobody knows."""

from collections import defaultdict
from collections.abc import Container, Iterable, Iterator
from itertools import accumulate, takewhile
from typing import Generic, TypeVar

from rapidfuzz.distance import OSA

from bot.library.search.normalise import normalised

#: Letters from which on a slip is forgiven in a phrase; "die" and "dye" stay two words, and so do
#: "fever" and "fewer".
CLOSE_WORD, LONE_WORD = 4, 6
NO_WORDS: frozenset[str] = frozenset()
T = TypeVar("T")
_Wanted = tuple[tuple[str, ...], T]


class Phrases(Generic[T]):
    """Some phrases, each with what it stands for, to be looked for in one text after the other."""

    def __init__(self, phrases: Iterable[tuple[tuple[str, ...], T]]) -> None:
        #: As letters, for words written apart or together; by the first word and a letter of the
        #: second, for slips in later ones; and first words by letter and length, for slips in them.
        self._by_key: dict[str, list[_Wanted[T]]] = defaultdict(list)
        self._by_words: dict[tuple[str, str], list[_Wanted[T]]] = defaultdict(list)
        self._firsts: dict[tuple[str, int], dict[str, None]] = defaultdict(dict)
        #: How each of the keys begins: most words begin none, and need no more than this.
        self._starts: set[str] = set()
        self._longest = 0
        for words, value in dict.fromkeys(phrases):
            first, second = words[0], words[1] if len(words) > 1 else ""
            self._by_key["".join(words)].append((words, value))
            self._by_words[first, second[:1]].append((words, value))
            self._firsts[first[0], len(first)][first] = None
            self._longest = max(self._longest, len(words))
        self._starts.update(key[:size] for key in self._by_key for size in range(1, len(key) + 1))

    def found_in(
        self, words: tuple[str, ...], known: Container[str] = NO_WORDS
    ) -> Iterator[tuple[int, tuple[str, ...], T]]:
        """Where each stands. Words that are `known` are no other word, misspelt.

        What is said again and again is looked for once: nobody's text may hold everybody up.
        """
        told: dict[tuple[str, ...], tuple[_Wanted[T], ...]] = {}
        for place in range(len(words)):
            near = words[place : place + self._longest + 1]
            candidates = told.get(near)
            if candidates is None:
                candidates = told[near] = tuple(
                    candidate
                    for candidate in self._candidates(near, known)
                    if stands_at(near, 0, candidate[0], known)
                )
            for wanted, value in candidates:
                yield place, wanted, value

    def _candidates(self, near: tuple[str, ...], known: Container[str]) -> Iterable["_Wanted[T]"]:
        first, second = near[0], near[1][:1] if len(near) > 1 else ""
        keys = takewhile(self._starts.__contains__, accumulate(near))
        candidates = [self._by_key.get(key, ()) for key in keys]
        firsts = [first] if first in known else [first, *self._misspelt(first)]
        candidates += [
            self._by_words.get((first, letter), ()) for first in firsts for letter in (second, "")
        ]
        return dict.fromkeys(candidate for some in candidates for candidate in some)

    def _misspelt(self, word: str) -> Iterator[str]:
        for size in range(max(CLOSE_WORD, len(word) - 1), len(word) + 2):
            for first in self._firsts.get((word[0], size), ()):
                if OSA.distance(word, first, score_cutoff=1) == 1:
                    yield first


def holds_phrase(typed: str, phrases: Iterable[str], known: Container[str] = NO_WORDS) -> bool:
    """Whether one of the phrases stands in the text, with a slip forgiven in its long words."""
    matches = Phrases((normalised(phrase), None) for phrase in phrases).found_in(
        normalised(typed), known
    )
    return any(True for _ in matches)


def stands_at(
    words: tuple[str, ...], place: int, wanted: tuple[str, ...], known: Container[str] = NO_WORDS
) -> bool:
    """ "can not breathe" and "selfharm" are written apart and together: the letters count."""
    size = len(wanted)
    near = words[place : place + size + 1]
    if near[:size] == wanted:
        return True
    key = "".join(wanted)
    if key in ("".join(near[: size - 1]), "".join(near)):
        return True
    least = CLOSE_WORD if size > 1 else LONE_WORD
    return len(near) >= size and all(
        word == target or (len(target) >= least and _is_slip(word, target, known))
        for word, target in zip(near[:size], wanted, strict=True)
    )


def _is_slip(word: str, of: str, known: Container[str]) -> bool:
    return word[0] == of[0] and word not in known and OSA.distance(word, of, score_cutoff=1) <= 1
