"""Everything that `python -m bot check` says about a pack."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from statistics import median

from bot.library.grades import Grade
from bot.library.load import read_drafts
from bot.library.problems import Problem
from bot.library.rules import find_problems, grades


@dataclass(frozen=True, slots=True)
class Report:
    """What the check found; `grades` by "language/page"."""

    problems: tuple[Problem, ...]
    grades: dict[str, Grade]
    counts: dict[str, int]

    def lines(self) -> list[str]:
        """The report as people read it in a terminal."""
        rows = [str(problem) for problem in self.problems]
        if self.grades:
            rows += ["", f"{'reading grade':36} masked   raw"]
            rows += [f"{k:36} {g.masked:6.1f} {g.raw:5.1f}" for k, g in self._hardest_first()]
            middle = median(g.masked for g in self.grades.values())
            raw = median(g.raw for g in self.grades.values())
            rows += [f"{'median':36} {middle:6.1f} {raw:5.1f}"]
        rows += ["", ", ".join(f"{count} {name}" for name, count in self.counts.items())]
        count = len(self.problems)
        rows += ["No problems." if not count else f"{count} to mend."]
        return rows

    def _hardest_first(self) -> list[tuple[str, Grade]]:
        return sorted(self.grades.items(), key=lambda item: item[1].masked, reverse=True)


def check(folder: Path, today: date) -> Report:
    """Read a pack and apply every rule to what could be read."""
    drafts, problems = read_drafts(folder)
    found = set(problems)
    by_page: dict[str, Grade] = {}
    for draft in drafts:
        found |= set(find_problems(draft, today))
        if draft.language == "en":
            by_page |= {f"{draft.language}/{key}": g for key, g in grades(draft).items()}
    counts: dict[str, int] = {}
    for draft in drafts[:1]:
        counts = {
            "pages": len(draft.pages),
            "medicines": len(draft.medicines.medicines) if draft.medicines else 0,
            "words": len(draft.words.words) if draft.words else 0,
            "questions": len(draft.questions.questions) if draft.questions else 0,
            "sources": len({s.url for _, item, _ in draft.sourced() for s in item.sources}),
        }
    return Report(tuple(sorted(found)), by_page, counts)
