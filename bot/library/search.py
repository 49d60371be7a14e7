"""Finds pages, medicines and words from what people type, with slips forgiven."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from rapidfuzz import fuzz, process

from bot.library.models import Medicine, Page, Word
from bot.library.texts import Texts

Kind = Literal["page", "section", "medicine", "word"]
QUERY_LIMIT = 200  # characters of typed text that are looked at; names are far shorter
GOOD, SURE = 72.0, 92.0  # scores from 0 to 100
LEAD = 8.0  # how far the first hit must be ahead to open by itself
ORDER: dict[Kind, float] = {"page": 3.0, "medicine": 2.0, "section": 1.0, "word": 0.0}


@dataclass(frozen=True, slots=True)
class Hit:
    """One thing found: its kind, its id ("page-id/section-id" for a section) and its score."""

    kind: Kind
    id: str
    score: float


@dataclass(frozen=True, slots=True)
class _Entry:
    kind: Kind
    id: str
    name: str


class Index:
    """Names of everything that can be opened, in the form in which they are compared."""

    def __init__(self, entries: Iterable[_Entry], aspects: Mapping[str, str], stop: set[str]):
        self._entries = tuple(entries)
        self._names = [entry.name for entry in self._entries]
        self._aspects = aspects
        self._stop = stop
        self._sections = {e.id for e in self._entries if e.kind == "section"}

    def find(self, typed: str, limit: int = 8) -> tuple[Hit, ...]:
        """The best hits, best first, with no page or medicine twice."""
        query = fold(typed[:QUERY_LIMIT])
        aspect, rest = self._split_aspect(query)
        hits = self._match(rest) or self._match(query)
        if aspect:
            hits = [self._with_aspect(hit, aspect) for hit in hits]
        best: dict[tuple[str, str], Hit] = {}
        for hit in sorted(hits, key=lambda h: (-h.score, -ORDER[h.kind], len(h.id))):
            best.setdefault((hit.kind, hit.id), hit)
        return tuple(best.values())[:limit]

    def nearest(self, typed: str, limit: int = 3) -> tuple[Hit, ...]:
        """Something to offer when nothing was found."""
        query = fold(typed[:QUERY_LIMIT])
        near = process.extract(query, self._names, scorer=fuzz.WRatio, limit=limit * 4)
        best: dict[tuple[str, str], Hit] = {}
        for _, score, place in near:
            entry = self._entries[place]
            if score >= 50:
                best.setdefault((entry.kind, entry.id), Hit(entry.kind, entry.id, score))
        return tuple(best.values())[:limit]

    def _split_aspect(self, query: str) -> tuple[str | None, str]:
        """ "side effects of letrozole" asks for one section of what the rest names."""
        padded = f" {query} "
        for phrase, section_id in self._aspects.items():
            if f" {phrase} " in padded:
                rest = " ".join(padded.replace(f" {phrase} ", " ").split())
                return (section_id, self._bare(rest)) if self._bare(rest) else (None, query)
        return None, self._bare(query) or query

    def _bare(self, query: str) -> str:
        return " ".join(word for word in query.split() if word not in self._stop)

    def _match(self, query: str) -> list[Hit]:
        if len(query) < 2:
            return []
        found = process.extract(
            query, self._names, scorer=_score, score_cutoff=GOOD, limit=40, processor=None
        )
        return [
            Hit(self._entries[place].kind, self._entries[place].id, score)
            for _, score, place in found
        ]

    def _with_aspect(self, hit: Hit, section_id: str) -> Hit:
        wanted = f"{hit.id}/{section_id}"
        if hit.kind == "page" and wanted in self._sections:
            return Hit("section", wanted, hit.score)
        return hit


def is_sure(hits: tuple[Hit, ...]) -> bool:
    """Whether the first hit is so much the best that it should open by itself."""
    if not hits or hits[0].score < SURE:
        return False
    return len(hits) == 1 or hits[0].score - hits[1].score >= LEAD or _same_thing(hits)


def _same_thing(hits: tuple[Hit, ...]) -> bool:
    exact = [hit for hit in hits if hit.score >= 100]
    if len(exact) == 1:
        return True
    kinds = [hit.kind for hit in exact]
    return bool(exact) and hits[0].kind == "page" and kinds.count("page") == 1


def fold(text: str) -> str:
    """The form in which names are compared: no case, accents, punctuation or plural s."""
    bare = unicodedata.normalize("NFKD", text.casefold())
    bare = "".join(char for char in bare if not unicodedata.combining(char))
    bare = re.sub(r"[^\w\s]|_", " ", bare.replace("'", "").replace("’", ""))
    return " ".join(_singular(word) for word in bare.split())


def holds_phrase(typed: str, phrases: Iterable[str]) -> bool:
    """Whether one of the phrases stands in the text as whole words, slips of spelling aside."""
    text = f" {fold(typed)} "
    return any(f" {fold(phrase)} " in text for phrase in phrases)


def build_index(
    pages: Iterable[Page], medicines: Iterable[Medicine], words: Iterable[Word], texts: Texts
) -> Index:
    aspects = {
        fold(phrase): section_id
        for section_id, phrases in texts.below("find.aspects").items()
        for phrase in phrases.splitlines()
    }
    longest_first = dict(sorted(aspects.items(), key=lambda item: -len(item[0])))
    stop = set(fold(texts("find.small_words")).split())
    return Index(_entries(pages, medicines, words), longest_first, stop)


def _entries(
    pages: Iterable[Page], medicines: Iterable[Medicine], words: Iterable[Word]
) -> Iterator[_Entry]:
    for page in pages:
        for name in dict.fromkeys((page.title, page.button, *page.also_called)):
            yield _Entry("page", page.id, fold(name))
        for section in page.sections:
            yield _Entry(
                "section", f"{page.id}/{section.id}", fold(f"{page.title} {section.title}")
            )
            if page.menu != "treatments":
                yield _Entry("section", f"{page.id}/{section.id}", fold(section.title))
    for medicine in medicines:
        for name in medicine.names:
            yield _Entry("medicine", medicine.id, fold(name))
    for word in words:
        for name in word.names:
            yield from (_Entry("word", word.id, fold(part)) for part in _spellings(name))


def _spellings(name: str) -> Iterator[str]:
    """ "ER / PR" and "First line, second line" are names of their own parts too."""
    yield name
    parts = re.split(r"\s*[/,()“”]\s*", name)
    if len(parts) > 1:
        yield from (part for part in parts if len(part) > 1)


def _singular(word: str) -> str:
    return word[:-1] if len(word) > 4 and word.endswith("s") and not word.endswith("ss") else word


def _score(query: str, name: str, **_: object) -> float:
    """Equal is 100; a slip costs a little; a part of a longer name or query costs more."""
    if query == name:
        return 100.0
    slip = fuzz.ratio(query, name)
    if min(len(query), len(name)) <= 4:  # in short names one slip makes another word
        slip = slip if slip >= 100 else slip * 0.8
    inside = 90.0 if f" {query} " in f" {name} " else 0.0
    around = 88.0 if len(name) > 2 and f" {name} " in f" {query} " else 0.0
    tokens = fuzz.token_set_ratio(query, name) * 0.85 if " " in query and " " in name else 0.0
    starts = 86.0 if len(query) >= 3 and name.startswith(query) else 0.0
    return max(slip, inside, around, tokens, starts)
