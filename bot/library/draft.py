"""One language of a pack as it was read, before anybody may rely on it."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from bot.library.library import Edition
from bot.library.models import MedicinesFile, Pack, Page, QuestionsFile, Sourced, WordsFile
from bot.library.texts import Texts
from bot.library.yaml_file import YamlFile
from bot.pictures.drawing import Drawing

EMPTY = YamlFile(PurePosixPath("?"), {})


@dataclass(slots=True)
class Draft:
    """The models, and the files to point at when something is wrong."""

    language: str
    pack: Pack
    pages: dict[str, Page] = field(default_factory=dict)
    files: dict[str, YamlFile] = field(default_factory=dict)
    #: Pages whose files are there and broken: told once, and not again wherever one is named.
    unread: set[str] = field(default_factory=set)
    medicines: MedicinesFile | None = None
    words: WordsFile | None = None
    questions: QuestionsFile | None = None
    interface: YamlFile = EMPTY
    #: The drawings of the pack, by the page that each belongs to.
    drawings: dict[str, Drawing] = field(default_factory=dict)

    def sourced(self) -> Iterator[tuple[str, Sourced, YamlFile]]:
        """Every file that carries sources and a review, with its key in `files`."""
        for key, page in self.pages.items():
            yield key, page, self.files[key]
        for name, collection in (("medicines", self.medicines), ("words", self.words)):
            if collection is not None:
                yield name, collection, self.files[f"{name}.yaml"]

    def edition(self) -> Edition:
        """Only for a draft without problems."""
        if self.medicines is None or self.words is None or self.questions is None:
            raise ValueError("an incomplete draft has no edition")
        texts = Texts(self.language, self.interface.data)
        return Edition(
            self.language,
            self.pack,
            self.pages,
            self.medicines,
            self.words,
            self.questions,
            texts,
            self.drawings,
        )
