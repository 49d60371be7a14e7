from dataclasses import replace

from bot.domain.time_zones import (
    UnknownZoneError,
    country_of,
    find_city,
    is_abbreviation,
    is_rough,
    zone_named,
)
from bot.planning.reminders import follow, plan
from bot.regions import UNKNOWN, region_of
from bot.screen import Screen
from bot.screens import time_zone
from bot.turns.services import Services
from bot.turns.turn import Turn
from storage.records import Person


async def on_zone(turn: Turn, services: Services) -> Person:
    """Keep the zone, and every reminder at its local time there; what was wanted comes next."""
    person = turn.kept_person()
    try:
        zone = zone_named(turn.arg(0)).key
    except UnknownZoneError:
        return person
    changed = replace(person, time_zone=zone, region=_region(person, zone, turn.arg(1)))
    await services.store.people.save_settings(changed)
    for reminder in await services.store.reminders.list(person.id):
        if reminder.state == "active":
            await follow(services, reminder, reminder.rule, zone)
    await plan(services, person.id, turn.now)
    return changed


async def on_ask(turn: Turn, services: Services) -> Screen:
    """The likely clock to confirm, or the countries; a typed city is understood there too."""
    if time_zone.guess(turn.view) is None:
        await services.store.pending_inputs.set(
            turn.person_id, turn.chat_id, "city", turn.wire, turn.now
        )
    return time_zone.ask(turn.view, turn.now, turn.wire)


async def on_city_typed(turn: Turn, services: Services) -> Screen:
    """A typed city; where it may be several, each is shown with its clock."""
    wanted = turn.arg(0)
    zones = find_city(turn.text, turn.edition.language, turn.view.region)
    if not zones:
        await services.store.pending_inputs.set(
            turn.person_id, turn.chat_id, "city", wanted, turn.now
        )
        return time_zone.choose_country(turn.view, 0, wanted, unknown=turn.text.strip())
    # Paris is a place in a country; CET is only the name of a clock, and Pariss a guess.
    named = not is_abbreviation(turn.text) and not is_rough(turn.text)
    return time_zone.found(turn.view, turn.now, zones, wanted, named=named)


async def on_countries(turn: Turn, services: Services) -> Screen:
    """A list of countries; a typed city is understood here too."""
    wanted = turn.view.back
    await services.store.pending_inputs.set(turn.person_id, turn.chat_id, "city", wanted, turn.now)
    return time_zone.choose_country(turn.view, turn.screen_number(0), wanted)


async def on_cities(turn: Turn, services: Services) -> Screen:
    number = turn.screen_number(1)
    return time_zone.choose_city(turn.view, turn.now, turn.arg(0), number, turn.view.back)


def zone_of(turn: Turn, services: Services) -> str:
    """The person's zone; until they tell it, the likeliest one, by which nothing is kept."""
    known = turn.person.time_zone if turn.person else None
    return known or time_zone.guess(turn.view) or services.settings.default_time_zone


def _region(person: Person, zone: str, country: str) -> str:
    """The country of a place that was named, where none is kept yet."""
    is_told = person.region == UNKNOWN and country != "" and country == country_of(zone)
    return region_of(country) if is_told else person.region
