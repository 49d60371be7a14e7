"""Which studies a reminder counts; nothing of it is kept unless the person chooses it here."""

import asyncio
import re

from bot.domain.finder import MOST_BITS
from bot.handlers.reminder_due import on_due
from bot.handlers.reminders import reminder_of
from bot.screen import Screen
from bot.screens import study_news as screens
from bot.turns.services import Services
from bot.turns.studies import usable
from bot.turns.turn import Turn


async def on_countries(turn: Turn, services: Services) -> Screen:
    reminder, ready = await reminder_of(turn, services), await usable(turn.view, services)
    if reminder is None or ready is None:
        return await on_due(turn, services)
    counts = await asyncio.to_thread(ready.studies.countries)
    return screens.countries(turn.view, reminder, counts, turn.screen_number(1))


async def on_country(turn: Turn, services: Services) -> Screen:
    reminder, country = await reminder_of(turn, services), turn.arg(1)
    if reminder and re.fullmatch("[A-Z]{2}", country):
        reminders = services.store.reminders
        await reminders.count_in(turn.person_id, reminder.id, country, reminder.news_types)
    return await on_due(turn, services)


async def on_types(turn: Turn, services: Services) -> Screen:
    reminder, known = await reminder_of(turn, services), turn.edition.pack.finder
    if reminder is None or known is None or not known.types:
        return await on_due(turn, services)
    return screens.types(turn.view, reminder, known)


async def on_type(turn: Turn, services: Services) -> Screen:
    """Keep the type, or forget it."""
    reminder, known = await reminder_of(turn, services), turn.edition.pack.finder
    if reminder and known:
        types = known.bits_of(turn.int_arg(1, MOST_BITS)) or None
        reminders = services.store.reminders
        await reminders.count_in(turn.person_id, reminder.id, reminder.news_country, types)
    return await on_due(turn, services)
