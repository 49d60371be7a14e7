from bot import callback_data
from bot.domain.recurrence import to_text
from bot.domain.reminder_kinds import raised, topics
from bot.domain.reminders import rule_of
from bot.domain.talking_points import TalkingPoints
from bot.handlers import printing
from bot.handlers.time_zone import zone_of
from bot.handlers.visits import about_one
from bot.planning.agenda import LEADS, agenda_of, leave_topic, raise_topic
from bot.planning.reminders import follow, plan
from bot.screen import Screen
from bot.screens import agenda, doctors_card, questions
from bot.screens.agenda import Agenda
from bot.turns.services import Services
from bot.turns.turn import Turn
from storage.records import Visit


@about_one
async def on_agenda(turn: Turn, services: Services, visit: Visit) -> Screen:
    return agenda.agenda(turn.view, visit, await _agenda(turn, services, visit, turn.arg(1)))


@about_one
async def on_leads(turn: Turn, services: Services, visit: Visit) -> Screen:
    return agenda.leads(turn.view, visit, await _agenda(turn, services, visit, turn.arg(1)))


@about_one
async def on_lead(turn: Turn, services: Services, visit: Visit) -> Screen:
    """Another time before each visit, for all that is raised there."""
    zone = zone_of(turn, services)
    rule = rule_of(turn.arg(1), turn.now, zone) if turn.arg(1) in LEADS else None
    if rule:
        for each in raised(turn.edition, await services.store.reminders.list(turn.person_id)):
            await follow(services, each, to_text(rule), zone)
        await plan(services, turn.person_id, turn.now)
    return agenda.agenda(turn.view, visit, await _agenda(turn, services, visit, turn.arg(1)))


@about_one
async def on_topic(turn: Turn, services: Services, visit: Visit) -> Screen:
    """Raise a topic before each visit, or no longer; pressed twice is as pressed once."""
    kind, zone = turn.arg(1), zone_of(turn, services)
    rule = rule_of(turn.arg(3), turn.now, zone) if turn.arg(3) in LEADS else None
    if rule and kind in topics(turn.edition):
        if turn.arg(2) == "1":
            await raise_topic(services, turn.person_id, kind, rule, zone, turn.now)
        else:
            await leave_topic(services, turn.person_id, kind)
        await plan(services, turn.person_id, turn.now)
    return agenda.agenda(turn.view, visit, await _agenda(turn, services, visit, turn.arg(3)))


@about_one
async def on_card(turn: Turn, services: Services, visit: Visit) -> Screen:
    points = await _points(turn, services, visit)
    if not points.lines:
        return questions.questions(turn.view, (), 0)
    return doctors_card.card(turn.view, points, callback_data.VISIT_CARD_PDF(visit.id))


@about_one
async def on_card_pdf(turn: Turn, services: Services, visit: Visit) -> Screen:
    points = await _points(turn, services, visit)
    if not points.lines:
        return questions.questions(turn.view, (), 0)
    anyway = callback_data.VISIT_CARD_PDF(visit.id, printing.ANYWAY)
    return await printing.printed_card(turn, points, visit, anyway)


async def _points(turn: Turn, services: Services, visit: Visit) -> TalkingPoints:
    kinds = (await _agenda(turn, services, visit)).kinds
    mine = await services.store.questions.list(turn.person_id)
    return doctors_card.points(turn.view, kinds, mine)


async def _agenda(turn: Turn, services: Services, visit: Visit, lead: str = "") -> Agenda:
    zone = zone_of(turn, services)
    return await agenda_of(services, turn.edition, visit, zone, turn.now, lead)
