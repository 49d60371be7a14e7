from bot.domain import follow_up as letters_of
from bot.domain.follow_up import NO, YES, checked_letters
from bot.domain.recurrence import BeforeVisit
from bot.domain.reminder_kinds import raised
from bot.domain.reminders import USUAL_TIME
from bot.handlers.reminders import on_reminders, reminder_of
from bot.handlers.time_zone import zone_of
from bot.planning.agenda import leave_topic, raise_topic, talked_about
from bot.planning.reminders import plan
from bot.screen import Screen
from bot.screens import calendar, follow_up
from bot.turns.services import Services
from bot.turns.turn import Turn
from storage.records import Reminder

DAYS_BEFORE = 3


async def opened(turn: Turn, services: Services, reminder: Reminder) -> Screen:
    """Asks about what was raised before the visit and was not talked about yet."""
    every = raised(turn.edition, await services.store.reminders.list(turn.person_id))
    letters = letters_of.letters_for(turn.edition, [each.kind for each in every])
    on = letters_of.visit_day(reminder, turn.view.today)
    if not every:
        return follow_up.general(turn.view, reminder, on)
    return follow_up.follow_up(turn.view, reminder, on, letters)


async def on_answer(turn: Turn, services: Services) -> Screen:
    """One topic is answered; what was talked about is not raised again by itself."""
    reminder, letters = (
        await reminder_of(turn, services),
        checked_letters(turn.edition, turn.arg(1)),
    )
    if reminder is None or not letters:
        return await on_reminders(turn.asked(), services)
    for kind, letter in letters_of.answers(turn.edition, letters):
        if letter == YES:
            await talked_about(services, turn.person_id, kind)
    if not letters_of.to_ask(turn.edition, letters):
        await services.store.reminders.finish(turn.person_id, reminder.id)
    await plan(services, turn.person_id, turn.now)
    on = letters_of.visit_day(reminder, turn.view.today)
    return follow_up.follow_up(turn.view, reminder, on, letters)


async def on_next_visit(turn: Turn, services: Services) -> Screen:
    """What did not come up is raised before the next visit, which is asked for if none is known."""
    kinds, zone = _missing(turn), zone_of(turn, services)
    for kind in kinds:
        rule = BeforeVisit(DAYS_BEFORE, USUAL_TIME)
        await raise_topic(services, turn.person_id, kind, rule, zone, turn.now)
    await services.store.reminders.finish(turn.person_id, turn.int_arg(0))
    await plan(services, turn.person_id, turn.now)
    visit = await services.store.visits.next_after(turn.person_id, turn.now)
    when = calendar.when(turn.view, visit.local_start) if visit else ""
    return follow_up.comes_again(turn.view, kinds, when, visit.id if visit else 0)


async def on_leave_it(turn: Turn, services: Services) -> Screen:
    """It is believed: what did not come up is not raised again by itself."""
    for kind in _missing(turn):
        await leave_topic(services, turn.person_id, kind)
    await services.store.reminders.finish(turn.person_id, turn.int_arg(0))
    await plan(services, turn.person_id, turn.now)
    return follow_up.left(turn.view)


def _missing(turn: Turn) -> list[str]:
    letters = checked_letters(turn.edition, turn.arg(1))
    return [kind for kind, letter in letters_of.answers(turn.edition, letters) if letter == NO]
