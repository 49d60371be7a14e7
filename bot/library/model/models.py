"""The shape of the content: what a page, a medicine, a word and a question are made of."""

from collections.abc import Iterator
from datetime import date
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints

PageId = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=24)]
ItemId = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=28)]
Line = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True, pattern=r"^[^\n]+$")]
Prose = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]
Label = Annotated[Line, StringConstraints(max_length=24)]
Title = Annotated[Line, StringConstraints(max_length=40)]
Command = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,31}$")]
#: What stands in a button's data beside a moment or an id, and is a command of groups as well.
ShortId = Annotated[str, StringConstraints(pattern=r"^[a-z]{2,16}$")]
LanguageCode = Annotated[str, StringConstraints(pattern=r"^[a-z]{2}$")]
Url = Annotated[str, StringConstraints(pattern=r"^https?://[^\s<>\"]+$")]
SAFETY_TEXTS = ("contraception", "missed_dose", "clashes")
#: A day, a month, a year, or "not given"; YAML reads the first three as a date, text and a number.
Published = Annotated[
    Annotated[str, StringConstraints(pattern=r"^(\d{4}(-\d\d){0,2}|not given)$")],
    BeforeValidator(str),
]

HELP_MENU = "help"  # the menu of the two help pages, which every pack has


class _Model(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Source(_Model):
    id: ItemId
    title: Line
    publisher: Line
    url: Url
    published: Published
    accessed: date


class Review(_Model):
    """How far a text was checked. Only a clinician sets `clinician-reviewed`.

    `source-checked`: compared with notes taken from its sources. `machine-translated`: translated
    by a machine, and read by nobody since.
    """

    state: Literal["source-checked", "machine-translated", "clinician-reviewed"]
    on: date
    by_role: Line | None = None


class Change(_Model):
    on: date
    what: Line


class Section(_Model):
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


class PictureWords(_Model):
    """What is written in a page's picture, and what takes its place for those who can't see it."""

    alt: Prose
    labels: Annotated[dict[ItemId, Line], Field(min_length=1)]


class Comparison(_Model):
    """A page in few words, to stand beside another."""

    what: Prose
    how_given: Prose
    where: Prose
    common_effects: Prose


#: In the order in which they are shown.
ASPECTS = tuple(Comparison.model_fields)


class Translation(_Model):
    """What a text was translated from: `hashes` of the original's parts, as they were then."""

    of: LanguageCode
    on: date
    hashes: dict[str, str]


class Sourced(_Model):
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


class Medicine(_Model):
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
        texts = ((name, getattr(self, name)) for name in ("used_for", "warning", *SAFETY_TEXTS))
        return ((name, text) for name, text in texts if text)


class Word(_Model):
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


class Topic(_Model):
    id: ItemId
    title: Label


class Question(_Model):
    id: ItemId
    topic: ItemId
    text: Annotated[Line, StringConstraints(max_length=250)]


class MedicinesFile(Sourced):
    medicines: tuple[Medicine, ...]


class WordsFile(Sourced):
    words: tuple[Word, ...]


class QuestionsFile(_Model):
    topics: tuple[Topic, ...]
    questions: tuple[Question, ...]
    advice: Prose
    translation: Translation | None = None


class Menu(_Model):
    """A list of pages, and what holds for each of them; they lie in the folder of its name."""

    id: PageId
    pages: Annotated[tuple[PageId, ...], Field(min_length=1)]
    #: The command that opens it, such as `basics` for /basics.
    command: Command | None = None
    #: Whether a group can have the cards of its pages, one every week.
    series: bool = False
    #: The sections that each page has, in this order; empty where each chooses its own.
    sections: tuple[ItemId, ...] = ()
    #: On how many publishers each page rests, at least.
    publishers: Annotated[int, Field(ge=0)] = 0
    #: The longest time from one review to the next.
    review_days: Annotated[int, Field(ge=1, le=731)] = 731


class Language(_Model):
    id: LanguageCode
    name: Line
    review: Line


class ReminderKind(_Model):
    """Something to be reminded to talk about, and the page whose questions go with it."""

    id: ShortId
    page: PageId


class Pack(_Model):
    """What this pack has of its own; `content/README.md` says what is the same in every pack."""

    name: Line
    default_region: str
    languages: Annotated[tuple[Language, ...], Field(min_length=1)]
    menus: Annotated[tuple[Menu, ...], Field(min_length=1)]
    #: What people can be reminded to talk about; `interface.yaml` names each.
    reminders: tuple[ReminderKind, ...] = ()
    #: Whom a visit can be with, besides somebody else; `interface.yaml` names each.
    visits: tuple[ShortId, ...] = ()
    #: By language, what once was true and may be said no more; `*` is the rest of a word.
    outdated: dict[str, tuple[Line, ...]] = {}
    #: Pages that had another id once; old bookmarks, buttons and links find them by it.
    renamed: dict[PageId, PageId] = {}

    @property
    def reading_menus(self) -> tuple[Menu, ...]:
        """All but the help pages; the first one is offered wherever somebody has nothing yet."""
        return tuple(menu for menu in self.menus if menu.id != HELP_MENU)

    @property
    def series(self) -> Menu | None:
        """The menu whose cards a group can have week after week."""
        return next((menu for menu in self.menus if menu.series), None)

    def menu_of(self, command: str) -> Menu | None:
        """The menu that a command opens."""
        return next((menu for menu in self.menus if menu.command == command), None)

    def subject(self, kind: str) -> ReminderKind | None:
        """A subject of the pack by its id; None for one's own words, and for what is no more."""
        return next((subject for subject in self.reminders if subject.id == kind), None)
