"""The names of everything that can be found, and how well each of them answers a search."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from bot.library.model.models import Medicine, Page, Word
from bot.library.search.normalise import normalised

Kind = Literal["page", "section", "medicine", "word", "question"]
#: The scores of somebody who typed just this name, of 100.
OWN, OTHER, WORD_OWN, WORD_OTHER, SECTION = 100.0, 99.0, 98.0, 97.5, 97.0
EXACT = SECTION
MEANT = 95.0  # what people ask is all that was typed
STARTS = 86.0  # a name that begins so, and a little more the less of it is missing


@dataclass(frozen=True, slots=True)
class Asked:
    """What people ask when they need a page or a section, in the form in which it is compared."""

    kind: Kind
    id: str
    words: tuple[str, ...]
    #: Whether it may open by itself; otherwise it is only offered.
    opens: bool = True


@dataclass(frozen=True, slots=True)
class Name:
    """One name of one thing, in the form in which it is compared."""

    kind: Kind
    id: str
    words: tuple[str, ...]
    score: float

    @property
    def key(self) -> str:
        """Without spaces, which people leave out and put in: check-up, checkup."""
        return "".join(self.words)


def names_of(
    pages: Iterable[Page],
    medicines: Iterable[Medicine],
    words: Iterable[Word],
    small: frozenset[str],
    alike: frozenset[str],
    language: str,
) -> Iterator[Name]:
    """Every name; `small` words are left out of titles such as "Sleep in the heat".

    Pages in menus that are `alike` share their sections, whose titles name no page by themselves.
    """
    yield from _page_names(pages, small, alike, language)
    yield from _medicine_names(medicines, language)
    yield from _word_names(words, language)


def asked_of(
    pages: Iterable[Page], phrases: Mapping[str, tuple[str, ...]], language: str
) -> Iterator[Asked]:
    """What people ask; of hard topics also their `phrases`, for these come in no other way."""
    for page in pages:
        yield from _asked("page", page.id, page.found_by, language)
        sections = [(f"{page.id}/{section.id}", section) for section in page.sections]
        for ref, section in sections:
            yield from _asked("section", ref, section.found_by, language)
        if page.hard:
            yield from _asked("page", page.id, phrases.get(page.id, ()), language, opens=False)
            for ref, _ in sections:
                yield from _asked("section", ref, phrases.get(ref, ()), language, opens=False)


def _asked(
    kind: Kind, ref: str, phrases: Iterable[str], language: str, *, opens: bool = True
) -> Iterator[Asked]:
    return (Asked(kind, ref, normalised(told, language), opens) for told in phrases)


def _page_names(
    pages: Iterable[Page], small: frozenset[str], alike: frozenset[str], language: str
) -> Iterator[Name]:
    for page in pages:
        own = (page.title, page.button)
        yield from (Name("page", page.id, normalised(name, language), OWN) for name in own)
        yield from (
            Name("page", page.id, normalised(name, language), OTHER) for name in page.also_called
        )
        for section in page.sections:
            section_id, title = f"{page.id}/{section.id}", normalised(section.title, language)
            yield Name("section", section_id, (*normalised(page.button, language), *title), SECTION)
            if page.menu not in alike:
                bare = tuple(word for word in title if word not in small)
                yield Name("section", section_id, title, SECTION)
                yield Name("section", section_id, bare if len(bare) > 1 else (), SECTION)


def _medicine_names(medicines: Iterable[Medicine], language: str) -> Iterator[Name]:
    for medicine in medicines:
        own = (medicine.name, *medicine.brands)
        yield from (Name("medicine", medicine.id, normalised(name, language), OWN) for name in own)
        for name in medicine.also_called:
            yield Name("medicine", medicine.id, normalised(name, language), OTHER)


def _word_names(words: Iterable[Word], language: str) -> Iterator[Name]:
    for word in words:
        for part in (word.word, *re.split(r"\s*[/,()“”\"]\s*", word.word)):
            yield Name("word", word.id, normalised(part, language), WORD_OWN)
        for name in word.also_called:
            yield Name("word", word.id, normalised(name, language), WORD_OTHER)
