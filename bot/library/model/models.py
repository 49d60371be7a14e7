"""The shape of the content: what a page, a medicine, a word and a question are made of."""

from collections.abc import Iterator
from datetime import date
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from bot.library.model.fields import (
    ItemId,
    Label,
    LanguageCode,
    Line,
    Model,
    PageId,
    Prose,
    Published,
    Title,
    Url,
)

#: The layers of a medicine behind its first screen: what to mind, and what happens around it.
SAFETY_TEXTS = ("contraception", "missed_dose", "clashes")
CHECK_TEXTS = ("monitoring", "approvals")


class Source(Model):
    id: ItemId
    title: Line
    publisher: Line
    url: Url
    published: Published
    accessed: date


class Review(Model):
    """How far a text was checked. Only a clinician sets `clinician-reviewed`.

    `source-checked`: compared with notes taken from its sources. `machine-translated`: translated
    by a machine, and read by nobody since.
    """

    state: Literal["source-checked", "machine-translated", "clinician-reviewed"]
    on: date
    by_role: Line | None = None


class Change(Model):
    on: date
    what: Line


class Section(Model):
    id: ItemId
    title: Label
    text: Prose
    if_new: Prose | None = None
    more: Prose | None = None
    ask_first: bool = False
    found_by: tuple[Line, ...] = ()
    #: The kinds of danger that this part answers: a danger word opens its part.
    kinds: tuple[ItemId, ...] = ()
    #: Ids that it had before; old buttons and links find it by them.
    formerly: tuple[ItemId, ...] = ()

    def layer(self, letter: str) -> str:
        """The plainest text (n), the usual one (t) or the fullest (m), if it has such a one."""
        return {"n": self.if_new, "m": self.more}.get(letter) or self.text


class PictureWords(Model):
    """What is written in a page's picture, and what takes its place for those who can't see it."""

    alt: Prose
    labels: Annotated[dict[ItemId, Line], Field(min_length=1)]


class Comparison(Model):
    """A page in few words, to stand beside another."""

    what: Prose
    how_given: Prose
    where: Prose
    common_effects: Prose


#: In the order in which they are shown.
ASPECTS = tuple(Comparison.model_fields)


class Translation(Model):
    """What a text was translated from: `hashes` of the original's parts, as they were then."""

    of: LanguageCode
    on: date
    hashes: dict[str, str]


class Sourced(Model):
    """Whatever carries source marks and says when it was checked."""

    sources: tuple[Source, ...] = ()
    reviewed: Review
    review_due: date
    translation: Translation | None = None


class Page(Sourced):
    id: PageId
    menu: str
    title: Title
    label: Label | None = None
    also_called: tuple[Line, ...] = ()
    #: What people ask when this page is what they need; for the search alone, and never shown.
    found_by: tuple[Line, ...] = ()
    summary: Annotated[Line, StringConstraints(max_length=140)]
    card: Prose
    #: A topic that not everybody wants to meet unasked: a group can have its card covered.
    hard: bool = False
    sections: Annotated[tuple[Section, ...], Field(min_length=1)]
    picture: PictureWords | None = None
    compare: Comparison | None = None
    questions: tuple[ItemId, ...] = ()
    medicines: tuple[ItemId, ...] = ()
    words: tuple[ItemId, ...] = ()
    related: tuple[PageId, ...] = ()
    changes: Annotated[tuple[Change, ...], Field(min_length=1)]

    @property
    def button(self) -> str:
        return self.label or self.title

    def section(self, section_id: str) -> Section | None:
        """A part by its id, or by one that it had before."""
        return next((s for s in self.sections if section_id in (s.id, *s.formerly)), None)

    def section_for(self, kind: str) -> Section | None:
        """The part that answers a kind of danger; None when the whole page has to."""
        return next((s for s in self.sections if kind in s.kinds), None)

    def prose(self) -> Iterator[tuple[tuple[str | int, ...], str]]:
        """Every text that carries source marks, with its path in the file."""
        yield ("card",), self.card
        for number, section in enumerate(self.sections):
            for layer in ("text", "if_new", "more"):
                if text := getattr(section, layer):
                    yield ("sections", number, layer), text
        if self.picture:
            yield ("picture", "alt"), self.picture.alt
            for key, label in self.picture.labels.items():
                yield ("picture", "labels", key), label
        if self.compare:
            for aspect in ASPECTS:
                yield ("compare", aspect), getattr(self.compare, aspect)


class HelpPage(Page):
    lead: Annotated[Line, StringConstraints(max_length=220)]
    phrases: Annotated[tuple[Line, ...], Field(min_length=1)]
    regions: dict[str, Prose]

    def prose(self) -> Iterator[tuple[tuple[str | int, ...], str]]:
        yield from super().prose()
        for code, text in self.regions.items():
            yield ("regions", code), text


class Medicine(Model):
    id: ItemId
    name: Line
    brands: tuple[Line, ...] = ()
    also_called: tuple[Line, ...] = ()
    kind: Annotated[Line, StringConstraints(max_length=48)]
    page: PageId
    used_for: Prose
    warning: Prose | None = None
    contraception: Prose | None = None
    missed_dose: Prose | None = None
    clashes: Prose | None = None
    monitoring: Prose | None = None
    approvals: Prose | None = None
    checked: Literal["checked", "name-only", "not-checked"]

    @property
    def title(self) -> str:
        return self.name[:1].upper() + self.name[1:]

    @property
    def names(self) -> tuple[str, ...]:
        return (self.name, *self.brands, *self.also_called)

    @property
    def short_text(self) -> str:
        first = self.used_for.partition("\n\n")[0]  # a card has room for no more
        return f"{first}\n\n{self.warning}" if self.warning else self.used_for

    def prose(self) -> Iterator[tuple[str, str]]:
        """Every text that carries source marks, with the name of its field."""
        names = ("used_for", "warning", *SAFETY_TEXTS, *CHECK_TEXTS)
        return ((name, text) for name in names if (text := getattr(self, name)))


class Word(Model):
    id: ItemId
    word: Title
    also_called: tuple[Line, ...] = ()
    meaning: Prose
    page: PageId | None = None
    hard: bool = False

    @property
    def title(self) -> str:
        return self.word

    @property
    def names(self) -> tuple[str, ...]:
        return (self.word, *self.also_called)


class Topic(Model):
    id: ItemId
    title: Label


class Question(Model):
    id: ItemId
    topic: ItemId
    text: Annotated[Line, StringConstraints(max_length=250)]


class MedicinesFile(Sourced):
    medicines: tuple[Medicine, ...]


class WordsFile(Sourced):
    words: tuple[Word, ...]


class QuestionsFile(Model):
    topics: tuple[Topic, ...]
    questions: tuple[Question, ...]
    advice: Prose
    translation: Translation | None = None
