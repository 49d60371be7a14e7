"""Reminders: the list, setting one up, and what it opens when it is due."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from babel.dates import format_date

from bot import callback_data
from bot.domain.date_parser import Moment
from bot.domain.recurrence import (
    BeforeVisit,
    Every,
    Once,
    OnVisitMorning,
    RuleError,
    Unit,
    from_text,
)
from bot.domain.reminder_kinds import OWN, is_known, kinds
from bot.domain.reminders import is_about_visit
from bot.screen import Button, Screen, bold, paragraphs, safe
from bot.screens import calendar
from bot.screens.time_zone import clock
from bot.screens.view import (
    View,
    ask_for_text,
    button,
    in_pairs,
    in_threes,
    one_each,
    pager,
    plain_screen,
    screen_of,
    short,
    whole,
)
from storage.records import Reminder

REMINDERS_A_SCREEN = 3
WORDS_SHOWN = 30  # characters of a reminder in their own words
STEPS = {Unit.DAY: (1, 2, 3, 5, 7, 10, 14), Unit.WEEK: (1, 2, 3, 4, 6, 8), Unit.MONTH: (1, 2, 3, 6)}


def reminders(
    view: View,
    every: Sequence[Reminder],
    due: Mapping[int, datetime],
    zone: str,
    number: int = 0,
) -> Screen:
    """What is set up, each with its next moment, and the kinds to set up with one tap."""
    number, screens, part = screen_of(number, len(every), REMINDERS_A_SCREEN)
    here = callback_data.REMINDERS(number)
    lines = [
        "• " + safe(f"{title(view, reminder)}\n{when(view, reminder, due.get(reminder.id), zone)}")
        for reminder in every[part]
    ]
    entries = [
        Button(
            whole(title(view, reminder), _in_short(view, reminder)),
            callback_data.REMINDER(reminder.id, back=here),
        )
        for reminder in every[part]
    ]
    pages = pager(view, callback_data.REMINDERS, (), number, screens)
    there = {reminder.kind for reminder in every} - {OWN}
    new = [
        Button(view.say(f"reminders.new.{kind}"), callback_data.NEW_REMINDER(kind, back=view.back))
        for kind in kinds(view.edition)
        if kind not in there
    ]
    text = paragraphs(
        bold(view.say("reminders.title")),
        "\n".join(lines) or safe(view.say("reminders.none")),
        safe(view.say("reminders.choose")),
    )
    rows = (*one_each(entries), *pages, *in_pairs(new))
    return plain_screen(view, text, here, rows, callback_data.HOME())


def reminder(
    view: View, reminder: Reminder, due: datetime | None, zone: str, notice: str = ""
) -> Screen:
    text = paragraphs(
        safe(notice),
        bold(kind_of(view, reminder)),
        safe(reminder.text or ""),
        safe(when(view, reminder, due, zone)),
        safe(view.say("reminders.discreet")),
        safe(view.say("reminders.not_alone")) if reminder.kind == OWN else "",
    )
    paused = reminder.state in ("paused", "set-aside")
    rows = (
        (button(view, "send_now", callback_data.SEND_NOW(reminder.id)),),
        (button(view, "change_when", callback_data.WHEN(reminder.id)),),
        (button(view, "change_hour", callback_data.HOURS(reminder.id)),),
        (
            button(
                view,
                "resume" if paused else "pause",
                callback_data.PAUSE(reminder.id, 0 if paused else 1),
            ),
        ),
        (button(view, "delete_reminder", callback_data.DELETE_REMINDER(reminder.id)),),
    )
    return plain_screen(
        view, text, callback_data.REMINDER(reminder.id), rows, callback_data.REMINDERS(0)
    )


def choose_when(view: View, target: str, *, has_visit: bool, words: str = "") -> Screen:
    """When to be reminded; the first answer is the one that fits most people.

    `words` are the person's own, which are kept already for a week from now.
    """
    visit = [
        Button(view.say("reminders.before_visit"), callback_data.SET_WHEN(target, "v3")),
        Button(view.say("reminders.day_before"), callback_data.SET_WHEN(target, "v1")),
        Button(view.say("reminders.visit_morning"), callback_data.SET_WHEN(target, "vm")),
    ]
    others = [
        Button(view.say("reminders.in_a_week"), callback_data.SET_WHEN(target, "+7")),
        Button(view.say("reminders.every_month"), callback_data.SET_WHEN(target, "m1")),
        Button(view.say("reminders.every"), callback_data.EVERY(target)),
        Button(view.say("reminders.on_a_day"), callback_data.REMINDER_MONTH("now", target)),
    ]
    no_visit = "" if has_visit else safe(view.say("reminders.no_visit"))
    kept = safe(view.say("reminders.else_in_a_week")) if words else ""
    text = paragraphs(safe(words), bold(view.say("reminders.when")), kept, no_visit)
    rows = (*one_each(visit if has_visit else []), *one_each(others))
    if not has_visit:
        rows = (*rows, *one_each(visit[:1]))
    return plain_screen(view, text, callback_data.WHEN(target), rows, callback_data.REMINDERS(0))


def choose_step(view: View, target: str) -> Screen:
    """Every so many days, weeks or months."""
    rows: list[tuple[Button, ...]] = []
    for unit, steps in STEPS.items():
        buttons = [
            Button(
                view.count(f"reminders.{unit}s", n), callback_data.SET_WHEN(target, f"{unit[0]}{n}")
            )
            for n in steps
        ]
        rows += in_threes(buttons)
    text = bold(view.say("reminders.how_often"))
    return plain_screen(
        view, text, callback_data.EVERY(target), tuple(rows), callback_data.WHEN(target)
    )


def choose_hour(view: View, reminder: Reminder) -> Screen:
    """The hours of the day outside quiet hours."""
    hours = [time(hour) for hour in range(8, 21)]
    buttons = [
        Button(calendar.clock(view, at), callback_data.SET_HOUR(reminder.id, f"{at:%H%M}"))
        for at in hours
    ]
    rows = tuple(tuple(buttons[n : n + 4]) for n in range(0, len(buttons), 4))
    text = bold(view.say("reminders.which_hour"))
    return plain_screen(
        view, text, callback_data.HOURS(reminder.id), rows, callback_data.REMINDER(reminder.id)
    )


def choose_day(view: View, target: str, month: date) -> Screen:
    """A month to choose the day from; the day can be typed too."""
    rows = calendar.month_rows(
        view,
        month,
        view.today,
        lambda other: callback_data.REMINDER_MONTH(calendar.spell_month(other), target),
        lambda day: callback_data.REMINDER_DAY(calendar.spell_day(day), target),
    )
    shown = calendar.shown_month(month, view.today)
    title = calendar.month_title(view, shown)
    text = paragraphs(bold(title), safe(view.say("reminders.day_or_type")))
    here = callback_data.REMINDER_MONTH(calendar.spell_month(shown), target)
    return plain_screen(view, text, here, rows, callback_data.WHEN(target))


def choose_time(view: View, target: str, day: date, here: datetime) -> Screen:
    rows = calendar.time_rows(
        view, day, here, lambda at: callback_data.REMINDER_AT(calendar.spell_moment(at), target)
    )
    text = bold(calendar.full_day(view, day))
    month = callback_data.REMINDER_MONTH(calendar.spell_month(day), target)
    return plain_screen(
        view, text, callback_data.REMINDER_DAY(calendar.spell_day(day), target), rows, month
    )


def read_back(view: View, target: str, moment: Moment) -> Screen:
    """What was typed, as it was understood, to be confirmed with one tap."""
    rows = calendar.reading_rows(
        view,
        moment,
        lambda day: callback_data.REMINDER_DAY(calendar.spell_day(day), target),
        lambda at: callback_data.REMINDER_AT(calendar.spell_moment(at), target),
    )
    text = bold(view.say("reminders.is_it_then"))
    return plain_screen(view, text, "", rows, callback_data.WHEN(target))


def own_words(view: View) -> Screen:
    return ask_for_text(view, safe(view.say("reminders.write")), parent=callback_data.REMINDERS(0))


def title(view: View, reminder: Reminder) -> str:
    """What it is about; of their own words the first ones."""
    if reminder.kind == OWN and reminder.text:
        return short(" ".join(reminder.text.split()), WORDS_SHOWN)
    return kind_of(view, reminder)


def kind_of(view: View, reminder: Reminder) -> str:
    """The same without their own words, which are for nobody else's eyes."""
    if reminder.kind == OWN:
        return view.say("reminders.own")
    if not is_known(view.edition, reminder):
        return view.say("reminders.gone")
    return view.say(f"reminders.kinds.{reminder.kind}")


def _in_short(view: View, reminder: Reminder) -> str:
    """As the button says that sets up such a one."""
    if reminder.kind == OWN or reminder.kind not in kinds(view.edition):
        return title(view, reminder)
    return view.say(f"reminders.new.{reminder.kind}").removeprefix("+ ")


def when(view: View, reminder: Reminder, due: datetime | None, zone: str) -> str:
    """In words: the next moment, or why there is none."""
    if reminder.state == "paused":
        return view.say("reminders.is_paused")
    if reminder.state == "set-aside":
        return view.say("reminders.not_sent")
    if due is None:
        waits = is_about_visit(reminder)
        return view.say("reminders.waits_for_visit" if waits else "reminders.no_moment")
    local = due.astimezone(ZoneInfo(zone))
    day = format_date(local.date(), "full", locale=view.locale)
    return view.say("reminders.next", day=day, time=clock(view, due, zone)) + _rhythm(
        view, reminder
    )


def _rhythm(view: View, reminder: Reminder) -> str:
    try:
        rule = from_text(reminder.rule)
    except RuleError:
        return ""
    match rule:
        case Every(step, unit):
            return " " + then_every(view, unit, step)
        case BeforeVisit() | OnVisitMorning() | Once():
            return ""


def then_every(view: View, unit: Unit, step: int) -> str:
    """How it goes on after the next time, for a person's reminder and for a group's schedule."""
    steps = view.count(f"reminders.{unit}s", step)  # it begins a button elsewhere
    return view.say("reminders.then", step=steps[:1].lower() + steps[1:])
