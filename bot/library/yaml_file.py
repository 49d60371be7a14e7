"""Reads one YAML file into plain values and remembers on which line each of them stands."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any

import yaml
from yaml.constructor import SafeConstructor
from yaml.reader import Reader

from bot.library.problems import Problem

SIZE_LIMIT = 500_000  # bytes; the longest file of a pack has about a tenth of that
DEPTH_LIMIT = 12  # levels of lists and mappings; a page has four

Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # the C one is ten times faster
Path_ = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class YamlFile:
    """`lines` maps the path of a value, such as ("sections", 2, "text"), to its line from 1."""

    name: PurePosixPath
    data: Any
    lines: dict[Path_, int] = field(default_factory=dict)
    blocks: frozenset[Path_] = frozenset()

    def line(self, path: Path_ = (), within: int = 0) -> int:
        """The line of a value or of what is around it; `within` counts lines of a text."""
        known = next(path[:n] for n in range(len(path), -1, -1) if path[:n] in self.lines or n == 0)
        start = self.lines.get(known, 1)
        return start + 1 + within if known in self.blocks else start

    def problem(self, path: Path_, kind: str, sentence: str, within: int = 0) -> Problem:
        return Problem(self.name, self.line(path, within), kind, sentence)


class _UnreadableError(Exception):
    def __init__(self, line: int, kind: str, sentence: str) -> None:
        super().__init__(sentence)
        self.line, self.kind, self.sentence = line, kind, sentence


def read_yaml(path: Path, name: PurePosixPath) -> YamlFile | Problem:
    """Read a file that may be anything: never runs a tag, never expands an alias."""
    try:
        return _parse(_decode(path), name)
    except _UnreadableError as error:
        return Problem(name, error.line, error.kind, error.sentence)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        return Problem(name, line, "syntax", _syntax_sentence(error))
    except FileNotFoundError:
        return Problem(name, 1, "unreadable", "This file is missing. A pack needs it.")
    except IsADirectoryError:
        return Problem(name, 1, "unreadable", "This is a folder, and it should be a file.")
    except OSError:
        return Problem(name, 1, "unreadable", "The file can't be read. Are you allowed to?")


def _decode(path: Path) -> str:
    if path.is_file() and path.stat().st_size > SIZE_LIMIT:
        raise _UnreadableError(1, "too-big", f"The file is over {SIZE_LIMIT // 1000} kB. Split it.")
    raw = path.read_bytes()
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        sentence = "This is not UTF-8 text. In your editor choose “Save with encoding UTF-8”."
        raise _UnreadableError(line, "encoding", sentence) from None
    if not text.strip():
        raise _UnreadableError(1, "empty", "The file is empty. Write it, or delete the file.")
    if odd := Reader.NON_PRINTABLE.search(text):
        line = text.count("\n", 0, odd.start()) + 1
        sentence = "There is a hidden character in this line. Delete the line and type it again."
        raise _UnreadableError(line, "character", sentence)
    return text


def _parse(text: str, name: PurePosixPath) -> YamlFile:
    _refuse_tricks(text)
    node = yaml.compose(text, Loader=Loader)
    if node is None:
        raise _UnreadableError(1, "empty", "The file holds nothing but comments.")
    lines: dict[Path_, int] = {}
    blocks: set[Path_] = set()
    for path, value, line in _walk(node, (), _line(node.start_mark)):
        lines[path] = line
        if isinstance(value, yaml.ScalarNode) and value.style in ("|", ">"):
            blocks.add(path)
    return YamlFile(name, _plain(node), lines, frozenset(blocks))


def _refuse_tricks(text: str) -> None:
    """Aliases can blow a small file up to gigabytes, and tags can ask for code."""
    depth = 0
    for event in yaml.parse(text, Loader=Loader):
        line = _line(event.start_mark)
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise _UnreadableError(line, "anchor", "“&” and “*” are not used here. Write it out.")
        if getattr(event, "tag", None):
            raise _UnreadableError(line, "tag", "“!” has a meaning in YAML. Put quotes around it.")
        depth += isinstance(event, yaml.CollectionStartEvent)
        depth -= isinstance(event, yaml.CollectionEndEvent)
        if depth > DEPTH_LIMIT:
            raise _UnreadableError(line, "too-deep", "Lists are nested too deeply here.")


def _plain(node: yaml.Node) -> Any:
    """Plain values. Unlike YAML 1.1, `on`, `yes` and `NO` are words: people write them as such."""
    if isinstance(node, yaml.MappingNode):
        return {str(key.value): _plain(value) for key, value in node.value}
    if isinstance(node, yaml.SequenceNode):
        return [_plain(item) for item in node.value]
    if node.tag == "tag:yaml.org,2002:bool" and node.value not in ("true", "false"):
        return node.value
    try:
        return SafeConstructor().construct_object(node)
    except ValueError:  # such as 2026-02-30
        sentence = f"There is no such day or number as “{node.value[:20]}”."
        raise _UnreadableError(_line(node.start_mark), "no-such-value", sentence) from None


def _line(mark: Any) -> int:
    return int(mark.line) + 1


def _walk(node: yaml.Node, path: Path_, line: int) -> Iterator[tuple[Path_, yaml.Node, int]]:
    """Every value with its line, which for a named one is the line of its name."""
    yield path, node, line
    if isinstance(node, yaml.SequenceNode):
        for number, item in enumerate(node.value):
            yield from _walk(item, (*path, number), _line(item.start_mark))
    elif isinstance(node, yaml.MappingNode):
        seen: set[str] = set()
        for key, value in node.value:
            line = _line(key.start_mark)
            if not isinstance(key, yaml.ScalarNode):
                raise _UnreadableError(line, "syntax", "A field's name has to be a plain word.")
            if key.value in seen:
                sentence = f"“{key.value}” stands twice here. Keep one of them."
                raise _UnreadableError(line, "twice", sentence)
            seen.add(key.value)
            yield from _walk(value, (*path, str(key.value)), line)


def _syntax_sentence(error: yaml.MarkedYAMLError) -> str:
    hints = {
        "mapping values are not allowed": "Put quotes around text that has “: ” in it.",
        "found character that cannot start": (
            "Use spaces, not tabs. Put quotes around text that starts with a sign such as @."
        ),
        "could not find expected ':'": "A field needs a name, a colon and a space.",
        "found unexpected end of stream": "A quote is opened here and never closed.",
        "expected a single document": "Take the line “---” out.",
        "did not find expected <document start>": "Indent it as the lines around it.",
    }
    said = f"{error.problem} {error.context}"
    hint = next((h for sign, h in hints.items() if sign in said), "Look at quotes and indents.")
    return f"This line is not valid YAML. {hint}"
