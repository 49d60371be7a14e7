"""Reads a content folder into a library, or into the list of all that is wrong with it."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path, PurePosixPath
from typing import Any, TypeVar

from babel import localedata
from pydantic import BaseModel

from bot.library.check.signs import SignsFile
from bot.library.check.translations import is_offered
from bot.library.danger.files import read_danger_model
from bot.library.load.draft import Draft
from bot.library.load.drawings import read_drawings
from bot.library.load.fallback import fall_back, stand_in
from bot.library.load.message_keys import broken_sentences
from bot.library.load.pack_rules import broken_finder, broken_pack
from bot.library.load.problems import Problem
from bot.library.load.references import broken_references
from bot.library.load.search_phrases import search_phrases
from bot.library.load.validate import validate
from bot.library.load.yaml_file import Path_, YamlFile, read_yaml
from bot.library.model.finder import FINDER_FILE, Finder
from bot.library.model.library import TALK, URGENT, Library
from bot.library.model.models import (
    HelpPage,
    MedicinesFile,
    Page,
    QuestionsFile,
    Translation,
    WordsFile,
)
from bot.library.model.pack import HELP_MENU, Pack

M = TypeVar("M", bound=BaseModel)


class BrokenContentError(Exception):
    """The content can't be used; `problems` says why, with file and line."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__("\n".join(map(str, problems)))
        self.problems = tuple(problems)


def load_library(folder: Path, default_language: str = "en") -> Library:
    """The library in a folder; raises BrokenContentError with every problem when there is one."""
    drafts, problems = read_drafts(folder)
    model = read_danger_model(folder)
    if isinstance(model, Problem):
        problems.append(model)
        model = None
    if problems:
        raise BrokenContentError(problems)
    offered = [draft for draft in drafts if is_offered(draft)]
    names = [draft.language for draft in offered]
    for draft in offered:
        draft.pack = _offering(draft.pack, names)
    editions = {draft.language: draft.edition() for draft in offered}
    left_out = tuple(draft.language for draft in drafts if draft.language not in names)
    default = default_language if default_language in editions else names[0]
    return Library(editions, default, left_out, model)


def load_ready(folder: Path, default_language: str = "en") -> Library:
    """A library with all that is worked out once, so that no turn waits for it."""
    library = load_library(folder, default_language)
    library.prepare()
    return library


def _offering(pack: Pack, names: Sequence[str]) -> Pack:
    """The pack with only those languages that people can choose."""
    languages = tuple(language for language in pack.languages if language.id in names)
    return pack.model_copy(update={"languages": languages})


def read_drafts(folder: Path) -> tuple[list[Draft], list[Problem]]:
    """Read all languages, and check what has to hold before anything can be shown."""
    problems: list[Problem] = []
    pack_file = _read(folder, PurePosixPath("pack.yaml"), problems)
    pack = _model(pack_file, Pack, problems) if pack_file else None
    if pack_file is None or pack is None:
        return [], problems
    if (folder / FINDER_FILE).exists():
        pack = pack.model_copy(update={"finder": _finder(folder, pack, problems)})
    drawings = read_drawings(folder, problems)
    drafts: list[Draft] = []
    for number, language in enumerate(pack.languages):
        if sentence := _no_language(folder, language.id):
            problems.append(pack_file.problem(("languages", number, "id"), "language", sentence))
        else:
            draft = Draft(language.id, pack, drafts[0] if drafts else None, drawings=drawings)
            _fill(draft, folder, problems)
            drafts.append(draft)
    problems += broken_pack(pack, pack_file)
    for draft in drafts:
        problems += broken_references(draft, pack_file)
    return drafts, sorted(set(problems))


def _finder(folder: Path, pack: Pack, problems: list[Problem]) -> Finder | None:
    file = _read(folder, PurePosixPath(FINDER_FILE), problems)
    finder = _model(file, Finder, problems) if file else None
    if file and finder:
        problems += broken_finder(finder, pack, file)
    return finder


def _no_language(folder: Path, language: str) -> str:
    if not localedata.exists(language):
        return f"“{language}” is not the code of a language, such as en or es."
    if not (folder / language).is_dir():
        return f"There is no folder “{language}”, and the pack offers that language."
    return ""


def _fill(draft: Draft, folder: Path, problems: list[Problem]) -> None:
    root = PurePosixPath(draft.language)
    for menu in draft.pack.menus:
        for path in sorted((folder / root / menu.id).glob("*.yaml")):
            _add_page(folder, draft, root / menu.id / path.name, problems)
    if draft.original:
        _borrow_pages(draft, draft.original)
    draft.medicines = _collection(folder, draft, "medicines.yaml", MedicinesFile, problems)
    draft.words = _collection(folder, draft, "words.yaml", WordsFile, problems)
    draft.questions = _collection(folder, draft, "questions.yaml", QuestionsFile, problems)
    if (folder / draft.pack.languages[0].id / "signs.yaml").exists():  # a pack may have none
        draft.signs = _collection(folder, draft, "signs.yaml", SignsFile, problems)
    _add_interface(folder, draft, problems)
    _add_search_phrases(folder, draft, problems)


def _borrow_pages(draft: Draft, original: Draft) -> None:
    """A page that the translation lacks is the original's."""
    for page_id in set(original.pages) - set(draft.pages) - draft.unread:
        source = original.files[page_id]
        name = PurePosixPath(draft.language, *source.name.parts[1:])
        draft.pages[page_id] = original.pages[page_id]
        draft.files[page_id] = stand_in(name, source)
    order = {page_id: place for place, page_id in enumerate(original.pages)}
    draft.pages = dict(
        sorted(draft.pages.items(), key=lambda entry: order.get(entry[0], len(order)))
    )


def _add_interface(folder: Path, draft: Draft, problems: list[Problem]) -> None:
    name = PurePosixPath(draft.language) / "interface.yaml"
    draft.interface = YamlFile(name, {})
    if draft.original and not (folder / name).exists():
        return
    file = _read(folder, name, problems)
    if file is None:
        draft.unread.add("interface.yaml")
        return
    if isinstance(file.data, dict) and (stamp := file.data.get("translation")) is not None:
        told = replace(file, data=stamp, lines=_below(file, "translation"))
        draft.interface_translation = _model(told, Translation, problems)
        rest = {key: value for key, value in file.data.items() if key != "translation"}
        file = replace(file, data=rest)
    draft.interface = file
    draft.own["interface.yaml"] = file.data
    problems += broken_sentences(file, draft.pack, complete=draft.original is None)


def _add_search_phrases(folder: Path, draft: Draft, problems: list[Problem]) -> None:
    name = PurePosixPath(draft.language) / "search_phrases.yaml"
    file = _read(folder, name, problems) if (folder / name).exists() else None
    if file:  # a language may have none
        refs = draft.refs()
        draft.search_phrases = search_phrases(
            file,
            lambda ref: ref in refs or draft.is_in_broken_file(ref),
            draft.language,
            problems,
        )


def _below(file: YamlFile, key: str) -> dict[Path_, int]:
    return {path[1:]: line for path, line in file.lines.items() if path[:1] == (key,)}


def _add_page(folder: Path, draft: Draft, name: PurePosixPath, problems: list[Problem]) -> None:
    menu = name.parent.name
    is_help = menu == HELP_MENU and name.stem in (URGENT, TALK)
    file = _translated(draft, name.stem, _read(folder, name, problems))
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
    path = PurePosixPath(draft.language) / name
    source = draft.original.files.get(name) if draft.original else None
    if source and not (folder / path).exists():
        file: YamlFile | None = stand_in(path, source)
    else:
        file = _translated(draft, name, _read(folder, path, problems))
    if file is None:
        return None
    draft.files[name] = file
    return _model(file, model, problems)


def _translated(draft: Draft, key: str, file: YamlFile | None) -> YamlFile | None:
    """The file with the original's parts where it lacks some; of the original, the file itself."""
    if file is None:
        return None
    draft.own[key] = file.data
    source = draft.original.files.get(key) if draft.original else None
    return fall_back(file, source) if source else file


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
