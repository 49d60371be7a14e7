"""Questions for the visit: the list, one of them, and what to put in front of the doctor."""

from collections.abc import Iterator, Sequence
from itertools import groupby

from bot import callback_data
from bot.screen import Button, Document, Screen, bold, fitting, paragraphs, safe, units
from bot.screens.view import (
    ROW_LIMIT,
    View,
    ask_for_text,
    button,
    first_menu,
    one_each,
    pager,
    plain_screen,
    screen_of,
    short,
)
from storage.records import Question

QUESTIONS_A_SCREEN = 4
LISTED, TOLD = 140, 30  # characters of a question and an answer in the list; a tap shows the rest
LETTERS_SHOWN = 12
COPY_LIMIT = 256  # UTF-16 units, Telegram's for a button that copies


def questions(view: View, every: Sequence[Question], number: int) -> Screen:
    """One screen of the list, by topic, with what is asked already checked off."""
    if not every:
        text = paragraphs(bold(view.say("questions.title")), safe(view.say("questions.none")))
        start = ((button(view, "write_own", callback_data.WRITE_QUESTION()),), *first_menu(view))
        return plain_screen(view, text, callback_data.QUESTIONS(0), start, callback_data.HOME())
    number, screens, part = screen_of(number, len(every), QUESTIONS_A_SCREEN)
    here = callback_data.QUESTIONS(number)
    numbered = list(enumerate(in_order(view, every), start=1))[part]
    groups = [
        "\n".join([bold(topic), *(_entry(view, n, q) for n, q in group)])
        for topic, group in groupby(numbered, key=lambda item: topic_title(view, item[1]))
    ]
    entries = [
        Button(
            short(f"{n}. {wording(view, q)}", ROW_LIMIT), callback_data.QUESTION(q.id, back=here)
        )
        for n, q in numbered
    ]
    rows = (
        *one_each(entries),
        *pager(view, callback_data.QUESTIONS, (), number, screens),
        (button(view, "write_own", callback_data.WRITE_QUESTION()),),
        (button(view, "for_visit", callback_data.FOR_VISIT()),),
    )
    return plain_screen(
        view,
        paragraphs(bold(view.say("questions.title")), *groups),
        here,
        rows,
        callback_data.HOME(),
    )


def _entry(view: View, number: int, question: Question) -> str:
    """A question of the list; what the doctor said begins below it."""
    said = (
        view.say("questions.told", answer=short(question.answer, TOLD)) if question.answer else ""
    )
    asked = f"{_box(question)} {number}. {short(wording(view, question), LISTED)}"
    return safe(f"{asked}\n   {said}" if said else asked)


def question(view: View, question: Question) -> Screen:
    check = "uncheck" if question.checked else "check"
    told = view.say("questions.told", answer=question.answer) if question.answer else ""
    invites = question.checked and not question.answer
    text = paragraphs(
        bold(topic_title(view, question)),
        safe(f"{_box(question)} {wording(view, question)}"),
        safe(told),
        safe(view.say("questions.asked")) if invites else "",
    )
    rows = (
        (
            button(
                view, check, callback_data.CHECK_QUESTION(question.id, 0 if question.checked else 1)
            ),
        ),
        *(((_answer(view, question),),) if question.checked or question.answer else ()),
        (button(view, "edit", callback_data.EDIT_QUESTION(question.id)),),
        (
            button(view, "move_up", callback_data.MOVE_QUESTION(question.id, "up")),
            button(view, "move_down", callback_data.MOVE_QUESTION(question.id, "down")),
        ),
        (button(view, "remove", callback_data.REMOVE_QUESTION(question.id)),),
    )
    return plain_screen(
        view, text, callback_data.QUESTION(question.id), rows, callback_data.QUESTIONS(0)
    )


def _answer(view: View, question: Question) -> Button:
    return button(
        view,
        "change_answer" if question.answer else "add_answer",
        callback_data.ANSWER(question.id),
    )


def answer_prompt(view: View, question: Question) -> Screen:
    """Asks for what the doctor said; what is kept of it so far can be changed or removed."""
    said = view.say("questions.so_far", text=question.answer) if question.answer else ""
    text = paragraphs(
        safe(wording(view, question)),
        safe(said),
        safe(view.say("questions.write_answer")),
        safe(view.say("typed.cancel")),
    )
    remove = (
        ((button(view, "remove_answer", callback_data.NO_ANSWER(question.id)),),)
        if question.answer
        else ()
    )
    return plain_screen(view, text, "", remove, callback_data.QUESTION(question.id))


def removed(view: View, question: Question) -> Screen:
    rows = (
        (button(view, "undo", callback_data.RESTORE_QUESTION(question.id)),),
        (button(view, "my_questions", callback_data.QUESTIONS(0)),),
    )
    return plain_screen(view, safe(view.say("questions.removed")), "", rows)


def prompt(view: View, now: str = "") -> Screen:
    """Asks for a question in the person's own words; `now` is what it says so far."""
    so_far = view.say("questions.so_far", text=now) if now else ""
    asked = view.say("questions.write")
    return ask_for_text(view, safe(asked), safe(so_far), parent=callback_data.QUESTIONS(0))


def for_visit(view: View, every: Sequence[Question]) -> Screen:
    """The ways to take the list along."""
    if not every:
        return questions(view, every, 0)
    rows = (
        (button(view, "doctors_card", callback_data.DOCTORS_CARD()),),
        (button(view, "as_text", callback_data.VISIT_TEXT()),),
        (button(view, "as_pdf", callback_data.VISIT_PDF("normal")),),
        (button(view, "as_large_pdf", callback_data.VISIT_PDF("large")),),
    )
    advice = view.say("questions.for_visit")
    text = paragraphs(bold(view.say("buttons.for_visit")), safe(advice))
    return plain_screen(view, text, callback_data.FOR_VISIT(), rows, callback_data.QUESTIONS(0))


def as_message(view: View, every: Sequence[Question]) -> Screen:
    """The list as one message to copy or forward; it names nobody."""
    still = _open(view, every)
    lines = [f"{n}. {wording(view, q)}" for n, q in enumerate(still, start=1)]
    told = list(answered(view, every))
    text = paragraphs(
        bold(view.say("questions.sheet_title")),
        safe("\n".join(lines)),
        bold(view.say("questions.answered")) if told else "",
        safe("\n\n".join(told)),
    )
    return plain_screen(view, fitting(text), "", copied(view, "\n".join(lines)), fresh=True)


def cannot_print(view: View, letters: Sequence[str], anyway: str) -> Screen:
    """What paper would lack, and a way that lacks nothing. The message before it stays."""
    shown = " ".join(letters[:LETTERS_SHOWN]) + (" …" if len(letters) > LETTERS_SHOWN else "")
    text = safe(view.say("questions.cannot_print", letters=shown))
    rows = (
        (button(view, "print_anyway", anyway),),
        (button(view, "as_text", callback_data.VISIT_TEXT()),),
    )
    return plain_screen(view, text, "", rows, callback_data.FOR_VISIT(), fresh=True)


def printed(view: View, document: Document, key: str) -> Screen:
    rows = ((button(view, "my_questions", callback_data.QUESTIONS(0)),),)
    return plain_screen(view, safe(view.say(key)), "", rows, documents=(document,))


def in_order(view: View, every: Sequence[Question]) -> list[Question]:
    """By topic as the pack orders them, the person's own last; inside a topic as they ordered."""
    topics = [topic.id for topic in view.edition.questions_file.topics]
    places = {topic: place for place, topic in enumerate(topics)}
    return sorted(every, key=lambda q: (places.get(q.topic or "", len(topics)), q.position))


def grouped(view: View, every: Sequence[Question]) -> Iterator[tuple[str, list[str]]]:
    """Each topic with what is still to ask, for paper."""
    for topic, group in groupby(_open(view, every), key=lambda q: topic_title(view, q)):
        yield topic, [wording(view, q) for q in group]


def answered(view: View, every: Sequence[Question]) -> Iterator[str]:
    """Each question with what the doctor said to it, for paper and for a message."""
    for question in in_order(view, every):
        if question.answer:
            yield f"{wording(view, question)}\n{view.say('questions.told', answer=question.answer)}"


def wording(view: View, question: Question) -> str:
    """The person's own words, or the pack's in the language of the screen."""
    if question.text is not None:
        return question.text
    known = view.edition.questions.get(question.ref or "")
    return known.text if known else view.say("questions.gone")


def topic_title(view: View, question: Question) -> str:
    topics = {topic.id: topic.title for topic in view.edition.questions_file.topics}
    return topics.get(question.topic or "", view.say("questions.own"))


def _open(view: View, every: Sequence[Question]) -> list[Question]:
    """What is still to ask; all of it when everything is checked off."""
    ordered = in_order(view, every)
    return [q for q in ordered if not q.checked] or ordered


def _box(question: Question) -> str:
    return "☑" if question.checked else "☐"


def copied(view: View, text: str) -> tuple[tuple[Button, ...], ...]:
    if units(text) > COPY_LIMIT:
        return ()
    return ((Button(view.say("buttons.copy_all"), copies=text),),)
