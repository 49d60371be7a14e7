from dataclasses import replace

from bot.domain.countries import living_in
from bot.library.model.library import TALK, URGENT
from bot.planning.reminders import plan
from bot.screen import Screen, paragraphs, safe
from bot.screens import help as help_screens
from bot.turns.services import Services
from bot.turns.turn import Turn


async def on_regions(turn: Turn, services: Services) -> Screen:
    return help_screens.regions(turn.view, turn.arg(0), turn.screen_number(1))


async def on_region(turn: Turn, services: Services) -> Screen:
    """Another country's numbers, for this screen only."""
    page_id = turn.arg(0) if turn.arg(0) in (URGENT, TALK) else URGENT
    return help_screens.help_page(turn.view, turn.edition.help_page(page_id), turn.arg(1))


async def on_live_in(turn: Turn, services: Services) -> Screen:
    """Keep the country whose numbers are shown as the person's own."""
    if turn.arg(1) not in turn.edition.regions:
        return await on_region(turn, services)
    changed = living_in(turn.kept_person(), turn.arg(1))
    await services.store.people.save_settings(changed)
    await plan(services, turn.person_id, turn.now)
    view = turn.view.of(changed, services.library)
    here = replace(turn, view=view, person=changed)
    screen = await on_region(here, services)
    kept = view.say("help.kept", country=view.say(f"regions.{changed.region}"))
    return replace(screen, text=paragraphs(screen.text, safe(kept)))
