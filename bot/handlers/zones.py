from dataclasses import replace

from bot.domain.zones import UnknownZoneError, find_city, zone_named
from bot.handlers.planning import follow, plan
from bot.screen import Screen
from bot.screens import zones
from bot.turn import Services, Turn
from storage.records import Person


async def on_zone(turn: Turn, services: Services) -> Person:
    """Keep the zone, and every reminder at its local time there; what was wanted comes next."""
    person = turn.kept_person()
    try:
        changed = replace(person, time_zone=zone_named(turn.arg(0)).key)
    except UnknownZoneError:
        return person
    await services.store.people.save_settings(changed)
    for one in await services.store.reminders.list(person.id):
        if one.state == "active":
            await follow(services, one, one.rule, changed.time_zone or one.time_zone)
    await plan(services, person.id, turn.now)
    return changed


async def on_city_typed(turn: Turn, services: Services) -> Screen:
    """A typed city; where it may be several, each is shown with its clock."""
    wanted = turn.arg(0)
    found = find_city(turn.text)
    if not found:
        await services.store.pending.set(turn.person_id, turn.chat_id, "city", wanted, turn.now)
    return zones.found(turn.view, turn.now, found, wanted)


async def on_countries(turn: Turn, services: Services) -> Screen:
    """A list of countries; a typed city is understood here too."""
    wanted = turn.view.back
    await services.store.pending.set(turn.person_id, turn.chat_id, "city", wanted, turn.now)
    return zones.choose_country(turn.view, turn.screen_number(0), wanted)


async def on_cities(turn: Turn, services: Services) -> Screen:
    number = turn.screen_number(1)
    return zones.choose_city(turn.view, turn.now, turn.arg(0), number, turn.view.back)
