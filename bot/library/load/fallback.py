"""A translation with the original standing in, part by part, for whatever it lacks."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Any

from bot.library.load.yaml_file import Path_, YamlFile

#: Fields that a translation has of its own, or not at all.
OWN_FIELDS = frozenset({"label", "reviewed", "translation"})
#: Fields that carry no words to translate: they may be left out without anybody missing them.
SILENT = frozenset(
    {"sources", "review_due", "changes", "hard", "ask_first", "brands", "checked", "also_called"}
    | {"found_by", "page", "topic", "questions", "medicines", "words", "related"}
    | {"kinds", "formerly", "speed", "only_with"}
)


def fall_back(own: YamlFile, original: YamlFile) -> YamlFile:
    """The translation with the original's parts where it has none; its lines stay its own."""
    merging = _Merging(own)
    data = merging.both(own.data, original.data, (), ())
    return YamlFile(
        own.name, data, merging.lines, frozenset(merging.blocks), frozenset(merging.borrowed)
    )


def stand_in(name: PurePosixPath, original: YamlFile) -> YamlFile:
    """For a file that the translation does not have at all."""
    return YamlFile(name, original.data, {}, frozenset(), frozenset({()}))


@dataclass(slots=True)
class _Merging:
    """Lists get the original's order, so the lines are told anew for where things then stand."""

    own: YamlFile
    lines: dict[Path_, int] = field(default_factory=dict)
    blocks: set[Path_] = field(default_factory=set)
    borrowed: set[Path_] = field(default_factory=set)

    def both(self, mine: Any, theirs: Any, at: Path_, was: Path_) -> Any:
        self.lines[at] = self.own.lines.get(was, 1)
        if isinstance(mine, dict) and isinstance(theirs, dict):
            return self._mapping(mine, theirs, at, was)
        if _has_ids(mine) and _has_ids(theirs) and at[-1:] != ("sources",):
            return self._entries(mine, theirs, at, was)
        self._keep(mine, at, was)
        return mine

    def _mapping(
        self, mine: dict[str, Any], theirs: dict[str, Any], at: Path_, was: Path_
    ) -> dict[str, Any]:
        merged = {}
        for key, value in mine.items():
            here, there = (*at, key), (*was, key)
            merged[key] = self.both(value, theirs.get(key), here, there)
        for key, value in theirs.items():
            if key not in mine and key not in OWN_FIELDS:
                merged[key] = self._borrow(value, (*at, key), key)
        return merged

    def _entries(self, mine: list[Any], theirs: list[Any], at: Path_, was: Path_) -> list[Any]:
        """By id, in the original's order, and what only the translation has at the end."""
        places = {entry["id"]: place for place, entry in enumerate(mine)}
        wanted = [entry["id"] for entry in theirs]
        merged: list[Any] = []
        for entry in theirs:
            here = (*at, len(merged))
            if (place := places.get(entry["id"])) is None:
                merged.append(self._borrow(entry, here, ""))
            else:
                merged.append(self.both(mine[place], entry, here, (*was, place)))
        for place, entry in enumerate(mine):
            if entry["id"] not in wanted or places[entry["id"]] != place:
                self._keep(entry, (*at, len(merged)), (*was, place))
                merged.append(entry)
        return merged

    def _borrow(self, value: Any, at: Path_, name: str) -> Any:
        entries = _has_ids(value) and name not in ("sources", "changes")
        if entries or name not in SILENT:
            self.borrowed.add(at)
        return value

    def _keep(self, value: Any, at: Path_, was: Path_) -> None:
        """Everything at and below a path stands where it stood."""
        self.lines[at] = self.own.lines.get(was, 1)
        if was in self.own.blocks:
            self.blocks.add(at)
        for key, part in _below(value):
            self._keep(part, (*at, key), (*was, key))


def _below(value: Any) -> Iterable[tuple[str | int, Any]]:
    if isinstance(value, dict):
        return value.items()
    return enumerate(value) if isinstance(value, list) else ()


def _has_ids(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(v, dict) and "id" in v for v in value)
