from bot.screen import Screen
from bot.screens import glossary
from bot.turns.services import Services
from bot.turns.turn import Turn


async def on_words(turn: Turn, services: Services) -> Screen:
    return glossary.words(turn.view, turn.screen_number(0))


async def on_medicines(turn: Turn, services: Services) -> Screen:
    return glossary.medicines(turn.view, turn.screen_number(0))


async def on_page_words(turn: Turn, services: Services) -> Screen:
    return glossary.page_words(turn.view, turn.arg(0), turn.screen_number(1), turn.arg(2))


async def on_medicine_safety(turn: Turn, services: Services) -> Screen:
    return glossary.medicine_safety(turn.view, turn.arg(0))


async def on_medicine_checks(turn: Turn, services: Services) -> Screen:
    return glossary.medicine_checks(turn.view, turn.arg(0))


async def on_page_medicines(turn: Turn, services: Services) -> Screen:
    return glossary.page_medicines(turn.view, turn.arg(0), turn.screen_number(1), turn.arg(2))
