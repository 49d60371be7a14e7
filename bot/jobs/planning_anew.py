"""Plans for everybody at once, after the clock was wrong."""

from datetime import datetime

from bot.planning.group_posts import plan_anew
from bot.planning.reminders import plan
from bot.turns.services import Services


async def plan_everybody(services: Services, now: datetime) -> None:
    """Plan all that is active anew, each owner in a transaction of their own.

    A clock that ran ahead has planned for a time that is now far away. What was sent meanwhile is
    not sent again: each occurrence is used once.
    """
    store = services.store
    for person_id in await store.reminders.owners():
        async with store.transaction():
            await plan(services, person_id, now)
    for chat_id in await store.schedules.owners():
        async with store.transaction():
            await store.groups.lock(chat_id)
            await plan_anew(services, chat_id, now)
