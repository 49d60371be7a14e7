import asyncio
from collections.abc import Sequence

from bot import callback_data
from bot.documents.sheet import Group, Paper, Sheet
from bot.domain.locales import prints_on_letter
from bot.domain.talking_points import TalkingPoints
from bot.screen import Document, Screen
from bot.screens import calendar, doctors_card, questions
from bot.screens.questions import answered, grouped
from bot.screens.view import View
from bot.turns.turn import Turn
from storage.records import Question, Visit

ANYWAY = "anyway"  # stands behind a tap that prints, by whoever has read what is missing


def sheet_of_questions(view: View, every: Sequence[Question]) -> Sheet:
    """The list for the visit, by topic, and what the doctor said to what was asked."""
    groups = [Group(topic, tuple(lines)) for topic, lines in grouped(view, every)]
    if told := tuple(answered(view, every)):
        groups.append(Group(view.say("questions.answered"), told, is_answered=True))
    return Sheet(
        view.say("questions.sheet_title"),
        view.say("questions.sheet_intro"),
        tuple(groups),
        "",
        view.say("questions.sheet_footer"),
    )


def sheet_of_card(view: View, points: TalkingPoints, visit: Visit | None) -> Sheet:
    """The note to the clinician, with room for a name and for answers."""
    when = calendar.when(view, visit.local_start) if visit else ""
    fields = (view.say("card.name"), view.say("card.visit", when=when).strip())
    return Sheet(
        view.say("card.title"),
        doctors_card.intro(view, points),
        tuple(Group(title, lines) for title, lines in doctors_card.numbered(view, points)),
        view.say("card.close"),
        view.say("questions.sheet_footer"),
        fields=fields,
    )


async def printed_list(turn: Turn, every: Sequence[Question], *, large: bool) -> Screen:
    anyway = callback_data.VISIT_PDF("large" if large else "normal", ANYWAY)
    name = turn.view.say("questions.file_name")
    sheet = sheet_of_questions(turn.view, every)
    if missing := await _missing(turn, sheet, anyway):
        return questions.cannot_print(turn.view, missing, anyway)
    document = await _to_pdf(turn.view, sheet, name, large=large)
    return questions.printed(turn.view, document, "questions.printed")


async def printed_card(
    turn: Turn, points: TalkingPoints, visit: Visit | None, anyway: str
) -> Screen:
    """The card in large print. `anyway` is the tap that prints what paper can't show, too."""
    name = turn.view.say("card.file_name")
    sheet = sheet_of_card(turn.view, points, visit)
    if missing := await _missing(turn, sheet, anyway):
        return questions.cannot_print(turn.view, missing, anyway)
    document = await _to_pdf(turn.view, sheet, name, large=True)
    return questions.printed(turn.view, document, "card.printed")


async def _missing(turn: Turn, sheet: Sheet, anyway: str) -> list[str]:
    """The letters that would be empty squares; none for who has read that and goes on."""
    return [] if turn.wire == anyway else await asyncio.to_thread(_unprintable, sheet)


def _unprintable(sheet: Sheet) -> list[str]:
    from bot.documents.pdf import unprintable  # takes as long to import as a quarter of the bot

    return unprintable(sheet)


async def _to_pdf(view: View, sheet: Sheet, name: str, *, large: bool) -> Document:
    paper: Paper = "Letter" if prints_on_letter(view.habits) else "A4"
    language = view.edition.language
    return Document(name, await asyncio.to_thread(_drawn, sheet, paper, language, large=large))


def _drawn(sheet: Sheet, paper: Paper, language: str, *, large: bool) -> bytes:
    """Blocks for a moment."""
    from bot.documents.pdf import as_pdf

    return as_pdf(sheet, paper=paper, large=large, language=language)
