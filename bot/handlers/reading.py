import asyncio
from dataclasses import replace

from bot.domain.finder import Choice
from bot.handlers import finder
from bot.library.model.library import TALK, URGENT, Edition
from bot.screen import Screen
from bot.screens import bookmarks, glossary, news, reading, sources
from bot.screens import finder as finder_screens
from bot.screens.home import greeting
from bot.screens.study_words import home_country
from bot.turns.services import Services
from bot.turns.turn import MOST_SCREENS, Turn, read_int
from storage.errors import READ_WITHIN
from storage.records import Bookmark, BookmarkKind

FINDER_LINK = "finder"  # with a country behind it, or alone
LINK_PARTS = "__"  # between page and section in a deep link


async def open_item(
    turn: Turn, services: Services, kind: BookmarkKind, ref: str, layer: str = "", notice: str = ""
) -> Screen:
    """Whatever can be saved, with its star; `ref` of a section is "page-id/section-id".

    `layer` is that of a section, or which of its sections a page shows. `notice` answers somebody
    who told whether a page was helpful, and stands where we asked.
    """
    async with asyncio.timeout(READ_WITHIN):
        bookmark = await saved_as(turn, services, kind, ref)
    drawn = open_known(turn, services, kind, ref, layer, notice, saved=bookmark is not None)
    return bookmarks.noted(turn.view, drawn, bookmark) if bookmark and bookmark.note else drawn


def open_known(
    turn: Turn,
    services: Services,
    kind: BookmarkKind,
    ref: str,
    layer: str = "",
    notice: str = "",
    *,
    saved: bool,
) -> Screen:
    """The same, when it is known whether it is saved."""
    view = turn.view
    match kind:
        case "page":
            return reading.page(view, ref, read_int(layer, MOST_SCREENS), saved=saved)
        case "section":
            page_id, _, section_id = ref.partition("/")
            asks = services.settings.helpful == "on" and not notice
            version = services.library.version("page", page_id) if asks else ""
            return reading.section(
                view, page_id, section_id, layer, saved=saved, version=version, notice=notice
            )
        case "word":
            return glossary.word(view, ref, saved=saved)
        case "medicine":
            return glossary.medicine(view, ref, saved=saved)
        case "study":
            return finder_screens.off(view)


async def saved_as(turn: Turn, services: Services, kind: BookmarkKind, ref: str) -> Bookmark | None:
    """The person's bookmark of it, under its own name or under one that it had before."""
    for spelling in turn.edition.spellings(kind, ref) if turn.person else ():
        if bookmark := await services.store.bookmarks.find(turn.person_id, kind, spelling):
            return bookmark
    return None


def leads_somewhere(edition: Edition, payload: str) -> bool:
    """Whether it is what a link of ours sends after /start, rather than somebody's words."""
    known = payload in (FINDER_LINK, news.LINK) or edition.page(payload) is not None
    return LINK_PARTS in payload or known


async def open_link(turn: Turn, services: Services) -> Screen:
    """What `/start <page-id>`, `<page-id>__<section-id>` or `medicine__<id>` opens."""
    page_id, _, section_id = turn.text.split()[0].partition(LINK_PARTS)
    if page_id == "medicine" and section_id in turn.edition.medicines:
        return await open_item(turn, services, "medicine", section_id)
    if page_id == "word" and section_id in turn.edition.words:
        return await open_item(turn, services, "word", section_id)
    if page_id == news.LINK:
        return news.news(turn.view, 0)
    if page_id == finder.SAVED and finder.id_of(section_id):
        choice = Choice(home_country(turn.view), 0)
        return await finder.show(turn, services, finder.id_of(section_id), choice)
    if page_id == FINDER_LINK and turn.edition.pack.finder:
        return await finder.on_finder(replace(turn, args=(section_id,)), services)
    page = turn.edition.page(page_id)
    if page is None:
        return greeting(turn.view)
    if section_id and page.section(section_id):
        return await open_item(turn, services, "section", f"{page.id}/{section_id}")
    return await open_item(turn, services, "page", page.id)


async def on_page(turn: Turn, services: Services) -> Screen:
    return await open_item(turn, services, "page", turn.arg(0), turn.arg(1))


async def on_section(turn: Turn, services: Services) -> Screen:
    ref = f"{turn.arg(0)}/{turn.arg(1)}"
    return await open_item(turn, services, "section", ref, turn.arg(2))


async def on_word(turn: Turn, services: Services) -> Screen:
    return await open_item(turn, services, "word", turn.arg(0))


async def on_medicine(turn: Turn, services: Services) -> Screen:
    return await open_item(turn, services, "medicine", turn.arg(0))


async def on_sources(turn: Turn, services: Services) -> Screen:
    """The number of the screen stands last, and only where there is one."""
    place, size = turn.args, sources.PLACES.get(turn.arg(0), 2)
    return sources.sources(turn.view, place[:size], turn.screen_number(size))


async def on_related(turn: Turn, services: Services) -> Screen:
    return reading.related(turn.view, turn.arg(0))


async def on_picture(turn: Turn, services: Services) -> Screen:
    return reading.picture(turn.view, turn.arg(0))


async def on_urgent(turn: Turn, services: Services) -> Screen:
    return turn.beside(reading.page(turn.view, URGENT))


async def on_talk(turn: Turn, services: Services) -> Screen:
    return reading.page(turn.view, TALK)
