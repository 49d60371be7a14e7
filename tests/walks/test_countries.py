"""Whose numbers are shown: all of them to a stranger, and then those of the country one told."""

import json
from dataclasses import replace

import pytest

from bot import callback_data
from bot.library.model.library import URGENT, Library
from bot.screen import as_read, safe
from bot.screens import cards
from bot.screens.view import View
from bot.settings import Settings
from bot.turns.services import Services
from playground.people import ANA, MIRA, SUPERGROUP_ID
from playground.server import Playground
from playground.world import World
from storage.store import Store
from tests.client import Chatter, Pump
from tests.walks.data_files import exported
from tests.walks.spanish import speaks

#: One of each kind: a stranger needs them all, whatever the country.
EMERGENCY = ("911", "999", "112", "000", "111", "131", "123", "106", "122", "128")
CRISIS = ("988", "116 123", "13 11 14", "1737", "024", "800 911 2000", "0800 999 0091", "*4141")
COUNTRIES = ("United States", "Estados Unidos", "United Kingdom", "Mexico", "México", "Spain")


@pytest.fixture
def services(library: Library, store: Store, world: World, playground: Playground) -> Services:
    """Run by somebody who has said no country."""
    settings = Settings(_env_file=None, bot_api_url=playground.url)
    return Services(library, store, settings, world.clock.now)


async def region(store: Store, person_id: int = ANA) -> str | None:
    person = await store.people.get(person_id)
    return person.region if person else None


def is_nobodys(screen: str) -> bool:
    """Whether no country stands above the numbers as the reader's own."""
    return not any(line in COUNTRIES for line in screen.splitlines())


async def test_a_stranger_sees_all_numbers_and_no_country_as_theirs(
    ana: Chatter, store: Store
) -> None:
    urgent = await ana.says("/urgent")
    assert all(number in urgent for number in EMERGENCY)
    assert is_nobodys(urgent)
    assert "Choose my country" in ana.labels
    part = await ana.says("i want to die")
    assert part.startswith("Someone to talk to\nI want to die\n")
    assert all(number in part[:900] for number in (*EMERGENCY, *CRISIS)), "on the first screen"
    assert is_nobodys(part)
    talk = await ana.taps("Someone to talk to")
    assert all(number in talk for number in CRISIS)
    assert is_nobodys(talk)
    assert len(talk) <= 900
    assert await store.people.get(ANA) is None


async def test_a_stranger_who_speaks_spanish_sees_the_spanish_speaking_countries_first(
    ana: Chatter, world: World
) -> None:
    speaks(world, ANA, "es")
    urgent = await ana.says("/urgent")
    assert all(number in urgent for number in EMERGENCY)
    assert urgent.index("México") < urgent.index("EE. UU.")
    assert "sala de emergencias" in urgent
    await ana.taps("Elegir mi país")
    assert ana.labels[:4] == ["España", "México", "Estados Unidos", "Argentina"]
    assert "800 911 2000" not in await ana.taps("México")
    assert "911" in ana.screen
    assert "Guardar como mi país" in ana.labels


async def test_every_country_can_be_reached_and_no_screen_has_more_than_eight_rows(
    ana: Chatter, library: Library
) -> None:
    await ana.says("/urgent")
    await ana.taps("Choose my country")
    seen: set[str] = set()
    while True:
        assert len((ana.message.reply_markup or {})["inline_keyboard"]) <= 8
        assert "Other countries" in ana.labels
        seen |= set(ana.labels)
        if "Next ›" not in ana.labels:
            break
        await ana.taps("Next ›")
    edition = library.default
    names = {edition.texts(f"regions.{code}") for code in edition.regions if code != "unknown"}
    assert names <= seen


async def test_another_country_is_kept_with_consent_and_urgent_shows_it(
    ana: Chatter, store: Store
) -> None:
    await ana.says("/urgent")
    await ana.taps("Choose my country")
    shown = await ana.taps("Mexico")
    assert "Mexico" in shown.splitlines()
    assert await store.people.get(ANA) is None, "looking keeps nothing"
    await ana.taps("Keep as my country")
    assert await store.people.get(ANA) is None, "nothing is kept before the person agrees"
    kept = await ana.taps("Yes, save this")
    assert "Mexico" in kept.splitlines()
    assert "Saved as yours: Mexico." in kept
    assert not any(label.endswith("as my country") for label in ana.labels)
    assert await region(store) == "MX"
    urgent = await ana.says("/urgent")
    assert "Mexico" in urgent.splitlines()
    assert "999" not in urgent
    part = await ana.says("i want to die")
    assert part.startswith("Someone to talk to\nI want to die\n")
    assert "800 911 2000" in part
    await ana.says("/settings")
    assert "Country: Mexico" in ana.labels


async def test_a_typed_city_tells_the_country_too(ana: Chatter, store: Store) -> None:
    """One question for both: the zone and whose numbers are shown."""
    await ana.says("/reminders")
    await ana.taps("+ Clinical trials")
    asked = await ana.taps("Yes, save this")
    assert "Which country are you in?" in asked
    await ana.says("Manchester")
    await ana.taps(next(label for label in ana.labels if label.startswith("London")))
    assert "When shall I remind you?" in ana.screen
    assert await region(store) == "GB"
    urgent = await ana.says("/urgent")
    assert "United Kingdom" in urgent.splitlines()
    assert "999" in urgent
    assert "911" not in urgent


async def test_a_country_with_one_zone_is_one_tap(ana: Chatter, store: Store) -> None:
    await ana.says("/reminders")
    await ana.taps("+ Clinical trials")
    await ana.taps("Yes, save this")
    await ana.taps("United Kingdom")
    assert "When shall I remind you?" in ana.screen
    person = await store.people.get(ANA)
    assert person is not None
    assert (person.region, person.time_zone) == ("GB", "Europe/London")


@pytest.mark.parametrize(
    ("typed", "city", "expected"),
    [
        ("CDMX", "Mexico City", "MX"),
        ("Lyon", "Paris", "EU"),
        ("San Juan, Puerto Rico", "Puerto Rico", "PR"),
        ("Delhi", "Kolkata", "elsewhere"),
        ("CET", "Madrid", "unknown"),
        ("EST", "New York", "unknown"),
    ],
)
async def test_a_place_tells_the_country_and_the_name_of_a_clock_does_not(
    ana: Chatter, store: Store, typed: str, city: str, expected: str
) -> None:
    await ana.says("/reminders")
    await ana.taps("+ Clinical trials")
    await ana.taps("Yes, save this")
    await ana.says(typed)
    await ana.taps(next(label for label in ana.labels if label.startswith(city)))
    assert await region(store) == expected


async def test_a_zone_never_changes_a_country_that_was_chosen(ana: Chatter, store: Store) -> None:
    await chosen(ana, "MX")
    await ana.says("/settings")
    await ana.taps("Time zone: not set")
    await ana.says("Manchester")
    await ana.taps(next(label for label in ana.labels if label.startswith("London")))
    person = await store.people.get(ANA)
    assert person is not None
    assert (person.region, person.time_zone) == ("MX", "Europe/London")


async def test_an_old_button_with_a_zone_alone_still_keeps_the_zone(
    ana: Chatter, store: Store
) -> None:
    await chosen(ana, "unknown")
    await ana.taps_wire(callback_data.ZONE("Europe/London", back=callback_data.REMINDERS(0)))
    person = await store.people.get(ANA)
    assert person is not None
    assert (person.region, person.time_zone) == ("unknown", "Europe/London")


@pytest.mark.parametrize("country", ["FR", "<script>", "", "ES"])
async def test_a_forged_country_tells_nothing(ana: Chatter, store: Store, country: str) -> None:
    await chosen(ana, "unknown")
    await ana.taps_wire(
        callback_data.ZONE("Europe/London", country, back=callback_data.REMINDERS(0))
    )
    assert await region(store) == "unknown"
    await ana.taps_wire(callback_data.LIVE_IN("urgent-help", country if country != "ES" else "XX"))
    assert await region(store) == "unknown"


async def test_a_chosen_country_with_one_zone_brings_its_time(ana: Chatter, store: Store) -> None:
    await chosen(ana, "PE")
    person = await store.people.get(ANA)
    assert person is not None
    assert person.time_zone == "America/Lima"
    await ana.taps_wire(callback_data.SET("region", "GB"))
    person = await store.people.get(ANA)
    assert person is not None
    assert (person.region, person.time_zone) == ("GB", "America/Lima")


@pytest.mark.parametrize(
    ("old", "number"), [("US", "911"), ("EU", "112"), ("elsewhere", "Other countries")]
)
async def test_regions_kept_before_there_were_more_go_on(
    ana: Chatter, store: Store, old: str, number: str
) -> None:
    await chosen(ana, "GB")
    person = await store.people.get(ANA)
    assert person is not None
    async with store.transaction():
        await store.people.save_settings(replace(person, region=old))
    assert number in await ana.says("/urgent")
    await ana.says("/settings")
    assert any(label.startswith("Country: ") for label in ana.labels)


async def test_a_country_can_be_taken_back_and_all_numbers_come_again(ana: Chatter) -> None:
    await chosen(ana, "MX")
    await ana.says("/settings")
    await ana.taps("Country: Mexico")
    assert "✓ Mexico" in ana.labels
    await ana.taps("not chosen")
    assert "Country: not chosen" in ana.labels
    urgent = await ana.says("/urgent")
    assert all(number in urgent for number in EMERGENCY)


async def test_my_data_shows_the_country(ana: Chatter, world: World) -> None:
    await chosen(ana, "MX")
    await ana.says("/mydata")
    await ana.taps("Download my data")
    assert json.dumps(exported(world)).count('"region": "MX"') == 1


async def test_a_group_that_chose_no_country_sees_all_numbers(pump: Pump) -> None:
    mira = Chatter(pump, MIRA, SUPERGROUP_ID)
    urgent = await mira.says("/urgent")
    assert all(number in urgent for number in EMERGENCY)
    assert is_nobodys(urgent)


async def test_the_zone_of_a_group_tells_its_country(pump: Pump, services: Services) -> None:
    mira = Chatter(pump, MIRA, SUPERGROUP_ID)
    await mira.says("/groupsettings")
    assert "Country: not chosen" in mira.labels
    await mira.taps_wire(callback_data.GROUP_SET("time_zone", "America/Lima"))
    assert "Country: Peru" in mira.labels
    await mira.taps_wire(callback_data.GROUP_SET("time_zone", "Europe/London"))
    assert "Country: Peru" in mira.labels


async def chosen(person: Chatter, code: str) -> None:
    """A country set in the settings, which asks whether anything may be kept."""
    await person.says("/settings")
    await person.taps_wire(callback_data.SET("region", code))
    await person.taps("Yes, save this")


async def test_the_card_of_a_group_fits_though_it_has_all_numbers(pump: Pump) -> None:
    mira = Chatter(pump, MIRA, SUPERGROUP_ID)
    assert len(await mira.says("/urgent")) <= 1024


@pytest.mark.parametrize("language", ["en", "es"])
def test_the_card_for_urgent_help_fits_in_every_country(
    view: View, library: Library, language: str
) -> None:
    edition = library.edition(language)
    for region in edition.help_page(URGENT).regions:
        screen = cards.urgent(replace(view, edition=edition, region=region))
        assert len(as_read(screen.text)) <= cards.CARD_LIMIT, region
        assert safe(edition.texts("groups.sources")) in screen.text, region


async def test_the_words_for_violence_lead_to_its_lines(ana: Chatter) -> None:
    assert "1-800-799-7233" in await ana.says("domestic violence")
