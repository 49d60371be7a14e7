"""Screens that are longer than a phone shows, and cards that are longer than a card may be."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from bot.library.load.draft import Draft
from bot.library.load.problems import Problem
from bot.library.load.yaml_file import Path_, YamlFile
from bot.library.model.models import HelpPage, Page
from bot.preview.screens import FIELDS
from bot.screen import TEXT_LIMIT, Screen, as_read
from bot.screens import cards, glossary, help, home, reading
from bot.screens.cards import CARD_LIMIT
from bot.screens.view import View, screen_of

NAME_OF_A_BOT = "a_bot_with_a_long_name_bot"
SHORTER = "Write it shorter."
SPLIT = "Write it shorter, or make a section of its own of some of it."


@dataclass(frozen=True, slots=True)
class _Drawn:
    """A screen or a card: whose it is, and where it can be made shorter."""

    whose: str
    screen: Screen
    path: Path_
    is_card: bool = False

    def problem(self, file: YamlFile) -> Problem | None:
        """What a translation borrows is told of the original."""
        length, limit = len(as_read(self.screen.text)), CARD_LIMIT if self.is_card else TEXT_LIMIT
        if length <= limit or file.borrows(self.path):
            return None
        kind = "card" if self.is_card else "screen"
        advice = SPLIT if self.path[:1] == ("sections",) else SHORTER
        told = f"The {kind} of “{self.whose}” has {length} characters; {limit} fit. {advice}"
        return file.problem(self.path, "too-long", told)


def too_long(draft: Draft, today: date) -> Iterator[Problem]:
    """What does not fit. The draft has to be one without problems.

    The parts of a help page begin with the numbers of a country: here those of the pack's own.
    """
    view = View(draft.edition(), draft.pack.default_region, "full", today, NAME_OF_A_BOT)
    drawn = [
        *((draft.files[page_id], each) for page_id in draft.pages for each in _page(view, page_id)),
        *((draft.files["medicines.yaml"], each) for each in _medicines(draft, view)),
        *((draft.files["words.yaml"], each) for each in _words(draft, view)),
        *((draft.interface, each) for each in _sentences(view)),
    ]
    yield from (problem for file, each in drawn if (problem := each.problem(file)))


def _page(view: View, page_id: str) -> Iterator[_Drawn]:
    page = view.edition.page(page_id)
    if isinstance(page, HelpPage):
        for code in page.regions:
            there, path = replace(view, region=code), ("regions", code)
            yield _Drawn(f"{page_id}, {code}", help.help_page(there, page, code), path)
            yield _Drawn(f"{page_id}, {code}", cards.help_card(there, page), path, is_card=True)
        yield from _sections(view, page)
    elif page:
        yield _Drawn(page_id, reading.page(view, page_id), ("summary",))
        yield _card(view, cards.of_page(page), ("card",))
        yield from _sections(view, page)
        for number in range(screen_of(0, len(page.questions), reading.QUESTIONS_A_SCREEN)[1]):
            asked = reading.questions(view, page_id, number)
            yield _Drawn(f"{page_id}, questions", asked, ("questions",))


def _sections(view: View, page: Page) -> Iterator[_Drawn]:
    for number, part in enumerate(page.sections):
        for layer, field in FIELDS.items():
            if getattr(part, field):
                drawn = reading.section(view, page.id, part.id, layer)
                yield _Drawn(f"{page.id}/{part.id}", drawn, ("sections", number, field))


def _medicines(draft: Draft, view: View) -> Iterator[_Drawn]:
    for number, medicine in enumerate(draft.medicines.medicines if draft.medicines else ()):
        path: Path_ = ("medicines", number, "id")
        for draw in (glossary.medicine, glossary.medicine_safety, glossary.medicine_checks):
            yield _Drawn(medicine.id, draw(view, medicine.id), path)
        if item := cards.item(view, "medicine", medicine.id):
            yield _card(view, item, path)


def _words(draft: Draft, view: View) -> Iterator[_Drawn]:
    for number, word in enumerate(draft.words.words if draft.words else ()):
        path: Path_ = ("words", number, "meaning")
        yield _Drawn(word.id, glossary.word(view, word.id), path)
        if item := cards.item(view, "word", word.id):
            yield _card(view, item, path)


def _card(view: View, item: cards.Item, path: Path_) -> _Drawn:
    """Covered it has one line more; in a group it has the same text."""
    return _Drawn(item.id, cards.card(view, item, covered=True), path, is_card=True)


def _sentences(view: View) -> Iterator[_Drawn]:
    for menu in view.edition.pack.menus:
        yield _Drawn(menu.id, home.menu(view, menu.id), ("menus", menu.id))
    yield _Drawn("about", home.about(view), ("about", "text"))
    yield _Drawn("privacy", home.privacy(view), ("privacy", "text"))
