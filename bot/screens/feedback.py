"""Was this page helpful? Asked under its last section, where whoever runs the bot wants to know."""

from bot import callback_data
from bot.library.model.models import HelpPage, Page, Section
from bot.screen import Rows
from bot.screens.view import View, button

YES, NOT_REALLY = "y", "n"


def is_asked(page: Page, part: Section) -> bool:
    """Once a page, at its end. Never beside help, nor under what was hard enough to ask first."""
    return part is page.sections[-1] and not part.ask_first and not isinstance(page, HelpPage)


def answers(view: View, page: Page, layer: str, version: str) -> Rows:
    """Both answers carry the version that they are about, and nothing of who gives them."""
    yes = callback_data.HELPFUL(page.id, YES, layer, version, back=view.back)
    no = callback_data.HELPFUL(page.id, NOT_REALLY, layer, version, back=view.back)
    return ((button(view, "helped", yes), button(view, "not_really", no)),)
