"""What is wrong with a content file, told to somebody who writes content and not code."""

from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Literal

Severity = Literal["failure", "warning"]

#: Kinds of problems that a pack may be shipped with: somebody should look, and nobody is harmed.
WARNINGS = frozenset(
    {"due-soon", "untranslated", "not-stamped", "drift", "word-unlisted", "no-rules"}
    | {"spelling", "unused-reading", "waiting", "decision-pending"}
)


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One thing to mend. `line` counts from 1; `kind` names the rule, as in docs and tests."""

    file: PurePosixPath
    line: int
    kind: str
    sentence: str

    @property
    def severity(self) -> Severity:
        return "warning" if self.kind in WARNINGS else "failure"

    def __str__(self) -> str:
        warning = "(warning) " if self.severity == "warning" else ""
        return f"{self.file}:{self.line}: {warning}{self.sentence}"
