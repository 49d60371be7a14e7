"""Reads one YAML file into plain values and remembers on which line each of them stands."""

from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any

import yaml
from yaml.constructor import SafeConstructor
from yaml.reader import Reader
from yaml.resolver import Resolver

from bot.library.load.problems import Problem
from bot.library.load.regular_file import NotRegularError, TooLargeError, read_regular
from bot.library.load.yaml_slips import first_slip

SIZE_LIMIT = 500_000  # bytes; the longest file of a pack has about a tenth of that
DEPTH_LIMIT = 12  # levels of lists and mappings; a page has four

Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # the C one is ten times faster
Path_ = tuple[str | int, ...]
NAMED = {"true": True, "false": False, "null": None, "~": None, "": None}
NUMERIC = frozenset("+-.0123456789")  # what numbers and dates start with
RESOLVER = Resolver()


@dataclass(frozen=True, slots=True)
class YamlFile:
    """`lines` maps the path of a value, such as ("sections", 2, "text"), to its line from 1."""

    name: PurePosixPath
    data: Any
    lines: dict[Path_, int] = field(default_factory=dict)
    blocks: frozenset[Path_] = frozenset()
    #: Of a translation: the paths of what it lacks, and which stands there in the original's words.
    borrowed: frozenset[Path_] = frozenset()

    def borrows(self, path: Path_) -> bool:
        """Whether the value at a path is the original's."""
        return any(path[:n] in self.borrowed for n in range(len(path) + 1))

    def line(self, path: Path_ = (), within: int = 0) -> int:
        """The line of a value or of what is around it; `within` counts lines of a text."""
        known = next(path[:n] for n in range(len(path), -1, -1) if path[:n] in self.lines or n == 0)
        start = self.lines.get(known, 1)
        return start + 1 + within if known in self.blocks else start

    def problem(self, path: Path_, kind: str, sentence: str, within: int = 0) -> Problem:
        return Problem(self.name, self.line(path, within), kind, sentence)


class _UnreadableError(Exception):
    def __init__(self, line: int, kind: str, sentence: str, read_to: int = 0) -> None:
        super().__init__(sentence)
        self.line, self.kind, self.sentence = line, kind, sentence
        #: How far the file was read.
        self.read_to = read_to or line


def read_yaml(path: Path, name: PurePosixPath) -> YamlFile | Problem:
    """Read a file that may be anything: never runs a tag, never expands an alias."""
    text = ""
    try:
        text = _decode(path)
        return _parse(text, name)
    except _UnreadableError as error:
        slip = first_slip(text, error.read_to) if error.kind == "syntax" else None
        line, sentence = slip or (error.line, error.sentence)
        return Problem(name, line, error.kind, sentence)
    except yaml.MarkedYAMLError as error:
        told = _line(error.problem_mark)
        line, sentence = first_slip(text, told) or (told, _syntax_sentence(error))
        return Problem(name, line, "syntax", sentence)
    except FileNotFoundError:
        return Problem(name, 1, "unreadable", "This file is missing. A pack needs it.")
    except IsADirectoryError:
        return Problem(name, 1, "unreadable", "This is a folder, and it should be a file.")
    except NotRegularError:
        return Problem(name, 1, "unreadable", "This is a pipe or a device, and no file.")
    except OSError:
        return Problem(name, 1, "unreadable", "The file can't be read. Are you allowed to?")


def _decode(path: Path) -> str:
    try:
        raw = read_regular(path, SIZE_LIMIT)
    except TooLargeError:
        sentence = f"The file is over {SIZE_LIMIT // 1000} kB. Split it."
        raise _UnreadableError(1, "too-big", sentence) from None
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
    reader = _Reader(text)
    data = reader.document()
    return YamlFile(name, data, reader.lines, frozenset(reader.blocks))


class _Reader:
    """Goes through a file once, event by event: values, their lines, and no tricks.

    Aliases can blow a small file up to gigabytes, and tags can ask for code: both are refused.
    """

    def __init__(self, text: str) -> None:
        self._events = yaml.parse(text, Loader=Loader)
        self._rows = text.splitlines()
        self.lines: dict[Path_, int] = {}
        self.blocks: set[Path_] = set()

    def document(self) -> Any:
        for event in self._events:
            if isinstance(event, yaml.StreamEndEvent):
                raise _UnreadableError(1, "empty", "The file holds nothing but comments.")
            if isinstance(event, yaml.DocumentStartEvent):
                break
        first = self._next()
        data = self._value(first, (), _line(first.start_mark), 0)
        for event in self._events:
            if isinstance(event, yaml.DocumentStartEvent):
                sentence = "This line is not valid YAML. Take the line “---” out."
                raise _UnreadableError(_line(event.start_mark), "syntax", sentence)
        return data

    def _next(self) -> Any:
        event = next(self._events)
        line = _line(event.start_mark)
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise _UnreadableError(line, "anchor", "“&” and “*” are not used here. Write it out.")
        if getattr(event, "tag", None):
            raise _UnreadableError(line, "tag", "“!” has a meaning in YAML. Put quotes around it.")
        return event

    def _value(self, event: Any, path: Path_, line: int, depth: int) -> Any:
        """A value and all below it; the line of a named one is the line of its name."""
        self.lines[path] = line
        if isinstance(event, yaml.ScalarEvent):
            if event.style in ("|", ">"):
                self.blocks.add(path)
            if not event.style:
                self._refuse_lost_words(event)
                _refuse_lost_signs(event, line)
            return _plain(event)
        if depth == DEPTH_LIMIT:
            at = _line(event.start_mark)
            raise _UnreadableError(at, "too-deep", "Lists are nested too deeply here.")
        if isinstance(event, yaml.SequenceStartEvent):
            return self._list(path, depth, in_brackets=bool(event.flow_style))
        return self._fields(path, depth)

    def _refuse_lost_words(self, event: Any) -> None:
        """Text without quotes ends at “ #”: what follows would be left out without a word."""
        end = event.end_mark
        rest = self._rows[end.line][end.column :] if end.line < len(self._rows) else ""
        if " " in event.value and rest.lstrip().startswith("#"):
            sentence = (
                "“#” ends the text here. Put quotes around the text, or the comment above it."
            )
            raise _UnreadableError(_line(end), "syntax", sentence)

    def _list(self, path: Path_, depth: int, *, in_brackets: bool) -> list[Any]:
        items: list[Any] = []
        while not isinstance(event := self._next(), yaml.SequenceEndEvent):
            at = _line(event.start_mark)
            if not in_brackets:
                _refuse_two_entries(event)
            items.append(self._value(event, (*path, len(items)), at, depth + 1))
        return items

    def _fields(self, path: Path_, depth: int) -> dict[str, Any]:
        mapping: dict[str, Any] = {}
        while not isinstance(key := self._next(), yaml.MappingEndEvent):
            at = _line(key.start_mark)
            if not isinstance(key, yaml.ScalarEvent):
                raise _UnreadableError(at, "syntax", "A field's name has to be a plain word.")
            if key.value in mapping:
                sentence = f"“{key.value}” stands twice here. Keep one of them."
                raise _UnreadableError(at, "twice", sentence)
            mapping[key.value] = self._value(self._next(), (*path, key.value), at, depth + 1)
        return mapping


def _refuse_lost_signs(event: Any, line: int) -> None:
    """Text without quotes that YAML takes, and that was meant with a sign that is not there."""
    first, last = _line(event.start_mark), _line(event.end_mark)
    if line < first < last and event.value.startswith("-"):
        raise _UnreadableError(first, "syntax", "Put a space after the dash: “- …”.")
    if line < first < last:
        sentence = "Put “|” behind the colon: the text below it has several lines."
        raise _UnreadableError(line, "syntax", sentence, last)
    if event.value.endswith('"') and event.value.count('"') % 2:
        raise _UnreadableError(last, "syntax", "A quote is closed here and never opened.")


def _refuse_two_entries(event: Any) -> None:
    """An entry that runs on: the next line lacks its dash, or stands too far in for it."""
    if isinstance(event, yaml.ScalarEvent) and not event.style:
        first, last = _line(event.start_mark), _line(event.end_mark)
        if first < last:
            sentence = "An entry has one line, and a dash right below the dash above it."
            raise _UnreadableError(first + 1, "syntax", sentence, last)


def _plain(event: Any) -> Any:
    """A plain value. Unlike YAML 1.1, `on`, `yes` and `NO` are words: people write them as such."""
    text = event.value
    if not event.implicit[0] or not (text in NAMED or text[:1] in NUMERIC):
        return text
    if text in NAMED:
        return NAMED[text]
    tag = RESOLVER.resolve(yaml.ScalarNode, text, (True, False))  # type: ignore[no-untyped-call]  # as PyYAML has it
    node = yaml.ScalarNode(tag, text)
    try:
        return SafeConstructor().construct_object(node)
    except ValueError:  # such as 2026-02-30
        sentence = f"There is no such day or number as “{text[:20]}”."
        raise _UnreadableError(_line(event.start_mark), "no-such-value", sentence) from None


def _line(mark: Any) -> int:
    return int(mark.line) + 1 if mark else 1


def _syntax_sentence(error: yaml.MarkedYAMLError) -> str:
    hints = {
        "mapping values are not allowed": "Put quotes around text that has “: ” in it.",
        "found character that cannot start": (
            "Use spaces, not tabs. Put quotes around text that starts with a sign such as @."
        ),
        "could not find expected ':'": "A field needs a name, a colon and a space.",
        "found unexpected end of stream": "A quote is opened here and never closed.",
        "tab character": "Use spaces, not tabs.",
        "expected a single document": "Take the line “---” out.",
        "did not find expected": "Indent it as the lines around it.",
    }
    said = f"{error.problem} {error.context}"
    hint = next((h for sign, h in hints.items() if sign in said), "Look at quotes and indents.")
    return f"This line is not valid YAML. {hint}"
