"""Where the facts of a text come from, and how far it was checked."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bot import callback_data
from bot.library.model.library import URGENT
from bot.library.model.models import HelpPage, Medicine, Source, Sourced, Word
from bot.regions import ELSEWHERE
from bot.screen import Screen, as_read, bold, link, paragraphs, safe
from bot.screens.home import home
from bot.screens.prose import cited, raised
from bot.screens.view import View, pager, plain_screen, screen_of

SOURCES_A_SCREEN = 10
SOURCES_LENGTH = 620  # characters; with the title and who has checked them it is a screen
PLACES = {"s": 4, "in": 3}  # how many words name a place, where it is not two


@dataclass(frozen=True, slots=True)
class Cited:
    """The sources of one text, in the order of their numbers, and the way back to it."""

    #: What the review state is written on: a page, a medicine or a word.
    kind: str
    item_id: str
    sources: tuple[Source, ...]
    parent: str


def sources(view: View, place: tuple[str, ...], number: int) -> Screen:
    """Where the facts of a place come from, with dates, and who has reviewed the text.

    A place is a page, or what `of_section` and its like name.
    """
    cited = _cited(view, place)
    if cited is None:
        return home(view, safe(view.say("home.missing")))
    kind, item_id = cited.kind, cited.item_id
    lines = [source_line(view, n, source) for n, source in enumerate(cited.sources, start=1)]
    parts = on_screens(lines)
    number, screens, _ = screen_of(number, len(parts), 1)
    text = paragraphs(
        bold(view.say("sources.title")),
        *parts[number],
        "" if lines else safe(view.say("sources.none")),
        _checked(view, kind, item_id, rests=bool(lines)) if number == screens - 1 else "",
    )
    rows = pager(view, callback_data.SOURCES, place, number, screens)
    return plain_screen(view, text, callback_data.SOURCES(*place, number), rows, cited.parent)


def screens_of(view: View, place: tuple[str, ...]) -> int:
    """On how many screens the sources of a place stand."""
    cited = _cited(view, place)
    if cited is None:
        return 0
    numbered = enumerate(cited.sources, start=1)
    return len(on_screens([source_line(view, n, source) for n, source in numbered]))


def on_screens(lines: Sequence[str]) -> list[list[str]]:
    """At most so many lines to a screen, and no more than can be read on it."""
    parts: list[list[str]] = [[]]
    for line in lines:
        long = sum(len(as_read(listed)) + 2 for listed in [*parts[-1], line]) > SOURCES_LENGTH
        if parts[-1] and (long or len(parts[-1]) == SOURCES_A_SCREEN):
            parts.append([])
        parts[-1].append(line)
    return parts


def of_section(page_id: str, section_id: str, layer: str) -> tuple[str, ...]:
    return ("s", page_id, section_id, layer)


def of_picture(page_id: str) -> tuple[str, ...]:
    return ("alt", page_id)


def of_region(page_id: str, region: str) -> tuple[str, ...]:
    return ("in", page_id, region)


def first_screen(page: HelpPage, region: str) -> str:
    """All that a help page shows there with marks: the signs, where it has them, and the numbers.

    They share one list of sources.
    """
    numbers = page.regions.get(region) or page.regions[ELSEWHERE]
    return f"{page.card}\n\n{numbers}" if page.id == URGENT else numbers


def texts_of(item: Medicine | Word) -> Iterable[str]:
    """All texts of a medicine or a word that carry marks; they share one list of sources."""
    return [item.meaning] if isinstance(item, Word) else [text for _, text in item.prose()]


def of_item(view: View, kind: str, item: Medicine | Word) -> tuple[Source, ...]:
    return cited(view.edition.sourced(kind, item.id).sources, texts_of(item))


def _cited(view: View, place: tuple[str, ...]) -> Cited | None:
    edition = view.edition
    match place:
        case ("medicine", item_id) if item_id in edition.medicines:
            listed = of_item(view, "medicine", edition.medicines[item_id])
            return Cited("medicine", item_id, listed, callback_data.MEDICINE(item_id))
        case ("word", item_id) if item_id in edition.words:
            listed = of_item(view, "word", edition.words[item_id])
            return Cited("word", item_id, listed, callback_data.WORD(item_id))
        case (_, page_id, *where) if page := edition.page(page_id):
            text, parent = None, callback_data.PAGE(page.id)
            match place[0], where:
                case "page", []:
                    return Cited("page", page.id, page.sources, parent)
                case "s", [section_id, layer] if part := page.section(section_id):
                    text, parent = part.layer(layer), callback_data.SECTION(page.id, part.id, layer)
                case "alt", [] if page.picture:
                    text, parent = page.picture.alt, callback_data.PICTURE(page.id)
                case "in", [region] if isinstance(page, HelpPage):
                    text = first_screen(page, region)
            if text is not None:
                return Cited("page", page.id, cited(page.sources, [text]), parent)
    return None


def compared(sourced: Sourced) -> bool:
    """Whether the review state claims that somebody compared the text with its sources."""
    return sourced.reviewed.state != "machine-translated"


def stamp(view: View, sourced: Sourced) -> str:
    """The honest review state, and whether the next review is overdue."""
    review = sourced.reviewed
    state = view.say(f"review.{review.state}", date=view.date(review.on), role=review.by_role or "")
    overdue = view.say("review.overdue", date=view.date(sourced.review_due))
    return f"{state} {overdue}" if sourced.review_due < view.today else state


def source_line(view: View, number: int, source: Source) -> str:
    title = link(source.title, source.url)
    published = view.say(
        "sources.undated" if source.published == "not given" else "sources.published",
        date=view.written_date(source.published),
    )
    read = view.say("sources.read", date=view.date(source.accessed))
    return f"{raised(number)} {title}\n{safe(source.publisher)}. {safe(published)} {safe(read)}"


def _checked(view: View, kind: str, item_id: str, *, rests: bool) -> str:
    """How far it was checked; of a translation also whether its original has changed since.

    What rests on no source was compared with none.
    """
    sourced, drift = view.edition.sourced(kind, item_id), view.edition.drift(kind, item_id)
    stamped = stamp(view, sourced) if rests or not compared(sourced) else ""
    if drift is None:
        return safe(stamped)
    if drift.changed:
        behind = view.say("review.drifted", date=view.date(drift.changed))
    else:
        behind = view.say("review.drifted_since", date=view.date(drift.translated))
    return paragraphs(safe(stamped), safe(behind))
