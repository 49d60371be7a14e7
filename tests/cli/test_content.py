"""The command line for those who write: `check` and `stamp`."""

import json
import shutil

from tests.cli.terminal import ROOT, Terminal
from tests.cli.terminal import kept as kept
from tests.cli.terminal import terminal as terminal


def test_a_good_pack_passes_the_check(terminal: Terminal) -> None:
    code, out, said = terminal.runs("check", "--today", "2026-11-26")
    assert (code, said) == (0, ""), out
    assert "No problems." in out


def test_a_broken_pack_is_listed_by_file_and_line(terminal: Terminal) -> None:
    folder = terminal.folder / "content"
    shutil.copytree(ROOT / "content", folder)
    (folder / "en/treatments/surgery.yaml").write_text("id: surgery\ntitle: [")
    code, out, _ = terminal.runs("check", str(folder), "--today", "2026-11-26")
    assert code == 1
    assert "en/treatments/surgery.yaml:" in out
    assert "to mend." in out


def test_the_check_speaks_json_and_github(terminal: Terminal) -> None:
    folder = terminal.folder / "content"
    shutil.copytree(ROOT / "content", folder)
    page = folder / "en/treatments/surgery.yaml"
    page.write_text(
        page.read_text("utf-8").replace("review_due: 2027", "review_due: 2026"), "utf-8"
    )
    today = ("--today", "2026-11-26")
    code, out, _ = terminal.runs("check", str(folder), *today, "--format", "json")
    told = json.loads(out)
    assert (code, told["failures"]) == (1, 1)
    [problem] = [one for one in told["problems"] if one["severity"] == "failure"]
    assert problem | {"line": 0} == {
        "file": "en/treatments/surgery.yaml",
        "line": 0,
        "kind": "overdue",
        "severity": "failure",
        "sentence": "The review of “surgery” was due on 2026-11-20.",
    }
    assert {"en/surgery", "es/surgery"} <= {one["page"] for one in told["grades"]}
    code, out, _ = terminal.runs("check", "content", *today, "--format", "github")
    assert code == 1
    assert "::error file=content/en/treatments/surgery.yaml,line=" in out
    assert ",title=overdue::The review of “surgery” was due on 2026-11-20.\n" in out


def test_warnings_are_told_and_do_not_fail_the_check(terminal: Terminal) -> None:
    code, out, _ = terminal.runs("check", "--today", "2027-05-01")
    assert code == 0
    assert "(warning) The review of “urgent-help” is due on" in out
    assert "which do not count as failures." in out


def test_a_translation_is_stamped_by_name_once_it_fell_behind(terminal: Terminal) -> None:
    folder = terminal.folder / "content"
    shutil.copytree(ROOT / "content", folder)
    page = folder / "en/treatments/surgery.yaml"
    page.write_text(page.read_text("utf-8").replace("title: Surgery", "title: Operations"), "utf-8")
    on = ("--content", str(folder), "--today", "2026-12-01")
    code, out, _ = terminal.runs("stamp", "es", *on)
    assert (code, out.count("its original has changed since")) == (0, 1)
    assert terminal.runs("stamp", "es", "treatments/surgery.yaml", *on)[1] == (
        "es/treatments/surgery.yaml: stamped\n"
    )
    assert terminal.runs("stamp", "es", *on)[1] == "Nothing to stamp.\n"
    assert "is the original" in terminal.fails("stamp", "en", *on)
