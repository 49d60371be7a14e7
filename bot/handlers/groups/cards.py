from dataclasses import replace
from datetime import timedelta
from typing import get_args

from bot.domain import series
from bot.handlers import finder
from bot.library.danger.danger import Danger
from bot.library.model.library import URGENT, Library
from bot.library.search.names import Kind
from bot.screens import cards
from bot.screens.cards import Item
from bot.screens.groups import lines
from bot.turns.group_turn import GroupTurn, Post
from bot.turns.services import Services

HELP_AGAIN = timedelta(minutes=5)
LINE_AGAIN = timedelta(minutes=1)
FOUND = 3  # links under a help card


async def on_card(turn: GroupTurn, services: Services) -> Post | None:
    """The best match among what the group wants, for the words or for the message it answers."""
    if not turn.text.strip():
        return _named_there(turn) if turn.reply_to else _remark(turn, "groups.card_how")
    if study := await finder.card_to_share(turn.view, services, turn.text):
        return card_post(turn, study) if _wanted(turn, study) else _remark(turn, "groups.not_here")
    items = cards.items(turn.view, services.library.find(turn.edition, turn.text))
    wanted = [item for item in items if _wanted(turn, item)]
    if wanted:
        return card_post(turn, wanted[0])
    return _remark(turn, "groups.not_here" if items else "groups.nothing")


def _named_there(turn: GroupTurn) -> Post:
    """The card of what the answered message names, with private ways to what else it names."""
    items = _mentioned(turn)
    wanted = [item for item in items if _wanted(turn, item)]
    if not wanted:
        return _remark(turn, "groups.not_here" if items else "groups.none_known")
    post = card_post(turn, wanted[0])
    return replace(post, screen=cards.found_too(turn.view, post.screen, wanted[1 : FOUND + 1]))


def _mentioned(turn: GroupTurn) -> list[Item]:
    named = turn.edition.mentions.found_in(turn.answered)
    items = (cards.item(turn.view, mention.kind, mention.id) for mention in named)
    return [item for item in items if item]


async def on_subject(turn: GroupTurn, services: Services) -> Post | None:
    """The card of one subject of the pack, which is a command of its own."""
    shown = cards.item(turn.view, "page", turn.arg(0))
    if shown is None:
        return None
    return card_post(turn, shown) if _wanted(turn, shown) else _remark(turn, "groups.not_here")


async def on_topics(turn: GroupTurn, services: Services) -> Post | None:
    return Post(lines.topics(turn.view, turn.group.topics), key="topics")


async def on_urgent(turn: GroupTurn, services: Services) -> Post | None:
    return help_post(turn, Danger(URGENT, kind="", sure=True))


def help_first(turn: GroupTurn, library: Library, *, finds: bool) -> list[Post]:
    """Each kind of help that the words call for, before what was asked; nothing in most turns."""
    sure = [danger for danger in turn.dangers if danger.sure]
    posts = [help_post(turn, danger) for danger in sure]
    if finds and posts:
        pages = {danger.page_id for danger in sure}
        items = _mentioned(turn)
        if turn.text.strip():
            items = cards.items(turn.view, library.find(turn.edition, turn.text))
        others = [item for item in items if item.id not in pages and _wanted(turn, item)][:FOUND]
        screen = cards.found_too(turn.view, posts[-1].screen, others)
        posts[-1] = replace(posts[-1], screen=screen)
    return posts


def help_post(turn: GroupTurn, danger: Danger) -> Post:
    """As an answer to a message it stands under that message, also when it was here before."""
    return Post(
        cards.help_for(turn.view, danger),
        f"{danger.page_id} {turn.reply_to or ''}",
        HELP_AGAIN,
        reply_to=turn.reply_to,
        is_help=True,
    )


def named(turn: GroupTurn, post: Post) -> Post:
    """What was asked for; where the words call for help, it says so before anything else."""
    for danger in reversed(turn.dangers):
        post = replace(post, screen=cards.named_first(turn.view, post.screen, danger))
    return post


async def on_personal(turn: GroupTurn, services: Services) -> Post | None:
    """Byte for byte the same for everybody, whatever they asked and whatever is kept of them."""
    line = lines.line(turn.view, "answers.private_only")
    return Post(line, "private", LINE_AGAIN, points_back=False)


async def on_refused(turn: GroupTurn, services: Services) -> Post | None:
    return _remark(turn, "groups.moderators_only")


async def on_read_here(turn: GroupTurn, services: Services) -> Post | None:
    """More than the card, for who tapped alone; nothing of it depends on who that is."""
    kind = next((kind for kind in get_args(Kind) if kind == turn.arg(0)), None)
    shown = cards.item(turn.view, kind, turn.arg(1)) if kind else None
    return Post(cards.for_one(turn.view, shown)) if shown else None


async def on_commands(turn: GroupTurn, services: Services) -> Post | None:
    return Post(lines.commands(turn.view), key="commands")


def card_post(turn: GroupTurn, shown: Item) -> Post:
    """A card as the group wants it."""
    return Post(
        cards.in_group(turn.view, shown, covered=turn.group.spoiler),
        key=shown.key,
        brief=cards.brief(turn.view, shown),
        reply_to=turn.reply_to,
    )


def _wanted(turn: GroupTurn, shown: Item) -> bool:
    page = turn.edition.pages.get(shown.page_id)
    return page is None or series.may_post(page.id, page.menu, turn.group.topics)


def _remark(turn: GroupTurn, key: str) -> Post:
    """One line that goes again after a minute."""
    return Post(lines.line(turn.view, key), key, LINE_AGAIN, points_back=False, short_lived=True)
