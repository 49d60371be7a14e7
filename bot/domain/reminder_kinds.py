"""What a person can be reminded of."""

from bot.library.model.library import Edition
from storage.records import Reminder

OWN, BRING = "own", "questions"  # the kinds that every pack has


FOLLOW_UP = "followup"


def kinds(edition: Edition) -> list[str]:
    """What one can be reminded of: the pack's subjects, one's questions, one's own words."""
    return [kind.id for kind in edition.pack.reminders] + [BRING, OWN]


def is_known(edition: Edition, one: Reminder) -> bool:
    """Whether the pack still has what this reminder is about."""
    return one.kind == FOLLOW_UP or one.kind in kinds(edition)
