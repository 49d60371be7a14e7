from collections.abc import Sequence

from bot.documents.sheet import Group, Paper, Sheet
from bot.screen import Document
from bot.screens.questions import card_lines, grouped
from bot.screens.view import View
from storage.records import Question

#: Unicode's list of where paper is of the size Letter; the others print on A4.
LETTER_REGIONS = ["US", "CA", "CL", "CO", "CR", "GT", "MX", "NI", "PA", "PR", "SV", "VE"]


def sheet_of_questions(view: View, every: Sequence[Question]) -> Sheet:
    """The list for the visit, by topic."""
    groups = tuple(Group(topic, tuple(lines)) for topic, lines in grouped(view, every))
    return Sheet(
        view.say("questions.sheet_title"),
        view.say("questions.sheet_intro"),
        groups,
        "",
        view.say("questions.sheet_footer"),
    )


def sheet_of_card(view: View, every: Sequence[Question]) -> Sheet:
    """The note to the clinician, with what this person wants to talk about today."""
    return Sheet(
        view.say("card.title"),
        view.say("card.intro"),
        (Group("", tuple(card_lines(view, every))),),
        view.say("card.close"),
        view.say("questions.sheet_footer"),
        answer_lines=0,
    )


def to_pdf(view: View, sheet: Sheet, *, large: bool) -> Document:
    """Blocks for a moment; call it in a thread."""
    from bot.documents.pdf import as_pdf  # takes as long to import as a quarter of the bot

    paper: Paper = "Letter" if view.habits in LETTER_REGIONS else "A4"
    content = as_pdf(sheet, paper=paper, large=large, language=view.edition.language)
    return Document(view.say("questions.file_name"), content)
