"""What stands beside a page or a section: its words, medicines, sources, questions and reminder."""

from bot import callback_data
from bot.library.model.models import Page, Section
from bot.screen import Button, Rows
from bot.screens import glossary
from bot.screens.view import View, button


def sources_button(view: View, place: tuple[str, ...], here: str) -> Button:
    return button(view, "sources", callback_data.SOURCES(*place, back=here))


def references(
    view: View, page: Page, place: tuple[str, ...], here: str, part: Section | None = None
) -> list[Button]:
    """Words, medicines and sources: one tap away from the page or the section that has them."""
    where = (page.id, 0, part.id) if part else (page.id,)
    row = []
    if glossary.words_in(view.edition, page, part):
        row.append(button(view, "page_words", callback_data.PAGE_WORDS(*where, back=here)))
    if glossary.medicines_in(view.edition, page, part):
        row.append(button(view, "page_medicines", callback_data.PAGE_MEDICINES(*where, back=here)))
    return [*row, sources_button(view, place, here)]


def questions(view: View, page: Page) -> list[Button]:
    if not page.questions:
        return []
    return [button(view, "questions_here", callback_data.PAGE_QUESTIONS(page.id))]


def look_for_studies(view: View, page: Page) -> Rows:
    """Offered on the page that the pack's finder belongs to, where there is a copy to look into."""
    finder = view.edition.pack.finder
    if finder is None or page.id != finder.page or not view.has_studies:
        return ()
    return (
        (Button(view.say("finder.look"), callback_data.FINDER(back=callback_data.PAGE(page.id))),),
    )


def remind_me(view: View, page: Page) -> list[Button]:
    """Offered on the pages that the pack's reminders are about."""
    kind = next((k.id for k in view.edition.pack.reminders if k.page == page.id), None)
    if kind is None:
        return []
    return [
        button(
            view, "remind_me", callback_data.NEW_REMINDER(kind, back=callback_data.PAGE(page.id))
        )
    ]
