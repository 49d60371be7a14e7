import asyncio
from collections.abc import Sequence

from bot.documents.sheet import Group, Paper, Sheet
from bot.domain.locales import prints_on_letter
from bot.domain.talking_points import TalkingPoints
from bot.screen import Document
from bot.screens import calendar, doctors_card
from bot.screens.questions import answered, grouped
from bot.screens.view import View
from storage.records import Question, Visit


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


async def card_to_pdf(view: View, points: TalkingPoints, visit: Visit | None) -> Document:
    """The card in large print."""
    sheet = sheet_of_card(view, points, visit)
    return await to_pdf(view, sheet, view.say("card.file_name"), large=True)


async def to_pdf(view: View, sheet: Sheet, name: str, *, large: bool) -> Document:
    paper: Paper = "Letter" if prints_on_letter(view.habits) else "A4"
    language = view.edition.language
    return Document(name, await asyncio.to_thread(_drawn, sheet, paper, language, large=large))


def _drawn(sheet: Sheet, paper: Paper, language: str, *, large: bool) -> bytes:
    """Blocks for a moment."""
    from bot.documents.pdf import as_pdf  # takes as long to import as a quarter of the bot

    return as_pdf(sheet, paper=paper, large=large, language=language)
