"""Finds pages, medicines and words from what people type, with slips forgiven."""

from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA

from bot.library.search.names import EXACT, OTHER, OWN, Asked, Kind, Name
from bot.library.search.normalise import normalise
from bot.library.search.phrases import Phrases

QUERY_LIMIT = 1500  # characters that are looked at: a voice message of two minutes
WORD_LIMIT = 24  # words; what is longer is a story, in which things are named
SLIP, SAME_WORDS, STARTS, SHARED, TOLD = 96.0, 90.0, 86.0, 78.0, 60.0  # the best of lesser likeness
SURE, LEAD = 92.0, 8.0  # what opens by itself, and how far it has to be ahead
MEANT, MENTIONED = 95.0, 80.0  # what people ask is all that was typed, or a small part of it
NEAR, NEAR_SHORT = 68.0, 84.0  # what is offered when nothing was found, for long and short words
ORDER: dict[Kind, int] = {"page": 0, "medicine": 1, "section": 2, "question": 3, "word": 4}
WORDED = 18.0  # above TOLD: most words of a question were typed
SHORT_WORD, LONG_WORD = 5, 8  # letters: from which on one slip is forgiven, and two
LONGEST_NAME = 80  # letters; to compare what is longer takes long, and it is no name
FEW = 6  # parts: a word that no more of them have says which is meant
STARTS_FROM = 3  # letters of a name that is still being typed


@dataclass(frozen=True, slots=True)
class Hit:
    """One thing found: its kind, its id ("page-id/section-id" for a section) and its score."""

    kind: Kind
    id: str
    score: float
    #: Found only by taking what was typed for misspelt; such a hit is offered, and never opens.
    corrected: bool = False


class Index:
    """Names of everything that can be opened, and the words of every section and question."""

    def __init__(
        self,
        names: Iterable[Name],
        asked: Iterable[Asked],
        told: Mapping[str, str],
        aspects: Mapping[tuple[str, ...], str],
        homes: Mapping[str, str],
        questions: Iterable[tuple[str, tuple[str, ...]]],
        small: frozenset[str],
        language: str,
    ) -> None:
        self._names = tuple(name for name in names if name.words)
        self._asked = Phrases((one.words, one) for one in asked if one.words)
        self._keys = [name.key for name in self._names]
        self._places = {
            key: tuple(found) for key, found in _holders([k] for k in self._keys).items()
        }
        self._word_sets = [frozenset(name.words) - small for name in self._names]
        self._holders = _holders(name.words for name in self._names)
        self._sections = tuple(told)
        self._tellers = _holders(text.split() for text in told.values())
        self._questions = tuple(questions)
        self._questioners = _holders(words for _, words in self._questions)
        self._aspects, self._homes, self._small = aspects, homes, small
        self._language = language
        known = (*self._holders, *(word for phrase in aspects for word in phrase), *small)
        self._vocabulary = list(dict.fromkeys((*known, *self._tellers, *self._questioners)))
        self._known = frozenset(self._vocabulary)

    def find(
        self, typed: str, limit: int = 8, known: Container[str] = frozenset()
    ) -> tuple[Hit, ...]:
        """The best hits, best first, with nothing twice.

        Words that are `known` mean themselves: they are never taken for another one, misspelt.
        """
        words = self._words(typed)
        if len(words) > WORD_LIMIT:
            return _best([*self._named(words), *self._meant(words, known)], limit)
        hits = self._equal(words)
        if not hits:
            hits = [*self._looked_for(words, known)]
        elif hits[0].score < OWN:
            hits += self._alike(words, known)
        return _best([*hits, *self._meant(words, known)], limit)

    def nearest(
        self, typed: str, limit: int = 3, known: Container[str] = frozenset()
    ) -> tuple[Hit, ...]:
        """Something to offer when nothing was found, and what was typed may be misspelt."""
        words = self._words(typed)
        if not self._may_be_slips(words, known):
            return ()
        key = "".join(words)
        least = NEAR if len(key) >= LONG_WORD else NEAR_SHORT
        near = process.extract(key, self._keys, scorer=fuzz.ratio, score_cutoff=least, limit=20)
        return _best([self._hit(place, score) for _, score, place in near], limit)

    def is_small_talk(self, typed: str) -> bool:
        """Whether nothing was typed but small words, such as a greeting."""
        words = self._words(typed)
        return bool(words) and not self._bare(words)

    def _words(self, typed: str) -> tuple[str, ...]:
        return tuple(normalise(typed[:QUERY_LIMIT], self._language)[:QUERY_LIMIT].split())

    def _bare(self, words: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(word for word in words if word not in self._small)

    def _hit(self, place: int, score: float) -> Hit:
        return Hit(self._names[place].kind, self._names[place].id, score)

    def _equal(self, words: tuple[str, ...]) -> list[Hit]:
        """What is called just this, with or without the small words around it."""
        keys = {"".join(words), "".join(self._bare(words))}
        places = [place for key in keys for place in self._places.get(key, ())]
        hits = (self._hit(place, self._names[place].score) for place in places)
        return sorted(hits, key=lambda hit: -hit.score)

    def _looked_for(self, words: tuple[str, ...], known: Container[str]) -> Iterator[Hit]:
        """What is called nearly so, tells of it or asks for it."""
        spelled = self._spelled(words, known)
        aspect, rest = self._split_aspect(spelled)
        rest = rest if any(len(word) > 1 for word in rest) else ()
        alike = self._with_aspect(self._alike(rest, known), aspect)
        for hit in (*alike, *self._telling(rest), *self._wording(spelled)):
            yield replace(hit, corrected=hit.corrected or spelled != words)
        for as_typed in {words, self._bare(words)} if rest else ():
            yield from self._slipped(as_typed, known)

    def _named(self, words: tuple[str, ...]) -> Iterator[Hit]:
        """What a long message names: medicines above all, and what their pages say of the rest."""
        pages = set()
        for hit in self._sharing(words):
            is_medicine = hit.kind == "medicine"
            pages |= {self._homes.get(hit.id, "")} if is_medicine else set()
            yield replace(hit, score=SAME_WORDS) if is_medicine else hit
        for word in {one for one in self._bare(words) if len(one) >= SHORT_WORD}:
            tellers = self._tellers.get(word, {})
            for place in tellers if len(tellers) <= FEW and word not in self._holders else ():
                section = self._sections[place]
                is_home = section.partition("/")[0] in pages
                yield Hit("section", section, STARTS - len(tellers) if is_home else SHARED)

    def _meant(self, words: tuple[str, ...], known: Container[str]) -> Iterator[Hit]:
        """What people need who ask so; the more of what was typed that is, the surer."""
        every = len(self._bare(words))
        for place, wanted, asked in self._asked.found_in(words, known):
            size = len(wanted)
            others = every - len(self._bare(words[place : place + size]))
            score = MENTIONED + (MEANT - MENTIONED) * size / (size + others)
            yield Hit(asked.kind, asked.id, score)

    def _may_be_slips(self, words: tuple[str, ...], known: Container[str]) -> bool:
        return any(word not in self._known and word not in known for word in words)

    def _spelled(self, words: tuple[str, ...], known: Container[str]) -> tuple[str, ...]:
        """Each unknown word becomes the nearest one that we know, when it is near enough."""
        return tuple(
            word if word in self._known or word in known else self._corrected(word)
            for word in words
        )

    def _corrected(self, word: str) -> str:
        slips = _slips(word)
        near = slips and process.extractOne(
            word, self._vocabulary, scorer=OSA.distance, score_cutoff=slips
        )
        return near[0] if near else word

    def _split_aspect(self, words: tuple[str, ...]) -> tuple[str, tuple[str, ...]]:
        """ "side effects of curamol" asks for one section of what the other words name."""
        for phrase, section_id in self._aspects.items():
            waiting = iter(words)
            if all(word in waiting for word in phrase):
                rest = list(words)
                for word in phrase:
                    rest.remove(word)
                if bare := self._bare(tuple(rest)):
                    return section_id, bare
        return "", self._bare(words)

    def _alike(self, words: tuple[str, ...], known: Container[str]) -> list[Hit]:
        return [*self._slipped(words, known), *self._sharing(words)]

    def _slipped(self, words: tuple[str, ...], known: Container[str]) -> Iterator[Hit]:
        """The whole of a name with a letter wrong, missing, doubled or swapped, or its start."""
        key = "".join(words)
        may_be = len(words) > 1 or self._may_be_slips(words, known)
        most = _slips(key) if may_be else 0
        keys = self._keys if _slips(key) else ()
        found = process.extract(key, keys, scorer=OSA.distance, score_cutoff=most, limit=20)
        for _, slips, place in found:
            score = SLIP - 100 * slips / max(len(key), len(self._keys[place]))
            yield replace(self._hit(place, score), corrected=slips > 0)
        if len(key) >= STARTS_FROM:
            for place, name in enumerate(self._keys):
                if name.startswith(key):
                    yield self._hit(place, STARTS + len(key) / len(name))

    def _sharing(self, words: tuple[str, ...]) -> Iterator[Hit]:
        """Names all of whose words were typed, or which have all the words that were."""
        typed = set(self._bare(words))
        places = {place for word in typed if len(word) > 1 for place in self._holders.get(word, ())}
        for place in places:
            name = self._word_sets[place]
            if name and (name <= typed or name >= typed):
                likeness = min(len(name), len(typed)) / max(len(name), len(typed))
                yield self._hit(place, SHARED + (SAME_WORDS - SHARED) * likeness)

    def _telling(self, words: tuple[str, ...]) -> Iterator[Hit]:
        """Sections whose text has all the words, the one that says them most often first."""
        tellers = [self._tellers.get(word, {}) for word in self._bare(words)]
        for place in set.intersection(*map(set, tellers)) if tellers else ():
            often = min(found[place] for found in tellers)
            yield Hit("section", self._sections[place], TOLD + min(often, 9))

    def _wording(self, words: tuple[str, ...]) -> Iterator[Hit]:
        """Questions with a sentence that has all the words, or all of whose words were typed."""
        typed = frozenset(self._bare(words))
        places = {
            place for word in typed if len(word) > 1 for place in self._questioners.get(word, ())
        }
        for place in places:
            question_id, sentence = self._questions[place]
            asked = frozenset(self._bare(sentence))
            if words == sentence:
                yield Hit("question", question_id, EXACT)
            elif typed <= asked or asked <= typed:
                likeness = min(len(asked), len(typed)) / max(len(asked), len(typed))
                yield Hit("question", question_id, TOLD + WORDED * likeness)

    def _with_aspect(self, hits: list[Hit], aspect: str) -> Iterator[Hit]:
        """The section that was asked for, before the page or the medicine that has it."""
        for hit in hits:
            page_id = self._homes.get(hit.id, "") if hit.kind == "medicine" else hit.id
            section = self._section(page_id, aspect) if aspect else None
            if section and hit.kind in ("page", "medicine"):
                yield Hit("section", section, hit.score + 0.5)
            yield hit

    def _section(self, page_id: str, aspect: str) -> str | None:
        """A page may call it "harms" for short, where others have "risks-and-harms"."""
        ids = (aspect, aspect.rpartition("-and-")[2])
        return next((s for s in (f"{page_id}/{i}" for i in ids) if s in self._sections), None)


def is_sure(hits: tuple[Hit, ...]) -> bool:
    """Whether the first hit should open by itself; names of medicines are too alike for slips."""
    if (
        not hits
        or hits[0].corrected
        or hits[0].score < (OTHER if hits[0].kind == "medicine" else SURE)
    ):
        return False
    others = [hit for hit in hits[1:] if not hits[0].id.startswith(f"{hit.id}/")]
    rivals = [hit.score for hit in others if hit.score > hits[0].score - LEAD]
    if hits[0].score >= EXACT:
        rivals = [score for score in rivals if score >= EXACT]
    return not rivals or (hits[0].score == OWN and max(rivals) < OWN)


def _holders(texts: Iterable[Iterable[str]]) -> dict[str, dict[int, int]]:
    """For each word the places of what has it, and how often it stands there."""
    found: dict[str, dict[int, int]] = defaultdict(dict)
    for place, words in enumerate(texts):
        for word in words:
            found[word][place] = found[word].get(place, 0) + 1
    return dict(found)


def _slips(word: str) -> int:
    """How many slips are forgiven: in short names one slip makes another word."""
    if not SHORT_WORD <= len(word) <= LONGEST_NAME:
        return 0
    return 1 if len(word) < LONG_WORD else 2


def _best(hits: Iterable[Hit], limit: int) -> tuple[Hit, ...]:
    best: dict[tuple[str, str], Hit] = {}
    for hit in sorted(hits, key=lambda hit: (-hit.score, hit.corrected, ORDER[hit.kind], hit.id)):
        best.setdefault((hit.kind, hit.id), hit)
    return tuple(best.values())[:limit]
