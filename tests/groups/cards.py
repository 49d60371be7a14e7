"""Every card there is, and what a group has chosen about them, for the tests."""

from typing import Any

from bot.screens import cards
from bot.screens.cards import Item
from bot.screens.view import View
from bot.turns.group_turn import usual_group
from bot.turns.services import Services
from playground.faults import Fault, FaultKind
from playground.people import SUPERGROUP_ID
from playground.world import World


def everything(view: View) -> list[Item]:
    edition = view.edition
    kinds: list[tuple[Any, Any]] = [
        ("page", edition.pages),
        ("medicine", edition.medicines),
        ("word", edition.words),
    ]
    found = [cards.item(view, kind, ref) for kind, refs in kinds for ref in refs]
    return [item for item in found if item]


async def chosen(services: Services, now: Any, **settings: Any) -> None:
    """What a moderator has set for the group."""
    async with services.store.transaction():
        usual = usual_group(SUPERGROUP_ID, services.settings)
        await services.store.groups.change(usual, now, **settings)


def cannot_react(world: World) -> None:
    """The group allows no reactions, or Telegram is in no mood for them."""
    methods = frozenset({"setMessageReaction"})
    world.faults.switch_on(Fault(FaultKind.SERVER, calls=None, methods=methods))
