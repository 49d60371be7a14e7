from collections.abc import Iterable
from dataclasses import replace

from bot import callback_data
from bot.domain.finder import Choice
from bot.handlers import finder
from bot.handlers.personal_list import ListHandlers
from bot.handlers.reading import open_item, open_known, saved_as
from bot.handlers.search import on_find
from bot.screen import Screen
from bot.screens import bookmarks
from bot.screens.bookmarks import BOOKMARKS_A_SCREEN, Studies
from bot.screens.study_words import home_country
from bot.screens.view import screen_of
from bot.turns.services import Services
from bot.turns.turn import Turn
from storage.records import Bookmark, BookmarkKind

KINDS: dict[str, BookmarkKind] = {"p": "page", "s": "section", "w": "word", "m": "medicine"}
STUDY = "t"


async def on_keep(turn: Turn, services: Services) -> Screen:
    """Save what the screen shows, and draw it again with its star and a way to add a note."""
    if turn.arg(0) == STUDY:
        return await finder.keep(_without_kind(turn), services)
    kind, ref, layer = _subject(turn)
    version = services.library.version(kind, ref)
    bookmark = await saved_as(turn, services, kind, ref)
    if bookmark is None and version:
        bookmark = await services.store.bookmarks.save(turn.person_id, kind, ref, version, turn.now)
    drawn = open_known(turn, services, kind, ref, layer, saved=bookmark is not None)
    return bookmarks.just_saved(turn.view, drawn, bookmark) if bookmark else drawn


async def on_saved(turn: Turn, services: Services) -> Screen:
    """The star of what is saved opens the bookmark, and deletes nothing: old buttons did."""
    if turn.arg(0) == STUDY:
        return await _saved_study(_without_kind(turn), services)
    kind, ref, layer = _subject(turn)
    bookmark = await saved_as(turn, services, kind, ref)
    if bookmark is None:
        return open_known(turn, services, kind, ref, layer, saved=False)
    changed = _has_changed(services, bookmark)
    return bookmarks.bookmark(turn.view, bookmark, changed=changed)


async def _saved_study(turn: Turn, services: Services) -> Screen:
    bookmark = await finder.bookmark_of(turn, services)
    if bookmark is None:
        return await finder.keep(turn, services)
    studies = await _studies(turn, services, [bookmark])
    return bookmarks.bookmark(turn.view, bookmark, changed=False, studies=studies)


async def on_bookmarks(turn: Turn, services: Services) -> Screen:
    count = await services.store.bookmarks.count(turn.person_id)
    number, _, part = screen_of(turn.screen_number(0), count, BOOKMARKS_A_SCREEN)
    shown = await services.store.bookmarks.list(
        turn.person_id, offset=part.start, limit=BOOKMARKS_A_SCREEN
    )
    changed = frozenset(bookmark.id for bookmark in shown if _has_changed(services, bookmark))
    studies = await _studies(turn, services, shown)
    return bookmarks.bookmarks(turn.view, shown, number, count, changed, studies)


async def on_bookmark(turn: Turn, services: Services) -> Screen:
    bookmark = await _bookmark(turn, services)
    if bookmark is None:
        return await on_bookmarks(turn, services)
    studies = await _studies(turn, services, [bookmark])
    return bookmarks.bookmark(
        turn.view, bookmark, changed=_has_changed(services, bookmark), studies=studies
    )


async def on_open(turn: Turn, services: Services) -> Screen:
    """Open it and note that its text was seen; where it is gone, look for something like it."""
    bookmark = await _bookmark(turn, services)
    if bookmark is None:
        return await on_bookmarks(turn, services)
    view = turn.came_from(callback_data.BOOKMARK(bookmark.id))
    if bookmark.kind == finder.SAVED:
        choice = Choice(home_country(turn.view), 0)
        return await finder.show(view, services, finder.id_of(bookmark.ref), choice)
    version = services.library.version(bookmark.kind, bookmark.ref)
    if not version:
        return await on_find(view.typed(bookmark.ref.replace("-", " ").replace("/", " ")), services)
    await services.store.bookmarks.mark_seen(turn.person_id, bookmark.id, version)
    return await open_item(view, services, bookmark.kind, bookmark.ref)


async def on_note(turn: Turn, services: Services) -> Screen:
    bookmark = await _bookmark(turn, services)
    if bookmark is None:
        return await on_bookmarks(turn, services)
    await services.store.pending_inputs.set(
        turn.person_id, turn.chat_id, "note", str(bookmark.id), turn.now
    )
    return bookmarks.note_prompt(turn.view, bookmark)


async def on_note_typed(turn: Turn, services: Services) -> Screen:
    """The note as it was typed; which bookmark it belongs to comes from the pending answer."""
    await services.store.bookmarks.set_note(turn.person_id, turn.int_arg(0), turn.text)
    return await on_bookmark(turn, services)


async def on_move(turn: Turn, services: Services) -> Screen:
    return await LIST.move(turn, services)


async def on_remove(turn: Turn, services: Services) -> Screen:
    return await LIST.remove(turn, services)


async def on_restore(turn: Turn, services: Services) -> Screen:
    return await LIST.restore(turn, services)


LIST = ListHandlers(lambda store: store.bookmarks, on_bookmarks, on_bookmark, bookmarks.removed)


async def on_share(turn: Turn, services: Services) -> Screen:
    if turn.arg(0):
        bookmark = await _bookmark(turn, services)
        chosen = [bookmark] if bookmark else []
    else:
        most = bookmarks.SHARED_AT_ONCE
        chosen = list(await services.store.bookmarks.list(turn.person_id, limit=most))
    return bookmarks.shared(turn.view, chosen, await _studies(turn, services, chosen))


async def _bookmark(turn: Turn, services: Services) -> Bookmark | None:
    return await services.store.bookmarks.get(turn.person_id, turn.int_arg(0))


async def _studies(turn: Turn, services: Services, shown: Iterable[Bookmark]) -> Studies:
    """What the register says today of the studies among them."""
    ids = {
        bookmark.id: finder.id_of(bookmark.ref)
        for bookmark in shown
        if bookmark.kind == finder.SAVED
    }
    return {id: (n, await finder.known_of(turn.view, services, n)) for id, n in ids.items()}


def _without_kind(turn: Turn) -> Turn:
    return replace(turn, args=turn.args[1:])


def _has_changed(services: Services, bookmark: Bookmark) -> bool:
    version = services.library.version(bookmark.kind, bookmark.ref)
    return bool(version) and version != bookmark.content_version


def _subject(turn: Turn) -> tuple[BookmarkKind, str, str]:
    """What a star stands for: its kind, its ref, and the layer of a section."""
    kind = KINDS.get(turn.arg(0), "page")
    if kind == "section":
        return kind, f"{turn.arg(1)}/{turn.arg(2)}", turn.arg(3)
    return kind, turn.arg(1), ""
