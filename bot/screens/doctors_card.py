"""The card to put in front of the clinician: to show, copy, forward or print."""

from collections.abc import Iterable, Iterator, Sequence
from functools import partial

from bot.domain.talking_points import TalkingPoints, talking_points
from bot.screen import Screen, bold, copyable, paragraphs
from bot.screens.questions import copied, in_order, wording
from bot.screens.view import View, button, plain_screen
from storage.records import Question


def points(view: View, kinds: Iterable[str], mine: Sequence[Question]) -> TalkingPoints:
    """What the card says; an opened reminder says the same."""
    return talking_points(view.edition, kinds, in_order(view, mine), partial(wording, view))


def card(view: View, said: TalkingPoints, pdf: str) -> Screen:
    """The note as a block that one tap copies whole; `pdf` is the tap that prints it."""
    note = paragraphs(intro(view, said), listed(view, said), view.say("card.close"))
    rows = (*copied(view, note), (button(view, "card_pdf", pdf),))
    text = paragraphs(bold(view.say("card.title")), copyable(note))
    return plain_screen(view, text, "", rows, fresh=True)


def intro(view: View, said: TalkingPoints) -> str:
    """The first line of the card, with the subject where it has one."""
    kinds = [part.kind for part in said.parts if part.kind]
    if len(kinds) != 1:
        return view.say("card.intro")
    return view.say("card.about", subject=view.say(f"reminders.subjects.{kinds[0]}"))


def listed(view: View, said: TalkingPoints) -> str:
    """The questions, numbered through, with a line above each subject where there are several."""
    blocks = [
        "\n".join([f"{title}:", *lines] if title else lines)
        for title, lines in numbered(view, said)
    ]
    return paragraphs(*blocks)


def numbered(view: View, said: TalkingPoints) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Each part with its title, where it needs one, and its questions with their numbers."""
    several = len(said.parts) > 1
    parts = [(topic(view, part.kind) if several else "", part.lines) for part in said.parts]
    if said.others:
        parts.append((view.say("card.also"), said.others))
    number = 1
    for title, lines in parts:
        yield title, tuple(f"{n}. {line}" for n, line in enumerate(lines, start=number))
        number += len(lines)


def topic(view: View, kind: str) -> str:
    """What can be raised, in two or three words."""
    return view.say(f"reminders.new.{kind}").removeprefix("+ ")
