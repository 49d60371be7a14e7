"""What changed in the content since a git revision, part by part and word by word."""

import subprocess
import tarfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from io import BytesIO
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory
from typing import Any, Literal

from bot.library.load.yaml_file import YamlFile, read_yaml

Kind = Literal["same", "added", "removed"]
BY_ID = ("sections", "sources", "medicines", "words", "topics", "questions")


class UnknownRevisionError(ValueError):
    """Git knows no such revision of this folder, or there is no git."""


@dataclass(frozen=True, slots=True)
class Change:
    """A part of a file, such as "sections/benefits/text", and its words, old and new."""

    part: str
    words: tuple[tuple[Kind, str], ...]


def files_at(folder: Path, revision: str) -> dict[PurePosixPath, Any]:
    """The content files of a folder as they were at a revision, as plain values."""
    with TemporaryDirectory() as place:
        with tarfile.open(fileobj=BytesIO(_archive(folder, revision))) as archive:
            archive.extractall(place, filter="data")
        root = Path(place)
        names = [PurePosixPath(path.relative_to(root)) for path in sorted(root.rglob("*.yaml"))]
        read = {name: read_yaml(root / name, name) for name in names}
    return {name: file.data for name, file in read.items() if isinstance(file, YamlFile)}


def changes(before: Any, now: Any) -> list[Change]:
    """The parts that differ between two versions of a file; `before` is None for a new file."""
    old, new = dict(_parts(before or {})), dict(_parts(now))
    parts = list(dict.fromkeys([*new, *old]))
    return [
        Change(part, tuple(_words(old.get(part, ""), new.get(part, ""))))
        for part in parts
        if old.get(part, "") != new.get(part, "")
    ]


def _archive(folder: Path, revision: str) -> bytes:
    if revision.startswith("-"):
        raise UnknownRevisionError(f"“{revision}” is not a revision.")
    command = ["git", "-C", str(folder), "archive", "--format=tar", revision]
    try:
        done = subprocess.run(command, capture_output=True, check=True)  # noqa: S603 - no shell, and the revision is no option
    except FileNotFoundError:
        raise UnknownRevisionError("Git is not installed, and --since asks it.") from None
    except subprocess.CalledProcessError:
        sentence = f"Git knows no “{revision}” of {folder}: is it a checkout, and is that there?"
        raise UnknownRevisionError(sentence) from None
    return done.stdout


def _parts(value: Any, path: str = "") -> Iterator[tuple[str, str]]:
    """Every text of a file by where it stands; entries with an id stand by it, in any order."""
    name = path.rpartition("/")[2]
    if isinstance(value, Mapping):
        for key, inner in value.items():
            yield from _parts(inner, f"{path}/{key}" if path else str(key))
    elif isinstance(value, list) and name in BY_ID and all(isinstance(v, dict) for v in value):
        for entry in value:
            yield from _parts(entry, f"{path}/{entry.get('id', '?')}")
    elif isinstance(value, list):
        yield path, ", ".join(map(str, value))
    else:
        yield path, str(value).strip()


def _words(old: str, new: str) -> Iterator[tuple[Kind, str]]:
    before, after = old.split(), new.split()
    for kind, i, j, k, m in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if kind == "equal":
            yield "same", " ".join(before[i:j])
            continue
        if i < j:
            yield "removed", " ".join(before[i:j])
        if k < m:
            yield "added", " ".join(after[k:m])
