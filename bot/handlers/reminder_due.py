from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot import callback_data
from bot.domain import reminder_kinds
from bot.domain.recurrence import BeforeVisit, Once, next_due
from bot.domain.reminders import rule_of, visit_meant
from bot.domain.talking_points import TalkingPoints
from bot.handlers import follow_up, printing
from bot.handlers.reminders import (
    follow_rule,
    has_visit,
    next_moments,
    on_reminders,
    reminder_of,
)
from bot.handlers.time_zone import zone_of
from bot.planning.reminders import plan, put_off
from bot.screen import Screen
from bot.screens import doctors_card, reminder_due
from bot.screens import reminders as screens
from bot.turns.services import Services
from bot.turns.studies import news_of
from bot.turns.turn import Turn
from storage.records import Reminder, Visit

TALK_TIME = time(10)
AT_A_VISIT = timedelta(hours=4)  # after it began, its card is still the one to show


async def on_send_now(turn: Turn, services: Services) -> Screen:
    """Exactly what will arrive, as a message of its own."""
    reminder = await reminder_of(turn, services)
    if reminder is None:
        return await on_reminders(turn.asked(), services)
    return reminder_due.arrived(turn.view, [reminder], late=False, doubt=False, topic_shown=False)


async def on_due(turn: Turn, services: Services) -> Screen:
    """Open what a discreet message announced."""
    reminder = await reminder_of(turn, services)
    if reminder is None:
        return await on_reminders(turn.asked(), services)
    if reminder.kind == reminder_kinds.FOLLOW_UP:
        return await follow_up.opened(turn, services, reminder)
    points, visit = await _points(turn, services, reminder)
    news = await news_of(turn.view, services, reminder)
    return reminder_due.opened(turn.view, reminder, points, visit, news)


async def on_show_doctor(turn: Turn, services: Services) -> Screen:
    reminder = await reminder_of(turn, services)
    if reminder is None:
        return await on_reminders(turn.asked(), services)
    points, _ = await _points(turn, services, reminder)
    if not points.lines:
        return await on_due(turn, services)
    return doctors_card.card(turn.view, points, callback_data.SHOW_DOCTOR_PDF(reminder.id))


async def on_show_doctor_pdf(turn: Turn, services: Services) -> Screen:
    reminder = await reminder_of(turn, services)
    if reminder is None:
        return await on_reminders(turn.asked(), services)
    points, visit = await _points(turn, services, reminder)
    if not points.lines:
        return await on_due(turn, services)
    anyway = callback_data.SHOW_DOCTOR_PDF(reminder.id, printing.ANYWAY)
    return await printing.printed_card(turn, points, visit, anyway)


async def on_talked(turn: Turn, services: Services) -> Screen:
    """It ends here, whatever is tapped next: nobody is reminded of what was talked about."""
    reminder = await reminder_of(turn, services)
    if reminder is None:
        return await on_reminders(turn.asked(), services)
    await services.store.reminders.finish(turn.person_id, reminder.id)
    await plan(services, turn.person_id, turn.now)
    if reminder.kind == reminder_kinds.FOLLOW_UP:
        return await _ended(turn, services, "reminders.good")
    return reminder_due.talked(turn.view, reminder)


async def on_next_talk(turn: Turn, services: Services) -> Screen:
    """In some months again, once; the rhythm it had ends, because the talk took place."""
    months = turn.arg(1)
    if months not in ("1", "3", "6"):
        return await on_due(turn, services)
    rule = rule_of(f"+{int(months) * 30}", turn.now, zone_of(turn, services))
    return await follow_rule(turn, services, turn.arg(0), rule or Once(turn.now))


async def on_later(turn: Turn, services: Services) -> Screen:
    reminder = await reminder_of(turn, services)
    if reminder is None:
        return await on_reminders(turn.asked(), services)
    if reminder.kind == reminder_kinds.FOLLOW_UP:  # a button of an older version
        return await follow_up.opened(turn, services, reminder)
    return reminder_due.later(turn.view, reminder, has_visit=await has_visit(turn, services))


async def on_later_by(turn: Turn, services: Services) -> Screen:
    """Once more after a while; the rule it follows stays as it is."""
    reminder = await reminder_of(turn, services)
    if reminder is None:
        return await on_reminders(turn.asked(), services)
    due = await _later(turn, services)
    if due is None:
        return await on_later(turn, services)
    await put_off(services, reminder, due)
    await plan(services, turn.person_id, turn.now)
    return await _ended(turn, services, "reminders.later_kept")


async def on_stop(turn: Turn, services: Services) -> Screen:
    """One tap, and it is believed."""
    await services.store.reminders.delete(turn.person_id, turn.int_arg(0))
    return await _ended(turn, services, "reminders.stopped")


async def has_waiting(turn: Turn, services: Services) -> bool:
    """Whether reminders rest because Telegram did not take them."""
    every = await services.store.reminders.list(turn.person_id)
    return any(
        reminder.paused_because == "unreachable" or reminder.state == "set-aside"
        for reminder in every
    )


async def on_return(turn: Turn, services: Services) -> Screen:
    """They unblocked the bot: what had to wait goes on, and they are told."""
    woken = await services.store.reminders.wake_reachable(turn.person_id)
    await plan(services, turn.person_id, turn.now)
    drawn = await on_reminders(turn, services)
    if not woken:
        return drawn
    notice = turn.view.count("reminders.welcome_back", len(woken))
    return Screen(f"{notice}\n\n{drawn.text}", drawn.rows)


async def _points(
    turn: Turn, services: Services, reminder: Reminder
) -> tuple[TalkingPoints, Visit | None]:
    """What to ask, and the visit it is for: one that has just begun still counts."""
    if reminder.kind == reminder_kinds.OWN:
        return TalkingPoints(()), None
    mine = await services.store.questions.list(turn.person_id)
    visits = await services.store.visits.upcoming(turn.person_id, turn.now - AT_A_VISIT)
    visit = visit_meant(reminder, visits, zone_of(turn, services), turn.now)
    return doctors_card.points(turn.view, [reminder.kind], mine), visit


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
