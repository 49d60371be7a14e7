"""The bot's own sentences: which ones there have to be, and what each may leave to be filled in."""

import difflib
import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from string import Formatter
from typing import Any

from bot.library.load.needed_messages import NEEDED
from bot.library.load.problems import Problem
from bot.library.load.yaml_file import Path_, YamlFile
from bot.library.model.messages import plural_forms
from bot.library.model.pack import Pack

#: Any key may stand below: section ids of the pack; commands of groups, which a test holds.
OPEN = ("find.aspects", "find.screens", "groups.members", "groups.moderators")
#: What only a pack with a finder has to say.
OF_FINDER = "finder."
#: Below `reminders`: what a subject of the pack is called, here and there.
OF_A_SUBJECT = ("kinds", "new", "subjects", "why")
PLURALS = frozenset({"zero", "one", "two", "few", "many", "other"})
LIMITS = {"buttons": 24, "bot.description": 512, "bot.short_description": 120, "commands": 256}
ROW = re.compile(r"([\w.-]+)(?:\(([\w,]+)\))?")


def needed(pack: Pack) -> dict[str, frozenset[str]]:
    """Every key that has to be there, with the names that may stand in braces."""
    return _in_every_pack(pack.finder is not None) | dict.fromkeys(_of_pack(pack), frozenset())


@cache
def _in_every_pack(has_finder: bool) -> dict[str, frozenset[str]]:
    return {
        f"{section}.{match[1]}": frozenset((match[2] or "").split(",")) - {""}
        for section, row in NEEDED.items()
        for match in ROW.finditer(row)
        if has_finder or not f"{section}.".startswith(OF_FINDER)
    }


def _of_pack(pack: Pack) -> Iterator[str]:
    """What things are called that only this pack has; the code puts these keys together."""
    for menu in pack.menus:
        yield from (f"buttons.{menu.id}", f"menus.{menu.id}")
        if menu.command:
            yield f"commands.{menu.command}"
        for group in menu.groups:
            yield from (f"buttons.{group.id}", f"menus.{group.id}")
    for subject in pack.reminders:
        yield from (f"reminders.{part}.{subject.id}" for part in OF_A_SUBJECT)
        yield f"group_schedule.new.{subject.id}"
    if pack.finder:
        yield from pack.finder.sentences()
    for whom in pack.visits:
        yield from (f"visits.{part}.{whom}" for part in ("with", "whom"))


def broken_sentences(file: YamlFile, pack: Pack, *, complete: bool = True) -> Iterator[Problem]:
    """What would stop the bot while somebody waits: a sentence missing, or not to be filled.

    A translation need not be complete: what it lacks is said in the original.
    """
    if not isinstance(file.data, dict):
        yield file.problem((), "shape", "The file should have names and sentences.")
        return
    wanted, keys = needed(pack), set()
    for path, value in _leaves(file.data, ()):
        keys.add(_key(path))
        yield from _places(file, path, str(value), _allowed(_key(path), wanted))
        if not isinstance(value, str) or not value.strip():
            sentence = f"“{path[-1]}” should be text. Put quotes around it."
            yield file.problem(path, "type", sentence)
    for key in sorted(set(wanted) - keys) if complete else ():
        sentence = f"The sentence “{key.removesuffix('.other')}” is missing: the bot needs it."
        yield file.problem(_misplaced(key, file, wanted), "sentence-missing", sentence)


def _misplaced(key: str, file: YamlFile, wanted: Iterable[str]) -> Path_:
    """Where a sentence that is missing stands after all: with an odd name, or too far in or out."""
    path = tuple(key.split("."))
    missing = next(path[:n] for n in range(1, len(path) + 1) if path[:n] not in file.lines)
    names = {tuple(name.split(".")[:n]) for name in wanted for n in range(1, name.count(".") + 2)}
    odd = (found for found in file.lines if found and found not in names)
    return next((found for found in odd if str(found[-1]).rstrip(": ") == missing[-1]), path)


def missing_sentences(file: YamlFile, original: YamlFile, pack: Pack) -> Iterator[Problem]:
    """What a translation lacks; a plural is lacking when it has not the general form."""
    own = {_key(path) for path, _ in leaves(file)}
    if not own:
        sentence = "There is no such file: the bot speaks the original's language."
        yield file.problem((), "untranslated", sentence)
        return
    groups = plurals(pack)
    forms = {f"{group}.{form}" for group in groups for form in PLURALS - {"other"}}
    for path, _ in leaves(original):
        if (key := _key(path)) not in own | forms:
            name = key.removesuffix(".other") if key.removesuffix(".other") in groups else key
            sentence = f"“{name}” is not translated: the bot says it in the original's words."
            yield file.problem(path, "untranslated", sentence)


def plurals(pack: Pack) -> frozenset[str]:
    """The sentences that have a form for one and for several."""
    counted = (
        key for key, names in needed(pack).items() if key.endswith(".other") and "n" in names
    )
    return frozenset(key.removesuffix(".other") for key in counted)


def odd_sentences(file: YamlFile, pack: Pack) -> Iterator[Problem]:
    """Sentences that nobody asks for, those too long for where they stand, and lacking plurals."""
    wanted, keys = needed(pack), {_key(path): path for path, _ in leaves(file)}
    for group in sorted(plurals(pack)):
        lacking = sorted(plural_forms(file.name.parts[0]) - {"other"})
        for form in lacking if f"{group}.other" in keys else ():
            if f"{group}.{form}" not in keys:
                sentence = f"“{group}” has no form “{form}”, which this language needs."
                yield file.problem(keys[f"{group}.other"], "plural-missing", sentence)
    for path, text in leaves(file):
        key = _key(path)
        if _allowed(key, wanted) is None and not key.startswith(OPEN):
            near = difflib.get_close_matches(key, wanted, n=1)
            hint = f" Did you mean “{near[0]}”?" if near else " Take it out."
            sentence = f"The bot never says “{key}”.{hint}"
            yield file.problem(path, "sentence-unknown", sentence)
        limit = LIMITS.get(key) or LIMITS.get(str(path[0]), 0)
        length = len(re.sub(r"\{\w*\}", "", text).strip())
        if limit and length > limit:
            sentence = f"“{path[-1]}” is {length} characters long; at most {limit} fit there."
            yield file.problem(path, "too-long", sentence)


def leaves(file: YamlFile) -> Iterator[tuple[Path_, str]]:
    """Every sentence of a file with its path."""
    if isinstance(file.data, dict):
        yield from ((path, str(value)) for path, value in _leaves(file.data, ()))


def _places(
    file: YamlFile, path: Path_, text: str, allowed: frozenset[str] | None
) -> Iterator[Problem]:
    """The code fills in what it knows; any other {name} would be an error while somebody waits."""
    if allowed is None:
        return
    try:
        names = {name for _, name, _, _ in Formatter().parse(text) if name is not None}
    except ValueError:
        names = {"…"}
    if odd := sorted(names - allowed):
        known = ", ".join(f"{{{name}}}" for name in sorted(allowed)) or "nothing"
        sentence = f"“{{{odd[0]}}}” can't be filled in here; what can be: {known}."
        yield file.problem(path, "place", sentence)


def _allowed(key: str, wanted: Mapping[str, frozenset[str]]) -> frozenset[str] | None:
    """The names that may stand in a sentence; None when nobody asks for it."""
    start, _, last = key.rpartition(".")
    return wanted.get(key, wanted.get(f"{start}.other") if last in PLURALS else None)


def _leaves(tree: Mapping[str, Any], path: Path_) -> Iterator[tuple[Path_, Any]]:
    for name, value in tree.items():
        if isinstance(value, Mapping):
            yield from _leaves(value, (*path, name))
        else:
            yield (*path, name), value


def _key(path: Path_) -> str:
    return ".".join(map(str, path))
