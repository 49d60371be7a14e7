"""Whether the copy of the register can be asked, and what a reminder counts in it."""

import asyncio
from dataclasses import dataclass
from datetime import date

from bot.domain.study_copy import Age, age_of
from bot.screens.study_news import News
from bot.screens.study_words import Source, home_country
from bot.screens.view import View
from bot.turns.services import Services
from storage.records import Reminder
from storage.studies import Studies


@dataclass(frozen=True, slots=True)
class Ready:
    """A copy that can be asked."""

    source: Source
    studies: Studies
    #: Too old for lists and counts; what is saved can still be read.
    is_stale: bool


async def ready(view: View, services: Services) -> Ready | None:
    """None where the pack has no finder, the host wants none, or nothing was fetched yet."""
    finder, studies = view.edition.pack.finder, services.studies
    copy = await asyncio.to_thread(studies.copy) if finder and studies else None
    if not finder or not studies or not copy:
        return None
    source = Source(finder, date.fromisoformat(copy.data_on[:10]), copy.is_sample)
    is_stale = age_of(source.data_on, view.today) is Age.STALE and not copy.is_sample
    return Ready(source, studies, is_stale)


async def usable(view: View, services: Services) -> Ready | None:
    """One that is new enough for lists."""
    register = await ready(view, services)
    return None if register is None or register.is_stale else register


async def news_of(view: View, services: Services, reminder: Reminder) -> News | None:
    """What a reminder counts; None where it is about something else, or the copy says nothing."""
    finder, register = view.edition.pack.finder, await usable(view, services)
    if finder is None or register is None or reminder.kind != finder.reminder:
        return None
    country, since = reminder.news_country or home_country(view), reminder.news_from or ""
    types = finder.bits_of(reminder.news_types or 0)
    count = await asyncio.to_thread(_count, register.studies, country, since, types)
    return News(country, types, since, count)


def _count(studies: Studies, country: str, since: str, types: int) -> int:
    if not country:
        return 0
    if since:
        return studies.new_since(country, since, types)
    return studies.open_in(country, types)
