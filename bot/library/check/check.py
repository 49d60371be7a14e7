"""Everything that `python -m bot check` says about a pack."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path, PurePosixPath

from bot.library.check.language_rules import TABLES
from bot.library.check.reachability import linking_problems
from bot.library.check.readability import Grade
from bot.library.check.sign_rules import sign_problems
from bot.library.check.translations import translation_problems
from bot.library.check.writing_rules import find_problems, grades
from bot.library.danger.files import stale_weights
from bot.library.load.draft import Draft
from bot.library.load.load import read_drafts
from bot.library.load.problems import Problem
from bot.library.load.yaml_file import YamlFile, read_yaml


@dataclass(frozen=True, slots=True)
class Report:
    """What the check found; `grades` by "language/page", `counts` of the original."""

    problems: tuple[Problem, ...]
    grades: dict[str, Grade]
    counts: dict[str, int]

    @property
    def failures(self) -> tuple[Problem, ...]:
        return tuple(one for one in self.problems if one.severity == "failure")

    @property
    def warnings(self) -> tuple[Problem, ...]:
        return tuple(one for one in self.problems if one.severity == "warning")


def check(folder: Path, today: date) -> Report:
    """Read a pack and apply every rule to what could be read."""
    drafts, problems = read_drafts(folder)
    found = {*problems, *stale_weights(folder)}
    by_page: dict[str, Grade] = {}
    for draft in drafts:
        pack_file = read_yaml(folder / "pack.yaml", PurePosixPath("pack.yaml"))
        if isinstance(pack_file, YamlFile):
            found |= set(linking_problems(draft, pack_file))
            found |= set(translation_problems(draft, pack_file))
            found |= set(_no_rules(draft, pack_file))
        found |= set(find_problems(draft, today))
        found |= set(sign_problems(draft))
        by_page |= {f"{draft.language}/{key}": one for key, one in grades(draft).items()}
    counts = _counts(drafts[0]) if drafts else {}
    return Report(tuple(sorted(found)), by_page, counts)


def _no_rules(draft: Draft, pack_file: YamlFile) -> list[Problem]:
    if draft.language in TABLES:
        return []
    sentence = f"The check can't grade “{draft.language}”, and knows no words that hurt in it."
    return [pack_file.problem(("languages",), "no-rules", sentence)]


def _counts(draft: Draft) -> dict[str, int]:
    return {
        "pages": len(draft.pages),
        "medicines": len(draft.medicines.medicines) if draft.medicines else 0,
        "words": len(draft.words.words) if draft.words else 0,
        "questions": len(draft.questions.questions) if draft.questions else 0,
        "sources": len({s.url for _, item, _ in draft.sourced() for s in item.sources}),
    }
