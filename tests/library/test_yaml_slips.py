"""Where a slip in a YAML file is told: on its own line, not where the parser stumbles over it."""

import re
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

import pytest

from bot.library.load.problems import Problem
from bot.library.load.yaml_file import read_yaml
from bot.library.load.yaml_slips import first_slip
from tests.conftest import CONTENT
from tests.library.packs import PackFolder, translate

PAGE = """\
id: a-page
title: A page
also_called: [one, two,
  three]
found_by:
  - help me
  - need help
  - can't talk
picture:
  alt: |
    A key fits a lock.

    Say: it turns.
  labels:
    title: A page [^-]
sections:
  - id: first
    title: The first part
    text: |
      Call for:
      - a fever
      - a cough: a new one

      Say what you feel.
  - id: second
    title: The second part
    text: |
      More.
compare:
  what: Some words
versions:
  - {on: 2026-11-23, what: First.}
  - {on: 2026-11-24, what: "Second, and so on."}
"""
#: What was typed, instead of what, and the row where that is told.
SLIPS: dict[str, tuple[str, str, int]] = {
    "no colon": ("found_by", "found_by:", 5),
    "no colon, in a list": ("  - id first", "  - id: first", 17),
    "no colon before a text": ("    text |", "    text: |", 19),
    "no space after the colon": ("title:A page", "title: A page", 2),
    "no space after the colon, in a list": ("  - id:first", "  - id: first", 17),
    "no sign before a text": ("  alt:", "  alt: |", 10),
    "no sign before a text with a list": ("    text:", "    text: |", 19),
    "no space after the dash": ("  -help me", "  - help me", 6),
    "no dash": ("  need help", "  - need help", 7),
    "no dash, as far in": ("    need help", "  - need help", 7),
    "no dash before a name, as far in": ("    id: first", "  - id: first", 17),
    "an entry further in": ("   - need help", "  - need help", 7),
    "an entry in braces further in": ("   - {on: 2026-11-23", "  - {on: 2026-11-23", 32),
    "a text line further out": ("A key fits a lock.", "    A key fits a lock.", 11),
    "a text line outside": ("Call for:", "      Call for:", 20),
    "open bracket": ("also_called: [one, two,\n  three", "also_called: [one, two,\n  three]", 3),
    "open brace": ("  - {on: 2026-11-23, what: First.", "  - {on: 2026-11-23, what: First.}", 32),
    "open bracket in a list": ("  - [help me", "  - help me", 6),
    "open quote": ('title: "A page', "title: A page", 2),
    "open single quote": ("title: 'A page", "title: A page", 2),
    "open single quote in a list": ("  - 'help me", "  - help me", 6),
    "open quote in braces": ('what: "Second, and so on.}', 'what: "Second, and so on."}', 33),
    "closed quote": ('title: A page"', "title: A page", 2),
    "first row further in": ("  id: a-page", "id: a-page", 1),
    "a tab": ("\ttitle: A page", "title: A page", 2),
    "an odd quote": ('title: "A page”', "title: A page", 2),
}


def told(folder: Path, text: str) -> Problem | None:
    file = folder / "a-page.yaml"
    file.write_text(text, "utf-8")
    found = read_yaml(file, PurePosixPath("a-page.yaml"))
    return found if isinstance(found, Problem) else None


@pytest.mark.parametrize("slip", SLIPS)
def test_a_slip_is_told_where_it_was_made(tmp_path: Path, slip: str) -> None:
    typed, meant, line = SLIPS[slip]
    assert told(tmp_path, PAGE) is None
    assert f"\n{PAGE}".count(f"\n{meant}") or PAGE.count(meant) == 1
    problem = told(tmp_path, f"\n{PAGE}".replace(f"\n{meant}", f"\n{typed}", 1)[1:]) or told(
        tmp_path, PAGE.replace(meant, typed, 1)
    )
    assert problem
    assert (problem.line, problem.kind) == (line, "syntax"), problem


@pytest.mark.slow
def test_what_we_ship_has_no_slip() -> None:
    for file in CONTENT.rglob("*.yaml"):
        text = file.read_text("utf-8")
        assert first_slip(text, text.count("\n") + 1) is None, file


NAMED = re.compile(r"(\s*(?:- )?)([\w-]+): ([^|>\[{\"'].*)")


def broken(row: str) -> Iterator[str]:
    """A row with one slip."""
    if match := NAMED.fullmatch(row):
        before, name, value = match.groups()
        yield from (f"{before}{name} {value}", f"{before}{name}:{value}", f" {row}")
        yield from (f"{before}{name}: {sign}{value}" for sign in "\"'[{@")


@pytest.mark.slow
def test_slips_in_a_whole_page_are_told_where_they_were_made(tmp_path: Path) -> None:
    rows = (CONTENT / "en/support/planning-ahead.yaml").read_text("utf-8").splitlines()
    told_elsewhere = [
        (number, slip, problem)
        for number, row in enumerate(rows)
        for slip in broken(row)
        if (problem := told(tmp_path, "\n".join([*rows[:number], slip, *rows[number + 1 :]])))
        and problem.line != number + 1
    ]
    assert told_elsewhere == []


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("  back:: ", "  back: "), ("commands::", "commands:")],
)
def test_a_sentence_that_is_missing_is_told_where_it_stands_wrongly(
    pack: PackFolder, typed: str, meant: str
) -> None:
    text = f"\n{pack.path('en/interface.yaml').read_text('utf-8')}"
    pack.path("en/interface.yaml").write_text(
        text.replace(f"\n{meant}", f"\n{typed}", 1)[1:], "utf-8"
    )
    first, *_ = pack.problems()
    assert "is missing: the bot needs it" in first.sentence
    assert first.line == text[: text.index(f"\n{meant}")].count("\n") + 1


@pytest.mark.parametrize("language", ["en", "es"])
def test_sentences_that_can_not_be_read_are_told_once(pack: PackFolder, language: str) -> None:
    translate(pack)
    file = f"{language}/interface.yaml"
    pack.path(file).write_text("buttons:\nback: Back\n  home: Home\n", "utf-8")
    (problem,) = [found for found in pack.problems() if found.severity == "failure"]
    assert (str(problem.file), problem.line, problem.kind) == (file, 3, "syntax")
