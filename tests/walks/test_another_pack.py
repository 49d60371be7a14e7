"""The whole bot with another pack: three pages about asthma, and no code of their own."""

import asyncio
import re
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import httpx
import pytest

from bot import callback_data
from bot.edge.application import AnyApplication
from bot.edge.commands import register
from bot.edge.rate_limiter import RateLimiter
from bot.jobs.reminders import ReminderWorker
from bot.library.check.check import check
from bot.library.load.load import load_library
from bot.library.load.message_keys import OPEN, needed
from bot.library.model.library import Library
from bot.routes import COMMANDS
from bot.runtime.playground import run_playground
from bot.screens.view import View
from bot.settings import Settings
from bot.turns.services import Services
from bot.turns.turn import Turn
from playground.people import ANA, MIRA, SUPERGROUP_ID, THEO
from playground.world import World
from storage.store import Store
from tests.asthma_pack import own_sentences, shipped_sentences, write_asthma
from tests.client import Chatter, Pump
from tests.conftest import NOW
from tests.groups.scheduling import set_up
from tests.groups.test_inline import Asker, titles
from tests.test_pack_and_code_apart import OF_ONE_PACK
from tests.walks.test_crawl import ana_who_agreed, crawl

README = Path(__file__).parents[2] / "content/README.md"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_asthma(tmp_path_factory.mktemp("packs") / "asthma")


@pytest.fixture(scope="module")
def library(folder: Path) -> Library:
    return load_library(folder)


@pytest.fixture
def worker(
    services: Services, application: AnyApplication, rate_limiter: RateLimiter
) -> ReminderWorker:
    return ReminderWorker(services, application.bot, rate_limiter)


@pytest.fixture
def mira(pump: Pump) -> Chatter:
    """A moderator, in the group."""
    return Chatter(pump, MIRA, SUPERGROUP_ID)


@pytest.fixture
def theo(pump: Pump) -> Chatter:
    """A member, in the group."""
    return Chatter(pump, THEO, SUPERGROUP_ID)


@pytest.fixture(autouse=True)
def nothing_of_the_first_pack(world: World) -> Iterator[None]:
    """Whatever the bot says in one of these walks, it is about this pack."""
    yield
    for call in world.ledger.after():
        said = str(call.params.get("text", "")) + str(call.params.get("reply_markup", ""))
        assert OF_ONE_PACK.findall(said) == []


async def agree(person: Chatter) -> str:
    """Say yes to what the bot asks once."""
    for yes in ("Yes, save this", "Yes, that is right"):
        if yes in person.labels:
            await person.taps(yes)
    return person.screen


def test_the_check_finds_nothing_to_mend(folder: Path) -> None:
    assert list(map(str, check(folder, NOW.date()).problems)) == []


@pytest.mark.slow
def test_the_readme_names_every_sentence_that_is_about_the_illness(library: Library) -> None:
    told = set(re.findall(r"`([a-z_]+(?:\.\w+)+)`", README.read_text("utf-8")))
    told = {name for name in told if not name.endswith((".yaml", ".svg", ".md"))}
    sentences = shipped_sentences()
    about = {key for key, text in sentences.items() if OF_ONE_PACK.search(str(text))}
    about = {key for key in about if not key.startswith(OPEN)}  # the readme names them together
    first = load_library(README.parent).default.pack
    told_by_the_check = needed(first).keys() - needed(library.default.pack).keys()
    assert about - told_by_the_check == told
    assert told <= own_sentences().keys()


async def test_its_menus_lead_to_its_pages(ana: Chatter) -> None:
    assert "about asthma" in await ana.says("/start")
    assert ana.labels[:2] == ["Learn", "Day by day"]
    assert "Medicines A–Z" not in ana.labels
    assert "Three pages" in await ana.taps("Learn")
    assert "Three pages" in await ana.says("/learn")
    await ana.taps("About asthma")
    assert "for a test" in await ana.taps("In short")
    await ana.taps("Next part: What to ask ›")
    assert "I do not know that command" in await ana.says("/treatments")


@pytest.mark.slow
async def test_every_button_leads_to_a_sound_screen(library: Library, services: Services) -> None:
    view = View(library.default, "GB", "full", NOW.date())
    seen = await crawl(Turn(ANA, ANA, view, NOW, await ana_who_agreed(services)), services)
    assert {"menu:learn", "page:my-day", "word:plan", "newr:review", "page:urgent-help"} <= seen


async def test_words_and_old_names_are_found(ana: Chatter) -> None:
    assert (await ana.says("yearly reveiw")).startswith("I found these")
    assert (await ana.taps(ana.labels[0])).startswith("Yearly review")
    assert (await ana.says("annual review")).startswith("Yearly review")
    assert (await ana.says("/start asthma-basics")).startswith("About asthma")
    assert (await ana.says("plan")).startswith("Plan")
    assert (await ana.says("this is an emergency")).startswith("Urgent help")
    assert "Learn" in (await ana.says("xylophone"), ana.labels)[1]


@pytest.mark.slow
async def test_a_page_is_saved_and_a_question_comes_along(ana: Chatter, store: Store) -> None:
    assert "You have saved nothing" in await ana.says("/bookmarks")
    assert "Learn" in ana.labels
    await ana.says("/start my-day")
    await ana.taps("☆ Save")
    await agree(ana)
    assert "★ Saved" in ana.labels
    await ana.taps("Questions")
    await ana.taps("+ Add 1")
    assert "May I have my plan in writing?" in await ana.says("/questions")
    await ana.taps("For my appointment")
    assert "May I have my plan" in await ana.taps("A card for my doctor")
    assert "Here is the card" in await ana.taps("This card on paper")
    assert "My day" in await ana.says("/bookmarks")
    assert await store.bookmarks.count(ANA) == 1


async def test_a_visit_is_with_somebody_of_this_pack(ana: Chatter, store: Store) -> None:
    await ana.says("/visits")
    await agree(ana)
    await ana.says("12 Dec 10:30")
    assert ana.labels[:2] == ["My asthma nurse", "Somebody else"]
    await ana.taps("My asthma nurse")
    await agree(ana)
    await ana.taps("☐ Yearly review")
    assert "with your asthma nurse" in await ana.taps("Done")
    assert "May I have my plan in writing?" in await ana.taps("Card for doctor")
    [visit] = await store.visits.upcoming(ANA, NOW)
    assert visit.with_whom == "nurse"
    assert "Who is the appointment with?" in await ana.taps_wire(
        callback_data.VISIT_WHOM(visit.id, "oncologist")
    )
    assert "with somebody else" in await ana.taps("Somebody else")


async def test_a_reminder_of_this_pack_arrives_and_hands_over_a_card(
    ana: Chatter, world: World, worker: ReminderWorker
) -> None:
    await ana.says("/start yearly-review")
    await ana.taps("Remind me")
    await agree(ana)
    assert "Talk about the yearly review" in await ana.taps("In a week")
    world.clock.jump(timedelta(days=7))
    assert await worker.deliver_due() == 0
    world.clock.jump(timedelta(hours=6, minutes=1))  # ten in the morning, where she is
    assert await worker.deliver_due() == 1
    assert ana.screen == "A reminder you set is ready."
    opened = await ana.taps("Open")
    assert "A talk once a year helps" in opened
    assert "1. May I have my plan in writing?" in opened
    assert "Today I would like to talk about my yearly review:" in await ana.taps("Show my doctor")


async def test_a_group_has_its_cards_commands_and_schedules(
    mira: Chatter, theo: Chatter, world: World, worker: ReminderWorker
) -> None:
    assert "Learn" in await theo.says("/topics")
    assert (await theo.says("/card about asthma")).startswith("About asthma")
    world.clock.jump(timedelta(minutes=10))  # between two cards a group has its rest
    assert (await theo.says("/review")).startswith("Yearly review")
    assert "/review: Short text: Yearly review" in await theo.says("/commands")
    assert "ask me in private" in await theo.says("/learn")
    assert "Next: About asthma" in await set_up(mira, "+ Page of the week")
    assert "Talk about the yearly review" in await set_up(mira, "+ Monthly, yearly review")
    world.clock.jump(timedelta(days=2))
    await worker.deliver_due()
    await worker.deliver_due()
    ours = [m.text for m in world.chats[SUPERGROUP_ID].messages.values() if m.sender["is_bot"]]
    assert any(text.startswith("Page of the week") for text in ours)
    assert any("Show these to your asthma nurse" in text for text in ours)


async def test_inline_offers_the_first_menu(pump: Pump) -> None:
    somebody = Asker(pump, ANA, SUPERGROUP_ID)
    assert titles(await somebody.asks("")) == ["About asthma", "Yearly review"]
    assert titles(await somebody.asks("my day"))[0] == "My day"


async def test_telegram_is_told_its_commands(
    application: AnyApplication, library: Library, world: World
) -> None:
    await register(application.bot, library, COMMANDS)
    private = world.profile.commands_for(world.people[ANA], world.chats[ANA])
    assert [command["command"] for command in private][:3] == ["start", "learn", "find"]
    group = world.profile.commands_for(world.people[THEO], world.chats[SUPERGROUP_ID])
    assert "review" in {command["command"] for command in group}


def test_its_region_is_whose_paper_and_clock_a_stranger_has(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The numbers are nobody's until the host or the person says a country."""
    edition = library.edition("en")
    monkeypatch.setenv("DEFAULT_REGION", "")
    region = Settings(_env_file=None).default_region
    assert region == "unknown"
    assert View(edition, region, "full", date(2026, 11, 23)).habits == "GB"
    monkeypatch.setenv("DEFAULT_REGION", "IE")
    region = Settings(_env_file=None).default_region
    assert region == View(edition, region, "full", date(2026, 11, 23)).habits == "IE"


@pytest.mark.slow
async def test_the_playground_starts_with_it(folder: Path, library: Library) -> None:
    said: asyncio.Queue[str] = asyncio.Queue()
    settings = Settings(_env_file=None, http_port=0, content_dir=folder)
    run = asyncio.create_task(run_playground(settings, library, say=said.put_nowait))
    try:
        url = (await asyncio.wait_for(said.get(), 10)).split("open ")[1].split()[0]
        async with httpx.AsyncClient(base_url=url) as http:
            assert (await http.get("/")).status_code == 200
    finally:
        run.cancel()
        await asyncio.gather(run, return_exceptions=True)
