"""Everything that `python -m bot check` says about a pack."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path, PurePosixPath

from bot.library.check.language_rules import TABLES
from bot.library.check.publishers import FILE, Publishers, read_publishers
from bot.library.check.reachability import linking_problems
from bot.library.check.readability import Grade
from bot.library.check.readings import Readings, read_readings
from bot.library.check.sign_rules import sign_problems
from bot.library.check.source_rules import marked_texts, source_problems, urls
from bot.library.check.translations import translation_problems
from bot.library.check.wording_rules import wording_problems
from bot.library.check.writing_rules import find_problems, grades
from bot.library.danger.files import stale_weights
from bot.library.load.draft import Draft
from bot.library.load.load import read_drafts
from bot.library.load.problems import Problem
from bot.library.load.yaml_file import YamlFile, read_yaml
from bot.library.model.prose import paragraphs


@dataclass(frozen=True, slots=True)
class Report:
    """What the check found; `grades` by "language/page", `counts` of the original."""

    problems: tuple[Problem, ...]
    grades: dict[str, Grade]
    counts: dict[str, int]
    #: How many sources of each kind of publisher there are.
    kinds: dict[str, int] = field(default_factory=dict)

    @property
    def failures(self) -> tuple[Problem, ...]:
        return tuple(problem for problem in self.problems if problem.severity == "failure")

    @property
    def warnings(self) -> tuple[Problem, ...]:
        return tuple(problem for problem in self.problems if problem.severity == "warning")


Rule = Callable[[Draft, date], Iterable[Problem]]


def check(folder: Path, today: date, drawn: Rule | None = None) -> Report:
    """Read a pack and apply every rule to what could be read.

    The rule for what is drawn is given by those who can draw; it needs a pack that can be used.
    """
    drafts, problems = read_drafts(folder)
    all_problems = {*problems, *stale_weights(folder)}
    by_page: dict[str, Grade] = {}
    for draft in drafts:
        pack_file = read_yaml(folder / "pack.yaml", PurePosixPath("pack.yaml"))
        if isinstance(pack_file, YamlFile):
            all_problems |= set(linking_problems(draft, pack_file))
            all_problems |= set(translation_problems(draft, pack_file))
            all_problems |= set(_no_rules(draft, pack_file))
        graded = grades(draft)
        all_problems |= set(find_problems(draft, today, graded))
        all_problems |= set(sign_problems(draft))
        all_problems |= set(wording_problems(draft))
        by_page |= {f"{draft.language}/{key}": grade for key, grade in graded.items()}
    if drawn and not problems:
        told = {(each.file, each.line, each.kind) for each in all_problems}
        found = (each for draft in drafts for each in drawn(draft, today))
        all_problems |= {each for each in found if (each.file, each.line, each.kind) not in told}
    readings = read_readings(folder)
    all_problems |= set(_of_sources(folder, drafts, readings))
    counts = _counts(drafts[0], readings) if drafts else {}
    return Report(tuple(sorted(all_problems)), by_page, counts, _kinds(folder, drafts))


def _kinds(folder: Path, drafts: list[Draft]) -> dict[str, int]:
    publishers = read_publishers(folder) if (folder / FILE).exists() else None
    if not isinstance(publishers, Publishers):
        return {}
    kinds = Counter(who.kind if (who := publishers.of(url)) else "refused" for url in urls(drafts))
    return {f"sources of kind {kind}": count for kind, count in kinds.most_common()}


def _no_rules(draft: Draft, pack_file: YamlFile) -> list[Problem]:
    if draft.language in TABLES:
        return []
    sentence = f"The check can't grade “{draft.language}”, and knows no words that hurt in it."
    return [pack_file.problem(("languages",), "no-rules", sentence)]


def _of_sources(folder: Path, drafts: list[Draft], readings: Readings) -> Iterator[Problem]:
    """A pack that cites nothing needs no list of publishers."""
    cited = urls(drafts)
    yield from readings.problems
    if cited or (folder / FILE).exists():
        publishers = read_publishers(folder)
        if not isinstance(publishers, Publishers):
            yield from publishers
        elif drafts:
            yield from source_problems(drafts[0], publishers, readings)
    if drafts and not any(draft.unread for draft in drafts):
        yield from readings.unused(cited)


def _counts(draft: Draft, readings: Readings) -> dict[str, int]:
    cited, rested = urls([draft]), list(_rested(draft))
    return {
        "pages": len(draft.pages),
        "medicines": len(draft.medicines.medicines) if draft.medicines else 0,
        "words": len(draft.words.words) if draft.words else 0,
        "questions": len(draft.questions.questions) if draft.questions else 0,
        "sources": len(cited),
        "sources with a reading": sum(bool(readings.of(url)) for url in cited),
        "claims": len(rested),
        "claims whose sources all have one": sum(
            all(map(readings.of, addresses)) for addresses in rested
        ),
    }


def _rested(draft: Draft) -> Iterator[list[str]]:
    """Of each paragraph that states a fact, the addresses that it rests on."""
    for _, item, _ in draft.sourced():
        known = {source.id: source.url for source in item.sources}
        for paragraph in (p for text in marked_texts(item) for p in paragraphs(text)):
            marked = dict.fromkeys(known[mark] for mark in paragraph.marks if mark in known)
            if marked:
                yield list(marked)
