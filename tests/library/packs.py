"""A pack as small as one can be, with nothing wrong in it, for a test to break in one place."""

from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

import yaml

from bot.library.check.check import check
from bot.library.check.stamp import stamp
from bot.library.load.load import read_drafts
from bot.library.load.message_keys import needed, plurals
from bot.library.load.problems import Problem
from bot.library.model.pack import Pack

TODAY = date(2026, 11, 23)
REVIEW = """reviewed: {state: source-checked, on: 2026-11-23}
review_due: 2027-05-20
"""
SOURCE = (
    "sources:\n  - {id: one, title: One, publisher: One press,"
    ' url: "https://one.example/", published: 2026, accessed: 2026-11-23}\n'
)
PAGE = """id: {page_id}
title: {title}
also_called: []
summary: A short page.
card: |
  This is the card. [^one]
sections:
  - id: first
    title: First
    text: |
      This is short. [^one]

      This is short too. [^-]
"""
END = "changes:\n  - {on: 2026-11-23, what: First version.}\n"
HELP = """lead: Call for help.
phrases: [help me now]
regions: {US: "Call. [^-]", CA: "Call. [^-]", GB: "Call. [^-]", IE: "Call. [^-]",
  AU: "Call. [^-]", NZ: "Call. [^-]", EU: "Call. [^-]", elsewhere: "Call. [^-]",
  unknown: "Call. [^-]"}
"""
PACK = """name: Test
default_region: US
languages:
  - {id: en, name: English, review: none}
menus:
  - id: treatments
    command: treatments
    series: true
    sections: [how-it-works, benefits, harms, what-is-not-known]
    publishers: 2
    review_days: 366
    pages: [a-treatment]
  - {id: basics, pages: [a-page]}
  - {id: help, pages: [urgent-help, someone-to-talk-to]}
outdated: {en: [three main subtype*]}
"""
SMALL = Pack.model_validate(yaml.safe_load(PACK))
MEDICINES = """medicines:
  - id: a-medicine
    name: curamol
    brands: [Curex]
    kind: Test medicine
    page: a-treatment
    used_for: |
      It is used in tests. [^one]
    checked: checked
"""
WORDS = """words:
  - id: a-word
    word: Scan
    meaning: |
      A picture of the body. [^one]
    page: a-page
"""
QUESTIONS = """advice: |
  Pick one. [^-]
topics:
  - {id: tests, title: Tests}
questions:
  - id: a-question
    topic: tests
    text: Which test do I need?
"""
PUBLISHERS = """kinds: {charity: 366}
publishers:
  - {name: Two presses, kind: charity, hosts: [one.example, two.example], any_name: true}
"""
READINGS = """readings:
  - {url: "https://one.example/", says: It says so., read: whole, on: 2026-11-23}
  - {url: "https://two.example/", says: It says so., read: whole, on: 2026-11-23}
"""
SECOND_SOURCE = SOURCE.splitlines()[1].replace("one", "two").replace("One press", "Two press")


@dataclass(frozen=True)
class PackFolder:
    """A folder of content, with the few things that a test does to it."""

    folder: Path

    def path(self, name: str) -> Path:
        return self.folder / name

    def replace(self, name: str, old: str, new: str) -> None:
        """Change one place of a file; the place has to be there."""
        text = self.path(name).read_text("utf-8")
        if old not in text:
            raise ValueError(f"{name} has no {old!r}")
        self.path(name).write_text(text.replace(old, new, 1), "utf-8")

    def line(self, name: str, part: str) -> int:
        """The line from 1 of the first place that holds the part."""
        rows = self.path(name).read_text("utf-8").splitlines()
        return next(number for number, row in enumerate(rows, start=1) if part in row)

    def reading_problems(self) -> list[Problem]:
        return read_drafts(self.folder)[1]

    def problems(self) -> tuple[Problem, ...]:
        return check(self.folder, TODAY).problems


def write_pack(folder: Path) -> PackFolder:
    """Write the small pack into an empty folder."""
    files = {
        "pack.yaml": PACK,
        "en/treatments/a-treatment.yaml": _treatment(),
        "en/basics/a-page.yaml": PAGE.format(page_id="a-page", title="A page") + _end(),
        "en/help/urgent-help.yaml": _help("urgent-help", "Urgent help"),
        "en/help/someone-to-talk-to.yaml": _help("someone-to-talk-to", "Someone"),
        "en/medicines.yaml": MEDICINES + SOURCE + REVIEW,
        "en/words.yaml": WORDS + SOURCE + REVIEW,
        "en/questions.yaml": QUESTIONS,
        "en/interface.yaml": _interface(),
        "publishers.yaml": PUBLISHERS,
        "readings/all.yaml": READINGS,
    }
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    return PackFolder(folder)


def translate(pack: PackFolder, language: str = "es") -> None:
    """Add a translation that lacks nothing: the same words under another name, and stamped."""
    for path in sorted(pack.path("en").rglob("*.yaml")):
        copy = pack.path(language) / path.relative_to(pack.path("en"))
        copy.parent.mkdir(parents=True, exist_ok=True)
        text = path.read_text("utf-8").replace("state: source-checked", "state: machine-translated")
        copy.write_text(text, "utf-8")
    languages = f"languages:\n  - {{id: {language}, name: Other, review: none}}\n"
    pack.replace("pack.yaml", "languages:\n", languages)
    first = "  - {id: en, name: English, review: none}\n"
    pack.replace("pack.yaml", first, "")
    pack.replace("pack.yaml", "languages:\n", f"languages:\n{first}")
    stamp(pack.folder, language, [], TODAY)


def _treatment() -> str:
    head, _, _ = PAGE.format(page_id="a-treatment", title="A treatment").partition("  - id:")
    sections = "".join(
        f"  - id: {name}\n    title: Part\n    text: |\n      This is short. [^one] [^two]\n"
        for name in ("how-it-works", "benefits", "harms", "what-is-not-known")
    )
    lists = "questions: [a-question]\nmedicines: [a-medicine]\nwords: [a-word]\nrelated: [a-page]\n"
    return head + sections + lists + SOURCE + SECOND_SOURCE + "\n" + REVIEW + END


def _help(page_id: str, title: str) -> str:
    return PAGE.format(page_id=page_id, title=title) + HELP + _end()


def _end() -> str:
    return SOURCE + REVIEW + END


@cache
def _interface() -> str:
    tree: dict[str, object] = {}
    for key in [*needed(SMALL), *(f"{group}.one" for group in plurals(SMALL))]:
        *above, last = key.split(".")
        branch = tree
        for part in above:
            branch = branch.setdefault(part, {})  # type: ignore[assignment]
        branch[last] = "Words"
    return yaml.safe_dump(tree, sort_keys=True)
