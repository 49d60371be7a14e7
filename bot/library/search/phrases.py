"""Phrases that stand anywhere in what people type, with slips forgiven in words nobody knows."""

from collections import defaultdict
from collections.abc import Container, Iterable, Iterator
from typing import Generic, TypeVar

from rapidfuzz.distance import OSA

from bot.library.search.normalise import normalised

#: Letters from which on a slip is forgiven in a phrase; "die" and "dye" stay two words, and so do
#: "fever" and "fewer".
CLOSE_WORD, LONE_WORD = 4, 6
START = 3  # letters by which a phrase is looked up, written apart or together
NO_WORDS: frozenset[str] = frozenset()
T = TypeVar("T")
_Wanted = tuple[tuple[str, ...], T]


class Phrases(Generic[T]):
    """Some phrases, each with what it stands for, to be looked for in one text after the other."""

    def __init__(self, phrases: Iterable[tuple[tuple[str, ...], T]]) -> None:
        #: By the first letter and the length, for words that may be misspelt; and as written.
        self._by_letter: dict[tuple[str, int], list[_Wanted[T]]] = defaultdict(list)
        self._by_start: dict[str, list[_Wanted[T]]] = defaultdict(list)
        self._by_word: dict[str, list[_Wanted[T]]] = defaultdict(list)
        for words, what in dict.fromkeys(phrases):
            self._by_letter[words[0][0], len(words[0])].append((words, what))
            self._by_start["".join(words)[:START]].append((words, what))
            self._by_word[words[0]].append((words, what))

    def found_in(
        self, words: tuple[str, ...], known: Container[str] = NO_WORDS
    ) -> Iterator[tuple[int, tuple[str, ...], T]]:
        """Where each stands. Words that are `known` are no other word, misspelt."""
        for place, word in enumerate(words):
            for wanted, what in self._candidates(words, place, word in known):
                if stands_at(words, place, wanted, known):
                    yield place, wanted, what

    def _candidates(
        self, words: tuple[str, ...], place: int, is_known: bool
    ) -> Iterable["_Wanted[T]"]:
        word, run = words[place], "".join(words[place : place + START])
        found = [self._by_word.get(word, ())]
        found += [self._by_start.get(run[:size], ()) for size in range(1, START + 1)]
        if not is_known:
            sizes = range(len(word) - 1, len(word) + 2)
            found += [self._by_letter.get((word[0], size), ()) for size in sizes]
        return dict.fromkeys(one for some in found for one in some)


def holds_phrase(typed: str, phrases: Iterable[str], known: Container[str] = NO_WORDS) -> bool:
    """Whether one of the phrases stands in the text, with a slip forgiven in its long words."""
    found = Phrases((normalised(one), None) for one in phrases).found_in(normalised(typed), known)
    return any(True for _ in found)


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
        word == one or (len(one) >= least and _is_slip(word, one, known))
        for word, one in zip(near[:size], wanted, strict=True)
    )


def _is_slip(word: str, of: str, known: Container[str]) -> bool:
    return word[0] == of[0] and word not in known and OSA.distance(word, of, score_cutoff=1) <= 1
