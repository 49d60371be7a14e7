"""One language of a pack as it was read, before anybody may rely on it."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Any

from bot.documents.drawing import Drawing
from bot.library.check.signs import SignsFile
from bot.library.load.yaml_file import YamlFile
from bot.library.model.library import Edition
from bot.library.model.messages import Texts
from bot.library.model.models import (
    MedicinesFile,
    Page,
    QuestionsFile,
    Sourced,
    Translation,
    WordsFile,
)
from bot.library.model.pack import Pack
from bot.library.model.translation_parts import Drift, drift_of
from bot.library.search.entries import MEDICINES, WORDS

EMPTY = YamlFile(PurePosixPath("?"), {})


@dataclass(slots=True)
class Draft:
    """The models, and the files to point at when something is wrong.

    The files of a translation have the original's parts where they lack some: `own` are its
    values as they were read, by the key of the file.
    """

    language: str
    pack: Pack
    original: "Draft | None" = None
    pages: dict[str, Page] = field(default_factory=dict)
    files: dict[str, YamlFile] = field(default_factory=dict)
    own: dict[str, Any] = field(default_factory=dict)
    #: Pages, or the file of sentences, that are there and broken: told once, and not elsewhere too.
    unread: set[str] = field(default_factory=set)
    medicines: MedicinesFile | None = None
    words: WordsFile | None = None
    questions: QuestionsFile | None = None
    #: None when the pack has no table of danger signs.
    signs: SignsFile | None = None
    interface: YamlFile = EMPTY
    #: What people type who need a page or a section, by its id; for the search alone.
    search_phrases: dict[str, tuple[str, ...]] = field(default_factory=dict)
    #: The drawings of the pack, by the page that each belongs to.
    drawings: dict[str, Drawing] = field(default_factory=dict)
    interface_translation: Translation | None = None

    def sourced(self) -> Iterator[tuple[str, Sourced, YamlFile]]:
        """Every file that carries sources and a review, with its key in `files`.

        What a translation lacks wholly is the original's affair.
        """
        for key, page in self.pages.items():
            if not self.files[key].borrows(()):
                yield key, page, self.files[key]
        for name, collection in self.collections():
            file = self.files.get(f"{name}.yaml")
            if collection is not None and file and not file.borrows(()):
                yield name, collection, file

    def collections(self) -> Iterator[tuple[str, MedicinesFile | WordsFile | SignsFile | None]]:
        """The files that are lists of things with sources, by the name of the list."""
        yield "medicines", self.medicines
        yield "words", self.words
        yield "signs", self.signs

    def translations(self) -> Iterator[tuple[str, YamlFile, Translation | None]]:
        """Every file that the translation has, by its key in `own`, and what it was made from."""
        for key, page in self.pages.items():
            if key in self.own:
                yield key, self.files[key], page.translation
        for name, collection in (*self.collections(), ("questions", self.questions)):
            if collection is not None and (key := f"{name}.yaml") in self.own:
                yield key, self.files[key], collection.translation
        if "interface.yaml" in self.own:
            yield "interface.yaml", self.interface, self.interface_translation

    def refs(self) -> set[str]:
        """How search_phrases.yaml names everything that can be found."""
        sections = (
            f"{page.id}/{part.id}" for page in self.pages.values() for part in page.sections
        )
        medicines = (
            medicine.id for medicine in (self.medicines.medicines if self.medicines else ())
        )
        words = (word.id for word in (self.words.words if self.words else ()))
        named = (*(f"{MEDICINES}{id_}" for id_ in medicines), *(f"{WORDS}{id_}" for id_ in words))
        return {*self.pages, *sections, *named}

    def is_in_broken_file(self, ref: str) -> bool:
        """Whether what search_phrases.yaml names so may stand in a file that can't be read."""
        broken = {MEDICINES: self.medicines is None, WORDS: self.words is None}
        first, slash, _ = ref.partition("/")
        return first in self.unread or broken.get(first + slash, False)

    def drifts(self) -> dict[str, Drift]:
        """The files whose original has changed since, by their key in `own`."""
        if self.original is None:
            return {}
        drifts = {}
        for key, _, translation in self.translations():
            source = self.original.own.get(key)
            drift = drift_of(translation, self.own[key], source) if translation and source else None
            if drift:
                drifts[key] = drift
        return drifts

    def edition(self) -> Edition:
        """Only for a draft without problems."""
        if self.medicines is None or self.words is None or self.questions is None:
            raise ValueError("an incomplete draft has no edition")
        return Edition(
            self.language,
            self.pack,
            self.pages,
            self.medicines,
            self.words,
            self.questions,
            self.texts(),
            self.drawings,
            self.drifts(),
            self.search_phrases,
        )

    def texts(self) -> Texts:
        original = self.original.texts() if self.original else None
        return Texts(self.language, self.interface.data, original)
