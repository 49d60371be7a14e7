"""Holds every text of a pack to its table of danger signs."""

from collections.abc import Iterator
from typing import Any

from bot.library.check.signs import Table
from bot.library.check.writing_rules import texts_of
from bot.library.load.draft import Draft
from bot.library.load.problems import Problem
from bot.library.load.yaml_file import Path_


def sign_problems(draft: Draft) -> Iterator[Problem]:
    """Where a page, a medicine or a word gives a sign another speed than signs.yaml does."""
    if draft.signs is None:
        return
    table = Table(draft.signs, draft.language)
    for file, path, text in texts_of(draft):
        for sign, said in table.clashes(text, _about(file.data, path)):
            right = table.say[sign.speed]
            wrong = " and ".join(f"“{table.say[speed]}”" for speed in sorted(said.speeds))
            sentence = f"Of “{sign.sign}” say “{right}”, as signs.yaml does, and not {wrong}."
            yield file.problem(path, "speed", sentence, said.offset)


def _about(data: dict[str, Any], path: Path_) -> str:
    """The names of what a text is on: the title of a page, or the names of a medicine or word."""
    listed = len(path) > 2 and isinstance(path[1], int)
    entry = data[str(path[0])][path[1]] if listed else {}
    keys = ("title", "name", "word", "kind")
    return " ".join(str(part.get(key, "")) for part in (data, entry) for key in keys)
