"""Words and medicines: the lists of a page, the lists of the pack, and one of them on a screen."""

import re

from bot import callback_data
from bot.library.model.library import URGENT, Edition
from bot.library.model.models import CHECK_TEXTS, SAFETY_TEXTS, Medicine, Page, Section, Word
from bot.screen import Button, Rows, Screen, bold, italic, paragraphs, safe
from bot.screens.home import home
from bot.screens.prose import as_html
from bot.screens.sources import of_item
from bot.screens.view import (
    ROW_LIMIT,
    View,
    button,
    one_each,
    pager,
    plain_screen,
    screen_of,
    share,
    short,
    star,
)


def words(view: View, number: int) -> Screen:
    """All words from A to Z, a few to a screen."""
    items = list(view.edition.words.values())
    return _list(view, "lists.words", callback_data.WORDS, (), number, items, callback_data.HOME())


def medicines(view: View, number: int) -> Screen:
    items = list(view.edition.medicines.values())
    return _list(
        view, "lists.medicines", callback_data.MEDICINES, (), number, items, callback_data.HOME()
    )


def page_words(view: View, page_id: str, number: int, section_id: str = "") -> Screen:
    """The words that one page uses, or one section of it."""
    page = view.edition.page(page_id)
    part = page.section(section_id) if page else None
    items = words_in(view.edition, page, part) if page else []
    title = "lists.page_words_here" if part else "lists.page_words"
    return _of_page(view, title, callback_data.PAGE_WORDS, number, items, page_id, part)


def page_medicines(view: View, page_id: str, number: int, section_id: str = "") -> Screen:
    page = view.edition.page(page_id)
    part = page.section(section_id) if page else None
    items = medicines_in(view.edition, page, part) if page else []
    title = "lists.page_medicines_here" if part else "lists.page_medicines"
    return _of_page(view, title, callback_data.PAGE_MEDICINES, number, items, page_id, part)


def words_in(edition: Edition, page: Page, part: Section | None) -> list[Word]:
    """The words of a page; with a section, those that stand in it."""
    text = _text(part)
    return [
        word for word in edition.words.values() if word.id in page.words and _stands_in(word, text)
    ]


def medicines_in(edition: Edition, page: Page, part: Section | None) -> list[Medicine]:
    known, text = edition.medicines.values(), _text(part)
    return [
        medicine
        for medicine in known
        if medicine.id in page.medicines and _stands_in(medicine, text)
    ]


def _text(part: Section | None) -> str | None:
    if part is None:
        return None
    return " ".join((part.title, part.text, part.if_new or "", part.more or "")).casefold()


def _stands_in(item: Word | Medicine, text: str | None) -> bool:
    if text is None:
        return True
    names = (name.casefold() for name in item.names)
    return any(name in text and re.search(rf"\b{re.escape(name)}", text) for name in names)


def word(view: View, word_id: str, *, saved: bool = False) -> Screen:
    word = view.edition.words.get(word_id)
    if word is None:
        return home(view, safe(view.say("home.missing")))
    text = paragraphs(
        bold(word.word),
        safe(view.say("page.also", names=", ".join(word.also_called))) if word.also_called else "",
        as_html(word.meaning, of_item(view, "word", word)),
    )
    here = callback_data.WORD(word_id)
    keep = (star(view, "w", word_id, saved=saved), share(view, word.word))
    rows = (*_beside(view, "word", word, here), keep)
    return plain_screen(view, text, here, rows, callback_data.WORDS(0))


def medicine(view: View, medicine_id: str, *, saved: bool = False) -> Screen:
    """A medicine with its names, what it is for, its dangers, and how far we could check it."""
    medicine = view.edition.medicines.get(medicine_id)
    if medicine is None:
        return home(view, safe(view.say("home.missing")))
    names = [
        view.say("medicine.brands", names=", ".join(medicine.brands)) if medicine.brands else "",
        view.say("page.also", names=", ".join(medicine.also_called))
        if medicine.also_called
        else "",
        view.say("medicine.kind", kind=medicine.kind),
    ]
    layers = _layers(view, medicine)
    text = paragraphs(
        bold(medicine.title),
        "\n".join(safe(name) for name in names if name),
        as_html(medicine.used_for, of_item(view, "medicine", medicine)),
        _titled(view, medicine, "warning"),
        "" if layers else italic(view.say(f"medicine.{medicine.checked}")),
    )
    here = callback_data.MEDICINE(medicine_id)
    rows = (
        *layers,
        *_beside(view, "medicine", medicine, here),
        (star(view, "m", medicine_id, saved=saved), share(view, medicine.title)),
    )
    return plain_screen(view, text, here, rows, callback_data.MEDICINES(0))


def medicine_safety(view: View, medicine_id: str) -> Screen:
    """Pregnancy, missed doses, and what does not go with a medicine."""
    return _layer(view, medicine_id, SAFETY_TEXTS, callback_data.MEDICINE_SAFETY(medicine_id))


def medicine_checks(view: View, medicine_id: str) -> Screen:
    """The tests that go with a medicine, and the regions that allow it."""
    return _layer(view, medicine_id, CHECK_TEXTS, callback_data.MEDICINE_CHECKS(medicine_id))


def _layers(view: View, medicine: Medicine) -> Rows:
    """A button for each layer that this medicine has."""
    safety = button(view, "medicine_safety", callback_data.MEDICINE_SAFETY(medicine.id))
    checks = button(view, "medicine_checks", callback_data.MEDICINE_CHECKS(medicine.id))
    layers = ((safety, SAFETY_TEXTS), (checks, CHECK_TEXTS))
    return tuple(
        (row,) for row, fields in layers if any(getattr(medicine, field) for field in fields)
    )


def _layer(view: View, medicine_id: str, fields: tuple[str, ...], here: str) -> Screen:
    medicine = view.edition.medicines.get(medicine_id)
    if medicine is None:
        return home(view, safe(view.say("home.missing")))
    parts = [_titled(view, medicine, field) for field in fields]
    text = paragraphs(
        bold(medicine.title), *parts, italic(view.say(f"medicine.{medicine.checked}"))
    )
    rows = ((button(view, "sources", callback_data.SOURCES("medicine", medicine_id, back=here)),),)
    return plain_screen(view, text, here, rows, callback_data.MEDICINE(medicine_id))


def _titled(view: View, medicine: Medicine, field: str) -> str:
    """One text of a medicine below its bold title, or nothing where it has none."""
    text = getattr(medicine, field)
    if not text:
        return ""
    body = as_html(text, of_item(view, "medicine", medicine))
    return f"{bold(view.say(f'medicine.{field}'))}\n{body}"


def label(item: Word | Medicine) -> str:
    """A medicine shows a brand too where there is room for it."""
    if isinstance(item, Medicine) and item.brands:
        both = f"{item.title} ({item.brands[0]})"
        return both if len(both) <= ROW_LIMIT else short(item.title, ROW_LIMIT)
    return short(item.title, ROW_LIMIT)


def _beside(view: View, kind: str, item: Word | Medicine, here: str) -> Rows:
    row = [button(view, "sources", callback_data.SOURCES(kind, item.id, back=here))]
    page = view.edition.pages.get(item.page or "")
    if page and page.id != URGENT:  # which stands under every screen
        label = view.say("buttons.read_more", title=page.button)
        return ((Button(label, callback_data.PAGE(page.id, back=here)),), tuple(row))
    return (tuple(row),)


def _of_page(
    view: View,
    name: str,
    tap: callback_data.Tap,
    number: int,
    items: list[Word] | list[Medicine],
    page_id: str,
    part: Section | None,
) -> Screen:
    """Of a section, the list says what is meant by it, and leads back to it."""
    parent = callback_data.SECTION(page_id, part.id) if part else callback_data.PAGE(page_id)
    last = (part.id,) if part else ()
    return _list(view, name, tap, (page_id,), number, items, parent, last)


def _list(
    view: View,
    name: str,
    tap: callback_data.Tap,
    args: tuple[str, ...],
    number: int,
    items: list[Word] | list[Medicine],
    parent: str,
    last: tuple[str, ...] = (),
) -> Screen:
    number, screens, part = screen_of(number, len(items))
    here = tap(*args, number, *last)
    opens = (
        callback_data.MEDICINE
        if tap in (callback_data.MEDICINES, callback_data.PAGE_MEDICINES)
        else callback_data.WORD
    )
    entries = one_each([Button(label(item), opens(item.id, back=here)) for item in items[part]])
    text = paragraphs(
        bold(view.say(name)),
        safe(view.say("lists.place", number=number + 1, screens=screens)) if screens > 1 else "",
        "" if items else safe(view.say("lists.empty")),
    )
    return plain_screen(
        view, text, here, (*entries, *pager(view, tap, args, number, screens, last)), parent
    )
