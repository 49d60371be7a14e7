"""Writes into a translated file what it was translated from, and changes nothing else in it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path, PurePosixPath

from bot.library.load.problems import Problem
from bot.library.load.validate import validate
from bot.library.load.yaml_file import YamlFile, read_yaml
from bot.library.model.models import Translation
from bot.library.model.pack import Pack
from bot.library.model.translation_parts import drift_of, hashes, parts

WIDTH = 100  # characters of a line


class NotStampedError(ValueError):
    """Why nothing was written, in one sentence."""


@dataclass(frozen=True, slots=True)
class Stamped:
    """What became of the files: `behind` are those whose original has changed since their stamp."""

    written: tuple[PurePosixPath, ...] = ()
    behind: tuple[PurePosixPath, ...] = ()


def stamp(folder: Path, language: str, names: Sequence[str], today: date) -> Stamped:
    """Stamp the files that are named, or else those that were never stamped.

    A file that fell behind its original has to be named: somebody has to say that its new words
    were translated too.
    """
    original = original_language(folder, language)
    blocks: dict[PurePosixPath, str] = {}
    behind = []
    for name in _named(folder, language, names):
        file = _read(folder, name)
        source = _read(folder, PurePosixPath(original, *name.parts[1:]))
        if (known := _translation(file)) and not names:
            behind += [name] if drift_of(known, file.data, source.data) else []
            continue
        own = parts(file.data)
        mine = {part: value for part, value in hashes(source.data).items() if part in own}
        blocks[name] = _block(original, today, mine)
    for name, block in blocks.items():
        with (folder / name).open(encoding="utf-8", newline="") as opened:
            text = opened.read()
        (folder / name).write_text(with_block(text, block), "utf-8", newline="")
    return Stamped(tuple(blocks), tuple(behind))


def with_block(text: str, block: str) -> str:
    """The text with this block of a top-level field, in place of the old one or at the end."""
    end = "\r\n" if "\r\n" in text else "\n"
    rows = text.splitlines(keepends=True)
    name = block.partition(":")[0]
    start = next((n for n, row in enumerate(rows) if row.startswith(f"{name}:")), len(rows))
    after = start + 1
    while after < len(rows) and rows[after][:1] in (" ", "\t"):
        after += 1
    if start == len(rows) and rows and not rows[-1].endswith("\n"):
        rows[-1] += end
    lines = [row + end for row in block.splitlines()]
    return "".join([*rows[:start], *lines, *rows[after:]])


def _block(original: str, today: date, parts: dict[str, str]) -> str:
    rows = ["translation:", f"  of: {original}", f"  on: {today}", "  hashes: {"]
    for part, value in parts.items():
        written = f"{part}: {value},"
        if len(rows[-1]) + len(written) >= WIDTH:
            rows.append("   ")
        rows[-1] += f" {written}"
    rows[-1] = rows[-1].rstrip(",") + " }"
    return "\n".join(rows)


def original_language(folder: Path, language: str) -> str:
    """The language that this one is translated from; NotStampedError for the original itself."""
    file = _read(folder, PurePosixPath("pack.yaml"))
    pack = validate(file, Pack)
    if isinstance(pack, list):
        raise NotStampedError(f"{pack[0]} Mend pack.yaml first.")
    first = pack.languages[0].id
    if language == first:
        raise NotStampedError(f"“{language}” is the original: only its translations are stamped.")
    return first


def _named(folder: Path, language: str, names: Sequence[str]) -> list[PurePosixPath]:
    """Names may be relative to the content folder, to the language's, or paths on the disk."""
    if not names:
        every = sorted((folder / language).rglob("*.yaml"))
        return [PurePosixPath(path.relative_to(folder).as_posix()) for path in every]
    files = []
    for name in names:
        places = (folder / language / name, folder / name, Path(name))
        path = next((place for place in places if place.is_file()), None)
        if path is None or not path.resolve().is_relative_to((folder / language).resolve()):
            raise NotStampedError(f"There is no file “{name}” of “{language}”.")
        inside = path.resolve().relative_to(folder.resolve())
        files.append(PurePosixPath(inside.as_posix()))
    return files


def _read(folder: Path, name: PurePosixPath) -> YamlFile:
    read = read_yaml(folder / name, name)
    if isinstance(read, Problem):
        raise NotStampedError(f"{read} Nothing was written to it.")
    return read


def _translation(file: YamlFile) -> Translation | None:
    translation = file.data.get("translation") if isinstance(file.data, dict) else None
    return Translation.model_validate(translation) if translation else None
