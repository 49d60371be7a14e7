"""What is wrong with a content file, told to somebody who writes content and not code."""

from dataclasses import dataclass
from pathlib import PurePosixPath


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One thing to mend. `line` counts from 1; `kind` names the rule, as in docs and tests."""

    file: PurePosixPath
    line: int
    kind: str
    sentence: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.sentence}"
