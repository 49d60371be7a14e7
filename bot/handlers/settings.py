from dataclasses import replace

from bot.domain.countries import living_in
from bot.planning.reminders import plan
from bot.screen import Screen
from bot.screens import settings
from bot.turns.services import Services
from bot.turns.turn import Turn
from storage.errors import StorageError
from storage.records import Person


async def on_settings(turn: Turn, services: Services) -> Screen:
    if turn.is_unread:
        raise StorageError("What the person chose can't be read.")
    return settings.settings(turn.view, _now(turn), _zone(turn.person))


async def on_choose(turn: Turn, services: Services) -> Screen:
    if turn.arg(0) not in settings.CHOICES:
        return await on_settings(turn, services)
    return settings.choose(turn.view, turn.arg(0), _now(turn), turn.screen_number(1))


async def on_set(turn: Turn, services: Services) -> Screen:
    """Keep one setting; a value that no button offers changes nothing."""
    name, value = turn.arg(0), turn.arg(1)
    if name not in settings.CHOICES or value not in settings.options(turn.view, name):
        return await on_settings(turn, services)
    changed = _changed(turn.kept_person(), name, value)
    await services.store.people.save_settings(changed)
    await plan(services, turn.person_id, turn.now)
    view = turn.view.of(changed, services.library)
    after = replace(turn, view=view, person=changed)
    return settings.settings(view, _now(after), _zone(changed), view.say("settings.done"))


def _now(turn: Turn) -> dict[str, str]:
    person = turn.person
    return {
        "language": turn.edition.language,
        "region": turn.view.region,
        "text_length": turn.view.text_length,
        "topic": "shown" if person and person.topic_shown else "hidden",
        "follow_ups": "no" if person and not person.follow_ups else "yes",
    }


def _changed(person: Person, name: str, value: str) -> Person:
    match name:
        case "language":
            return replace(person, language=value)
        case "region":
            return living_in(person, value)
        case "text_length":
            return replace(person, text_length="short" if value == "short" else "full")
        case "topic":
            return replace(person, topic_shown=value == "shown")
    return replace(person, follow_ups=value == "yes")


def _zone(person: Person | None) -> str | None:
    return person.time_zone if person else None
