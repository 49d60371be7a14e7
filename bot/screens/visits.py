"""Visits: the list, one of them, and the steps by which one is added or changed.

A visit that is being added has no id yet: its taps carry 0, and the day and time so far.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, datetime

from bot import callback_data
from bot.domain.date_parser import Moment
from bot.domain.visits import REPEATS
from bot.library.model.pack import SOMEBODY_ELSE
from bot.screen import Button, Document, Screen, bold, paragraphs, safe
from bot.screens import agenda, calendar, team
from bot.screens.agenda import Agenda
from bot.screens.view import View, ask_for_text, button, one_each, pager, plain_screen, screen_of
from storage.records import Visit

NEW = 0  # stands for the id of a visit that is not kept yet
VISITS_A_SCREEN = 5


def whom(view: View) -> tuple[str, ...]:
    """Whom a visit can be with: those of the pack, and somebody else."""
    return (*view.edition.pack.visits, SOMEBODY_ELSE)


def visits(view: View, every: Sequence[Visit], number: int, notice: str = "") -> Screen:
    """One screen of the coming visits, the next one first."""
    number, screens, part = screen_of(number, len(every), VISITS_A_SCREEN)
    here = callback_data.VISITS(number)
    lines = [f"• {_told(view, visit)}" for visit in every[part]]
    entries = [
        Button(calendar.label(view, visit.local_start), callback_data.VISIT(visit.id, back=here))
        for visit in every[part]
    ]
    text = paragraphs(
        safe(notice), bold(view.say("visits.title")), *(lines or [safe(view.say("visits.none"))])
    )
    rows = (
        *one_each(entries),
        *pager(view, callback_data.VISITS, (), number, screens),
        (button(view, "add_visit", callback_data.VISIT_MONTH(NEW)),),
    )
    return plain_screen(view, text, here, rows, callback_data.HOME())


def visit(view: View, visit: Visit, plan: Agenda, notice: str = "") -> Screen:
    """One visit: what is raised there, what to show the doctor, and all that can be changed."""
    label = view.say("buttons.agenda")
    raised = f"{label} ({len(plan.kinds)})" if plan.kinds else label
    rows = (
        (Button(raised, callback_data.AGENDA(visit.id)),),
        (
            button(
                view, "my_questions", callback_data.QUESTIONS(0, back=callback_data.VISIT(visit.id))
            ),
            button(view, "visit_card", callback_data.VISIT_CARD(visit.id)),
        ),
        (button(view, "change_visit_time", _month_of(visit)),),
        (
            button(view, "change_whom", callback_data.VISIT_WHOM(visit.id)),
            button(
                view,
                "change_place" if visit.place else "add_place",
                callback_data.VISIT_PLACE(visit.id),
            ),
        ),
        (
            button(view, "repeat_visit", callback_data.VISIT_REPEAT(visit.id)),
            button(view, "calendar_file", callback_data.VISIT_FILE(visit.id)),
        ),
        (button(view, "cancel_visit", callback_data.CANCEL_VISIT(visit.id)),),
        *(() if view.team_number else team.ways(view, callback_data.VISIT(visit.id))),
    )
    text = paragraphs(
        safe(notice),
        bold(view.say("visits.one")),
        _told(view, visit),
        safe(agenda.told(view, plan)),
    )
    return plain_screen(view, text, callback_data.VISIT(visit.id), rows, callback_data.VISITS(0))


def pick_day(view: View, visit_id: int, month: date, today: date, notice: str = "") -> Screen:
    """The month grid; a day may be typed as well."""

    def to_month(month: date) -> str:
        return callback_data.VISIT_MONTH(visit_id, calendar.spell_month(month))

    shown = calendar.shown_month(month, today)
    text = paragraphs(
        safe(notice),
        safe(view.say("visits.which_day")),
        bold(calendar.month_title(view, shown)),
        safe(view.say("calendar.or_type")),
    )
    rows = calendar.month_rows(view, shown, today, to_month, _to_day(visit_id))
    return plain_screen(view, text, to_month(shown), rows, _before(visit_id))


def pick_time(view: View, visit_id: int, day: date, here: datetime, notice: str = "") -> Screen:
    """The times of a day; any other one may be typed."""
    spelled = calendar.spell_day(day)
    other = button(view, "other_time", callback_data.VISIT_OTHER_TIME(visit_id, spelled))
    text = paragraphs(
        safe(notice), bold(calendar.full_day(view, day)), safe(view.say("visits.which_time"))
    )
    rows = (*calendar.time_rows(view, day, here, _to_moment(visit_id)), (other,))
    parent = callback_data.VISIT_MONTH(visit_id, calendar.spell_month(day))
    return plain_screen(view, text, callback_data.VISIT_DAY(visit_id, spelled), rows, parent)


def time_prompt(view: View, visit_id: int, day: date) -> Screen:
    parent = callback_data.VISIT_DAY(visit_id, calendar.spell_day(day))
    asked = safe(view.say("calendar.type_time"))
    return ask_for_text(view, bold(calendar.full_day(view, day)), asked, parent=parent)


def two_readings(view: View, visit_id: int, moment: Moment) -> Screen:
    """What was typed can mean two moments: both, to choose from."""

    rows = calendar.reading_rows(view, moment, _to_day(visit_id), _to_moment(visit_id))
    parent = callback_data.VISIT_MONTH(visit_id, calendar.spell_month(moment.on))
    return plain_screen(view, safe(view.say("calendar.which")), parent, rows, parent)


def read_back(view: View, local: datetime, notice: str = "") -> Screen:
    """The moment in full; saying whom it is with keeps the visit, and another one can be typed."""
    spelled = calendar.spell_moment(local)
    choices = [
        Button(view.say(f"visits.whom.{role}"), callback_data.SAVE_VISIT(spelled, role))
        for role in whom(view)
    ]
    text = paragraphs(
        safe(notice),
        bold(calendar.when(view, local)),
        safe(view.say("visits.with_whom")),
        safe(view.say("visits.or_type")),
    )
    parent = callback_data.VISIT_DAY(NEW, calendar.spell_day(local.date()))
    return plain_screen(
        view, text, callback_data.VISIT_TIME(NEW, spelled), one_each(choices), parent
    )


def read_back_change(view: View, visit: Visit, local: datetime, notice: str = "") -> Screen:
    """Both moments in full, before the visit is moved."""
    spelled = calendar.spell_moment(local)
    was = view.say("visits.was", when=calendar.when(view, visit.local_start))
    text = paragraphs(
        safe(notice),
        safe(was),
        bold(calendar.when(view, local)),
        safe(view.say("visits.move_it")),
        safe(view.say("visits.or_type")),
    )
    rows = (
        (button(view, "move_visit", callback_data.MOVE_VISIT(visit.id, spelled)),),
        (button(view, "keep_visit", callback_data.VISIT(visit.id)),),
    )
    parent = callback_data.VISIT_DAY(visit.id, calendar.spell_day(local.date()))
    return plain_screen(view, text, callback_data.VISIT_TIME(visit.id, spelled), rows, parent)


def choose_whom(view: View, visit: Visit) -> Screen:
    choices = [
        Button(view.say(f"visits.whom.{each}"), callback_data.VISIT_WHOM(visit.id, each))
        for each in whom(view)
    ]
    text = paragraphs(
        bold(calendar.when(view, visit.local_start)), safe(view.say("visits.whom_now"))
    )
    return plain_screen(
        view,
        text,
        callback_data.VISIT_WHOM(visit.id),
        one_each(choices),
        callback_data.VISIT(visit.id),
    )


def choose_repeat(view: View, visit: Visit) -> Screen:
    weeks = [
        Button(view.count("visits.every", n), callback_data.VISIT_REPEAT(visit.id, n))
        for n in REPEATS
    ]
    never = Button(view.say("visits.never"), callback_data.VISIT_REPEAT(visit.id, 0))
    text = paragraphs(_told(view, visit), safe(view.say("visits.how_often")))
    rows = one_each([*weeks, never])
    return plain_screen(
        view, text, callback_data.VISIT_REPEAT(visit.id), rows, callback_data.VISIT(visit.id)
    )


def place_prompt(view: View, visit: Visit, notice: str = "") -> Screen:
    text = paragraphs(
        safe(notice), safe(view.say("visits.write_place")), safe(view.say("typed.cancel"))
    )
    remove = (
        ((button(view, "no_place", callback_data.VISIT_NO_PLACE(visit.id)),),)
        if visit.place
        else ()
    )
    return plain_screen(view, text, "", remove, callback_data.VISIT(visit.id))


def with_file(view: View, drawn: Screen, content: bytes) -> Screen:
    """The same screen after the file for a calendar."""
    return replace(drawn, documents=(Document(view.say("visits.file_name"), content),))


def ask_cancel(view: View, visit: Visit) -> Screen:
    rows = (
        (button(view, "cancel_visit_now", callback_data.CANCEL_VISIT_NOW(visit.id)),),
        (button(view, "keep_visit", callback_data.VISIT(visit.id)),),
    )
    text = paragraphs(
        bold(view.say("visits.cancel")), _told(view, visit), safe(view.say("visits.cancel_note"))
    )
    return plain_screen(
        view, text, callback_data.CANCEL_VISIT(visit.id), rows, callback_data.VISIT(visit.id)
    )


def _told(view: View, visit: Visit) -> str:
    """When, with whom, where and how often, as lines of HTML."""
    where = view.say("visits.place", place=visit.place) if visit.place else ""
    often = view.count("visits.repeats", visit.repeat_weeks) if visit.repeat_weeks else ""
    lines = (calendar.when(view, visit.local_start), with_whom(view, visit), where, often)
    return "\n".join(safe(line) for line in lines if line)


def with_whom(view: View, visit: Visit) -> str:
    known = visit.with_whom if visit.with_whom in whom(view) else SOMEBODY_ELSE
    return view.say(f"visits.with.{known}")


def _to_day(visit_id: int) -> Callable[[date], str]:
    return lambda day: callback_data.VISIT_DAY(visit_id, calendar.spell_day(day))


def _to_moment(visit_id: int) -> Callable[[datetime], str]:
    return lambda local: callback_data.VISIT_TIME(visit_id, calendar.spell_moment(local))


def _before(visit_id: int) -> str:
    return callback_data.VISIT(visit_id) if visit_id else callback_data.VISITS(0)


def _month_of(visit: Visit) -> str:
    return callback_data.VISIT_MONTH(visit.id, calendar.spell_month(visit.local_start.date()))
