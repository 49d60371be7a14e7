"""A pack has its finder by a file and without code, and none without the file."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from bot.jobs.study_sync import Task, sync
from bot.library.check.check import check
from bot.library.load.load import BrokenContentError, load_library
from bot.library.model.library import Library
from bot.turns.services import Services
from storage.studies import Studies
from tests.asthma_pack import write_asthma
from tests.client import Chatter
from tests.conftest import NOW
from tests.trials.stand_in import study


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_asthma(tmp_path / "asthma", finder=True)


@pytest.fixture
def library(folder: Path) -> Library:
    return load_library(folder)


@pytest.fixture
async def services(services: Services, folder: Path, tmp_path: Path) -> Services:
    given = tmp_path / "given.json"
    titles = ("Allergic asthma", "Severe asthma", "Asthma", "Migraine")
    page = {
        "dataTimestamp": "2026-11-20T09:00:00",
        "studies": [study(n, title) for n, title in enumerate(titles, start=1)],
    }
    given.write_text(json.dumps(page), "utf-8")
    copy = tmp_path / "studies.db"
    result = await sync(Task(str(copy), str(folder / "trials.yaml"), given=str(given)), NOW.date())
    assert (result.outcome, result.shown) == ("new", 3)
    return replace(services, studies=Studies(copy))


def test_the_check_finds_nothing_to_mend(folder: Path) -> None:
    assert list(map(str, check(folder, NOW.date()).problems)) == []


@pytest.mark.slow
async def test_its_finder_knows_its_own_types(ana: Chatter) -> None:
    assert "people with asthma" in await ana.says("/findstudies")
    await ana.taps_wire("tr:GB")
    assert "Allergic" in ana.labels
    assert "Severe" in ana.labels
    assert "Treatments: 2" in await ana.taps("Allergic")
    await ana.taps("Treatments")
    assert "NCT0000000" in await ana.taps("1")


@pytest.mark.parametrize(
    ("old", "new", "where"),
    [
        ("page: yearly-review", "page: nowhere", "No menu leads to “nowhere”"),
        ("reminder: review", "reminder: other", "Nobody can be reminded of “other”"),
        ("command: findstudies", "command: learn", "the name of another command"),
        ("open: [severe]", "open: [mild]", "There is no signal “mild”"),
        (r"'\basthma'", r"'(asthma'", "regular expression"),
    ],
)
def test_a_broken_file_is_told_with_its_line(folder: Path, old: str, new: str, where: str) -> None:
    file = folder / "trials.yaml"
    text = file.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new), "utf-8")
    with pytest.raises(BrokenContentError) as caught:
        load_library(folder)
    assert where in str(caught.value)
    assert "trials.yaml:" in str(caught.value)


def test_a_pack_without_the_file_has_no_finder(tmp_path: Path) -> None:
    library = load_library(write_asthma(tmp_path / "plain"))
    assert library.default.pack.finder is None
    assert library.default.pack.finder_command == ""
