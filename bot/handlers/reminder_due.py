import asyncio
from datetime import datetime, time, timedelta
from functools import partial
from zoneinfo import ZoneInfo

from bot.documents.sheet import Group, Sheet
from bot.domain import reminder_kinds, talking_points
from bot.domain.recurrence import BeforeVisit, Once, next_due
from bot.domain.reminders import rule_of
from bot.handlers.printing import to_pdf
from bot.handlers.reminders import (
    follow_rule,
    has_visit,
    next_moments,
    on_reminders,
    reminder_of,
    zone_of,
)
from bot.planning.reminders import plan, put_off
from bot.screen import Screen
from bot.screens import reminder_due
from bot.screens import reminders as screens
from bot.screens.questions import CARD_SIZE, printed, wording
from bot.turns.services import Services
from bot.turns.turn import Turn

TALK_TIME = time(10)


async def on_send_now(turn: Turn, services: Services) -> Screen:
    """Exactly what will arrive, as a message of its own."""
    one = await reminder_of(turn, services)
    if one is None:
        return await on_reminders(turn.asked(), services)
    return reminder_due.arrived(turn.view, [one], late=False, doubt=False, topic_shown=False)


async def on_due(turn: Turn, services: Services) -> Screen:
    """Open what a discreet message announced."""
    one = await reminder_of(turn, services)
    if one is None:
        return await on_reminders(turn.asked(), services)
    mine = await services.store.questions.list(turn.person_id)
    return reminder_due.opened(turn.view, one, mine)


async def on_show_doctor(turn: Turn, services: Services) -> Screen:
    one = await reminder_of(turn, services)
    if one is None:
        return await on_reminders(turn.asked(), services)
    mine = await services.store.questions.list(turn.person_id)
    return reminder_due.doctors_card(turn.view, one, mine)


async def on_show_doctor_pdf(turn: Turn, services: Services) -> Screen:
    one = await reminder_of(turn, services)
    if one is None:
        return await on_reminders(turn.asked(), services)
    view, mine = turn.view, await services.store.questions.list(turn.person_id)
    lines = tuple(
        talking_points.talking_points(view.edition, one, mine, partial(wording, view))[:CARD_SIZE]
    )
    sheet = Sheet(
        view.say("card.title"),
        reminder_due.card_intro(view, one),
        (Group("", lines),),
        view.say("card.close"),
        view.say("questions.sheet_footer"),
        answer_lines=0,
    )
    document = await asyncio.to_thread(to_pdf, view, sheet, large=True)
    return printed(view, document, "card.printed")


async def on_talked(turn: Turn, services: Services) -> Screen:
    one = await reminder_of(turn, services)
    if one is None:
        return await on_reminders(turn.asked(), services)
    if one.kind == reminder_kinds.FOLLOW_UP:
        await services.store.reminders.finish(turn.person_id, one.id)
        return await _ended(turn, services, "reminders.good")
    return reminder_due.talked(turn.view, one)


async def on_next_talk(turn: Turn, services: Services) -> Screen:
    """In some months again, once; the rhythm it had ends, because the talk took place."""
    months = turn.arg(1)
    if months not in ("1", "3", "6"):
        return await on_talked(turn, services)
    rule = rule_of(f"+{int(months) * 30}", turn.now, zone_of(turn, services))
    return await follow_rule(turn, services, turn.arg(0), rule or Once(turn.now))


async def on_later(turn: Turn, services: Services) -> Screen:
    one = await reminder_of(turn, services)
    if one is None:
        return await on_reminders(turn.asked(), services)
    return reminder_due.later(turn.view, one, has_visit=await has_visit(turn, services))


async def on_later_by(turn: Turn, services: Services) -> Screen:
    """Once more after a while; the rule it follows stays as it is."""
    one = await reminder_of(turn, services)
    if one is None:
        return await on_reminders(turn.asked(), services)
    due = await _later(turn, services)
    if due is None:
        return await on_later(turn, services)
    await put_off(services, one, due)
    await plan(services, turn.person_id, turn.now)
    return await _ended(turn, services, "reminders.later_kept")


async def on_stop(turn: Turn, services: Services) -> Screen:
    """One tap, and it is believed."""
    await services.store.reminders.delete(turn.person_id, turn.int_arg(0))
    return await _ended(turn, services, "reminders.stopped")


async def has_waiting(turn: Turn, services: Services) -> bool:
    """Whether reminders rest because Telegram did not take them."""
    every = await services.store.reminders.list(turn.person_id)
    return any(one.paused_because == "unreachable" or one.state == "set-aside" for one in every)


async def on_return(turn: Turn, services: Services) -> Screen:
    """They unblocked the bot: what had to wait goes on, and they are told."""
    woken = await services.store.reminders.wake_reachable(turn.person_id)
    await plan(services, turn.person_id, turn.now)
    drawn = await on_reminders(turn, services)
    if not woken:
        return drawn
    notice = turn.view.count("reminders.welcome_back", len(woken))
    return Screen(f"{notice}\n\n{drawn.text}", drawn.rows)


async def _later(turn: Turn, services: Services) -> datetime | None:
    zone = zone_of(turn, services)
    if turn.arg(1) == "visit":
        visit = await services.store.visits.next_after(turn.person_id, turn.now)
        start = visit.local_start if visit else None
        return next_due(BeforeVisit(1, TALK_TIME), zone, turn.now, visit=start)
    if turn.arg(1) not in ("1", "3"):
        return None
    day = (turn.now.astimezone(ZoneInfo(zone)) + timedelta(days=int(turn.arg(1)))).date()
    return next_due(Once(datetime.combine(day, TALK_TIME)), zone, turn.now)


async def _ended(turn: Turn, services: Services, key: str) -> Screen:
    every = await services.store.reminders.list(turn.person_id)
    moments = await next_moments(turn, services)
    drawn = screens.reminders(turn.view, every, moments, zone_of(turn, services))
    return Screen(f"{turn.view.say(key)}\n\n{drawn.text}", drawn.rows)
