"""Every screen of the finder, out of a copy of made-up records, in both languages."""

import asyncio
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot import callback_data
from bot.domain.finder import GROUPS, Choice, distance, point_of, written
from bot.jobs.study_sync import Task, sync
from bot.library.model.library import Library
from bot.screen import Screen, as_read
from bot.screens.finder import study_tap
from bot.screens.view import View
from storage.studies import Studies
from storage.study_file import PARTS
from tests.trials.drawing import FILE, HANDLERS, TODAY, Asking, fits
from tests.trials.drawing import copy as copy
from tests.trials.drawing import view as view
from tests.trials.records import ROOT

START = ["tr", "trs:US:0:t:0", "trt:GB:0:t:0", "trn:GB:0:20260101:0"]


SAMPLE = ROOT / "content/sample-trials.json"


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Studies:
    copy = tmp_path_factory.mktemp("copy") / "copy.db"
    task = Task(str(copy), FILE, given=str(SAMPLE), takes_sample=True)
    assert asyncio.run(sync(task, TODAY)).shown == 40
    return Studies(copy, takes_sample=True)


def taps_of(screen: Screen) -> Iterator[str]:
    known = {tap.verb for tap in HANDLERS}
    for row in screen.rows:
        for button in row:
            if re.split(r"[:|]", button.tap)[0] in known:
                yield button.tap


@pytest.mark.slow
async def test_every_screen_that_buttons_lead_to_fits(
    library: Library, view: View, sample: Studies
) -> None:
    asking, todo, seen = Asking(library, view, sample), START.copy(), set[str]()
    while todo and len(seen) < 400:
        wire = todo.pop(0)
        if wire in seen:
            continue
        seen.add(wire)
        screen = await asking.tap(wire)
        fits(screen)
        read = as_read(screen.text)
        assert "2026" in read or wire.startswith("trw"), wire  # the day of the data
        assert "{" not in read
        todo += list(taps_of(screen))
    assert len(seen) == 400
    assert {wire.partition(":")[0] for wire in seen} >= {
        "tr",
        "trs",
        "trt",
        "trw",
        "st",
        "stw",
        "stp",
    }


@pytest.mark.slow
async def test_the_counts_are_the_lengths_of_the_lists(sample: Studies) -> None:
    for counted in sample.countries():
        for types in range(8):
            groups = sample.groups(counted.name, types)
            lists = {p: sample.listed(counted.name, p, types, None, 0, 5) for p in PARTS}
            assert {p: groups[p][0] for p in PARTS} == {p: lists[p].total for p in PARTS}
        every = sample.groups(counted.name)
        assert counted.studies == sum(every[part][0] for part in PARTS[:3])


async def test_lists_go_from_later_phases_to_near_ones(sample: Studies) -> None:
    found = sample.listed("GB", 1, 0, (53.8, -1.5), 0, 99).entries
    keys = [(entry.phases == 1, entry.km) for entry in found]
    assert keys == sorted(keys)
    by_date = sample.listed("GB", 1, 0, None, 0, 99).entries
    dates = [entry.changed for entry in by_date if entry.phases != 1]
    assert dates == sorted(dates, reverse=True)


async def test_a_page_past_the_end_is_the_last_one(sample: Studies) -> None:
    last = sample.listed("GB", 1, 0, None, 999, 5)
    assert last.number == last.pages - 1
    assert last.entries


@pytest.mark.parametrize(
    "wire",
    ["tr:zz", "tr:GB:99", "tr:GB:x:y", "tr:GB:1:t:999,999:-1", "tr:GB:1:t::9999999999999999999",
     "tr:GB:1:q", "st:x:GB:", "st:99999999:GB:", "st:9999999999999999999:GB", "st", "stp", "stw:1",
     "trt", "trt:GB", "trt:GB:1:t:99", "trw", "trw:XX", "trc:x", "tr:QQ:0:t::0", "tr:GB:0:t:1,1"],
)  # fmt: skip
async def test_a_forged_button_gets_a_screen(
    library: Library, view: View, sample: Studies, wire: str
) -> None:
    fits(await Asking(library, view, sample).tap(wire))


async def test_without_a_copy_there_is_one_calm_sentence(
    library: Library, view: View, tmp_path: Path
) -> None:
    for wire in ("tr", "tr:GB:1", "trc:0", "trt:GB:1:t:0", "st:1:GB:", "stp:1:GB:"):
        screen = await Asking(library, view, Studies(tmp_path / "none.db")).tap(wire)
        assert view.say("finder.off") in as_read(screen.text)


async def test_no_card_promises_or_ranks(library: Library, view: View, sample: Studies) -> None:
    said = " ".join(view.edition.texts.below("finder").values()).lower()
    assert not re.search(
        r"match|eligible|suitable|hope|best|recommend|ideal|elegible|adecuad", said
    )


async def test_the_sample_says_on_each_screen_that_it_is_one(
    library: Library, view: View, sample: Studies
) -> None:
    for wire in ("tr", "tr:GB", "tr:GB:0", "tr:GB:0:t::0", "st:99000001:GB:"):
        assert view.say("finder.sample") in (await Asking(library, view, sample).tap(wire)).text


def test_the_longest_button_fits() -> None:
    choice = Choice("US", 7, "t", (-41.5, -179.9), 999)
    wire = study_tap(
        callback_data.STUDY_PLACES, 99999999, choice, callback_data.FINDER(*choice.args)
    )
    assert len(wire.encode()) <= 64
    assert wire.endswith("|tr:US:7:t:-41.5,-179.9:999")


@pytest.mark.parametrize("letter", GROUPS)
def test_a_choice_survives_its_button(letter: str) -> None:
    choice = Choice("GB", 5, letter, (51.5, -0.1), 3)
    assert Choice.of(choice.args) == choice
    assert point_of(written((51.5, -0.1))) == (51.5, -0.1)


@pytest.mark.parametrize(
    ("km", "country", "told"),
    [(0.4, "FR", ("km", 5)), (43, "FR", ("km", 45)), (43, "GB", ("miles", 25)),
     (437, "ES", ("km", 440)), (1609.344, "US", ("miles", 1000))],
)  # fmt: skip
def test_distances_claim_no_more_than_they_know(
    km: float, country: str, told: tuple[str, int]
) -> None:
    assert distance(km, country) == told
