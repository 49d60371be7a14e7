"""What is offered for words that follow the bot's name in any chat."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from bot.screens.cards import Item
from bot.turns.services import Services
from bot.turns.turn import Turn


@dataclass(frozen=True, slots=True)
class Found:
    """Some of what fits the typed words, to be shared into any chat."""

    items: tuple[Item, ...]
    #: Which of them the person has saved; they see that in the list, and nobody sees it in a card.
    saved: frozenset[str]
    #: Where the next ones start; empty when these were the last.
    next_offset: str
    #: Whether it can differ from person to person, so that Telegram may not keep it for others.
    is_personal: bool


InlineHandler = Callable[[Turn, Services], Awaitable[Found]]
