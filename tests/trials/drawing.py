"""The handlers of the finder and a copy, with no Telegram between."""

import json
from dataclasses import replace
from pathlib import Path
from typing import cast

import pytest

from bot import callback_data
from bot.handlers import finder as handlers
from bot.jobs.study_sync import Task, sync
from bot.library.model.library import Library
from bot.screen import LABEL_LIMIT, TEXT_LIMIT, Screen, as_read
from bot.screens.view import ROW_LIMIT, View
from bot.settings import Settings
from bot.turns.services import Services
from bot.turns.turn import Turn
from storage.store import Store
from storage.studies import Studies
from tests.conftest import NOW
from tests.trials.records import ROOT
from tests.trials.stand_in import site
from tests.trials.stand_in import study as made

TODAY = NOW.date()
LONG = "A randomised study of " + "a very long name of something " * 20


FILE = str(ROOT / "content/trials.yaml")
SETTINGS = Settings(_env_file=None)
HANDLERS = {
    callback_data.FINDER: handlers.on_finder,
    callback_data.FINDER_COUNTRIES: handlers.on_countries,
    callback_data.FINDER_STATES: handlers.on_states,
    callback_data.FINDER_TOWNS: handlers.on_towns,
    callback_data.FINDER_NEW: handlers.on_new,
    callback_data.FINDER_WAYS: handlers.on_ways,
    callback_data.STUDY: handlers.on_study,
    callback_data.STUDY_WORDS: handlers.on_words,
    callback_data.STUDY_PLACES: handlers.on_places,
}


def view_in(library: Library, language: str, region: str = "GB") -> View:
    return View(library.edition(language), region, "full", TODAY)


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


@pytest.fixture(params=["en", "es"])
def view(library: Library, request: pytest.FixtureRequest) -> View:
    return view_in(library, request.param)


class Asking:
    """A person who taps, with no Telegram between: the handlers themselves and a copy."""

    def __init__(self, library: Library, view: View, copy: Studies) -> None:
        self.view = view
        # Nothing of a person is known, so the store is never asked.
        self.services = Services(library, cast(Store, None), SETTINGS, lambda: NOW, studies=copy)

    async def tap(self, wire: str) -> Screen:
        own, _, back = wire.partition("|")
        verb, *args = own.split(":")
        tap = next(tap for tap in HANDLERS if tap.verb == verb)
        turn = Turn(1, 1, replace(self.view, back=back), NOW, args=tuple(args), wire=own)
        return await HANDLERS[tap](turn, self.services)


def fits(screen: Screen) -> None:
    assert len(as_read(screen.text)) <= TEXT_LIMIT, screen.text
    assert len(screen.rows) <= 8
    for row in screen.rows:
        for button in row:
            assert len(button.tap.encode()) <= 64
            assert len(button.label) <= (ROW_LIMIT if len(row) == 1 else LABEL_LIMIT), button
