"""A copy out of real public records, through the stand-in: every card of it can be shown."""

from datetime import date
from pathlib import Path

import pytest

from bot.domain.finder import Choice
from bot.jobs.study_sync import Task, sync
from bot.library.model.library import Library
from bot.screen import TEXT_LIMIT, Screen, as_read
from bot.screens import study
from bot.screens.study_words import Source
from bot.screens.view import View
from storage.studies import Studies
from storage.study_answers import Card
from storage.study_file import PARTS
from tests.trials.conftest import RULES
from tests.trials.records import SHARED, finder, real
from tests.trials.stand_in import StandIn

DAY = date(2026, 11, 28)
pytestmark = pytest.mark.skipif(SHARED is None, reason="the public records are not here")


@pytest.fixture
async def copy(tmp_path: Path) -> Studies:
    """Half of the records answer the one question, half the other; all pages are short."""
    every = [real()[number] for number in sorted(real())]
    register = StandIn(every[::2], every[1::2])
    register.size = 50
    path = tmp_path / "studies.db"
    async with register.serving() as url:
        task = Task(str(path), str(RULES), url=url, accept=True, pause=0)
        result = await sync(task, DAY)
    assert (result.outcome, sum(result.totals)) == ("new", len(every))
    assert result.unknown == ()
    return Studies(path)


def places_in_lists(copy: Studies) -> set[tuple[int, str]]:
    return {
        (entry.id, counted.name)
        for counted in copy.countries()
        for part in PARTS
        for entry in copy.listed(counted.name, part, 0, None, 0, 999).entries
    }


@pytest.mark.slow
@pytest.mark.parametrize("language", ["en", "es"])
async def test_every_card_of_the_real_records_fits(
    library: Library, copy: Studies, language: str
) -> None:
    view = View(library.edition(language), "GB", "full", DAY)
    source, shown = Source(finder(), date(2026, 11, 27)), places_in_lists(copy)
    assert len(shown) > 300
    for id, country in shown:
        card, choice = copy.card(id, country, (51.5, -0.1)), Choice(country, 0, "t", (51.5, -0.1))
        assert isinstance(card, Card)
        assert len(study.question(view, card)) <= 300
        for screen in (
            study.card(view, source, choice, card, id),
            study.words(view, source, choice, card, id),
            study.places(view, source, choice, id, copy.places(id, country, None, 0, 5)),
            study.item(view, source, card).drawn or Screen(""),
        ):
            assert len(as_read(screen.text)) <= TEXT_LIMIT, screen.text
            assert len(screen.rows) <= 8


@pytest.mark.slow
async def test_a_small_copy_of_real_records_is_doubted(copy: Studies, tmp_path: Path) -> None:
    register = StandIn([real()[number] for number in sorted(real())][:40], [])
    async with register.serving() as url:
        task = Task(str(tmp_path / "other.db"), str(RULES), url=url, pause=0)
        assert (await sync(task, DAY)).outcome == "doubted"
