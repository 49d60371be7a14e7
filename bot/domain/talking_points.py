"""What to ask the team about the subject of a reminder."""

from collections.abc import Callable, Sequence

from bot.library.model.library import Edition
from storage.records import Question, Reminder


def page_of(edition: Edition, one: Reminder) -> str | None:
    subject = edition.pack.subject(one.kind)
    return subject.page if subject else None


def talking_points(
    edition: Edition, one: Reminder, mine: Sequence[Question], read: Callable[[Question], str]
) -> list[str]:
    """What to ask: the person's open questions, those on the subject first, then the pack's.

    `read` gives the text of a question.
    """
    page = edition.page(page_of(edition, one) or "")
    about = page.questions if page else ()
    still = [q for q in mine if not q.checked]
    own = [read(q) for q in sorted(still, key=lambda q: q.ref not in about)]
    pack = [edition.questions[question_id].text for question_id in about]
    return list(dict.fromkeys([*own, *pack]))
