from dataclasses import replace

from bot.screen import Screen
from bot.screens import settings
from bot.screens.view import View
from bot.turn import Services, Turn


async def on_settings(turn: Turn, services: Services) -> Screen:
    return settings.settings(turn.view)


async def on_choose(turn: Turn, services: Services) -> Screen:
    return settings.choose(turn.view, turn.arg(0))


async def on_set(turn: Turn, services: Services) -> Screen:
    """Keep one setting; a value that no button offers changes nothing."""
    name, value = turn.arg(0), turn.arg(1)
    if name not in settings.CHOICES or value not in settings.options(turn.view, name):
        return settings.settings(turn.view)
    view = _changed(turn.view, services, name, value)
    kept = turn.kept_person()
    changed = replace(
        kept, language=view.edition.language, region=view.region, text_length=view.text_length
    )
    await services.store.people.save_settings(changed)
    return settings.settings(view, done=view.say("settings.done"))


def _changed(view: View, services: Services, name: str, value: str) -> View:
    if name == "language":
        return replace(view, edition=services.library.edition(value))
    if name == "region":
        return replace(view, region=value)
    return replace(view, text_length="short" if value == "short" else "full")
