"""What to raise at a visit: topics to tick, and when to be reminded of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot import callback_data
from bot.domain.reminder_kinds import topics
from bot.screen import Button, Screen, bold, paragraphs, safe
from bot.screens import calendar
from bot.screens.doctors_card import topic
from bot.screens.view import View, button, in_pairs, one_each, plain_screen
from storage.records import Visit

MOST_ROWS = 5  # of topics; a pack with more has them two in a row


@dataclass(frozen=True, slots=True)
class Agenda:
    """What is raised before each visit, and when the person hears of it before this one."""

    kinds: tuple[str, ...] = ()
    #: How long before: the code of a rule; none where the visit is too near for each.
    lead: str = ""
    #: Which codes there is still time for.
    leads: tuple[str, ...] = ()
    #: The local moment of the reminder before this visit; None when none comes any more.
    due: datetime | None = None


def agenda(view: View, visit: Visit, plan: Agenda, notice: str = "") -> Screen:
    """Each topic with a box; a tap on it is kept at once."""
    boxes = [_box(view, visit, plan, kind) for kind in topics(view.edition)] if plan.lead else []
    when = ((_when(view, visit, plan),),) if plan.lead else ()
    done = ((button(view, "done", callback_data.VISIT(visit.id)),),)
    text = paragraphs(
        bold(notice or view.say("buttons.agenda")),
        safe(calendar.when(view, visit.local_start)),
        safe(view.say("agenda.what" if plan.lead else "agenda.too_near")),
        safe(view.say("agenda.due", when=calendar.when(view, plan.due))) if plan.due else "",
    )
    rows = (*(one_each(boxes) if len(boxes) <= MOST_ROWS else in_pairs(boxes)), *when, *done)
    return plain_screen(
        view, text, callback_data.AGENDA(visit.id), rows, callback_data.VISIT(visit.id)
    )


def leads(view: View, visit: Visit, plan: Agenda) -> Screen:
    """How long before each visit; only what there is still time for."""
    buttons = [
        Button(
            f"{'✓ ' if code == plan.lead else ''}{view.say(f'agenda.leads.{code}')}",
            callback_data.AGENDA_LEAD(visit.id, code),
        )
        for code in plan.leads
    ]
    text = paragraphs(bold(view.say("reminders.when")), safe(view.say("agenda.each")))
    return plain_screen(
        view,
        text,
        callback_data.AGENDA_LEADS(visit.id),
        one_each(buttons),
        callback_data.AGENDA(visit.id),
    )


def told(view: View, plan: Agenda) -> str:
    """In a line, for the screen of the visit; empty where nothing is raised."""
    if not plan.kinds:
        return ""
    lines = [view.say("agenda.raised", topics=names(view, plan.kinds))]
    if plan.due:
        lines.append(view.say("agenda.due", when=calendar.when(view, plan.due)))
    return "\n".join(lines)


def names(view: View, kinds: Sequence[str]) -> str:
    return ", ".join(topic(view, kind) for kind in kinds)


def _box(view: View, visit: Visit, plan: Agenda, kind: str) -> Button:
    is_on = kind in plan.kinds
    tap = callback_data.AGENDA_TOPIC(visit.id, kind, 0 if is_on else 1, plan.lead)
    return Button(f"{'☑' if is_on else '☐'} {topic(view, kind)}", tap)


def _when(view: View, visit: Visit, plan: Agenda) -> Button:
    lead = view.say(f"agenda.leads.{plan.lead}")
    return Button(
        view.say("agenda.when", lead=lead), callback_data.AGENDA_LEADS(visit.id, plan.lead)
    )
