"""Finds pages, medicines and words from what people type: names first, then whole texts."""

import unicodedata
from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass, replace

from bot.library.search.hits import Hit, best, each_once
from bot.library.search.name_index import SAME_WORDS, SHARED, NameIndex
from bot.library.search.names import EXACT, MEANT, OWN, Asked, Kind
from bot.library.search.normalise import normalise
from bot.library.search.phrases import Phrases
from bot.library.search.ranking import Ranking
from bot.library.search.screens import ScreenWords
from bot.library.search.spelling import Spelling

QUERY_LIMIT = 1500  # characters that are looked at: a voice message of two minutes
WORD_LIMIT = 24  # words; what is longer is a story, in which things are named
MENTIONED = 80.0  # what people ask is a small part of what was typed
OFFERED = 91.0  # what people ask of a hard topic: found first, and opened by a tap alone
FIRST = 84.5  # names that stand before what the texts say, whatever that is
TOLD = 60.0  # the best score of what only the texts say
RANKED, OF_PAGE = 8, 0.3  # hits by text; how much of its page's score a section has
LEAST = 0.2  # of the best score; what is less like it has some letters alone in common


def looked_at(typed: str) -> str:
    """The part of a text that is looked at; one character can be eighteen when written out."""
    return unicodedata.normalize("NFKC", typed[:QUERY_LIMIT])[:QUERY_LIMIT]


@dataclass(frozen=True, slots=True)
class Texts:
    """What an index knows of a pack besides its names and its whole texts."""

    #: What people ask when they need a page or a section.
    asked: Phrases[Asked]
    #: Words that ask for one section of a page, the longest first: "side effects of".
    aspects: Mapping[tuple[str, ...], str]
    #: The page that tells of each medicine.
    homes: Mapping[str, str]
    #: The sentences of each question, by the id of the question.
    questions: Mapping[tuple[str, ...], str]
    #: Topics that not everybody wants to meet unasked, and pages of help.
    hard: frozenset[str]
    urgent: frozenset[str]
    greetings: tuple[tuple[str, ...], ...]


class Index:
    """All that can be found in one language."""

    def __init__(
        self,
        names: NameIndex,
        ranking: Ranking,
        texts: Texts,
        spelling: Spelling,
        screens: ScreenWords,
        small: frozenset[str],
        language: str,
    ) -> None:
        self._names, self._ranking, self._texts = names, ranking, texts
        self._spelling, self._screens = spelling, screens
        self._small, self._language = small, language
        self._numbers = {entry: place for place, entry in enumerate(ranking.entries)}

    def find(
        self, typed: str, limit: int = 8, known: Container[str] = frozenset()
    ) -> tuple[Hit, ...]:
        """The best hits, best first, with nothing twice.

        Words that are `known` mean themselves: they are never taken for another one, misspelt.
        """
        return self.ranked(typed, self.named(typed, known), limit, known)

    def named(self, typed: str, known: Container[str] = frozenset()) -> tuple[Hit, ...]:
        """What is called so or nearly so, and what people mean who ask in these words."""
        words = self._words(typed)
        if len(words) > WORD_LIMIT:
            return best([*self._in_a_story(words), *self._meant(words, known)])
        hits = self._names.equal(words)
        if words in self._texts.questions:
            hits.append(Hit("question", self._texts.questions[words], EXACT))
        if not hits:
            hits = [*self._looked_for(words, known)]
        elif hits[0].score < OWN:
            hits += self._alike(words, known)
        return best([*hits, *self._meant(words, known)])

    def ranked(
        self,
        typed: str,
        named: tuple[Hit, ...],
        limit: int = 8,
        known: Container[str] = frozenset(),
    ) -> tuple[Hit, ...]:
        """The names that are sure, then the rest by its whole text and its likeness in name."""
        words = self._words(typed)
        spelled = self._spelling.corrected(words, known)
        telling = self._telling_words(spelled)
        if (named and named[0].score == OWN) or not telling:
            return named[:limit]
        least = FIRST if telling > 1 else SHARED
        urgent = self._texts.urgent
        first = [
            hit
            for hit in named
            if hit.score >= least or (_page_of(hit.id) in urgent and not hit.corrected)
        ]
        rest = self._by_text(spelled, named, corrected=spelled != words)
        return each_once([*_parts_first(first), *rest])[:limit]

    def _by_text(
        self, words: tuple[str, ...], named: tuple[Hit, ...], *, corrected: bool
    ) -> list[Hit]:
        scores = self._ranking.scores(words)
        hits = {(hit.kind, hit.id): hit for hit in named}
        for hit in named:
            place = self._numbers[hit.kind, hit.id]
            scores[place] = scores.get(place, 0.0) + (hit.score / 100) ** 2
        entries = self._ranking.entries
        total = {p: self._with_page(scores, p) for p in scores if self._may_come(entries[p], hits)}
        least = LEAST * max(total.values(), default=0.0)
        likely = [place for place in total if total[place] >= least]
        ranked = [entries[place] for place in sorted(likely, key=lambda p: (-total[p], p))[:RANKED]]
        return [
            hits.get(entry) or Hit(*entry, TOLD - place, corrected)
            for place, entry in enumerate(ranked)
        ]

    def _may_come(self, entry: tuple[Kind, str], named: Container[tuple[Kind, str]]) -> bool:
        """A hard topic is for those who ask for it in its own words, never for a likeness."""
        return entry in named or _page_of(entry[1]) not in self._texts.hard

    def _with_page(self, scores: Mapping[int, float], place: int) -> float:
        """A part of a page that answers is the likelier one."""
        kind, ref = self._ranking.entries[place]
        page = self._numbers["page", _page_of(ref)] if kind == "section" else None
        return scores[place] + (OF_PAGE * scores.get(page, 0.0) if page is not None else 0.0)

    def knows(self, typed: str) -> int:
        """How many of the words stand in our texts and say something."""
        return self._telling_words(self._words(typed))

    def nearest(
        self, typed: str, limit: int = 3, known: Container[str] = frozenset()
    ) -> tuple[Hit, ...]:
        """Something to offer when nothing was found, and what was typed may be misspelt."""
        words = self._words(typed)
        if not self._spelling.may_be_slips(words, known):
            return ()
        return best(self._names.nearest(words), limit)

    def is_small_talk(self, typed: str) -> bool:
        """Whether nothing was typed but small words and greetings."""
        words = self._words(typed)
        rest = f" {' '.join(words)} "
        for greeting in self._texts.greetings:
            rest = rest.replace(f" {' '.join(greeting)} ", " ")
        return bool(words) and not self._bare(tuple(rest.split()))

    def screens(self, typed: str) -> tuple[str, ...]:
        """Screens of the bot itself that the words ask for."""
        return self._screens.found_in(self._words(typed))

    def _words(self, typed: str) -> tuple[str, ...]:
        return tuple(normalise(looked_at(typed), self._language).split())

    def _bare(self, words: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(word for word in words if word not in self._small)

    def _telling_words(self, words: tuple[str, ...]) -> int:
        return sum(len(word) > 1 and word in self._spelling.words for word in self._bare(words))

    def _looked_for(self, words: tuple[str, ...], known: Container[str]) -> Iterator[Hit]:
        """What is called nearly so."""
        spelled = self._spelling.corrected(words, known)
        aspect, rest = self._split_aspect(spelled)
        rest = rest if any(len(word) > 1 for word in rest) else ()
        for hit in self._with_aspect(self._alike(rest, known), aspect):
            yield replace(hit, corrected=hit.corrected or spelled != words)
        for as_typed in {words, self._bare(words)} if rest else ():
            yield from self._names.slipped(as_typed, self._spelling, known)

    def _alike(self, words: tuple[str, ...], known: Container[str]) -> list[Hit]:
        slipped = self._names.slipped(words, self._spelling, known)
        return [*slipped, *self._names.sharing(words)]

    def _in_a_story(self, words: tuple[str, ...]) -> Iterator[Hit]:
        """What a long message names: medicines above all."""
        for hit in self._names.sharing(words):
            yield replace(hit, score=SAME_WORDS) if hit.kind == "medicine" else hit

    def _meant(self, words: tuple[str, ...], known: Container[str]) -> Iterator[Hit]:
        """What people need who ask so; the more of what was typed that is, the surer."""
        every = len(self._bare(words))
        for place, wanted, asked in self._texts.asked.found_in(words, known):
            size = len(wanted)
            others = every - len(self._bare(words[place : place + size]))
            score = MENTIONED + (MEANT - MENTIONED) * size / (size + others)
            yield Hit(asked.kind, asked.id, score if asked.opens else min(score, OFFERED))

    def _split_aspect(self, words: tuple[str, ...]) -> tuple[str, tuple[str, ...]]:
        """ "side effects of curamol" asks for one section of what the other words name."""
        for phrase, section_id in self._texts.aspects.items():
            waiting = iter(words)
            if all(word in waiting for word in phrase):
                rest = list(words)
                for word in phrase:
                    rest.remove(word)
                if bare := self._bare(tuple(rest)):
                    return section_id, bare
        return "", self._bare(words)

    def _with_aspect(self, hits: list[Hit], aspect: str) -> Iterator[Hit]:
        """The section that was asked for, before the page or the medicine that has it."""
        for hit in hits:
            page_id = self._texts.homes.get(hit.id, "") if hit.kind == "medicine" else hit.id
            section = self._section(page_id, aspect) if aspect else None
            if section and hit.kind in ("page", "medicine"):
                yield Hit("section", section, hit.score + 0.5)
            yield hit

    def _section(self, page_id: str, aspect: str) -> str | None:
        """A page may call it "harms" for short, where others have "risks-and-harms"."""
        refs = (f"{page_id}/{section_id}" for section_id in (aspect, aspect.rpartition("-and-")[2]))
        return next((ref for ref in refs if ("section", ref) in self._numbers), None)


def _parts_first(hits: list[Hit]) -> list[Hit]:
    """ "nausea" is another name of a whole page, and just what one of its parts is asked for."""
    if not hits or hits[0].kind != "page" or hits[0].score >= OWN:
        return hits
    parts = [h for h in hits if h.score >= MEANT and h.id.startswith(f"{hits[0].id}/")]
    return [*parts, *(hit for hit in hits if hit not in parts)]


def _page_of(ref: str) -> str:
    return ref.partition("/")[0]
