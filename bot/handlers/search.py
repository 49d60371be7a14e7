import asyncio

from bot.domain.date_parser import Moment, understand
from bot.handlers.questions import on_page_questions
from bot.handlers.reading import open_item
from bot.library.search.hits import SURE, Hit, is_sure
from bot.screen import Button, Screen, safe
from bot.screens import home, reading, search
from bot.turns.services import Services
from bot.turns.turn import Turn

AN_ORDER = 5  # words, which ask for a screen of the bot and for nothing else


async def on_find(turn: Turn, services: Services) -> Screen:
    """The one sure hit, then a list, then kind words; a greeting leads home.

    Words of danger do not come here: the router has shown help, and what was found under it.
    """
    if not turn.text.strip():
        return search.prompt(turn.view)
    if services.library.is_small_talk(turn.text):
        return home.home(turn.view, safe(turn.view.say("find.small_talk")))
    await asyncio.sleep(0)  # danger was looked for just now: others are answered in between
    hits = services.library.find(turn.edition, turn.text)
    if is_sure(hits) and not _asked_of_the_bot(turn, services):
        return await _open(turn, services, hits[0])
    return _listed(turn, services, _shown(turn, services, hits))


async def on_results(turn: Turn, services: Services) -> Screen:
    """The list again, from what was typed, which stands in the button and nowhere else."""
    asked = turn.typed(turn.arg(0))
    return _listed(asked, services, _hits(asked, services))


async def on_found(turn: Turn, services: Services) -> Screen:
    """One result, with the way back to the others."""
    asked = turn.typed(turn.arg(1))
    hits = _hits(asked, services)
    number = turn.int_arg(0)
    if not 0 <= number < len(hits):
        return _listed(asked, services, hits)
    back = search.results_tap(asked.text)
    return await _open(asked.came_from(back), services, hits[number])


def _listed(turn: Turn, services: Services, hits: tuple[Hit, ...]) -> Screen:
    first = _asked_of_the_bot(turn, services)
    if first or hits:
        return search.results(turn.view, turn.text, hits, first)
    nearest = services.library.nearest(turn.edition, turn.text)
    return search.nothing(turn.view, turn.text, nearest)


def _hits(turn: Turn, services: Services) -> tuple[Hit, ...]:
    return _shown(turn, services, services.library.find(turn.edition, turn.text))


def _shown(turn: Turn, services: Services, hits: tuple[Hit, ...]) -> tuple[Hit, ...]:
    """What is found; "stop" wants quiet, and no page on stopping."""
    is_short = len(turn.text.split()) <= AN_ORDER
    if is_short and services.library.screens(turn.edition, turn.text):
        return tuple(hit for hit in hits if hit.score >= SURE)
    return hits


def _asked_of_the_bot(turn: Turn, services: Services) -> list[Button]:
    """Screens of the bot that the words name, and an appointment where they say day and time."""
    buttons = search.screens(turn.view, services.library.screens(turn.edition, turn.text))
    zone = turn.person.time_zone if turn.person else None
    zone = zone or services.settings.default_time_zone
    moment = understand(turn.text, turn.edition.language, zone, turn.said_at, turn.view.habits)
    if isinstance(moment, Moment) and moment.at and moment.day_is_said:
        buttons.append(search.appointment(turn.view, moment))
    return buttons


async def _open(turn: Turn, services: Services, hit: Hit) -> Screen:
    if hit.kind == "question":
        page_id, number = reading.asked_on(turn.edition, hit.id)
        asked = turn.asked(page_id, str(number)).came_from(turn.view.back)
        return await on_page_questions(asked, services)
    return await open_item(turn, services, hit.kind, hit.id)
