"""Screens and cards that are too long: told with file, page, length and what to do."""

from pathlib import Path

import pytest

from bot.library.check.check import check
from bot.library.load.load import read_drafts
from bot.preview.lengths import too_long
from tests.asthma_pack import write_asthma
from tests.conftest import CONTENT, NOW
from tests.library.packs import PackFolder

NAMES = ", ".join(f"another name of it {n}" for n in range(60))


def told(folder: Path) -> list[str]:
    return [str(problem) for problem in check(folder, NOW.date(), too_long).failures]


@pytest.fixture
def asthma(tmp_path: Path) -> PackFolder:
    return PackFolder(write_asthma(tmp_path / "asthma"))


@pytest.mark.slow
@pytest.mark.parametrize("finder", [False, True])
def test_a_pack_whose_screens_fit_has_no_problem(tmp_path: Path, *, finder: bool) -> None:
    assert told(write_asthma(tmp_path / "pack", finder=finder)) == []


@pytest.mark.slow
def test_every_screen_and_card_that_we_ship_fits() -> None:
    drafts, problems = read_drafts(CONTENT)
    assert problems == []
    assert [problem for draft in drafts for problem in too_long(draft, NOW.date())] == []


@pytest.mark.slow
def test_a_word_that_fits_neither_its_screen_nor_a_card_is_told_for_both(
    asthma: PackFolder,
) -> None:
    asthma.replace("en/words.yaml", "word: Plan", f"word: Plan\n    also_called: [{NAMES}]")
    where = f"en/words.yaml:{asthma.line('en/words.yaml', 'What you and your team')}"
    assert told(asthma.folder) == [
        f"{where}: The card of “plan” has 1560 characters; 1024 fit. Write it shorter.",
        f"{where}: The screen of “plan” has 1430 characters; 900 fit. Write it shorter.",
    ]


@pytest.mark.slow
def test_a_part_that_is_too_long_below_the_numbers_of_the_own_country_is_told(
    asthma: PackFolder,
) -> None:
    file = "en/help/someone-to-talk-to.yaml"
    text = "\n\n      ".join(["Call somebody who can help you now. It helps. [^-]"] * 14)
    asthma.replace(file, "      Call somebody who can help. [^-]", f"      {text}")
    assert told(asthma.folder) == []
    asthma.replace(file, 'GB: "Call for help now.', f'GB: "{"Call for help now, today. " * 3}')
    asthma.replace(
        file,
        '[^-]"\n  IE',
        f'[^-]\\n\\n{"Call again now, and tell them once more who you are. " * 3}[^-]"\n  IE',
    )
    [problem] = told(asthma.folder)
    assert problem.startswith(f"{file}:{asthma.line(file, 'Call somebody')}: The screen of “")
    assert problem.endswith(
        "900 fit. Write it shorter, or make a section of its own of some of it."
    )


def test_what_a_rule_of_its_own_has_told_is_not_told_again(asthma: PackFolder) -> None:
    file, text = "en/daily/my-day.yaml", "This page is here, and it says so in one line. [^-]"
    meant = "This page is here for a test. It says nothing about anybody's health. [^-]"
    asthma.replace(file, meant, "\n\n      ".join([text] * 21))
    [problem] = told(asthma.folder)
    assert "at most 780 fit" in problem
