from datetime import timedelta
from typing import get_args

from bot.groups.turn import GroupTurn, Post
from bot.library.library import TALK, URGENT
from bot.library.names import Kind
from bot.screens import cards
from bot.screens.cards import Item
from bot.turn import Services

URGENT_AGAIN = timedelta(minutes=5)
LINE_AGAIN = timedelta(minutes=1)


async def on_card(turn: GroupTurn, services: Services) -> Post | None:
    """Danger first, then the best match among what the group wants."""
    if not turn.text.strip():
        return _remark(turn, "groups.card_how")
    library, edition = services.library, turn.edition
    if library.alarms(URGENT, turn.text):
        return await on_urgent(turn, services)
    if library.alarms(TALK, turn.text):
        return card_post(turn, cards.of_page(edition.pages[TALK]))
    found = cards.items(turn.view, library.find(edition, turn.text))
    wanted = [one for one in found if _wanted(turn, one)]
    if wanted:
        return card_post(turn, wanted[0])
    return _remark(turn, "groups.not_here" if found else "groups.nothing")


async def on_subject(turn: GroupTurn, services: Services) -> Post | None:
    """The card of one subject of the pack, which is a command of its own."""
    shown = cards.item(turn.view, "page", turn.arg(0))
    if shown is None:
        return None
    return card_post(turn, shown) if _wanted(turn, shown) else _remark(turn, "groups.not_here")


async def on_topics(turn: GroupTurn, services: Services) -> Post | None:
    return Post(cards.topics(turn.view, turn.group.topics), key="topics")


async def on_urgent(turn: GroupTurn, services: Services) -> Post | None:
    """As an answer to a message it stands under that message, also when it was here before."""
    key = f"urgent {turn.reply_to or ''}"
    return Post(cards.urgent(turn.view), key, URGENT_AGAIN, reply_to=turn.reply_to)


async def on_personal(turn: GroupTurn, services: Services) -> Post | None:
    """Byte for byte the same for everybody, whatever they asked and whatever is kept of them."""
    line = cards.line(turn.view, "answers.private_only")
    return Post(line, "private", LINE_AGAIN, points_back=False)


async def on_refused(turn: GroupTurn, services: Services) -> Post | None:
    return _remark(turn, "groups.moderators_only")


async def on_read_here(turn: GroupTurn, services: Services) -> Post | None:
    """More than the card, for who tapped alone; nothing of it depends on who that is."""
    kind = next((kind for kind in get_args(Kind) if kind == turn.arg(0)), None)
    shown = cards.item(turn.view, kind, turn.arg(1)) if kind else None
    return Post(cards.for_one(turn.view, shown)) if shown else None


async def on_commands(turn: GroupTurn, services: Services) -> Post | None:
    return Post(cards.commands(turn.view), key="commands")


def card_post(turn: GroupTurn, shown: Item) -> Post:
    """A card as the group wants it."""
    return Post(
        cards.card(turn.view, shown, covered=turn.group.spoiler),
        key=shown.key,
        brief=cards.brief(turn.view, shown),
        reply_to=turn.reply_to,
    )


def _wanted(turn: GroupTurn, shown: Item) -> bool:
    page = turn.edition.pages.get(shown.page_id)
    return page is None or cards.may_post(page.id, page.menu, turn.group.topics)


def _remark(turn: GroupTurn, key: str) -> Post:
    """One line that goes again after a minute."""
    return Post(cards.line(turn.view, key), key, LINE_AGAIN, points_back=False, fleeting=True)
