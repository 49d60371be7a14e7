"""What somebody else's message names: pages, medicines and words, spelled as they are called."""

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from bot.library.model.messages import Texts
from bot.library.model.models import Medicine, Page, Word
from bot.library.search.names import OWN, Kind, Name, names_of
from bot.library.search.normalise import normalise, normalised

LOOKED_AT = 4096  # characters: the longest message there is
MEDICINE, PAGE, WORD, OF_PAGE = range(4)  # "pain" is one of the names of the page Symptoms


class Mention(NamedTuple):
    """One thing that is named, and how sure it is that somebody means it."""

    rank: int
    kind: Kind
    id: str


class Mentions:
    """Finds names word for word, and forgives no slip: nobody has typed this for us to guess at."""

    def __init__(self, names: Iterable[Name], small: frozenset[str], language: str) -> None:
        self._named: dict[tuple[str, ...], Mention] = {}
        ranked = [(_rank(name), name) for name in names if not small.issuperset(name.words)]
        for rank, name in sorted(ranked, key=lambda pair: pair[0]):
            if rank <= OF_PAGE:
                self._named.setdefault(name.words, Mention(rank, name.kind, name.id))
        self._longest = max(map(len, self._named), default=0)
        self._language = language

    def found_in(self, message: str) -> tuple[Mention, ...]:
        """Each once: medicines, pages, words, other names of pages; of these the longest first."""
        words = tuple(normalise(message[:LOOKED_AT], self._language).split())
        best: dict[tuple[str, str], Mention] = {}
        for mention, _ in sorted(self._named_in(words), key=lambda pair: (pair[0].rank, -pair[1])):
            best.setdefault((mention.kind, mention.id), mention)
        return tuple(best.values())

    def _named_in(self, words: tuple[str, ...]) -> Iterator[tuple[Mention, int]]:
        """From the first word on, the longest name that stands there, and its number of letters."""
        place = 0
        while place < len(words):
            sizes = range(min(self._longest, len(words) - place), 0, -1)
            size = next((n for n in sizes if words[place : place + n] in self._named), 0)
            if size:
                name = words[place : place + size]
                yield self._named[name], sum(map(len, name))
            place += size or 1


def _rank(name: Name) -> int:
    match name.kind:
        case "medicine":
            return MEDICINE
        case "page":
            return PAGE if name.score >= OWN else OF_PAGE
        case "word":
            return WORD
    return OF_PAGE + 1


def mentions_of(
    pages: Mapping[str, Page],
    medicines: Mapping[str, Medicine],
    words: Mapping[str, Word],
    texts: Texts,
) -> Mentions:
    """The names of one language."""
    small = frozenset(normalised(texts("find.small_words"), texts.language))
    every = pages.values(), medicines.values(), words.values()
    names = names_of(*every, small, frozenset(), texts.language)
    return Mentions((name for name in names if name.words), small, texts.language)
