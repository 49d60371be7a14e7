"""The cards of records that are hard to show."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from bot.domain.finder import Choice
from bot.domain.study_records import study_record
from bot.library.model.library import Library
from bot.screen import as_read
from bot.screens import study
from bot.screens.study_words import Source
from bot.screens.view import View
from storage.studies import Studies
from storage.study_answers import Card
from tests.trials.drawing import Asking, fits, view_in
from tests.trials.drawing import copy as copy
from tests.trials.drawing import view as view
from tests.trials.records import finder
from tests.trials.stand_in import study as made


@pytest.fixture
def data() -> Source:
    return Source(finder(), date(2026, 11, 20))


def card_of(copy: Studies, id: int, at: tuple[float, float] | None = None) -> Card:
    found = copy.card(id, "GB", at)
    assert isinstance(found, Card)
    return found


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
    assert "ZZ" in [country.name for country in copy.countries()]


async def test_old_data_say_so_first_and_stale_ones_are_not_shown(
    library: Library, view: View, copy: Studies
) -> None:
    later = replace(view, today=date(2026, 12, 5))
    old = as_read((await Asking(library, later, copy).tap("tr:GB:0")).text)
    assert old.startswith(view.say("finder.old", date=view.date(date(2026, 11, 20))))
    stale = replace(view, today=date(2027, 1, 5))
    assert view.say("finder.off") in (await Asking(library, stale, copy).tap("tr:GB:0")).text
    assert "NCT00000001" in (await Asking(library, stale, copy).tap("st:00000001:GB:")).text
