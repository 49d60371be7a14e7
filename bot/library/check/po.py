"""The texts of a language as one PO catalogue for Weblate or Poedit, and back into its files.

An entry's context is where it stands, such as `help/urgent-help.yaml#sections.bleeding.text`.
A translation whose original has changed since is marked fuzzy; a fuzzy one is not read back.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from io import BytesIO
from pathlib import Path, PurePosixPath
from typing import Any

from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import PoFileError, read_po, write_po

from bot.library.check.stamp import NotStampedError, original_language, stamp
from bot.library.check.yaml_edit import NoPlaceError, with_text
from bot.library.load.problems import Problem
from bot.library.load.yaml_file import Path_, YamlFile, read_yaml
from bot.library.model.models import Translation
from bot.library.model.translation_parts import NOT_TRANSLATED, drift_of, parts, unstamped

Name = tuple[str, ...]
#: What a language finds for itself, and does not translate.
WRITTEN_ANEW = {("phrases",)}


@dataclass
class Imported:
    """What became of a catalogue: what was written, and in one sentence each what was not."""

    written: list[str] = field(default_factory=list)
    left: list[str] = field(default_factory=list)
    stamped: list[str] = field(default_factory=list)


def export_po(folder: Path, language: str) -> bytes:
    """Every text of the original with its translation, if there is one."""
    catalog = Catalog(locale=language, project="Waymark", fuzzy=False)
    for source, own in _pairs(folder, language):
        drifted = _drifted(source, own)
        mine = texts_of(own.data) if own else {}
        for name, (text, path) in texts_of(source.data).items():
            translated = mine.get(name, ("", ()))[0]
            catalog.add(
                text,
                translated,
                locations=[(str(source.name), source.line(path))],
                flags=["fuzzy"] if translated and _is_below(name, drifted) else [],
                context=context_of(source.name, name),
            )
    written = BytesIO()
    write_po(written, catalog, width=0, sort_output=False)
    return written.getvalue()


def import_po(folder: Path, language: str, content: bytes, today: date) -> Imported:
    """Write each changed translation where it stands; stamp the files that are whole by that."""
    given = {message.context: message for message in _read(content, language) if message.id}
    done = Imported()
    for source, own in _pairs(folder, language):
        messages = dict(_of_file(source, given, done))
        if own:
            _write(folder, own, messages, done)
            _stamp(folder, source, own, messages, today, done)
        elif messages:
            done.left.append(f"{language}/{_inside(source)} is not there: copy the original first.")
    return done


def _of_file(
    source: YamlFile, given: dict[str | None, Message], done: Imported
) -> Iterator[tuple[Name, Message]]:
    """The translations of a file's texts, if they are of the texts that stand there today."""
    for name, (text, _) in texts_of(source.data).items():
        where = context_of(source.name, name)
        message = given.get(where)
        if not message or not message.string:
            continue
        if message.id == text:
            yield name, message
        else:
            done.left.append(f"{where}: the original has changed since the export.")


def texts_of(data: Any) -> dict[Name, tuple[str, Path_]]:
    """Every text that is translated, by its name, with the path where it stands."""
    if not isinstance(data, dict):
        return {}
    wanted = {tuple(part.split(".", 1)) for part in parts(data)} - WRITTEN_ANEW
    every = dict(_leaves(data, (), ()))
    return {
        name: (text, path)
        for name, (text, path) in every.items()
        if name[:2] in wanted  # a part has two names, or is a text with one
    }


def context_of(file: PurePosixPath, name: Name) -> str:
    """Where an entry stands, the same for every language."""
    return f"{'/'.join(file.parts[1:])}#{'.'.join(name)}"


def _leaves(value: Any, name: Name, path: Path_) -> Iterator[tuple[Name, tuple[str, Path_]]]:
    if isinstance(value, dict):
        for key, below in value.items():
            if key in NOT_TRANSLATED and path:
                continue
            yield from _leaves(below, (*name, str(key)), (*path, key))
    elif isinstance(value, list):
        for number, below in enumerate(value):
            own = below.get("id", number) if isinstance(below, dict) else number
            yield from _leaves(below, (*name, str(own)), (*path, number))
    elif isinstance(value, str) and value.strip():
        yield name, (value, path)


def _pairs(folder: Path, language: str) -> Iterator[tuple[YamlFile, YamlFile | None]]:
    original = original_language(folder, language)
    for path in sorted((folder / original).rglob("*.yaml")):
        name = PurePosixPath(path.relative_to(folder).as_posix())
        own = PurePosixPath(language, *name.parts[1:])
        yield _file(folder, name), _file(folder, own) if (folder / own).exists() else None


def _file(folder: Path, name: PurePosixPath) -> YamlFile:
    read = read_yaml(folder / name, name)
    if isinstance(read, Problem):
        raise NotStampedError(f"{read} Nothing was written.")
    return read


def _inside(file: YamlFile) -> str:
    return "/".join(file.name.parts[1:])


def _translation(own: YamlFile | None) -> Translation | None:
    translation = own.data.get("translation") if own and isinstance(own.data, dict) else None
    return Translation.model_validate(translation) if translation else None


def _drifted(source: YamlFile, own: YamlFile | None) -> set[Name]:
    known = _translation(own)
    drift = drift_of(known, own.data, source.data) if known and own else None
    return {tuple(part.split(".", 1)) for part in drift.parts} if drift else set()


def _is_below(name: Name, drifted: set[Name]) -> bool:
    return any(name[: len(part)] == part for part in drifted)


def _read(content: bytes, language: str) -> Catalog:
    try:
        return read_po(BytesIO(content), locale=language, abort_invalid=True)
    except (PoFileError, ValueError, UnicodeDecodeError):
        raise NotStampedError("This is no PO file that can be read; nothing was written.") from None


def _write(folder: Path, own: YamlFile, messages: dict[Name, Message], done: Imported) -> None:
    mine, path = texts_of(own.data), folder / own.name
    with path.open(encoding="utf-8", newline="") as opened:
        text = before = opened.read()
    for name, message in messages.items():
        where = context_of(own.name, name)
        if message.fuzzy or (name in mine and mine[name][0] == message.string):
            continue
        if name not in mine:
            done.left.append(f"{where}: it is not in {own.name} yet; add its place there.")
            continue
        try:
            text = with_text(text, mine[name][1], str(message.string))
            done.written.append(where)
        except NoPlaceError as error:
            done.left.append(f"{where}: {error}")
    if text != before:
        path.write_text(text, "utf-8", newline="")


def _stamp(
    folder: Path,
    source: YamlFile,
    own: YamlFile,
    messages: dict[Name, Message],
    today: date,
    done: Imported,
) -> None:
    """Where nothing that fell behind is still fuzzy or missing, somebody has looked at it all."""
    known, behind = _translation(own), _drifted(source, own)
    if known:
        behind |= {tuple(part.split(".", 1)) for part in unstamped(known, own.data)}
    texts = [name for name in texts_of(source.data) if _is_below(name, behind)]
    if texts and all(name in messages and not messages[name].fuzzy for name in texts):
        stamp(folder, own.name.parts[0], [_inside(own)], today)
        done.stamped.append(str(own.name))
