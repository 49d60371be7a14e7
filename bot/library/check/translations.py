"""What a translation lacks, where it fell behind its original, and whether it may be offered."""

from collections.abc import Iterable, Iterator
from typing import Any

from bot.library.load.draft import Draft
from bot.library.load.fallback import SILENT
from bot.library.load.message_keys import missing_sentences
from bot.library.load.problems import Problem
from bot.library.load.references import NEEDED_PAGES
from bot.library.load.yaml_file import Path_, YamlFile
from bot.library.model.prose import MARK
from bot.library.model.translation_parts import unstamped

#: Fields that stay as they are in the original, when they are there.
SAME = SILENT - {"also_called", "found_by", "changes", "review_due", "only_with"}
WHOLE_LISTS = frozenset({"sources", "changes"})  # compared as one, or not at all


def is_offered(draft: Draft) -> bool:
    """A language is for people only when they can read the help pages in it."""
    return not any(_gaps(draft, page_id) for page_id in NEEDED_PAGES)


def translation_problems(draft: Draft, pack_file: YamlFile) -> Iterator[Problem]:
    """All that is to be told of a translation; nothing of it keeps the bot from starting."""
    if draft.original is None:
        yield from _no_translation(draft)
        return
    yield from _not_offered(draft, pack_file)
    for file in draft.files.values():
        for path in sorted(file.borrowed, key=str):
            yield file.problem(path, "untranslated", _untranslated(file, path))
    if "interface.yaml" not in draft.unread:
        yield from missing_sentences(draft.interface, draft.original.interface, draft.pack)
    drifts = draft.drifts()
    for key, file, translation in draft.translations():
        drift = drifts.get(key)
        yield from _unlike(file, key, draft, drift.parts if drift else ())
        if translation is None:
            sentence = f"Nobody noted what this was translated from. {_stamp(draft, file)}"
            yield file.problem((), "not-stamped", sentence)
            continue
        for part in drift.parts if drift else ():
            sentence = f"The original of “{part}” changed since it was translated."
            yield file.problem(_path(file, part), "drift", f"{sentence} {_stamp(draft, file)}")
        for part in unstamped(translation, draft.own[key]):
            sentence = f"“{part}” was translated later. {_stamp(draft, file)}"
            yield file.problem(_path(file, part), "not-stamped", sentence)


def _no_translation(draft: Draft) -> Iterator[Problem]:
    for _, item, file in draft.sourced():
        if item.translation or item.reviewed.state == "machine-translated":
            sentence = f"“{draft.language}” is the original, so this is no translation."
            yield file.problem(("reviewed",), "no-translation", sentence)


def _not_offered(draft: Draft, pack_file: YamlFile) -> Iterator[Problem]:
    for number, language in enumerate(draft.pack.languages):
        lacking = [page for page in NEEDED_PAGES if _gaps(draft, page)]
        if language.id == draft.language and lacking:
            sentence = f"“{draft.language}” can't be offered: {', '.join(lacking)} is not complete."
            yield pack_file.problem(("languages", number, "id"), "not-offered", sentence)


def _gaps(draft: Draft, page_id: str) -> bool:
    file = draft.files.get(page_id)
    return file is not None and bool(file.borrowed)


def _untranslated(file: YamlFile, path: Path_) -> str:
    if not path:
        return "There is no such file: people read it in the original's language."
    value = file.data
    for part in path:
        value = value[part]
    name = value["id"] if isinstance(value, dict) and "id" in value else path[-1]
    return f"“{name}” is not translated: people read the original's words."


def _stamp(draft: Draft, file: YamlFile) -> str:
    inside = "/".join(file.name.parts[1:])
    return f"When it is right: python -m bot stamp {draft.language} {inside}"


def _path(file: YamlFile, part: str) -> Path_:
    """Where a part stands: a field, or the entry of that id or name below it."""
    field, _, name = part.partition(".")
    below: Any = file.data.get(field) if isinstance(file.data, dict) else None
    if name and isinstance(below, list):
        places = (n for n, entry in enumerate(below) if entry.get("id") == name)
        return (field, next(places, 0))
    return (field, name) if name else (field,)


def _unlike(file: YamlFile, key: str, draft: Draft, drifted: Iterable[str]) -> Iterator[Problem]:
    """Ids, links and source marks have to be the original's; drift explains what else differs."""
    source = draft.original.files.get(key) if draft.original else None
    if source is None:
        return
    skipped = [_path(file, part) for part in drifted]
    for path, told in _differences(file.data, source.data, ()):
        if not any(path[: len(skip)] == skip for skip in skipped):
            yield file.problem(path, "unlike-original", told)


def _differences(mine: Any, theirs: Any, path: Path_) -> Iterator[tuple[Path_, str]]:
    name = str(path[-1]) if path else ""
    if isinstance(mine, dict) and isinstance(theirs, dict):
        for key, value in mine.items():
            yield from _differences(value, theirs.get(key), (*path, key))
    elif isinstance(mine, list) and mine and isinstance(mine[0], dict) and name not in WHOLE_LISTS:
        known = {entry["id"]: entry for entry in theirs or () if "id" in entry}
        for number, entry in enumerate(mine):
            if "id" in entry and entry["id"] not in known:
                yield (*path, number), f"The original has no “{entry['id']}”. Take it out."
            elif "id" in entry:
                yield from _differences(entry, known[entry["id"]], (*path, number))
    elif name in SAME and mine != theirs:
        is_short = not isinstance(theirs, list) or not any(isinstance(t, dict) for t in theirs)
        told = f": {theirs}." if is_short else "."
        yield path, f"“{name}” is not as in the original{told}"
    elif isinstance(mine, str) and isinstance(theirs, str) and _marks(mine) != _marks(theirs):
        yield path, f"The source marks of “{name}” are not those of the original."


def _marks(text: str) -> list[str]:
    return sorted(MARK.findall(text))
