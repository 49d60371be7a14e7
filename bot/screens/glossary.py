"""Words and medicines: the lists of a page, the lists of the pack, and one of them on a screen."""

from bot import callback_data as taps
from bot.library.model.library import URGENT
from bot.library.model.models import CHECK_TEXTS, SAFETY_TEXTS, Medicine, Word
from bot.screen import Button, Rows, Screen, bold, italic, paragraphs, safe
from bot.screens.home import home
from bot.screens.prose import as_html
from bot.screens.view import (
    ROW_LIMIT,
    View,
    button,
    one_each,
    pager,
    plain_screen,
    screen_of,
    short,
    star,
)


def words(view: View, number: int) -> Screen:
    """All words from A to Z, a few to a screen."""
    items = list(view.edition.words.values())
    return _list(view, "words", taps.WORDS, (), number, items, taps.HOME())


def medicines(view: View, number: int) -> Screen:
    items = list(view.edition.medicines.values())
    return _list(view, "medicines", taps.MEDICINES, (), number, items, taps.HOME())


def page_words(view: View, page_id: str, number: int) -> Screen:
    """The words that one page uses."""
    page = view.edition.page(page_id)
    items = [word for word in view.edition.words.values() if page and word.id in page.words]
    parent = taps.PAGE(page_id)
    return _list(view, "page_words", taps.PAGE_WORDS, (page_id,), number, items, parent)


def page_medicines(view: View, page_id: str, number: int) -> Screen:
    page = view.edition.page(page_id)
    known = view.edition.medicines.values()
    items = [medicine for medicine in known if page and medicine.id in page.medicines]
    parent = taps.PAGE(page_id)
    return _list(view, "page_medicines", taps.PAGE_MEDICINES, (page_id,), number, items, parent)


def word(view: View, word_id: str, *, saved: bool = False) -> Screen:
    found = view.edition.words.get(word_id)
    if found is None:
        return home(view, safe(view.say("home.missing")))
    sourced = view.edition.words_file
    text = paragraphs(
        bold(found.word),
        safe(view.say("page.also", names=", ".join(found.also_called)))
        if found.also_called
        else "",
        as_html(found.meaning, sourced.sources),
    )
    here = taps.WORD(word_id)
    rows = (*_beside(view, "word", found, here), (star(view, "w", word_id, saved=saved),))
    return plain_screen(view, text, here, rows, taps.WORDS(0))


def medicine(view: View, medicine_id: str, *, saved: bool = False) -> Screen:
    """A medicine with its names, what it is for, its dangers, and how far we could check it."""
    found = view.edition.medicines.get(medicine_id)
    if found is None:
        return home(view, safe(view.say("home.missing")))
    names = [
        view.say("medicine.brands", names=", ".join(found.brands)) if found.brands else "",
        view.say("page.also", names=", ".join(found.also_called)) if found.also_called else "",
        view.say("medicine.kind", kind=found.kind),
    ]
    layers = _layers(view, found)
    text = paragraphs(
        bold(found.title),
        "\n".join(safe(name) for name in names if name),
        as_html(found.used_for, view.edition.medicines_file.sources),
        _titled(view, found, "warning"),
        "" if layers else italic(view.say(f"medicine.{found.checked}")),
    )
    here = taps.MEDICINE(medicine_id)
    rows = (
        *layers,
        *_beside(view, "medicine", found, here),
        (star(view, "m", medicine_id, saved=saved),),
    )
    return plain_screen(view, text, here, rows, taps.MEDICINES(0))


def medicine_safety(view: View, medicine_id: str) -> Screen:
    """Pregnancy, missed doses, and what does not go with a medicine."""
    return _layer(view, medicine_id, SAFETY_TEXTS, taps.MEDICINE_SAFETY(medicine_id))


def medicine_checks(view: View, medicine_id: str) -> Screen:
    """The tests that go with a medicine, and the regions that allow it."""
    return _layer(view, medicine_id, CHECK_TEXTS, taps.MEDICINE_CHECKS(medicine_id))


def _layers(view: View, found: Medicine) -> Rows:
    """A button for each layer that this medicine has."""
    safety = button(view, "medicine_safety", taps.MEDICINE_SAFETY(found.id))
    checks = button(view, "medicine_checks", taps.MEDICINE_CHECKS(found.id))
    layers = ((safety, SAFETY_TEXTS), (checks, CHECK_TEXTS))
    return tuple((row,) for row, fields in layers if any(getattr(found, field) for field in fields))


def _layer(view: View, medicine_id: str, fields: tuple[str, ...], here: str) -> Screen:
    found = view.edition.medicines.get(medicine_id)
    if found is None:
        return home(view, safe(view.say("home.missing")))
    parts = [_titled(view, found, field) for field in fields]
    text = paragraphs(bold(found.title), *parts, italic(view.say(f"medicine.{found.checked}")))
    rows = ((button(view, "sources", taps.SOURCES("medicine", medicine_id, back=here)),),)
    return plain_screen(view, text, here, rows, taps.MEDICINE(medicine_id))


def _titled(view: View, found: Medicine, field: str) -> str:
    """One text of a medicine below its bold title, or nothing where it has none."""
    text = getattr(found, field)
    if not text:
        return ""
    body = as_html(text, view.edition.medicines_file.sources)
    return f"{bold(view.say(f'medicine.{field}'))}\n{body}"


def label(item: Word | Medicine) -> str:
    """A medicine shows a brand too where there is room for it."""
    if isinstance(item, Medicine) and item.brands:
        both = f"{item.title} ({item.brands[0]})"
        return both if len(both) <= ROW_LIMIT else short(item.title, ROW_LIMIT)
    return short(item.title, ROW_LIMIT)


def _beside(view: View, kind: str, item: Word | Medicine, here: str) -> Rows:
    row = [button(view, "sources", taps.SOURCES(kind, item.id, back=here))]
    page = view.edition.pages.get(item.page or "")
    if page and page.id != URGENT:  # which stands under every screen
        label = view.say("buttons.read_more", title=page.button)
        return ((Button(label, taps.PAGE(page.id, back=here)),), tuple(row))
    return (tuple(row),)


def _list(
    view: View,
    name: str,
    tap: taps.Tap,
    args: tuple[str, ...],
    number: int,
    items: list[Word] | list[Medicine],
    parent: str,
) -> Screen:
    number, screens, part = screen_of(number, len(items))
    here = tap(*args, number)
    opens = taps.MEDICINE if tap in (taps.MEDICINES, taps.PAGE_MEDICINES) else taps.WORD
    entries = one_each([Button(label(item), opens(item.id, back=here)) for item in items[part]])
    text = paragraphs(
        bold(view.say(f"lists.{name}")),
        safe(view.say("lists.place", number=number + 1, screens=screens)) if screens > 1 else "",
        "" if items else safe(view.say("lists.empty")),
    )
    return plain_screen(
        view, text, here, (*entries, *pager(view, tap, args, number, screens)), parent
    )
