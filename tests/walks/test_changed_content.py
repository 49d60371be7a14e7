"""The content changes while people talk with the bot: nothing in their hands breaks."""

import asyncio
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from bot import callback_data
from bot.edge.application import AnyApplication
from bot.edge.rate_limiter import RateLimiter
from bot.jobs.reminders import ReminderWorker
from bot.library.load.load import load_library
from bot.library.model.library import Library
from bot.screens.view import View
from bot.turns.services import Services
from bot.turns.turn import Turn
from playground.people import ANA, MIRA, SUPERGROUP_ID
from playground.world import World
from storage.store import Store
from tests.asthma_pack import write_asthma
from tests.client import Chatter, Pump
from tests.conftest import NOW
from tests.groups.scheduling import set_up
from tests.groups.test_inline import Asker, titles
from tests.library.packs import PackFolder
from tests.walks.test_crawl import ana_who_agreed, crawl, press

DAY, LEARN = "en/daily/my-day.yaml", "en/learn/about-asthma.yaml"
INTERFACE = "en/interface.yaml"


@pytest.fixture
def pack(tmp_path: Path) -> PackFolder:
    """A pack to change."""
    return PackFolder(write_asthma(tmp_path / "pack"))


@pytest.fixture
def library(pack: PackFolder) -> Library:
    return load_library(pack.folder)


@pytest.fixture
def worker(
    services: Services, application: AnyApplication, rate_limiter: RateLimiter
) -> ReminderWorker:
    return ReminderWorker(services, application.bot, rate_limiter)


def swap(services: Services, pack: PackFolder) -> None:
    """Take the pack into use as it is now."""
    assert services.library_holder.put(load_library(pack.folder), NOW)


def rename_my_day(pack: PackFolder) -> None:
    pack.path(DAY).rename(pack.path("en/daily/every-day.yaml"))
    pack.replace("en/daily/every-day.yaml", "id: my-day", "id: every-day")
    pack.replace("en/learn/yearly-review.yaml", "related: [my-day]", "related: [every-day]")
    pack.replace("en/words.yaml", "page: my-day", "page: every-day")
    pack.replace("pack.yaml", "pages: [my-day]", "pages: [every-day]")
    pack.replace("pack.yaml", "renamed: {", "renamed: {my-day: every-day, ")


@pytest.mark.slow
async def test_the_next_tap_shows_the_new_text(
    ana: Chatter, services: Services, pack: PackFolder
) -> None:
    await ana.says("/start my-day")
    pack.replace(DAY, "This page is here for a test.", "This page was changed.")
    swap(services, pack)
    assert "This page was changed." in await ana.taps("In short")


@pytest.mark.slow
async def test_a_page_that_has_another_id_now_is_found_by_its_old_buttons(
    ana: Chatter, services: Services, pack: PackFolder, store: Store
) -> None:
    await ana.says("/start my-day")
    await ana.taps("☆ Save")
    await ana.taps("Yes, save this")
    rename_my_day(pack)
    swap(services, pack)
    for old in ("page:my-day", "sec:my-day:in-short", "pask:my-day", "src:page:my-day"):
        assert "not here" not in await ana.taps_wire(old), old
    await ana.taps_wire("keep:p:my-day")
    assert await store.bookmarks.count(ANA) == 1
    await ana.says("/bookmarks")
    await ana.taps("My day")
    assert (await ana.taps("Open")).startswith("My day")
    await ana.taps("★ Saved")
    await ana.taps("Remove")
    assert await store.bookmarks.count(ANA) == 0


@pytest.mark.slow
async def test_a_page_that_was_taken_out_is_said_to_be_gone(
    ana: Chatter, services: Services, pack: PackFolder
) -> None:
    await ana.says("/start about-asthma")
    pack.path(LEARN).unlink()
    pack.replace("pack.yaml", "pages: [about-asthma, yearly-review]", "pages: [yearly-review]")
    pack.replace("pack.yaml", "renamed: {asthma-basics: about-asthma}\n", "")
    pack.replace(DAY, "related: [about-asthma]", "related: []")
    swap(services, pack)
    assert "not here any more" in await ana.taps("In short")
    assert "Learn" in ana.labels


@pytest.mark.slow
async def test_a_saved_page_says_that_it_has_changed(
    ana: Chatter, services: Services, pack: PackFolder
) -> None:
    await ana.says("/start my-day")
    await ana.taps("☆ Save")
    await ana.taps("Yes, save this")
    assert "(changed)" not in await ana.says("/bookmarks")
    pack.replace(DAY, "This page is here for a test.", "This page was changed.")
    swap(services, pack)
    assert "My day (changed)" in await ana.says("/bookmarks")


@pytest.mark.slow
async def test_what_a_person_set_up_outlives_what_it_was_about(
    ana: Chatter, services: Services, pack: PackFolder, world: World, worker: ReminderWorker
) -> None:
    await ana.says("/visits")
    await ana.taps("Yes, save this")
    await ana.says("12 Dec 10:30")
    await ana.taps("My asthma nurse")
    await ana.taps("Yes, that is right")
    await ana.says("/start yearly-review")
    await ana.taps("Remind me")
    await ana.taps("In a week")
    pack.replace("pack.yaml", "  - {id: review, page: yearly-review}", "  []")
    pack.replace("pack.yaml", "visits: [nurse]", "visits: []")
    swap(services, pack)
    assert "with somebody else" in await ana.says("/visits")
    assert "A topic that is no longer here" in await ana.says("/reminders")
    world.clock.jump(timedelta(days=8))
    assert await worker.deliver_due() == 1
    assert "A topic that is no longer here" in await ana.taps("Open")


@pytest.mark.slow
async def test_a_reminder_that_arrives_speaks_as_the_pack_does_now(
    ana: Chatter, services: Services, pack: PackFolder, world: World, worker: ReminderWorker
) -> None:
    await ana.says("/start yearly-review")
    await ana.taps("Remind me")
    await ana.taps("Yes, save this")
    await ana.taps("Yes, that is right")
    await ana.taps("In a week")
    pack.replace(INTERFACE, "one: A reminder you set is ready.", "one: Something is ready.")
    swap(services, pack)
    world.clock.jump(timedelta(days=8))
    await worker.deliver_due()
    assert ana.screen.startswith("Something is ready.")


@pytest.mark.slow
async def test_groups_and_inline_use_what_there_is_now(
    pump: Pump, services: Services, pack: PackFolder, world: World, worker: ReminderWorker
) -> None:
    mira = Chatter(pump, MIRA, SUPERGROUP_ID)
    assert "Next: About asthma" in await set_up(mira, "+ Page of the week")
    await mira.says("/schedule")
    pack.replace(LEARN, "title: About asthma", "title: Asthma and you")
    pack.replace(LEARN, "card: |\n  A page", "card: |\n  A changed page")
    swap(services, pack)
    assert "Next: Asthma and you" in await mira.taps("Page of the week. Next: About asthma")
    world.clock.jump(timedelta(days=2))
    await worker.deliver_due()
    assert "A changed page" in mira.screen
    assert titles(await Asker(pump, ANA, SUPERGROUP_ID).asks(""))[0] == "Asthma and you"
    world.clock.jump(timedelta(hours=2))
    assert "A changed page" in await mira.says("/card asthma and you")


@pytest.mark.slow
async def test_a_group_keeps_its_topics_and_its_card_when_a_page_gets_another_id(
    pump: Pump, services: Services, pack: PackFolder, world: World, worker: ReminderWorker
) -> None:
    mira = Chatter(pump, MIRA, SUPERGROUP_ID)
    await mira.says("/groupsettings")
    await mira.taps("Topics: all")
    await mira.taps("✓ Yearly review")
    await set_up(mira, "+ A short text", page="My day")
    rename_my_day(pack)
    swap(services, pack)
    assert "My day" in await mira.says("/topics")
    world.clock.jump(timedelta(days=2))
    await worker.deliver_due()
    assert mira.screen.startswith("My day")


@pytest.mark.slow
async def test_a_turn_under_way_ends_with_the_library_that_it_began_with(
    ana: Chatter, world: World, services: Services, pack: PackFolder, store: Store
) -> None:
    await ana.says("/start my-day")
    pack.replace(DAY, "This page is here for a test.", "This page was changed.")
    async with store.transaction():  # nobody else reads until it ends, so the turn stands still
        under_way = asyncio.create_task(ana.taps("In short"))
        await world.until(lambda: world.ledger.of("answerCallbackQuery"))
        swap(services, pack)
    assert "This page is here for a test." in await under_way
    assert "This page was changed." in await ana.taps_wire(
        callback_data.SECTION("my-day", "in-short")
    )


@pytest.mark.slow
async def test_no_button_of_another_pack_ends_in_an_error(
    store: Store, services: Services, library: Library, shipped: Library
) -> None:
    """Every button of the shipped pack, pressed when there is a wholly different one."""
    before = Services(shipped, store, services.settings, services.clock)
    person = await ana_who_agreed(before)
    turn = Turn(ANA, ANA, View(shipped.default, "US", "full", NOW.date()), NOW, person)
    wires = await crawl(turn, before)
    now = replace(turn, view=replace(turn.view, edition=library.default))
    for wire in sorted(wires):
        screen = await press(wire, now, services)
        assert screen.text
