"""What the reminder about trials says is new, and what is kept for that."""

import json
from datetime import date, time, timedelta
from pathlib import Path

import pytest

from bot.domain.recurrence import Every, Unit
from bot.edge.application import AnyApplication
from bot.jobs.reminders import ReminderWorker
from bot.jobs.study_sync import Task, sync
from bot.turns.services import Services
from playground.people import ANA
from playground.world import World
from storage.records import Reminder
from storage.store import Store
from storage.studies import Studies
from tests.client import Chatter
from tests.jobs.setting import Setting, agree, person
from tests.trials.conftest import RULES, SAMPLE
from tests.trials.stand_in import site, study

MONTHLY = Every(1, Unit.MONTH, date(2026, 11, 24), time(10))


@pytest.fixture
async def reminder(ana: Chatter, services: Services, world: World, store: Store) -> Reminder:
    await ana.says("/start")
    await agree(store, ANA, region="GB")
    async with store.transaction():
        agreed = person(ANA, region="GB")
        await store.people.give_consent(agreed, services.library.consent_version, world.clock.now())
    return await Setting(services, world).remind(MONTHLY)


async def month_later(services: Services, application: AnyApplication, world: World) -> None:
    world.clock.jump(timedelta(days=31))
    assert await ReminderWorker(services, application.bot).deliver_due()


async def two_more(studies: Studies, folder: Path) -> None:
    """The next copy has two more in the United Kingdom and one more in Spain."""
    page = json.loads(SAMPLE.read_text("utf-8"))
    page["dataTimestamp"] = "2026-12-20T09:00:00"
    title = "Example trial (made up): HER2+ metastatic breast cancer"
    page["studies"] += [study(n, title, site()) for n in (98000001, 98000002)]
    page["studies"] += [study(98000003, title, site(country="Spain"))]
    given = folder / "next.json"
    given.write_text(json.dumps(page), "utf-8")
    task = Task(str(studies.path), str(RULES), given=str(given), takes_sample=True)
    assert (await sync(task, date(2026, 12, 20))).outcome == "new"


async def test_the_first_time_it_says_how_many_are_open(
    ana: Chatter, reminder: Reminder, services: Services, application: AnyApplication, world: World,
    studies: Studies,
) -> None:  # fmt: skip
    await month_later(services, application, world)
    assert "trial" not in ana.screen.lower()  # nothing on a locked screen
    opened = await ana.taps("Open")
    assert f"Trials open now, United Kingdom: {studies.open_in('GB')}." in opened
    assert "Which type" not in opened
    await ana.taps("Look for open trials")
    assert "United Kingdom" in ana.screen


@pytest.mark.slow
async def test_then_how_many_are_new_and_again_the_same_when_opened_again(
    ana: Chatter, reminder: Reminder, services: Services, application: AnyApplication, world: World,
    studies: Studies, tmp_path: Path,
) -> None:  # fmt: skip
    await month_later(services, application, world)
    await two_more(studies, tmp_path)
    await month_later(services, application, world)
    opened = await ana.taps("Open")
    assert "Since your last reminder: 2 more in United Kingdom." in opened
    listed = await ana.taps("Show these")
    assert "These opened after 27 November 2026" in listed
    assert "1 " in listed
    assert "3 " not in listed.split("New")[1].split("Being")[0]
    assert "2 more" in await ana.taps("‹ Back")
    await month_later(services, application, world)
    assert "Nothing new in United Kingdom" in await ana.taps("Open")


async def test_another_country_is_kept_with_the_reminder_and_the_type_only_behind_its_button(
    ana: Chatter, reminder: Reminder, store: Store, studies: Studies,
) -> None:  # fmt: skip
    await ana.says("/start")
    await ana.taps_wire(f"due:{reminder.id}")
    assert "I keep it with your reminder" in await ana.taps("Country, type")
    await ana.taps(next(label for label in ana.labels if label.startswith("Spain")))
    assert f"Trials open now, Spain: {studies.open_in('ES')}." in ana.screen
    [kept] = (await rows_of(store))["reminders"]
    assert (kept["news_country"], kept["news_types"]) == ("ES", None)
    await ana.taps("Country, type")
    assert "says something about your illness" in await ana.taps("Count only my type")
    await ana.taps("HER2+")
    assert f"Trials open now, Spain: {studies.open_in('ES', 2)}." in ana.screen
    [kept] = (await rows_of(store))["reminders"]
    assert kept["news_types"] == 2
    await ana.taps_wire(f"ntyps:{reminder.id}")
    await ana.taps("Count all types")
    [kept] = (await rows_of(store))["reminders"]
    assert kept["news_types"] is None


async def test_a_reminder_about_something_else_says_nothing_of_it(
    ana: Chatter, services: Services, world: World, store: Store
) -> None:
    await agree(store, ANA, region="GB")
    other = await Setting(services, world).remind(MONTHLY, kind="palliative")
    await ana.says("/start")
    assert "Open in" not in await ana.taps_wire(f"due:{other.id}")
    assert "Look for open trials" not in ana.labels


async def test_nobody_reaches_the_reminder_of_somebody_else(
    ben: Chatter, reminder: Reminder, store: Store
) -> None:
    await ben.says("/start")
    await ben.taps_wire(f"ncou:{reminder.id}:ES")
    await ben.taps("Yes, save this")
    [kept] = (await rows_of(store))["reminders"]
    assert kept["news_country"] is None


async def rows_of(store: Store) -> dict[str, list[dict[str, object]]]:
    return dict(await store.panel())
