"""Ranks everything by its whole text: three ways to compare, and their sum.

`python -m tools.measure_search` chose them, and docs/decisions say what each does alone.
"""

import math
from array import array
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

from bot.library.search.entries import Entry
from bot.library.search.features import Features, Words
from bot.library.search.normalise import normalised
from bot.library.search.postings import BITS, Postings

Texts = Sequence[tuple[Words, float]]  # the words of each text of one entry, and its weight
Row = dict[int, float]
COMMON = 0.1  # letters that more entries have say nothing of any
SATURATION, LENGTH = 1.2, 0.5  # of BM25: how soon more of a word adds nothing; long texts have more
LETTERS, WORDS, PHRASES = 1.0, 1.0, 1.0  # what each way counts in the sum
MOST = 40  # different words that are looked at


class Ranking:
    """All entries of one language, compared with what was typed."""

    def __init__(self, entries: Iterable[Entry], small: frozenset[str], language: str) -> None:
        every = tuple(entries)
        self.entries = tuple((entry.kind, entry.id) for entry in every)
        self._features = Features(small)
        texts = [
            [(normalised(text, language), weight) for text, weight in entry.texts]
            for entry in every
        ]
        phrases = [
            (place, normalised(phrase, language))
            for place, entry in enumerate(every)
            for phrase in dict.fromkeys(entry.phrases)
        ]
        #: Every word of our texts and of the ways in which people ask for them.
        self.words = {word for text in texts for words, _ in text for word in words}
        self._letters = _Letters(texts, self._features)
        self._words = _Words(texts, self._features)
        self._phrases = _Phrases(phrases, self._features)
        self._features.forget()

    def scores(self, words: Words) -> dict[int, float]:
        """How well entries answer, by their place in `entries`; the best of each way counts 1."""
        words = tuple(dict.fromkeys(words))[:MOST]
        ways = (
            (LETTERS, self._letters.scores(words)),
            (WORDS, self._words.scores(words)),
            (PHRASES, self._phrases.scores(words)),
        )
        self._features.forget()
        together: dict[int, float] = defaultdict(float)
        for weight, scores in ways:
            share = weight / max(scores.values(), default=1.0)
            for place, score in scores.items():
                together[place] += share * score
        return together


class _Letters:
    """Cosine of tf-idf over runs of letters and over words, alone and in pairs."""

    def __init__(self, texts: Sequence[Texts], features: Features) -> None:
        self._features = features
        rows = [_sum((features.of_letters(words), weight) for words, weight in t) for t in texts]
        having = Counter(feature for row in rows for feature in row)
        most = max(2, COMMON * len(rows))
        self._idf = _by_bucket(
            {f: math.log((1 + len(rows)) / (1 + n)) for f, n in having.items() if n <= most}
        )
        self._postings = Postings([self._weighed(row) for row in rows])

    def scores(self, words: Words) -> dict[int, float]:
        counts = Counter(self._features.of_letters(words))
        return self._postings.sums(self._weighed(counts).items())

    def _weighed(self, counts: Row | Counter[int]) -> Row:
        idf = self._idf
        return _of_length_1({f: math.sqrt(n) * idf[f] for f, n in counts.items() if idf[f]})


class _Words:
    """BM25 over folded words and their beginnings, with each text of an entry weighed."""

    def __init__(self, texts: Sequence[Texts], features: Features) -> None:
        self._features = features
        rows = [
            _sum(((f for f, _ in features.of_words(words)), weight) for words, weight in t)
            for t in texts
        ]
        having = Counter(feature for row in rows for feature in row)
        lengths = [sum(row.values()) for row in rows]
        mean = sum(lengths) / (len(rows) or 1) or 1.0
        weighed = [
            {f: _idf(having[f], len(rows)) * _saturated(n, length / mean) for f, n in row.items()}
            for row, length in zip(rows, lengths, strict=True)
        ]
        self._postings = Postings(weighed)

    def scores(self, words: Words) -> dict[int, float]:
        return self._postings.sums(dict(self._features.of_words(words)).items())


class _Phrases:
    """The nearest of the ways in which people ask for a thing, by the words it shares."""

    def __init__(self, phrases: Sequence[tuple[int, Words]], features: Features) -> None:
        self._features = features
        rows = [dict(features.of_words(words)) for _, words in phrases]
        self._places = [place for place, _ in phrases]
        having = Counter(feature for row in rows for feature in row)
        self._idf = {f: math.log(1 + len(rows) / n) for f, n in having.items()}
        self._postings = Postings([_of_length_1(self._weighed(row)) for row in rows])

    def scores(self, words: Words) -> dict[int, float]:
        asked = self._weighed(dict(self._features.of_words(words)))
        best: dict[int, float] = {}
        for phrase, score in self._postings.sums(asked.items()).items():
            place = self._places[phrase]
            if score > best.get(place, 0.0):
                best[place] = score
        return best

    def _weighed(self, row: Row) -> Row:
        return {f: weight * self._idf[f] for f, weight in row.items() if f in self._idf}


def _by_bucket(weights: Row) -> "array[float]":
    """A number for each bucket, 0 where there is none: a fifth of the memory that a table takes."""
    column = array("d", bytes(8 << BITS))
    for feature, weight in weights.items():
        column[feature] = weight
    return column


def _sum(texts: Iterable[tuple[Iterable[int], float]]) -> Row:
    """How much of each feature all the texts of one entry have."""
    counts: Row = defaultdict(float)
    for features, weight in texts:
        for feature, times in Counter(features).items():
            counts[feature] += weight * times
    return counts


def _of_length_1(row: Row) -> Row:
    length = math.sqrt(sum(weight * weight for weight in row.values())) or 1.0
    return {feature: weight / length for feature, weight in row.items()}


def _idf(having: int, count: int) -> float:
    return math.log(1 + (count - having + 0.5) / (having + 0.5))


def _saturated(times: float, length: float) -> float:
    return times * (SATURATION + 1) / (times + SATURATION * (1 - LENGTH + LENGTH * length))
