"""Where the facts of a page, medicine or word come from, and how far its text was checked."""

from collections.abc import Iterable

from bot import callback_data as taps
from bot.library.model.models import Medicine, Source, Sourced, Word
from bot.screen import Screen, bold, link, paragraphs, safe
from bot.screens.home import home
from bot.screens.prose import marks_in, raised
from bot.screens.view import View, pager, plain_screen, screen_of

SOURCES_A_SCREEN = 4


def sources(view: View, kind: str, item_id: str, number: int) -> Screen:
    """Where the facts come from, with dates, and who has reviewed the text."""
    edition = view.edition
    items = {"page": edition.pages, "medicine": edition.medicines, "word": edition.words}
    if kind == "page" and (found := edition.page(item_id)):
        item_id = found.id
    if kind not in items or item_id not in items[kind]:
        return home(view, safe(view.say("home.missing")))
    sourced = edition.sourced(kind, item_id)
    numbered = list(enumerate(sourced.sources, start=1))
    if kind != "page":
        item = edition.medicines[item_id] if kind == "medicine" else edition.words[item_id]
        marks = marks_in(_texts(item))
        numbered = [(n, source) for n, source in numbered if source.id in marks]
    number, screens, part = screen_of(number, len(numbered), size(view, kind, item_id))
    text = paragraphs(
        bold(view.say("sources.title")),
        *[source_line(view, n, source) for n, source in numbered[part]],
        "" if numbered else safe(view.say("sources.none")),
        _checked(view, kind, item_id, rests=bool(numbered)) if number == screens - 1 else "",
    )
    here = taps.SOURCES(kind, item_id, number)
    parent = {"page": taps.PAGE, "medicine": taps.MEDICINE, "word": taps.WORD}[kind](item_id)
    return plain_screen(
        view, text, here, pager(view, taps.SOURCES, (kind, item_id), number, screens), parent
    )


def _texts(item: Medicine | Word) -> Iterable[str]:
    if isinstance(item, Word):
        return [item.meaning]
    return [text for _, text in item.prose()]


def size(view: View, kind: str, item_id: str) -> int:
    """How many sources fit on a screen; one less where it has to say that the original changed."""
    return SOURCES_A_SCREEN - (1 if view.edition.drift(kind, item_id) else 0)


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
