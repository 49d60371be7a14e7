"""The words of one language as its pack spells them, and what is a slip of which."""

from collections import defaultdict
from collections.abc import Container, Iterable
from itertools import islice

from rapidfuzz import process
from rapidfuzz.distance import OSA

SHORT_WORD, LONG_WORD = 5, 8  # letters: from which on one slip is forgiven, and two
MOST_CORRECTED = 40  # different words; so many are ranked, and a story has enough right ones


class Spelling:
    """Every word that stands in the texts and names of one language."""

    def __init__(self, words: Iterable[str]) -> None:
        self.words = frozenset(words)
        self._by_length: dict[int, list[str]] = defaultdict(list)
        for word in sorted(self.words):
            self._by_length[len(word)].append(word)

    def corrected(self, words: tuple[str, ...], known: Container[str]) -> tuple[str, ...]:
        """Each word that nobody knows becomes the nearest of ours, when it is near enough."""
        unknown = dict.fromkeys(w for w in words if w not in self.words and w not in known)
        nearest = {word: self._nearest(word) for word in islice(unknown, MOST_CORRECTED)}
        return tuple(nearest.get(word, word) for word in words)

    def may_be_slips(self, words: tuple[str, ...], known: Container[str]) -> bool:
        """Whether a word is among them that nobody knows."""
        return any(word not in self.words and word not in known for word in words)

    def _nearest(self, word: str) -> str:
        slips = slips_in(word)
        sizes = range(len(word) - slips, len(word) + slips + 1) if slips else ()
        near = [
            match
            for size in sizes
            if (
                match := process.extractOne(
                    word, self._by_length.get(size, ()), scorer=OSA.distance, score_cutoff=slips
                )
            )
        ]
        return min(near, key=lambda pair: pair[1])[0] if near else word


def slips_in(word: str) -> int:
    """How many slips are forgiven: in short names one slip makes another word."""
    return 0 if len(word) < SHORT_WORD else 1 if len(word) < LONG_WORD else 2
