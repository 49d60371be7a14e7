"""The question after a visit: which topics it asks about, and what was answered so far."""

from collections.abc import Iterable
from datetime import date, timedelta

from bot.domain.recurrence import Once, RuleError, from_text
from bot.domain.reminder_kinds import topics
from bot.library.model.library import Edition
from storage.records import Reminder

ASKED, YES, NO, LEFT_OUT = "-", "y", "n", "."


def letters_for(edition: Edition, kinds: Iterable[str]) -> str:
    """A letter for each topic of the pack: still to ask, or not asked about at all."""
    known = set(kinds)
    return "".join(ASKED if kind in known else LEFT_OUT for kind in topics(edition))


def checked_letters(edition: Edition, letters: str) -> str:
    """The letters of a tap; empty when no button of this pack has them."""
    fits = len(letters) == len(topics(edition)) and set(letters) <= {ASKED, YES, NO, LEFT_OUT}
    return letters if fits and set(letters) != {LEFT_OUT} else ""


def answered(letters: str, place: int, letter: str) -> str:
    return letters[:place] + letter + letters[place + 1 :]


def to_ask(edition: Edition, letters: str) -> list[tuple[int, str]]:
    """The topics without an answer, each with its place among the letters."""
    known = topics(edition)
    return [(place, known[place]) for place, letter in enumerate(letters) if letter == ASKED]


def answers(edition: Edition, letters: str) -> list[tuple[str, str]]:
    """The topics with an answer, and which."""
    pairs = zip(topics(edition), letters, strict=False)
    return [(kind, letter) for kind, letter in pairs if letter in (YES, NO)]


def visit_day(reminder: Reminder, today: date) -> date:
    """The day of the visit that it asks about: the one before it came first."""
    try:
        rule = from_text(reminder.rule)
    except RuleError:
        rule = None
    first = rule.local.date() if isinstance(rule, Once) else today
    return first - timedelta(days=1)
