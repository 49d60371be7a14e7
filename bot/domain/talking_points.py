"""What to put in front of the clinician: questions on each subject, then what else there is."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from bot.domain.place_names import unaccented
from bot.library.model.library import Edition
from bot.library.model.models import Page
from storage.records import Question

CARD_SIZE = 5  # questions: what a visit has time for
ON_ONE_SUBJECT = 3  # questions of the pack, where the person has fewer of their own
OTHERS = 2  # questions about something else
SHORT = 110  # characters; a longer question of the pack goes behind those
ROOM = 520  # characters of all questions, so that a card fits one screen
STEM = 5  # letters that tell a word from others, whatever its ending

Read = Callable[[Question], str]


@dataclass(frozen=True, slots=True)
class Part:
    """The questions on one subject; its kind is empty where the list has no subject."""

    kind: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TalkingPoints:
    """What to ask, the most important first; `others` only if there is time."""

    parts: tuple[Part, ...]
    others: tuple[str, ...] = ()

    @property
    def lines(self) -> tuple[str, ...]:
        return tuple(line for part in self.parts for line in part.lines)


def page_of(edition: Edition, kind: str) -> str | None:
    """The page about what a reminder of this kind is about."""
    subject = edition.pack.subject(kind)
    return subject.page if subject else None


def talking_points(
    edition: Edition, kinds: Iterable[str], mine: Sequence[Question], read: Read
) -> TalkingPoints:
    """The person's own questions on each subject, then the pack's, then at most two others.

    `mine` is in the order of the list; `read` gives the text of a question.
    """
    still = [question for question in mine if not question.checked]
    kind_pages = [(kind, edition.page(page_of(edition, kind) or "")) for kind in kinds]
    pages = [(kind, page) for kind, page in kind_pages if page]
    if not pages:
        lines = [read(question) for question in still or mine]
        return TalkingPoints((Part("", _fitting(lines[:CARD_SIZE], ROOM)),))
    parts: list[Part] = []
    room = ROOM
    for kind, page in pages:
        said = {line for part in parts for line in part.lines}
        own = [question for question in still if is_about(question, page)]
        asked = _in_turn(edition, page, own, read)
        lines = [line for line in asked if line not in said][: _share(len(own), len(pages))]
        parts.append(Part(kind, _fitting(lines, room // (len(pages) - len(parts)))))
        room -= sum(map(len, parts[-1].lines))
    said = {line for part in parts for line in part.lines}
    rest = [read(q) for q in still if not any(is_about(q, page) for _, page in pages)]
    left = max(0, min(OTHERS, CARD_SIZE - len(said)))
    others = [line for line in dict.fromkeys(rest) if line not in said and len(line) <= room]
    return TalkingPoints(tuple(parts), _fitting(others[:left], room))


def is_about(question: Question, page: Page) -> bool:
    """Whether it is one of the page's questions, or names in their own words what the page does."""
    if question.ref in page.questions:
        return True
    said, title = _stems(question.text or ""), _stems(page.title)
    names = [stems for name in (page.title, *page.also_called) if (stems := _stems(name))]
    # One word alone may mean many things, unless the title has it too.
    return any(stems <= said and (len(stems) > 1 or stems <= title) for stems in names)


def _in_turn(edition: Edition, page: Page, own: Sequence[Question], read: Read) -> Iterable[str]:
    """Own ones first; one that several pages have never stands before all that is this page's."""
    pack = [edition.questions[question_id] for question_id in page.questions]
    told = _short_first([question.text for question in pack])
    topics = {None, *(question.topic for question in pack[:1])}  # own words have none
    just = [read(question) for question in own if question.topic in topics]
    shared = [read(question) for question in own if question.topic not in topics]
    return dict.fromkeys([*(just or told[:1]), *shared, *told])


def _share(own: int, subjects: int) -> int:
    """How many questions one of so many subjects gets."""
    if subjects == 1:
        return max(ON_ONE_SUBJECT, min(own, CARD_SIZE))
    return max(1, (CARD_SIZE - 1) // subjects)


def _short_first(lines: Sequence[str]) -> list[str]:
    """The first one, then the short ones: a long one is hard to ask aloud."""
    return [*lines[:1], *sorted(lines[1:], key=lambda line: len(line) > SHORT)]


def _fitting(lines: Sequence[str], room: int) -> tuple[str, ...]:
    """As many as there is room for, and always the first."""
    kept = list(lines[:1])
    for line in lines[1:]:
        if sum(map(len, kept)) + len(line) > room:
            break
        kept.append(line)
    return tuple(kept)


def _stems(text: str) -> set[str]:
    return {word[:STEM] for word in re.findall(r"\w+", unaccented(text)) if len(word) >= STEM}
