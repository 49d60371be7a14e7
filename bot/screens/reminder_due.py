"""What a reminder opens when it is due: what to ask, and what to put in front of the doctor."""

from collections.abc import Sequence
from functools import partial

from bot import callback_data as taps
from bot.domain.reminder_kinds import FOLLOW_UP, OWN, is_known
from bot.domain.talking_points import page_of, talking_points
from bot.screen import Button, Rows, Screen, bold, paragraphs, safe
from bot.screens.questions import CARD_SIZE, copied, wording
from bot.screens.reminders import title
from bot.screens.view import View, button, in_pairs, one_each, plain_screen
from storage.records import Question, Reminder

QUESTIONS_SHOWN = 6


def arrived(
    view: View, due: Sequence[Reminder], *, late: bool, doubt: bool, topic_shown: bool
) -> Screen:
    """The message that comes by itself. Its first line and its buttons name no subject."""
    lines = [view.count("reminders.ready", len(due))]
    if topic_shown:
        lines += ["• " + title(view, one) for one in due]
    if late:
        lines.append(view.say("reminders.late"))
    if doubt:
        lines.append(view.say("reminders.maybe_twice"))
    labels = [view.say("buttons.open_it")]
    if len(due) > 1:
        labels = [view.say("buttons.open_one", n=n) for n in range(1, len(due) + 1)]
    opens = [Button(label, taps.DUE(one.id)) for label, one in zip(labels, due, strict=False)]
    return Screen(safe("\n".join(lines)), in_pairs(opens), fresh=True)


def opened(view: View, one: Reminder, mine: Sequence[Question]) -> Screen:
    """What it is about: the person's own questions first, then the pack's, and what to do."""
    if one.kind == FOLLOW_UP:
        return _follow_up(view, one)
    lines = talking_points(view.edition, one, mine, partial(wording, view))[:QUESTIONS_SHOWN]
    asked = "\n".join(f"{n}. {line}" for n, line in enumerate(lines, start=1))
    has_reason = one.kind != OWN and is_known(view.edition, one)
    text = paragraphs(
        bold(title(view, one)),
        safe(one.text or ""),
        safe(view.say(f"reminders.why.{one.kind}")) if has_reason else "",
        safe(asked),
        safe(view.say("reminders.show_it")) if lines else "",
    )
    rows: Rows = (
        *(((button(view, "show_doctor", taps.SHOW_DOCTOR(one.id)),),) if lines else ()),
        (button(view, "talked", taps.TALKED(one.id)),),
        (button(view, "later_please", taps.LATER(one.id)),),
        (button(view, "stop", taps.STOP(one.id)),),
    )
    page = page_of(view.edition, one)
    if page:
        rows = (*rows, (button(view, "read_page", taps.PAGE(page, back=taps.DUE(one.id))),))
    return plain_screen(view, text, taps.DUE(one.id), rows, taps.REMINDERS(0))


def doctors_card(view: View, one: Reminder, mine: Sequence[Question]) -> Screen:
    """The card to put in front of the clinician: to show, copy, forward or print."""
    lines = talking_points(view.edition, one, mine, partial(wording, view))[:CARD_SIZE]
    body = "\n".join(f"{n}. {line}" for n, line in enumerate(lines, start=1))
    intro = card_intro(view, one)
    text = paragraphs(
        bold(view.say("card.title")), safe(intro), safe(body), safe(view.say("card.close"))
    )
    rows = (
        *copied(view, f"{intro}\n{body}"),
        (button(view, "card_pdf", taps.SHOW_DOCTOR_PDF(one.id)),),
    )
    return Screen(text, rows, fresh=True)


def talked(view: View, one: Reminder) -> Screen:
    """ "We talked about it": when again, if at all; saying no is one tap and is believed."""
    rows = one_each(
        [Button(view.count("reminders.in_months", n), taps.NEXT_TALK(one.id, n)) for n in (1, 3, 6)]
    )
    text = paragraphs(bold(view.say("reminders.well_done")), safe(view.say("reminders.when_next")))
    never = (button(view, "no_more", taps.STOP(one.id)),)
    return plain_screen(view, text, taps.TALKED(one.id), (*rows, never), taps.REMINDERS(0))


def later(view: View, one: Reminder, *, has_visit: bool) -> Screen:
    choices = [
        button(view, "tomorrow", taps.LATER_BY(one.id, 1)),
        button(view, "in_3_days", taps.LATER_BY(one.id, 3)),
    ]
    if has_visit:
        choices.append(button(view, "before_visit", taps.LATER_BY(one.id, "visit")))
    text = bold(view.say("reminders.later"))
    return plain_screen(view, text, taps.LATER(one.id), one_each(choices), taps.DUE(one.id))


def card_intro(view: View, one: Reminder) -> str:
    """The first line of the card, with the subject where the reminder has one."""
    if page_of(view.edition, one) is None:
        return view.say("card.intro")
    return view.say("card.about", subject=view.say(f"reminders.subjects.{one.kind}"))


def _follow_up(view: View, one: Reminder) -> Screen:
    """One gentle question after a visit; every answer ends it."""
    rows = (
        (button(view, "it_came_up", taps.TALKED(one.id)),),
        (button(view, "not_this_time", taps.LATER(one.id)),),
        (button(view, "stop", taps.STOP(one.id)),),
    )
    text = paragraphs(bold(view.say("reminders.did_it")), safe(view.say("reminders.either_way")))
    return plain_screen(view, text, taps.DUE(one.id), rows, taps.REMINDERS(0))
