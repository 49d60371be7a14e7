from datetime import datetime

from bot.domain import reminder_kinds
from bot.domain.date_parser import Moment, understand
from bot.domain.recurrence import Once, Rule, to_text
from bot.domain.reminders import at_time, rule_of
from bot.domain.visits import local_now, refused
from bot.handlers.time_zone import zone_of
from bot.planning.reminders import plan
from bot.screen import Screen
from bot.screens import calendar
from bot.screens import reminders as screens
from bot.turns.services import Services
from bot.turns.turn import Turn, read_int
from storage.records import Reminder


async def on_reminders(turn: Turn, services: Services) -> Screen:
    every = await services.store.reminders.list(turn.person_id) if turn.may_be_known else []
    due = await next_moments(turn, services)
    number = turn.screen_number(0)
    return screens.reminders(turn.view, every, due, zone_of(turn, services), number)


async def on_reminder(turn: Turn, services: Services) -> Screen:
    return await _shown(turn, services, turn.int_arg(0))


async def on_new(turn: Turn, services: Services) -> Screen:
    """A kind was chosen: ask for the words of one's own, or at once for the moment."""
    kind = turn.arg(0)
    if kind == reminder_kinds.OWN:
        await services.store.pending_inputs.set(
            turn.person_id, turn.chat_id, "reminder-text", "", turn.now
        )
        return screens.own_words(turn.view)
    if kind not in reminder_kinds.kinds(turn.edition):
        return await on_reminders(turn.asked(), services)
    return screens.choose_when(turn.view, kind, has_visit=await has_visit(turn, services))


async def on_text_typed(turn: Turn, services: Services) -> Screen:
    """Own words are kept at once, for a week from now, and the moment is asked."""
    reminder = await services.store.reminders.add(
        turn.person_id,
        turn.now,
        kind=reminder_kinds.OWN,
        text=turn.text,
        rule=to_text(rule_of("+7", turn.now, zone_of(turn, services)) or Once(turn.now)),
        time_zone=zone_of(turn, services),
    )
    await plan(services, turn.person_id, turn.now)
    visit = await has_visit(turn, services)
    return screens.choose_when(turn.view, str(reminder.id), has_visit=visit, words=turn.text)


async def on_when(turn: Turn, services: Services) -> Screen:
    return screens.choose_when(turn.view, turn.arg(0), has_visit=await has_visit(turn, services))


async def on_every(turn: Turn, services: Services) -> Screen:
    return screens.choose_step(turn.view, turn.arg(0))


async def on_set_when(turn: Turn, services: Services) -> Screen:
    """A moment was chosen for a new reminder (its kind) or for one that is there (its id)."""
    rule = rule_of(turn.arg(1), turn.now, zone_of(turn, services))
    if rule is None:
        return await on_when(turn, services)
    return await follow_rule(turn, services, turn.arg(0), rule)


async def follow_rule(turn: Turn, services: Services, target: str, rule: Rule) -> Screen:
    """Keep the rule for the target, plan it, and show the reminder."""
    zone, store = zone_of(turn, services), services.store
    if target in reminder_kinds.kinds(turn.edition) and target != reminder_kinds.OWN:
        reminder = await _same(turn, services, target, to_text(rule), zone)
        reminder = reminder or await store.reminders.add(
            turn.person_id, turn.now, kind=target, rule=to_text(rule), time_zone=zone
        )
        reminder_id = reminder.id
    else:
        reminder_id = read_int(target)
        await store.reminders.change_rule(
            turn.person_id, reminder_id, rule=to_text(rule), time_zone=zone, visit_id=None
        )
    await plan(services, turn.person_id, turn.now)
    return await _shown(turn, services, reminder_id, "reminders.kept")


async def _same(turn: Turn, services: Services, kind: str, rule: str, zone: str) -> Reminder | None:
    """One that is there already: the same button pressed again keeps no second one."""
    for reminder in await services.store.reminders.list(turn.person_id):
        if (reminder.kind, reminder.rule, reminder.time_zone, reminder.state) == (
            kind,
            rule,
            zone,
            "active",
        ):
            return reminder
    return None


async def on_month(turn: Turn, services: Services) -> Screen:
    """A month to choose from; a typed day is understood while it shows."""
    target = turn.arg(1)
    month = calendar.read_month(turn.arg(0)) or turn.view.today
    await services.store.pending_inputs.set(
        turn.person_id, turn.chat_id, "moment", target, turn.now
    )
    return screens.choose_day(turn.view, target, month)


async def on_day(turn: Turn, services: Services) -> Screen:
    day = calendar.read_day(turn.arg(0))
    here = local_now(turn.now, zone_of(turn, services))
    if day is None or day < here.date():
        return await on_month(turn.asked("", turn.arg(1)), services)
    return screens.choose_time(turn.view, turn.arg(1), day, here)


async def on_at(turn: Turn, services: Services) -> Screen:
    local = calendar.read_moment(turn.arg(0))
    if local is None or refused(local, zone_of(turn, services), turn.now):
        return await on_month(turn.asked("", turn.arg(1)), services)
    return await follow_rule(turn, services, turn.arg(1), Once(local))


async def on_moment_typed(turn: Turn, services: Services) -> Screen:
    """A typed day and time, read back; what isn't understood leaves the question open."""
    target, view = turn.arg(0), turn.view
    zone = zone_of(turn, services)
    moment = understand(turn.text, view.edition.language, zone, turn.said_at, view.habits)
    if isinstance(moment, Moment):
        return screens.read_back(view, target, moment)
    await services.store.pending_inputs.set(
        turn.person_id, turn.chat_id, "moment", target, turn.now
    )
    drawn = screens.choose_day(view, target, view.today)
    return Screen(f"{view.say(calendar.UNCLEAR[moment.reason])}\n\n{drawn.text}", drawn.rows)


async def on_hours(turn: Turn, services: Services) -> Screen:
    reminder = await reminder_of(turn, services)
    if reminder is None:
        return await on_reminders(turn.asked(), services)
    return screens.choose_hour(turn.view, reminder)


async def on_hour(turn: Turn, services: Services) -> Screen:
    """The same rule at another hour."""
    reminder, at = await reminder_of(turn, services), calendar.read_moment(f"20000101{turn.arg(1)}")
    rule = at_time(reminder.rule, at.time()) if reminder and at else None
    if rule is None:
        return await on_reminders(turn.asked(), services)
    return await follow_rule(turn, services, turn.arg(0), rule)


async def on_pause(turn: Turn, services: Services) -> Screen:
    if turn.arg(1) == "1":
        await services.store.reminders.pause(turn.person_id, turn.int_arg(0), "person")
    else:
        await services.store.reminders.resume(turn.person_id, turn.int_arg(0))
    await plan(services, turn.person_id, turn.now)
    return await _shown(turn, services, turn.int_arg(0))


async def on_delete(turn: Turn, services: Services) -> Screen:
    await services.store.reminders.delete(turn.person_id, turn.int_arg(0))
    return await on_reminders(turn.asked(), services)


async def _shown(turn: Turn, services: Services, reminder_id: int, notice_key: str = "") -> Screen:
    reminder = await services.store.reminders.get(turn.person_id, reminder_id)
    if reminder is None:
        return await on_reminders(turn.asked(), services)
    due = (await next_moments(turn, services)).get(reminder.id)
    notice = turn.view.say(notice_key) if notice_key else ""
    return screens.reminder(turn.view, reminder, due, zone_of(turn, services), notice)


async def reminder_of(turn: Turn, services: Services) -> Reminder | None:
    return await services.store.reminders.get(turn.person_id, turn.int_arg(0))


async def next_moments(turn: Turn, services: Services) -> dict[int, datetime]:
    pending = await services.store.deliveries.pending_for(turn.person_id)
    moments: dict[int, datetime] = {}
    for delivery in sorted(pending, key=lambda d: d.due_at):
        if delivery.reminder_id is not None:
            moments.setdefault(delivery.reminder_id, delivery.due_at)
    return moments


async def has_visit(turn: Turn, services: Services) -> bool:
    return await services.store.visits.next_after(turn.person_id, turn.now) is not None
