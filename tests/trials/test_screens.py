"""Every screen of the finder, out of a copy of made-up records, in both languages."""

import asyncio
import json
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any, cast

import pytest

from bot import callback_data as taps
from bot.domain.finder import GROUPS, Choice, distance, point_of, written
from bot.domain.study_records import study_record
from bot.handlers import finder as handlers
from bot.jobs.study_sync import Task, sync
from bot.library.model.library import Library
from bot.screen import LABEL_LIMIT, TEXT_LIMIT, Screen, as_read
from bot.screens import study
from bot.screens.finder import study_tap
from bot.screens.study_words import Source
from bot.screens.view import ROW_LIMIT, View
from bot.settings import Settings
from bot.turns.services import Services
from bot.turns.turn import Turn
from storage.store import Store
from storage.studies import Studies
from storage.study_answers import Card
from storage.study_file import PARTS
from tests.conftest import NOW
from tests.trials.records import ROOT, finder
from tests.trials.stand_in import site
from tests.trials.stand_in import study as made

TODAY = NOW.date()
START = ["tr", "trs:US:0:t:0", "trt:GB:0:t:0", "trn:GB:0:20260101:0"]
LONG = "A randomised study of " + "a very long name of something " * 20
SAMPLE = ROOT / "content/sample-trials.json"
FILE = str(ROOT / "content/trials.yaml")
SETTINGS = Settings(_env_file=None)
HANDLERS = {
    taps.FINDER: handlers.on_finder,
    taps.FINDER_COUNTRIES: handlers.on_countries,
    taps.FINDER_STATES: handlers.on_states,
    taps.FINDER_TOWNS: handlers.on_towns,
    taps.FINDER_NEW: handlers.on_new,
    taps.FINDER_WAYS: handlers.on_ways,
    taps.STUDY: handlers.on_study,
    taps.STUDY_WORDS: handlers.on_words,
    taps.STUDY_PLACES: handlers.on_places,
}


def view_in(library: Library, language: str, region: str = "GB") -> View:
    return View(library.edition(language), region, "full", TODAY)


@pytest.fixture(params=["en", "es"])
def view(library: Library, request: pytest.FixtureRequest) -> View:
    return view_in(library, request.param)


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Studies:
    copy = tmp_path_factory.mktemp("copy") / "copy.db"
    task = Task(str(copy), FILE, given=str(SAMPLE), takes_sample=True)
    assert asyncio.run(sync(task, TODAY)).shown == 40
    return Studies(copy, takes_sample=True)


@pytest.fixture
def data() -> Source:
    return Source(finder(), date(2026, 11, 20))


class Asking:
    """A person who taps, with no Telegram between: the handlers themselves and a copy."""

    def __init__(self, library: Library, view: View, copy: Studies) -> None:
        self.view = view
        # Nothing of a person is known, so the store is never asked.
        self.services = Services(library, cast(Store, None), SETTINGS, lambda: NOW, studies=copy)

    async def tap(self, wire: str) -> Screen:
        own, _, back = wire.partition("|")
        verb, *args = own.split(":")
        tap = next(one for one in HANDLERS if one.verb == verb)
        turn = Turn(1, 1, replace(self.view, back=back), NOW, args=tuple(args), wire=own)
        return await HANDLERS[tap](turn, self.services)


def taps_of(screen: Screen) -> Iterator[str]:
    known = {tap.verb for tap in HANDLERS}
    for row in screen.rows:
        for button in row:
            if re.split(r"[:|]", button.tap)[0] in known:
                yield button.tap


def fits(screen: Screen) -> None:
    assert len(as_read(screen.text)) <= TEXT_LIMIT, screen.text
    assert len(screen.rows) <= 8
    for row in screen.rows:
        for button in row:
            assert len(button.tap.encode()) <= 64
            assert len(button.label) <= (ROW_LIMIT if len(row) == 1 else LABEL_LIMIT), button


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
    keys = [(one.phases == 1, one.km) for one in found]
    assert keys == sorted(keys)
    by_date = sample.listed("GB", 1, 0, None, 0, 99).entries
    dates = [one.changed for one in by_date if one.phases != 1]
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


def card_of(copy: Studies, id: int, at: tuple[float, float] | None = None) -> Card:
    found = copy.card(id, "GB", at)
    assert isinstance(found, Card)
    return found


@pytest.fixture
async def copy(tmp_path: Path) -> Studies:
    """Records that are hard to show."""
    far = [site(f"Town {n}", point=(50 + n / 10, -1.0)) for n in range(30)]
    records = [
        made(1, "Metastatic breast cancer and Examplinib", *far, phases=("PHASE1",)),
        made(2, LONG + "metastatic breast cancer", *far),
        made(3, "Metastatic breast cancer", site(country="France"), site(status="WITHDRAWN")),
        made(4, "Metastatic breast cancer", site(facility="Research Site")),
        made(5, "Metastatic breast cancer", site(status=None), status="NOT_YET_RECRUITING"),
        made(6, "<b>Metastatic</b> breast cancer & more", site(country="Atlantis", point=None)),
    ]
    given = tmp_path / "given.json"
    page = {"dataTimestamp": "2026-11-20T09:00:00", "studies": records}
    given.write_text(json.dumps(page), "utf-8")
    path = tmp_path / "copy.db"
    await sync(Task(str(path), FILE, given=str(given)), TODAY)
    return Studies(path)


def shown(view: View, data: Source, copy: Studies, id: int, at: Any = None) -> str:
    choice = Choice("GB", 0, "t", at)
    screen = study.card(view, data, choice, copy.card(id, "GB", at), id)
    fits(screen)
    return as_read(screen.text)


async def test_only_open_places_of_the_country_count(
    library: Library, data: Source, copy: Studies
) -> None:
    view = view_in(library, "en")
    assert "No open place in United Kingdom now. Open in: France." in shown(view, data, copy, 3)
    assert copy.groups("GB") == {1: (3, 1), 2: (0, 0), 3: (0, 0), 4: (1, 0)}


async def test_a_card_says_what_phase_one_is_and_what_is_not_open_yet(
    library: Library, data: Source, copy: Studies
) -> None:
    view = view_in(library, "en")
    told = shown(view, data, copy, 1, (51.0, -1.5))
    assert "Phase 1 mainly asks if it is safe" in told
    assert "open in 30 places here" in told
    assert "Nearest open place: Town 10, about 20 miles" in told
    assert "Tests: Examplinib." in told
    assert "It does not take people yet." in shown(view, data, copy, 5)


async def test_what_is_tested_comes_without_doses_and_without_what_is_compared() -> None:
    record = made(1)
    arms = record["protocolSection"]["armsInterventionsModule"]
    arms["armGroups"] = [
        {"type": "EXPERIMENTAL", "interventionNames": ["Drug: A (75 mg/m2)", "Drug: A (100 mg/m2)",
                                                       "Drug: B 40mg Tablet", "Drug: C"]},
        {"type": "ACTIVE_COMPARATOR", "interventionNames": ["Drug: C"]},
    ]  # fmt: skip
    arms["interventions"] = []
    assert study_record(record).given == ("A", "B")


async def test_the_registers_words_stand_apart_and_are_harmless(
    library: Library, data: Source, copy: Studies
) -> None:
    view = view_in(library, "es")
    screen = study.card(view, data, Choice("GB", 0), copy.card(6, "GB"), 6)
    assert "Palabras del registro, en inglés:\n<i>&lt;b&gt;Metastatic&lt;/b&gt;" in screen.text
    shown(view, data, copy, 2, (51.0, -1.0))
    for row in screen.rows:
        assert all(len(button.copies) <= 256 for button in row)


async def test_a_hospital_that_is_not_named_is_not_guessed(
    library: Library, data: Source, copy: Studies
) -> None:
    view = view_in(library, "en")
    places = copy.places(4, "GB", None, 0, 5)
    text = as_read(study.places(view, data, Choice("GB", 0), 4, places).text)
    assert "Leeds: hospital not named" in text
    assert "phone number or e-mail" in text
    assert "Research Site" not in text


async def test_an_unknown_country_is_listed_last_and_not_dropped(copy: Studies) -> None:
    assert "ZZ" in [one.name for one in copy.countries()]


async def test_no_card_promises_or_ranks(library: Library, view: View, sample: Studies) -> None:
    said = " ".join(view.edition.texts.below("finder").values()).lower()
    assert not re.search(
        r"match|eligible|suitable|hope|best|recommend|ideal|elegible|adecuad", said
    )


async def test_old_data_say_so_first_and_stale_ones_are_not_shown(
    library: Library, view: View, copy: Studies
) -> None:
    later = replace(view, today=date(2026, 12, 5))
    old = as_read((await Asking(library, later, copy).tap("tr:GB:0")).text)
    assert old.startswith(view.say("finder.old", date=view.date(date(2026, 11, 20))))
    stale = replace(view, today=date(2027, 1, 5))
    assert view.say("finder.off") in (await Asking(library, stale, copy).tap("tr:GB:0")).text
    assert "NCT00000001" in (await Asking(library, stale, copy).tap("st:00000001:GB:")).text


async def test_the_sample_says_on_each_screen_that_it_is_one(
    library: Library, view: View, sample: Studies
) -> None:
    for wire in ("tr", "tr:GB", "tr:GB:0", "tr:GB:0:t::0", "st:99000001:GB:"):
        assert view.say("finder.sample") in (await Asking(library, view, sample).tap(wire)).text


def test_the_longest_button_fits() -> None:
    choice = Choice("US", 7, "t", (-41.5, -179.9), 999)
    wire = study_tap(taps.STUDY_PLACES, 99999999, choice, taps.FINDER(*choice.args))
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
