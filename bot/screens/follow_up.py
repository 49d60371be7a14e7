"""The question after a visit: what came up there, topic by topic. Every answer leads to its end.

The answers stand in the taps, a letter for each topic of the pack in its order.
"""

from collections.abc import Sequence
from datetime import date

from bot import callback_data
from bot.domain.follow_up import NO, YES, answered, answers, to_ask
from bot.screen import Button, Rows, Screen, bold, paragraphs, safe
from bot.screens import calendar
from bot.screens.agenda import names
from bot.screens.doctors_card import topic
from bot.screens.view import View, button, one_each, plain_screen
from storage.records import Reminder


def follow_up(view: View, reminder: Reminder, on: date, letters: str) -> Screen:
    """Names the visit and each topic that is still to be asked about."""
    asked = to_ask(view.edition, letters)
    if not asked:
        return ended(view, reminder, letters)
    rows = tuple(
        (
            Button(
                f"✓ {topic(view, kind)}",
                callback_data.FOLLOW_UP(reminder.id, answered(letters, place, YES)),
            ),
            button(
                view,
                "not_this_time",
                callback_data.FOLLOW_UP(reminder.id, answered(letters, place, NO)),
            ),
        )
        for place, kind in asked
    )
    text = paragraphs(
        bold(title(view, on)),
        safe(view.say("follow_up.what", topics=names(view, [kind for _, kind in asked]))),
        safe(view.say("follow_up.either_way")),
    )
    stop = (button(view, "stop", callback_data.STOP(reminder.id)),)
    return plain_screen(
        view, text, callback_data.DUE(reminder.id), (*rows, stop), callback_data.REMINDERS(0)
    )


def general(view: View, reminder: Reminder, on: date) -> Screen:
    """Where no topic is left to name: one question, and both answers end it."""
    rows = one_each(
        [
            button(view, "it_came_up", callback_data.TALKED(reminder.id)),
            button(view, "not_this_time", callback_data.LEAVE_IT(reminder.id)),
            button(view, "stop", callback_data.STOP(reminder.id)),
        ]
    )
    text = paragraphs(
        bold(title(view, on)),
        safe(view.say("follow_up.anything")),
        safe(view.say("follow_up.either_way")),
    )
    return plain_screen(
        view, text, callback_data.DUE(reminder.id), rows, callback_data.REMINDERS(0)
    )


def ended(view: View, reminder: Reminder, letters: str) -> Screen:
    """All is answered; what did not come up may come again before the next visit, or not."""
    left = [kind for kind, letter in answers(view.edition, letters) if letter == NO]
    told = [_told(view, kind, letter) for kind, letter in answers(view.edition, letters)]
    rows: Rows = ((button(view, "my_questions", callback_data.QUESTIONS(0)),),)
    if left:
        rows = one_each(
            [
                button(view, "next_visit", callback_data.NEXT_VISIT(reminder.id, letters)),
                button(view, "leave_it", callback_data.LEAVE_IT(reminder.id, letters)),
            ]
        )
    text = paragraphs(
        bold(view.say("follow_up.thanks")),
        safe("\n".join(told)),
        safe(view.say("follow_up.again" if left else "follow_up.answers")),
    )
    return plain_screen(view, text, "", rows, callback_data.REMINDERS(0))


def comes_again(view: View, kinds: Sequence[str], next_visit: str, visit_id: int) -> Screen:
    """Before which visit; where none is known, it is asked for."""
    if next_visit:
        said = view.say("follow_up.comes_again", topics=names(view, kinds), when=next_visit)
        rows: Rows = ((button(view, "open_visit", callback_data.VISIT(visit_id)),),)
    else:
        said = view.say("follow_up.needs_visit", topics=names(view, kinds))
        rows = ((button(view, "add_visit", callback_data.VISIT_MONTH(0)),),)
    return plain_screen(view, safe(said), "", rows, callback_data.REMINDERS(0))


def left(view: View) -> Screen:
    return plain_screen(view, safe(view.say("follow_up.left")), "", (), callback_data.REMINDERS(0))


def title(view: View, on: date) -> str:
    """ "About your visit yesterday", or on which day it was."""
    if (view.today - on).days == 1:
        return view.say("follow_up.yesterday")
    return view.say("follow_up.on", day=calendar.full_day(view, on))


def _told(view: View, kind: str, letter: str) -> str:
    said = view.say(
        "follow_up.came_up" if letter == YES else "follow_up.did_not", topic=topic(view, kind)
    )
    return f"• {said}"
