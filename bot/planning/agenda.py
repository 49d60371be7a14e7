"""What is raised before each visit: reminders of the pack's topics that come before a visit."""

from datetime import datetime

from bot.domain.recurrence import Rule, from_text, next_due, to_text
from bot.domain.reminder_kinds import raised
from bot.domain.reminders import is_about_visit, rule_of
from bot.domain.visits import local_now
from bot.library.model.library import Edition
from bot.screens.agenda import Agenda
from bot.turns.services import Services
from storage.records import Reminder, Visit

LEADS = ("v3", "v1", "vm")  # the first one that there is time for is offered


async def agenda_of(
    services: Services, edition: Edition, visit: Visit, zone: str, now: datetime, lead: str = ""
) -> Agenda:
    """What is raised; `lead` is what was chosen where nothing is raised yet."""
    chosen = raised(edition, await services.store.reminders.list(visit.person_id))
    rules = {code: rule for code in LEADS if (rule := rule_of(code, now, zone))}
    due = {code: _due(rule, visit, zone, now) for code, rule in rules.items()}
    leads = tuple(code for code in LEADS if due.get(code))
    moments = [_due(from_text(reminder.rule), visit, zone, now) for reminder in chosen]
    own = {code for code, rule in rules.items() if to_text(rule) in {r.rule for r in chosen}}
    wanted = next((code for code in leads if code in (own or {lead})), next(iter(leads), ""))
    coming = min((moment for moment in moments if moment), default=None)
    kinds = tuple(dict.fromkeys(reminder.kind for reminder in chosen))
    return Agenda(kinds, wanted, leads, local_now(coming, zone) if coming else None)


async def raise_topic(
    services: Services, person_id: int, kind: str, rule: Rule, zone: str, now: datetime
) -> None:
    """Be reminded of it before each visit; once, however often it is asked. To be planned."""
    reminders = services.store.reminders
    known = await _before_visits(services, person_id, kind)
    if any(reminder.state == "active" for reminder in known):
        return
    if known:
        await reminders.change_rule(person_id, known[0].id, rule=to_text(rule), time_zone=zone)
        return
    await reminders.add(person_id, now, kind=kind, rule=to_text(rule), time_zone=zone)


async def leave_topic(services: Services, person_id: int, kind: str) -> None:
    """No longer before visits; what comes on days of its own stays."""
    for reminder in await _before_visits(services, person_id, kind):
        await services.store.reminders.delete(person_id, reminder.id)


async def talked_about(services: Services, person_id: int, kind: str) -> None:
    """It was talked about, so it does not come before the next visit by itself."""
    for reminder in await _before_visits(services, person_id, kind):
        await services.store.reminders.finish(person_id, reminder.id)


async def _before_visits(services: Services, person_id: int, kind: str) -> list[Reminder]:
    every = await services.store.reminders.list(person_id)
    return [reminder for reminder in every if reminder.kind == kind and is_about_visit(reminder)]


def _due(rule: Rule, visit: Visit, zone: str, now: datetime) -> datetime | None:
    return next_due(rule, zone, now, visit=local_now(visit.starts_at, zone))
