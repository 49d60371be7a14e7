"""What of a word is compared: the whole of it, how it begins, and its runs of letters."""

from collections.abc import Iterable, Iterator
from itertools import pairwise

from bot.library.search.postings import bucket

Words = tuple[str, ...]
BEGINNING, RUN = 5, 4  # letters: "monthly" begins as "months" does
BEGUN = 0.8  # how much a word counts that only begins so


class Features:
    """The features of the words of one language; those of a word are worked out once."""

    def __init__(self, small: frozenset[str]) -> None:
        self._small = small
        self._words: dict[str, tuple[tuple[int, float], ...]] = {}
        self._runs: dict[str, tuple[int, ...]] = {}

    def of_words(self, words: Iterable[str]) -> Iterator[tuple[int, float]]:
        """Whole words, and less weighty their beginnings; nothing of small words."""
        for word in words:
            weighted = self._words.get(word)
            if weighted is None:
                whole, begun = bucket(f"={word}"), bucket(f"~{word[:BEGINNING]}")
                weighted = () if word in self._small else ((whole, 1.0), (begun, BEGUN))
                self._words[word] = weighted
            yield from weighted

    def of_letters(self, words: Words) -> Iterator[int]:
        """Runs of letters of each word that is not small, words, and pairs of words."""
        for word in words:
            buckets = self._runs.get(word)
            if buckets is None:
                runs = () if word in self._small else map(bucket, _runs(f" {word} "))
                buckets = self._runs[word] = (bucket(f"={word}"), *runs)
            yield from buckets
        yield from (bucket(f"={word} {after}") for word, after in pairwise(words))

    def forget(self) -> None:
        """Let go of what was worked out: what people type shall not pile up."""
        self._words.clear()
        self._runs.clear()


def _runs(word: str) -> Iterator[str]:
    return (word[start : start + RUN] for start in range(max(1, len(word) - RUN + 1)))
