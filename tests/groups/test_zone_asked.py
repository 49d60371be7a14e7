"""By which clock a group lives is asked once, before the first thing is set up there."""

from bot.regions import UNKNOWN
from bot.turns.services import Services
from playground.people import SUPERGROUP_ID
from playground.world import World
from storage.store import Store
from tests.client import Chatter
from tests.groups.cards import chosen
from tests.groups.scheduling import opens_list

QUESTION = "where most of you are?"


async def zone(store: Store) -> str:
    kept = await store.groups.get(SUPERGROUP_ID)
    return kept.time_zone if kept else ""


async def test_the_likely_clock_is_confirmed_with_one_tap(mira: Chatter, store: Store) -> None:
    assert QUESTION in await mira.says("/schedule")
    assert "Nothing is set up" in await mira.taps("Yes, that is right")
    assert await zone(store) == "America/New_York"
    assert "Nothing is set up" in await mira.says("/schedule")
    await mira.taps("+ Treatment of the week")
    assert "New York" in await mira.taps("25")


async def test_another_place_is_chosen_and_the_list_comes_next(mira: Chatter, store: Store) -> None:
    await mira.says("/schedule")
    await mira.taps("No, change it")
    await mira.taps("United Kingdom")
    assert "Nothing is set up" in await mira.taps("London, 9:00 AM")
    assert await zone(store) == "Europe/London"


async def test_without_a_country_the_countries_come_at_once(
    mira: Chatter, store: Store, services: Services, world: World
) -> None:
    await chosen(services, world.clock.now(), region=UNKNOWN)
    assert "Which country" in await mira.says("/schedule")
    await mira.taps("Ireland")
    assert "Nothing is set up" in await mira.taps("Dublin, 9:00 AM")
    kept = await store.groups.get(SUPERGROUP_ID)
    assert kept is not None
    assert (kept.time_zone, kept.region) == ("Europe/Dublin", "IE")


async def test_who_means_the_usual_clock_is_not_asked_again(mira: Chatter, store: Store) -> None:
    await opens_list(mira)
    assert await zone(store) == "UTC"
    assert "Nothing is set up" in await mira.says("/schedule")


async def test_a_zone_that_was_chosen_in_the_settings_is_not_asked_for(mira: Chatter) -> None:
    await mira.says("/groupsettings")
    await mira.taps("Time zone: UTC")
    await mira.taps("United Kingdom")
    await mira.taps("London, 9:00 AM")
    assert "Nothing is set up" in await mira.says("/schedule")


async def test_a_member_may_not_answer(mira: Chatter, theo: Chatter, store: Store) -> None:
    await mira.says("/schedule")
    before = theo.screen
    await theo.taps("Yes, that is right")
    assert theo.screen == before
    assert await store.groups.get(SUPERGROUP_ID) is None
