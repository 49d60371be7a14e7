from collections.abc import Iterable

from bot.handlers import finder
from bot.screens import cards
from bot.screens.cards import Item
from bot.screens.view import View
from bot.turns.inline import Found
from bot.turns.services import Services
from bot.turns.turn import Turn

A_PAGE = 20  # results at once
MOST, MOST_SAVED = 50, 200  # results of one search; all that a person can save


async def on_inline(turn: Turn, services: Services) -> Found:
    """The first menu for no words, else what they find; what the person has saved comes first."""
    if study := await finder.card_to_share(turn.view, services, turn.text):
        return Found((study,), frozenset(), "", is_personal=len(services.library.editions) > 1)
    typed = bool(turn.text.strip())
    items = _looked_for(turn, services) if typed else _first_menu(turn.view)
    saved = await _saved(turn, services)
    if typed:
        keys = {item.key for item in items}
        saved = [item for item in saved if item.key in keys]
    together = _each_once([*_help(turn), *saved, *items])
    start = turn.int_arg(0, MOST + MOST_SAVED)
    part = tuple(together[start : start + A_PAGE])
    more = str(start + A_PAGE) if start + A_PAGE < len(together) else ""
    own = bool(saved) or not typed or len(services.library.editions) > 1
    return Found(part, frozenset(item.key for item in saved), more, is_personal=own)


def _help(turn: Turn) -> list[Item]:
    """Words of danger lead to help before anything else."""
    return [cards.of_page(turn.edition.pages[danger.page_id]) for danger in turn.dangers]


def _looked_for(turn: Turn, services: Services) -> list[Item]:
    """What is called just so comes first: the button under a card looks for its title."""
    view, library = turn.view, services.library
    hits = library.find(turn.edition, turn.text, MOST) or library.nearest(turn.edition, turn.text)
    items = cards.items(view, hits)
    return sorted(items, key=lambda item: item.title.casefold() != turn.text.strip().casefold())


def _first_menu(view: View) -> list[Item]:
    menu = view.edition.pack.reading_menus[0].id
    return [cards.of_page(page) for page in view.edition.menu(menu)]


async def _saved(turn: Turn, services: Services) -> list[Item]:
    if turn.person is None:
        return []
    kept = await services.store.bookmarks.list(turn.person_id, limit=MOST_SAVED)
    items = (cards.item(turn.view, bookmark.kind, bookmark.ref) for bookmark in kept)
    return _each_once([item for item in items if item])


def _each_once(items: Iterable[Item]) -> list[Item]:
    seen: dict[str, Item] = {}
    for item in items:
        seen.setdefault(item.key, item)
    return list(seen.values())
