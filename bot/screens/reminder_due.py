"""What a reminder opens when it is due: what to ask, and what to put in front of the doctor."""

from collections.abc import Sequence

from bot import callback_data
from bot.domain.reminder_kinds import OWN, is_known
from bot.domain.reminders import is_about_visit
from bot.domain.talking_points import TalkingPoints, page_of
from bot.library.model.pack import HELP_MENU
from bot.screen import Button, Rows, Screen, bold, copyable, paragraphs, safe
from bot.screens import calendar, doctors_card, study_news
from bot.screens.reminders import kind_of
from bot.screens.study_news import News
from bot.screens.view import View, button, in_pairs, one_each, plain_screen
from bot.screens.visits import with_whom
from storage.records import Reminder, Visit


def arrived(
    view: View, due: Sequence[Reminder], *, late: bool, doubt: bool, topic_shown: bool
) -> Screen:
    """The message that comes by itself. Its first line and its buttons name no subject."""
    lines = [view.count("reminders.ready", len(due))]
    if topic_shown:
        lines += ["• " + kind_of(view, reminder) for reminder in due]
    if late:
        lines.append(view.say("reminders.late"))
    if doubt:
        lines.append(view.say("reminders.maybe_twice"))
    labels = [view.say("buttons.open_it")]
    if len(due) > 1:
        labels = [view.say("buttons.open_one", n=n) for n in range(1, len(due) + 1)]
    opens = [
        Button(label, callback_data.DUE(reminder.id))
        for label, reminder in zip(labels, due, strict=False)
    ]
    return Screen(safe("\n".join(lines)), (*in_pairs(opens), _discreet_ways(view)), fresh=True)


def _discreet_ways(view: View) -> tuple[Button, ...]:
    """Home and urgent help, without a word that a bystander would understand."""
    to_help = Button(view.say(f"buttons.{HELP_MENU}"), callback_data.URGENT(callback_data.BESIDE))
    return button(view, "home", callback_data.HOME(callback_data.BESIDE)), to_help


def opened(
    view: View,
    reminder: Reminder,
    points: TalkingPoints,
    visit: Visit | None,
    news: News | None = None,
) -> Screen:
    """For which visit, why, and the same questions as on the card, which comes first."""
    has_reason = reminder.kind != OWN and is_known(view.edition, reminder)
    asked = doctors_card.listed(view, points)
    text = paragraphs(
        bold(kind_of(view, reminder)),
        safe(reminder.text or ""),
        safe(_for_visit(view, reminder, visit)),
        safe(view.say(f"reminders.why.{reminder.kind}")) if has_reason else "",
        safe(study_news.line(view, news)) if news else "",
        copyable(asked) if asked else "",
        safe(view.say("reminders.not_alone")) if reminder.kind == OWN else "",
    )
    page, here = page_of(view.edition, reminder.kind), callback_data.DUE(reminder.id)
    show = (button(view, "show_doctor", callback_data.SHOW_DOCTOR(reminder.id)),) if asked else ()
    if not asked and reminder.kind != OWN:  # their list is empty
        show = (button(view, "my_questions", callback_data.QUESTIONS(0, back=here)),)
    read = (button(view, "read_page", callback_data.PAGE(page, back=here)),) if page else ()
    rows: Rows = (
        show,
        *(study_news.buttons(view, reminder, news) if news else ()),
        *(
            ((button(view, "talked", callback_data.TALKED(reminder.id)),),)
            if reminder.kind != OWN
            else ()
        ),
        (button(view, "later_please", callback_data.LATER(reminder.id)),),
        read,
        (button(view, "stop", callback_data.STOP(reminder.id)),),
    )
    rows = tuple(row for row in rows if row)
    return plain_screen(
        view, text, callback_data.DUE(reminder.id), rows, callback_data.REMINDERS(0)
    )


def talked(view: View, reminder: Reminder) -> Screen:
    """ "We talked about it" ends it; it may come again later, or before the next visit."""
    later = [
        Button(view.count("reminders.in_months", n), callback_data.NEXT_TALK(reminder.id, n))
        for n in (1, 3)
    ]
    rows: Rows = (
        *in_pairs(later),
        (button(view, "before_visit", callback_data.SET_WHEN(reminder.id, "v3")),),
        (button(view, "my_questions", callback_data.QUESTIONS(0)),),
    )
    text = paragraphs(bold(view.say("reminders.well_done")), safe(view.say("reminders.when_next")))
    return plain_screen(view, text, "", rows, callback_data.REMINDERS(0))


def later(view: View, reminder: Reminder, *, has_visit: bool) -> Screen:
    choices = [
        button(view, "tomorrow", callback_data.LATER_BY(reminder.id, 1)),
        button(view, "in_3_days", callback_data.LATER_BY(reminder.id, 3)),
    ]
    if has_visit:
        choices.append(button(view, "before_visit", callback_data.LATER_BY(reminder.id, "visit")))
    text = bold(view.say("reminders.later"))
    return plain_screen(
        view,
        text,
        callback_data.LATER(reminder.id),
        one_each(choices),
        callback_data.DUE(reminder.id),
    )


def _for_visit(view: View, reminder: Reminder, visit: Visit | None) -> str:
    if visit is None or not is_about_visit(reminder):
        return ""
    when = calendar.when(view, visit.local_start)
    return view.say("reminders.for_visit", when=when, whom=with_whom(view, visit))
