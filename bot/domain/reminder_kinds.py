"""What a person can be reminded of, and what belongs to a visit."""

from collections.abc import Iterable, Sequence

from bot.domain.reminders import is_about_visit
from bot.library.model.library import Edition
from storage.records import Reminder

OWN, BRING = "own", "questions"  # the kinds that every pack has


FOLLOW_UP = "followup"


def kinds(edition: Edition) -> list[str]:
    """What one can be reminded of: the pack's subjects, one's questions, one's own words."""
    return [*topics(edition), OWN]


def topics(edition: Edition) -> list[str]:
    """What can be raised at a visit: the pack's subjects, and one's questions."""
    return [kind.id for kind in edition.pack.reminders] + [BRING]


def is_known(edition: Edition, reminder: Reminder) -> bool:
    """Whether the pack still has what this reminder is about."""
    return reminder.kind == FOLLOW_UP or reminder.kind in kinds(edition)


def raised(edition: Edition, every: Iterable[Reminder]) -> Sequence[Reminder]:
    """Those by which a topic is raised before each visit, in the pack's order."""
    known = topics(edition)
    reminders = [r for r in every if r.state == "active" and r.kind in known and is_about_visit(r)]
    return sorted(reminders, key=lambda reminder: known.index(reminder.kind))
