"""What the check found, as text for people, as JSON, and as notes that GitHub shows in a change."""

import json
from collections.abc import Iterator
from itertools import groupby
from statistics import median

from bot.library.check.check import Report
from bot.library.check.language_rules import wording
from bot.library.check.readability import Grade
from bot.library.load.problems import Problem

NAME_WIDTH = 36


def as_text(report: Report) -> str:
    """The verdict first and last: what is between them is longer than a screen."""
    verdict = _verdict(report)
    rows = [*verdict, *(str(problem) for problem in report.problems)]
    rows += [*_tables(report), "", *_counts(report), *verdict]
    return "\n".join(rows)


def _verdict(report: Report) -> list[str]:
    failures, warnings = len(report.failures), len(report.warnings)
    rows = ["No problems." if not failures else f"{failures} to mend."]
    if warnings:
        noun = "warning" if warnings == 1 else "warnings"
        rows += [f"{warnings} {noun}, which do not count as failures."]
    return rows


def _counts(report: Report) -> list[str]:
    """What the pack has, and what of it has been read; a sum of nothing is not worth a word."""
    told = [f"{count} {name}" for name, count in report.counts.items() if count]
    return [", ".join(told), *(f"{kind}: {count}" for kind, count in report.kinds.items())]


def as_json(report: Report) -> str:
    told = {
        "problems": [_plain(problem) for problem in report.problems],
        "grades": [
            {"page": key, "scale": _scale_name(key), "masked": grade.masked, "raw": grade.raw}
            for key, grade in report.grades.items()
        ],
        "counts": report.counts,
        "failures": len(report.failures),
        "warnings": len(report.warnings),
    }
    return json.dumps(told, ensure_ascii=False, indent=2)


def as_github(report: Report, folder: str) -> str:
    """One workflow command for each problem; `folder` leads from the repository to the content."""
    start = f"{folder.rstrip('/')}/" if folder not in ("", ".") else ""
    rows = [
        f"::{'error' if problem.severity == 'failure' else 'warning'}"
        f" file={_property(f'{start}{problem.file}')},line={problem.line},title={problem.kind}"
        f"::{_message(problem.sentence)}"
        for problem in report.problems
    ]
    rows.append(f"{len(report.failures)} failures, {len(report.warnings)} warnings")
    return "\n".join(rows)


def _tables(report: Report) -> Iterator[str]:
    """The grades of each language, the hardest page first."""
    for language, rows in groupby(
        report.grades.items(), key=lambda entry: entry[0].partition("/")[0]
    ):
        scale = wording(language).scale
        if scale is None:
            continue
        graded = sorted(rows, key=lambda row: scale.hardest_first(row[1]))
        yield from ("", scale.told)
        yield f"{'':{NAME_WIDTH}} masked   raw"
        yield from (_row(key, grade) for key, grade in graded)
        middle = Grade(
            median(grade.masked for _, grade in graded), median(grade.raw for _, grade in graded)
        )
        yield _row("median", middle)
        yield _row("limit", Grade(scale.masked, scale.raw))


def _row(name: str, grade: Grade) -> str:
    return f"{name:{NAME_WIDTH}} {grade.masked:6.1f} {grade.raw:5.1f}"


def _scale_name(key: str) -> str:
    scale = wording(key.partition("/")[0]).scale
    return scale.name if scale else ""


def _plain(problem: Problem) -> dict[str, str | int]:
    return {
        "file": str(problem.file),
        "line": problem.line,
        "kind": problem.kind,
        "severity": problem.severity,
        "sentence": problem.sentence,
    }


def _message(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _message(text).replace(":", "%3A").replace(",", "%2C")
