"""Reads a content folder into a library, or into the list of all that is wrong with it."""

from collections.abc import Sequence
from pathlib import Path, PurePosixPath
from typing import Any, TypeVar

from babel import localedata
from pydantic import BaseModel

from bot.library.draft import EMPTY, Draft
from bot.library.drawings import read_drawings
from bot.library.library import TALK, URGENT, Library
from bot.library.models import (
    HELP_MENU,
    HelpPage,
    MedicinesFile,
    Pack,
    Page,
    QuestionsFile,
    WordsFile,
)
from bot.library.pack_rules import broken_pack
from bot.library.problems import Problem
from bot.library.references import broken_references
from bot.library.sentences import broken_sentences
from bot.library.validate import validate
from bot.library.yaml_file import YamlFile, read_yaml

M = TypeVar("M", bound=BaseModel)


class BrokenContentError(Exception):
    """The content can't be used; `problems` says why, with file and line."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__("\n".join(map(str, problems)))
        self.problems = tuple(problems)


def load_library(folder: Path, default_language: str = "en") -> Library:
    """The library in a folder; raises BrokenContentError with every problem when there is one."""
    drafts, problems = read_drafts(folder)
    if problems:
        raise BrokenContentError(problems)
    editions = {draft.language: draft.edition() for draft in drafts}
    first = drafts[0].language
    return Library(editions, default_language if default_language in editions else first)


def read_drafts(folder: Path) -> tuple[list[Draft], list[Problem]]:
    """Read all languages, and check what has to hold before anything can be shown."""
    problems: list[Problem] = []
    pack_file = _read(folder, PurePosixPath("pack.yaml"), problems)
    pack = _model(pack_file, Pack, problems) if pack_file else None
    if pack_file is None or pack is None:
        return [], problems
    drawings = read_drawings(folder, problems)
    drafts = []
    for number, language in enumerate(pack.languages):
        if sentence := _no_language(folder, language.id):
            problems.append(pack_file.problem(("languages", number, "id"), "language", sentence))
        else:
            drafts.append(_draft(folder, language.id, pack, problems))
            drafts[-1].drawings = drawings
    problems += broken_pack(pack, pack_file)
    for draft in drafts:
        problems += broken_references(draft, pack_file)
    return drafts, sorted(set(problems))


def _no_language(folder: Path, language: str) -> str:
    if not localedata.exists(language):
        return f"“{language}” is not the code of a language, such as en or es."
    if not (folder / language).is_dir():
        return f"There is no folder “{language}”, and the pack offers that language."
    return ""


def _draft(folder: Path, language: str, pack: Pack, problems: list[Problem]) -> Draft:
    draft = Draft(language, pack)
    root = PurePosixPath(language)
    for menu in pack.menus:
        for path in sorted((folder / language / menu.id).glob("*.yaml")):
            _add_page(folder, draft, root / menu.id / path.name, problems)
    draft.medicines = _collection(folder, draft, "medicines.yaml", MedicinesFile, problems)
    draft.words = _collection(folder, draft, "words.yaml", WordsFile, problems)
    draft.questions = _collection(folder, draft, "questions.yaml", QuestionsFile, problems)
    draft.interface = _read(folder, root / "interface.yaml", problems) or EMPTY
    if draft.interface is not EMPTY:
        problems += broken_sentences(draft.interface, pack)
    return draft


def _add_page(folder: Path, draft: Draft, name: PurePosixPath, problems: list[Problem]) -> None:
    menu = name.parent.name
    is_help = menu == HELP_MENU and name.stem in (URGENT, TALK)
    file = _read(folder, name, problems)
    model = HelpPage if is_help else Page
    page = _model(file, model, problems, menu=menu) if file else None
    if file is None or page is None:
        draft.unread.add(name.stem)
        return
    if page.id in draft.pages:
        other = draft.files[page.id].name
        problems.append(file.problem(("id",), "twice", f"“{page.id}” is the id of {other} too."))
        return
    if page.id != name.stem:
        sentence = f"The file is called {name.name}, so the id should be “{name.stem}”."
        problems.append(file.problem(("id",), "id", sentence))
    draft.pages[page.id], draft.files[page.id] = page, file


def _collection(
    folder: Path, draft: Draft, name: str, model: type[M], problems: list[Problem]
) -> M | None:
    file = _read(folder, PurePosixPath(draft.language) / name, problems)
    if file is None:
        return None
    draft.files[name] = file
    return _model(file, model, problems)


def _read(folder: Path, name: PurePosixPath, problems: list[Problem]) -> YamlFile | None:
    read = read_yaml(folder / name, name)
    if isinstance(read, Problem):
        problems.append(read)
        return None
    return read


def _model(file: YamlFile, model: type[M], problems: list[Problem], **added: Any) -> M | None:
    made = validate(file, model, **added)
    if isinstance(made, list):
        problems += made
        return None
    return made
