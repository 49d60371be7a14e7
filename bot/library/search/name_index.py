"""Finds names in what people type: whole ones, with slips, their beginnings, and their words."""

import bisect
from collections import defaultdict
from collections.abc import Container, Iterable, Iterator
from dataclasses import replace
from itertools import islice

from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA

from bot.library.search.hits import Hit
from bot.library.search.names import STARTS, Name
from bot.library.search.spelling import LONG_WORD, Spelling, slips_in

SLIP, SAME_WORDS, SHARED = 96.0, 90.0, 78.0  # the best of lesser likeness
WHOLE_MEDICINE = 88.0  # with other words around it: nobody names a medicine by chance
NEAR, NEAR_SHORT = 68.0, 84.0  # what is offered when nothing was found, for long and short words
STARTS_FROM = 3  # letters of a name that is still being typed


class NameIndex:
    """Names of everything that can be opened."""

    def __init__(self, names: Iterable[Name], small: frozenset[str]) -> None:
        self._names = tuple(name for name in names if name.words)
        self._small = small
        self._keys = [name.key for name in self._names]
        self._word_sets = [frozenset(name.words) - small for name in self._names]
        self._by_key: dict[str, list[int]] = defaultdict(list)
        self._by_word: dict[str, list[int]] = defaultdict(list)
        for place, name in enumerate(self._names):
            self._by_key[name.key].append(place)
            for word in set(name.words):
                self._by_word[word].append(place)
        self._sorted = sorted(self._by_key)
        self._longest = max(map(len, self._sorted), default=0) + 2  # slips

    @property
    def words(self) -> Iterable[str]:
        return self._by_word

    def bare(self, words: tuple[str, ...]) -> tuple[str, ...]:
        """Without the small words."""
        return tuple(word for word in words if word not in self._small)

    def equal(self, words: tuple[str, ...]) -> list[Hit]:
        """What is called just this, with or without the small words around it."""
        keys = {"".join(words), "".join(self.bare(words))}
        places = [place for key in keys for place in self._by_key.get(key, ())]
        hits = (self._hit(place, self._names[place].score) for place in places)
        return sorted(hits, key=lambda hit: -hit.score)

    def slipped(
        self, words: tuple[str, ...], spelling: Spelling, known: Container[str]
    ) -> Iterator[Hit]:
        """The whole of a name with a letter wrong, missing, doubled or swapped, or its start."""
        key = "".join(words)
        if len(key) > self._longest:
            return
        most = slips_in(key) if spelling.may_be_slips(words, known) else 0
        yield from (self._hit(place, SLIP) for place in self._by_key.get(key, ()))
        keys = self._keys if most else ()
        matches = process.extract(key, keys, scorer=OSA.distance, score_cutoff=most, limit=20)
        for _, slips, place in matches:
            score = SLIP - 100 * slips / max(len(key), len(self._keys[place]))
            yield replace(self._hit(place, score), corrected=slips > 0)
        for name in self._begun(key) if len(key) >= STARTS_FROM else ():
            for place in self._by_key[name]:
                yield self._hit(place, STARTS + len(key) / len(name))

    def sharing(self, words: tuple[str, ...]) -> Iterator[Hit]:
        """Names all of whose words were typed, or which have all the words that were."""
        typed = set(self.bare(words))
        places = {p for word in typed if len(word) > 1 for p in self._by_word.get(word, ())}
        for place in places:
            name = self._word_sets[place]
            if name and (name <= typed or name >= typed):
                likeness = min(len(name), len(typed)) / max(len(name), len(typed))
                hit = self._hit(place, SHARED + (SAME_WORDS - SHARED) * likeness)
                is_whole = hit.kind == "medicine" and name <= typed
                yield replace(hit, score=max(hit.score, WHOLE_MEDICINE)) if is_whole else hit

    def nearest(self, words: tuple[str, ...]) -> Iterator[Hit]:
        """What is called a little like it."""
        key = "".join(words)
        least = NEAR if len(key) >= LONG_WORD else NEAR_SHORT
        near = process.extract(key, self._keys, scorer=fuzz.ratio, score_cutoff=least, limit=20)
        return (self._hit(place, score) for _, score, place in near)

    def _begun(self, key: str) -> Iterator[str]:
        """The names that begin so."""
        for name in islice(self._sorted, bisect.bisect_left(self._sorted, key), None):
            if not name.startswith(key):
                return
            yield name

    def _hit(self, place: int, score: float) -> Hit:
        return Hit(self._names[place].kind, self._names[place].id, score)
