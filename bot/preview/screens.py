"""Every screen of a page as the chat shows it, with addresses inside the preview."""

from collections.abc import Iterator
from dataclasses import dataclass

from bot import callback_data
from bot.library.model.library import TALK, URGENT
from bot.library.model.models import HelpPage, Page
from bot.preview.claims import LAYERS
from bot.screen import Button, Screen
from bot.screens import cards, help, reading, sources
from bot.screens.reading import IF_NEW, MAIN, MORE
from bot.screens.view import View, screen_of

FIELDS = {MAIN: "text", IF_NEW: "if_new", MORE: "more"}
ASKS = "ask"  # in the place of a layer: the question that comes before the text
HOME_FILE = "index.html"


@dataclass(frozen=True, slots=True)
class Shown:
    """A screen: the name that other screens link to, and what a reviewer calls it."""

    anchor: str
    name: str
    screen: Screen


def shown(view: View, page: Page) -> Iterator[Shown]:
    """The page's screens in the order in which a person would meet them, and its card."""
    if isinstance(page, HelpPage):
        for region in page.regions:
            yield Shown(f"region-{region}", f"In {region}", help.help_page(view, page, region))
    else:
        yield Shown("page", "First screen", reading.page(view, page.id))
    yield Shown("card", "Card in a group", cards.in_group(view, cards.of_page(page), covered=True))
    yield from _sections(view, page)
    for number in range(_count(len(page.questions), reading.QUESTIONS_A_SCREEN)):
        screen = reading.questions(view, page.id, number)
        yield Shown(f"questions-{number}", f"Questions, {number + 1}", screen)
    for number in range(sources.screens_of(view, ("page", page.id))):
        screen = sources.sources(view, ("page", page.id), number)
        yield Shown(f"sources-{number}", f"Sources, {number + 1}", screen)


def address(view: View, button: Button) -> str:
    """Where a button leads within the preview, or on the web; empty when it leads to neither."""
    tapped = callback_data.decode(button.tap) if button.tap else None
    if tapped is None:
        return button.url
    match tapped.tap, tapped.args:
        case (callback_data.HOME, _):
            return HOME_FILE
        case (callback_data.MENU, (menu_id, *_)):
            return f"{HOME_FILE}#{_menu_of(view, menu_id)}"
        case (callback_data.URGENT, _):
            return f"{URGENT}.html"
        case (callback_data.TALK, _):
            return f"{TALK}.html"
        case (callback_data.PAGE, (page_id, *_)):
            return f"{page_id}.html"
        case (callback_data.SECTION, (page_id, section_id, *layer)):
            return _section_address(view, page_id, section_id, *layer)
        case (callback_data.SOURCES, ("page", page_id, *number)):
            return f"{page_id}.html#sources-{number[0] if number else 0}"
        case (callback_data.SOURCES, ("s" | "alt" | "in", page_id, *_)):
            return f"{page_id}.html#claims"
        case (callback_data.PAGE_QUESTIONS, (page_id, *number)):
            return f"{page_id}.html#questions-{number[0] if number else 0}"
    return ""


def _menu_of(view: View, menu_id: str) -> str:
    """The menu, or the one that a group stands in: the first page of the preview has menus only."""
    for menu in view.edition.pack.menus:
        if any(group.id == menu_id for group in menu.groups):
            return menu.id
    return menu_id


def _sections(view: View, page: Page) -> Iterator[Shown]:
    for section in page.sections:
        start = f"section-{section.id}"
        if section.ask_first:
            asks = reading.section(view, page.id, section.id)
            yield Shown(f"{start}-{ASKS}", f"{section.title}, asked first", asks)
        for layer, field in FIELDS.items():
            if getattr(section, field):
                screen = reading.section(view, page.id, section.id, layer)
                name = f"{section.title}, {LAYERS[field]}" if LAYERS[field] else section.title
                yield Shown(f"{start}-{layer}", name, screen)


def _section_address(view: View, page_id: str, section_id: str, layer: str = "") -> str:
    page = view.edition.page(page_id)
    section = page.section(section_id) if page else None
    first = ASKS if section and section.ask_first else MAIN
    return f"{page_id}.html#section-{section_id}-{layer or first}"


def _count(entries: int, size: int) -> int:
    return screen_of(0, entries, size)[1] if entries else 0
