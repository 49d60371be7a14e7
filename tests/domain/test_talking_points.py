"""What stands on a card: its own subject first, whatever else the person wants to ask."""

from datetime import UTC, datetime

import pytest

from bot.domain.talking_points import CARD_SIZE, OTHERS, ROOM, is_about, talking_points
from bot.library.model.library import Edition, Library
from storage.records import Question

AT = datetime(2026, 11, 23, tzinfo=UTC)
SUBJECTS = {"trials": "clinical-trials", "palliative": "palliative-care"}


@pytest.fixture
def edition(library: Library) -> Edition:
    return library.edition("en")


def own(number: int, text: str) -> Question:
    return Question(number, 1, None, text, None, False, number, AT)


def of_pack(number: int, ref: str, topic: str = "") -> Question:
    return Question(number, 1, ref, None, topic, False, number, AT)


def foreign(edition: Edition, subject: str) -> list[Question]:
    """Ten questions about something else, which the person put on the list first."""
    about = edition.pages[SUBJECTS[subject]].questions
    return [of_pack(n, ref) for n, ref in enumerate(edition.questions) if ref not in about][:10]


def reads(edition: Edition) -> "dict[str, str]":
    return {question.id: question.text for question in edition.questions.values()}


@pytest.mark.parametrize("subject", SUBJECTS)
def test_ten_questions_about_something_else_leave_the_subject_first(
    edition: Edition, subject: str
) -> None:
    mine, texts = foreign(edition, subject), reads(edition)
    assert len(mine) == 10
    points = talking_points(edition, [subject], mine, lambda q: texts[q.ref or ""])
    first = edition.pages[SUBJECTS[subject]].questions[0]
    assert points.lines[0] == texts[first]
    assert len(points.lines) == 3
    assert 0 < len(points.others) <= OTHERS
    assert set(points.others) <= {texts[q.ref or ""] for q in mine}


@pytest.mark.parametrize("subject", SUBJECTS)
def test_the_persons_own_questions_on_it_come_before_the_packs(
    edition: Edition, subject: str
) -> None:
    about, texts = edition.pages[SUBJECTS[subject]].questions, reads(edition)
    topic = edition.questions[about[0]].topic
    last = [ref for ref in about if edition.questions[ref].topic == topic][-1]
    mine = [*foreign(edition, subject), of_pack(99, last, topic)]
    points = talking_points(edition, [subject], mine, lambda q: texts[q.ref or ""])
    assert points.lines[:2] == (texts[last], texts[about[0]])


@pytest.mark.parametrize("subject", SUBJECTS)
def test_a_question_that_many_pages_have_does_not_stand_before_the_subjects_own(
    edition: Edition, subject: str
) -> None:
    about, texts = edition.pages[SUBJECTS[subject]].questions, reads(edition)
    mine = [of_pack(1, "what-will-it-cost", "practical")]
    points = talking_points(edition, [subject], mine, lambda q: texts[q.ref or ""])
    assert points.lines[:2] == (texts[about[0]], texts["what-will-it-cost"])


def test_two_subjects_have_their_own_parts_and_nothing_stands_twice(edition: Edition) -> None:
    mine, texts = foreign(edition, "trials"), reads(edition)
    points = talking_points(edition, SUBJECTS, mine, lambda q: texts[q.ref or ""])
    assert [part.kind for part in points.parts] == list(SUBJECTS)
    for part in points.parts:
        about = [texts[ref] for ref in edition.pages[SUBJECTS[part.kind]].questions]
        assert set(part.lines) <= set(about)
    told = [*points.lines, *points.others]
    assert len(told) == len(set(told)) <= CARD_SIZE


def test_without_a_subject_it_is_the_persons_list(edition: Edition) -> None:
    mine = [own(n, f"Question {n}?") for n in range(8)]
    points = talking_points(edition, ["questions"], mine, lambda q: q.text or "")
    assert points.lines == tuple(f"Question {n}?" for n in range(CARD_SIZE))
    assert points.others == ()


@pytest.mark.parametrize(
    ("text", "subject", "expected"),
    [
        ("Is there a trial near my town?", "trials", True),
        ("Could a clinical trial be right for me?", "trials", True),
        ("Can the clinical nurse call me?", "trials", False),
        ("What did the sleep study show?", "trials", False),
        ("Can the palliative team help me sleep?", "palliative", True),
        ("Who gives extra support to my children?", "palliative", True),
        ("May I take care of my garden?", "palliative", False),
    ],
)
def test_own_words_belong_to_the_subject_that_they_name(
    edition: Edition, text: str, subject: str, expected: bool
) -> None:
    assert is_about(own(1, text), edition.pages[SUBJECTS[subject]]) is expected


def test_the_longest_questions_still_fit_a_screen(edition: Edition) -> None:
    mine = [own(n, f"{n} trial {'x' * 290}") for n in range(9)]
    points = talking_points(edition, ["trials"], mine, lambda q: q.text or "")
    assert len(points.lines) == 1
    texts = reads(edition)
    mine = [of_pack(n, ref) for n, ref in enumerate(edition.questions)]
    points = talking_points(edition, SUBJECTS, mine, lambda q: texts[q.ref or ""])
    assert sum(map(len, [*points.lines, *points.others])) <= ROOM


def test_what_was_asked_is_not_asked_again(edition: Edition) -> None:
    asked = Question(1, 1, "trial-for-me", None, None, True, 1, AT)
    texts = reads(edition)
    points = talking_points(edition, ["palliative"], [asked], lambda q: texts[q.ref or ""])
    assert texts["trial-for-me"] not in [*points.lines, *points.others]
