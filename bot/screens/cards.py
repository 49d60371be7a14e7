"""Cards: the short form of a page, medicine or word, for a group or to share."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Literal

from bot import callback_data
from bot.library.danger.danger import Danger
from bot.library.model.library import URGENT
from bot.library.model.models import HelpPage, Page, Sourced
from bot.library.model.prose import plain
from bot.library.search.hits import Hit
from bot.library.search.names import Kind
from bot.screen import (
    Button,
    Rows,
    Screen,
    bold,
    folded,
    italic,
    link,
    paragraphs,
    safe,
    spoiler,
)
from bot.screens import countries
from bot.screens.help import signs
from bot.screens.prose import as_html, cited
from bot.screens.sources import compared, stamp
from bot.screens.view import View

CARD_LIMIT = 1024  # characters as read
IN_SIGHT = 300  # of them in sight in a group, besides the notes; the rest is folded up
PUBLISHERS = 2  # named below a card; the private page has all sources


@dataclass(frozen=True, slots=True)
class Item:
    """Something that fits a card."""

    kind: Kind | Literal["study"]
    id: str
    title: str
    #: One line for a list of results.
    summary: str
    #: The content of the card, with its source marks.
    text: str
    #: Its other names, or of which kind it is.
    about: str
    #: Where to read more; empty when there is no page.
    page_id: str
    hard: bool
    #: How far we could check a medicine; empty for the rest.
    checked: str = ""
    #: The whole card, where it is not made from content of the pack.
    drawn: Screen | None = None

    @property
    def key(self) -> str:
        return f"{self.kind} {self.id}"

    @property
    def payload(self) -> str:
        """What a deep link opens."""
        return self.id if self.kind == "page" else f"{self.kind}__{self.id}"


def item(view: View, kind: Kind | Literal["study"], ref: str) -> Item | None:
    """What a hit or a bookmark leads to; a section leads to its page."""
    edition = view.edition
    if kind == "medicine" and (medicine := edition.medicines.get(ref)):
        brands = view.say("medicine.brands", names=", ".join(medicine.brands))
        about = brands if medicine.brands else view.say("medicine.kind", kind=medicine.kind)
        text, hard = medicine.short_text, _hard(view, medicine.page)
        checked, page_id = medicine.checked, medicine.page
        return Item(kind, ref, medicine.title, about, text, about, page_id, hard, checked)
    if kind == "word" and (word := edition.words.get(ref)):
        names = ", ".join(word.also_called)
        about, page_id = view.say("page.also", names=names) if names else "", word.page or ""
        summary, hard = view.say("find.word", word=word.word), word.hard or _hard(view, page_id)
        return Item(kind, ref, word.word, summary, word.meaning, about, page_id, hard)
    page = edition.page(ref.partition("/")[0]) if kind in ("page", "section") else None
    return of_page(page) if page else None


def of_page(page: Page) -> Item:
    return Item("page", page.id, page.title, page.summary, page.card, "", page.id, page.hard)


def items(view: View, hits: Iterable[Hit]) -> list[Item]:
    """What was found, each once, best first."""
    items = (item(view, hit.kind, hit.id) for hit in hits)
    return list({item.key: item for item in items if item}.values())


def card(view: View, shown: Item, *, covered: bool) -> Screen:
    """The short form with its sources and their date; covered, it opens by a tap on the text."""
    if shown.drawn:
        return shown.drawn
    sourced = view.edition.sourced(shown.kind, shown.id)
    body = paragraphs(safe(shown.about), as_html(shown.text, ()))
    if covered and shown.hard:
        body = f"{safe(view.say('groups.covered'))}\n{spoiler(body)}"
    text = paragraphs(
        bold(shown.title),
        body,
        "\n".join(
            part
            for part in (_sources(view, sourced, shown.text), _note(view, sourced, shown.checked))
            if part
        ),
    )
    return Screen(text, _rows(view, shown))


def in_group(view: View, shown: Item, *, covered: bool) -> Screen:
    """The same for a group: in sight what it is about, the rest folded up, danger signs first.

    Of a card of help nothing is folded: its signs and numbers have to be in sight.
    """
    if shown.drawn:
        return shown.drawn
    if shown.kind == "page" and isinstance(view.edition.page(shown.id), HelpPage):
        return urgent(view) if shown.id == URGENT else card(view, shown, covered=covered)
    sourced = view.edition.sourced(shown.kind, shown.id)
    seen, rest = _halves(view, shown)
    note = ""
    if covered and shown.hard:
        note = safe(view.say("groups.covered"))
        seen, rest = spoiler(seen), spoiler(rest)
    seen = paragraphs(bold(shown.title), f"{note}\n{seen}".strip())
    sources = _sources(view, sourced, shown.text)
    end = _note(view, sourced, shown.checked)
    if rest:
        text = f"{seen}\n{folded(paragraphs(rest, sources))}\n{end}"
    else:
        text = paragraphs(seen, f"{sources}\n{end}".strip())
    return Screen(text, _rows(view, shown))


def _halves(view: View, shown: Item) -> tuple[str, str]:
    """What is in sight of a card, and the rest, of which the first lines show too."""
    parts = shown.text.strip().split("\n\n")
    if shown.kind == "page":
        seen, about = safe(shown.summary), ""
    else:
        first = parts.pop(0)
        fits = len("\n\n".join((shown.title, shown.about, plain(first)))) <= IN_SIGHT
        seen = paragraphs(safe(shown.about) if fits else "", as_html(first, ()))
        about = "" if fits else safe(shown.about)
    calls = view.say("groups.signs").casefold().splitlines()
    parts.sort(key=lambda part: not any(call in plain(part).casefold() for call in calls))
    return seen, paragraphs(as_html("\n\n".join(parts), ()), about)


def brief(view: View, shown: Item) -> Screen:
    """One line that leads to it, while the bot rests."""
    text = safe(view.say("groups.rests", title=shown.title))
    return Screen(text, ((_privately(view, shown),), *_here(view, shown)))


def urgent(view: View) -> Screen:
    return help_card(view, view.edition.help_page(URGENT))


def help_card(view: View, page: HelpPage) -> Screen:
    """What cannot wait, with the numbers of the group's country, or all of them."""
    body = f"{signs(page)}\n{page.regions[countries.shown(page, view.region)]}"
    text = paragraphs(
        bold(page.title),
        safe(page.lead),
        as_html(signs(page), ()),
        countries.numbers(view, page, view.region),
        f"{_sources(view, page, body)}\n{_note(view, page)}".strip(),
    )
    return Screen(text, ((_privately(view, of_page(page)),),))


def help_for(view: View, danger: Danger) -> Screen:
    """The card of a help page, and on top the private way to its part for what is felt."""
    page = view.edition.help_page(danger.page_id)
    part = page.section_for(danger.kind) if danger.kind else None
    drawn = urgent(view) if page.id == URGENT else card(view, of_page(page), covered=False)
    way = (Button(part.title, url=view.link(f"{page.id}__{part.id}")),) if part else ()
    return replace(drawn, rows=tuple(row for row in (way, *drawn.rows) if row))


def found_too(view: View, screen: Screen, items: Iterable[Item]) -> Screen:
    """The same, with private ways to what else the words find."""
    ways = tuple((Button(item.title, url=view.link(item.payload)),) for item in items)
    text = paragraphs(screen.text, safe(view.say("find.too")) if ways else "")
    return replace(screen, text=text, rows=(*screen.rows, *ways))


def named_first(view: View, screen: Screen, danger: Danger) -> Screen:
    """The same, with one line and one private way above it that lead to help."""
    page = view.edition.help_page(danger.page_id)
    if screen.text.startswith(bold(page.title)):
        return screen
    way = Button(page.button, url=view.link(page.id))
    text = paragraphs(safe(view.say(f"danger.{page.id}")), screen.text)
    return replace(screen, text=text, rows=((way,), *screen.rows))


def for_one(view: View, shown: Item) -> Screen:
    """For somebody who reads on in the group: a page's first part, and the ways to the others."""
    page = view.edition.pages.get(shown.id) if shown.kind == "page" else None
    if isinstance(page, HelpPage):
        return help_card(view, page)
    sourced = view.edition.sourced(shown.kind, shown.id)
    text, heading, others = shown.text, bold(shown.title), ""
    if page and (
        part := next((section for section in page.sections if not section.ask_first), None)
    ):
        text, heading = part.text, f"{heading}\n{bold(part.title)}"
        rest = [section for section in page.sections if section is not part]
        links = (link(section.title, view.link(f"{page.id}__{section.id}")) for section in rest)
        others = f"{safe(view.say('groups.in_private'))} {' · '.join(links)}"
    body = paragraphs(safe(shown.about), as_html(text, ()))
    ends = (_sources(view, sourced, text), _note(view, sourced, shown.checked))
    read = paragraphs(heading, body, others, "\n".join(end for end in ends if end))
    help_link = Button(view.say("buttons.urgent"), url=view.link(URGENT))
    return Screen(read, ((_privately(view, shown),), (help_link,)))


def for_asker_only(view: View, screen: Screen) -> Screen:
    """As one person alone sees it: it says so, and its buttons only lead into the private chat."""
    rows = (tuple(button for button in row if button.url) for row in screen.rows)
    text = paragraphs(screen.text, italic(view.say("groups.only_you")))
    return Screen(text, tuple(row for row in rows if row))


def _rows(view: View, shown: Item) -> Rows:
    share = Button(view.say("buttons.share"), shares=shown.title)
    first = ((_privately(view, shown),), *_here(view, shown))
    if shown.id == URGENT:
        return (*first, (share,))
    help_link = Button(view.say("buttons.urgent"), url=view.link(URGENT))
    return (*first, (share, help_link))


def _here(view: View, shown: Item) -> Rows:
    """Reading on where one is, where that can be shown to one person alone."""
    tap = callback_data.READ_HERE(shown.kind, shown.id)
    return ((Button(view.say("buttons.read_here"), tap),),) if view.only_you else ()


def _privately(view: View, shown: Item) -> Button:
    return Button(view.say("buttons.read_privately"), url=view.link(shown.payload))


def _sources(view: View, sourced: Sourced, text: str) -> str:
    """Who says so: two publishers, each linked to one source, and whether there are more.

    Those with the shortest names: a card that has all emergency numbers has little room.
    """
    firsts: dict[str, str] = {}
    for source in cited(sourced.sources, [text]):
        firsts.setdefault(source.publisher, source.url)
    named = sorted(firsts, key=len)[:PUBLISHERS]
    links = "; ".join(link(publisher, firsts[publisher]) for publisher in named)
    more = f"; {safe(view.say('groups.more_sources'))}" if len(firsts) > len(named) else ""
    return f"{safe(view.say('groups.sources'))} {links}{more}" if links else ""


def _note(view: View, sourced: Sourced, checked: str = "") -> str:
    """When it was checked, how far, and what it is not; an unchecked medicine claims nothing."""
    said = [
        _state(view, sourced, checked),
        view.say(f"medicine.{checked}") if checked else "",
        view.say("groups.not_advice"),
    ]
    return italic(" ".join(part for part in said if part))


def _state(view: View, sourced: Sourced, checked: str) -> str:
    """The review state; a card has no room for the long words of a translation."""
    if not compared(sourced):
        return view.say("groups.translated", date=view.date(sourced.reviewed.on))
    return "" if checked == "not-checked" else stamp(view, sourced)


def _hard(view: View, page_id: str) -> bool:
    page = view.edition.pages.get(page_id)
    return page is not None and page.hard
