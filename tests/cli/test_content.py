"""The command line for those who write: `check` and `stamp`."""

import json

import pytest

from tests.cli.terminal import Terminal
from tests.cli.terminal import pack as pack
from tests.cli.terminal import prepared as prepared
from tests.cli.terminal import small as small
from tests.cli.terminal import terminal as terminal
from tests.library.packs import TODAY, PackFolder

PAGE = "en/basics/a-page.yaml"
ON = ("--today", str(TODAY))


@pytest.mark.slow
def test_a_good_pack_passes_the_check(terminal: Terminal) -> None:
    code, out, said = terminal.runs("check", *ON)
    assert (code, said) == (0, ""), out
    assert "No problems." in out


def test_a_broken_pack_is_listed_by_file_and_line(terminal: Terminal, pack: PackFolder) -> None:
    pack.path(PAGE).write_text("id: a-page\ntitle: [")
    code, out, _ = terminal.runs("check", str(pack.folder), *ON)
    assert code == 1
    assert f"{PAGE}:" in out
    assert "to mend." in out


@pytest.mark.slow
def test_the_check_speaks_json_and_github(terminal: Terminal, pack: PackFolder) -> None:
    pack.replace(PAGE, "review_due: 2027-05-20", "review_due: 2026-11-20")
    code, out, _ = terminal.runs("check", str(pack.folder), *ON, "--format", "json")
    told = json.loads(out)
    assert (code, told["failures"]) == (1, 1)
    [problem] = [problem for problem in told["problems"] if problem["severity"] == "failure"]
    assert problem == {
        "file": PAGE,
        "line": pack.line(PAGE, "review_due"),
        "kind": "overdue",
        "severity": "failure",
        "sentence": "The review of “a-page” was due on 2026-11-20.",
    }
    assert {"en/a-page", "es/a-page"} <= {grade["page"] for grade in told["grades"]}
    code, out, _ = terminal.runs("check", "content", *ON, "--format", "github")
    assert code == 1
    place = f"file=content/{PAGE},line={problem['line']}"
    assert f"::error {place},title=overdue::The review of “a-page” was due on" in out


@pytest.mark.slow
def test_warnings_are_told_and_do_not_fail_the_check(terminal: Terminal) -> None:
    code, out, _ = terminal.runs("check", "--today", "2027-05-01")
    assert code == 0
    assert "(warning) The review of “urgent-help” is due on" in out
    assert "which do not count as failures." in out


def test_a_translation_is_stamped_by_name_once_it_fell_behind(
    terminal: Terminal, pack: PackFolder
) -> None:
    pack.replace(PAGE, "title: A page", "title: Another page")
    on = ("--content", str(pack.folder), "--today", "2026-12-01")
    code, out, _ = terminal.runs("stamp", "es", *on)
    assert (code, out.count("its original has changed since")) == (0, 1)
    assert terminal.runs("stamp", "es", "basics/a-page.yaml", *on)[1] == (
        "es/basics/a-page.yaml: stamped\n"
    )
    assert terminal.runs("stamp", "es", *on)[1] == "Nothing to stamp.\n"
    assert "is the original" in terminal.fails("stamp", "en", *on)


def test_it_explains_how_typed_words_are_taken(terminal: Terminal) -> None:
    code, out, said = terminal.runs("explain", "help me now")
    assert (code, said) == (0, "")
    assert "help me now" in out
