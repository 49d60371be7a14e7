from bot.library.library import TALK, URGENT
from bot.screen import Screen
from bot.screens import reading
from bot.screens.home import greeting
from bot.turn import Services, Turn

LINK_PARTS = "__"  # between page and section in a deep link


def from_link(turn: Turn) -> Screen:
    """What `/start <page-id>` or `/start <page-id>__<section-id>` opens."""
    page_id, _, section_id = turn.text.split()[0].partition(LINK_PARTS)
    if page_id not in turn.edition.pages:
        return greeting(turn.view)
    if section_id:
        return reading.section(turn.view, page_id, section_id)
    return reading.page(turn.view, page_id)


async def on_page(turn: Turn, services: Services) -> Screen:
    return reading.page(turn.view, turn.arg(0))


async def on_section(turn: Turn, services: Services) -> Screen:
    return reading.section(turn.view, turn.arg(0), turn.arg(1), turn.arg(2))


async def on_sources(turn: Turn, services: Services) -> Screen:
    return reading.sources(turn.view, turn.arg(0), turn.arg(1), turn.screen_number(2))


async def on_questions(turn: Turn, services: Services) -> Screen:
    return reading.questions(turn.view, turn.arg(0), turn.screen_number(1))


async def on_related(turn: Turn, services: Services) -> Screen:
    return reading.related(turn.view, turn.arg(0))


async def on_urgent(turn: Turn, services: Services) -> Screen:
    return reading.page(turn.view, URGENT)


async def on_talk(turn: Turn, services: Services) -> Screen:
    return reading.page(turn.view, TALK)
