"""What people see when the register or its copy is not as it should be, in a real conversation."""

import json
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from bot.domain.recurrence import Every
from bot.jobs.study_sync import Task, sync
from bot.turns.services import Services
from playground.people import ANA
from playground.world import World
from storage.store import Store
from storage.studies import Studies
from tests.client import Chatter
from tests.jobs.setting import Setting, agree
from tests.trials.conftest import RULES
from tests.trials.stand_in import site, study
from tests.trials.test_news import MONTHLY

OFF = "The list of trials is not up to date"
LOOK = "Look for open trials"


@pytest.fixture
async def real(tmp_path: Path) -> Studies:
    """A copy that is not made up: it grows old."""
    title = "Metastatic breast cancer and a new tablet"
    records = [
        study(1, title),
        study(2, title, site(country="France")),
        study(3, title, site(country="Atlantis", point=None)),
    ]
    given = tmp_path / "given.json"
    page = {"dataTimestamp": "2026-11-20T09:00:00", "studies": records}
    given.write_text(json.dumps(page), "utf-8")
    path = tmp_path / "real.db"
    result = await sync(Task(str(path), str(RULES), given=str(given)), date(2026, 11, 20))
    assert result.outcome == "new"
    return Studies(path)


@pytest.fixture(params=["off", "nothing fetched", "broken", "fresh"])
def services(
    services: Services, real: Studies, request: pytest.FixtureRequest, tmp_path: Path
) -> Services:
    return replace(services, studies=_studies(request.param, real, tmp_path))


def _studies(state: str, real: Studies, folder: Path) -> Studies | None:
    if state == "off":
        return None
    if state == "nothing fetched":
        return Studies(folder / "none.db")
    if state == "broken":
        real.path.write_bytes(b"no database at all")
    return real


def only(*states: str) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("services", states, indirect=True)


@only("off", "nothing fetched")
async def test_without_a_copy_there_is_no_button_and_the_page_is_as_before(ana: Chatter) -> None:
    assert "Clinical trials" in await ana.says("/start clinical-trials")
    assert LOOK not in ana.labels


@pytest.mark.slow
@only("off", "nothing fetched", "broken")
async def test_the_command_and_old_buttons_get_one_calm_sentence_and_other_ways(
    ana: Chatter,
) -> None:
    assert OFF in await ana.says("/findtrials")
    for wire in (
        "tr:GB",
        "tr:GB:1:t::0",
        "trn:GB:0:20261101:0",
        "stp:00000001:GB:",
        "trs:US:0:t:0",
    ):
        assert OFF in await ana.taps_wire(wire)
    other = await ana.taps("Other ways to look")
    assert "No list has every trial" in other
    assert "BreastCancerTrials.org" in ana.labels
    assert "Someone to talk to" in ana.labels
    assert "NCT00000001" in await ana.taps_wire("st:00000001:GB:")
    assert "Full record ↗" in ana.labels


@only("fresh")
async def test_a_copy_of_more_than_a_week_says_so_first_and_one_of_a_month_is_hidden(
    ana: Chatter, world: World
) -> None:
    assert "Where could you take part?" in await ana.says("/findtrials")
    world.clock.jump(timedelta(days=10))
    assert (await ana.says("/findtrials")).startswith("This list is from November 20, 2026.")
    world.clock.jump(timedelta(days=25))
    assert OFF in await ana.says("/findtrials")
    saved = await ana.says("/start study__nct00000001")
    assert "NCT00000001" in saved
    assert "Being listed is no advice" in saved


@only("fresh")
async def test_a_reminder_has_no_number_from_an_old_copy(
    ana: Chatter, services: Services, world: World, store: Store
) -> None:
    assert isinstance(MONTHLY, Every)
    await ana.says("/start")
    await agree(store, ANA, region="GB")
    reminder = await Setting(services, world).remind(MONTHLY)
    assert "Trials open now, United Kingdom: 1." in await ana.taps_wire(f"due:{reminder.id}")
    world.clock.jump(timedelta(days=40))
    opened = await ana.taps_wire(f"due:{reminder.id}")
    assert "Many people are never told about trials" in opened
    assert "now:" not in opened


@only("fresh")
async def test_closed_here_and_open_elsewhere(ana: Chatter) -> None:
    await ana.says("/start")
    card = await ana.taps_wire("st:00000002:GB:")
    assert "No open place in United Kingdom now. Open in: France." in card


@only("fresh")
async def test_no_trial_for_a_choice_leads_on(ana: Chatter) -> None:
    await ana.says("/start")
    assert "I found no trial for this choice" in await ana.taps_wire("tr:ES:1")
    for way in ("All types", "Other countries", "Other ways to look"):
        assert way in ana.labels
    assert "I found no trial" in await ana.taps_wire("tr:ES:1:t::0")
    assert "I found no trial" in await ana.taps_wire("tr:ES:1:t::7")


@only("fresh")
async def test_an_unknown_country_stands_last_and_can_be_opened(ana: Chatter) -> None:
    await ana.says("/findtrials")
    assert ana.labels[2] == "Other · 1"
    await ana.taps("Other · 1")
    assert "Treatments: 1" in await ana.taps("I don't know, show all")


@only("fresh")
async def test_a_number_that_was_never_there(ana: Chatter) -> None:
    assert "This trial is not on the list" in await ana.says("/start study__nct00000099")
    assert "Full record ↗" in ana.labels
