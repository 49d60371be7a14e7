"""The shape of the table of routes: what a person can do, and which function deals with it."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Literal

from bot.callback_data import Tap
from bot.turns.group_turn import GroupTable
from bot.turns.inline import InlineHandler
from bot.turns.services import Services
from bot.turns.turn import Handler, Turn
from storage.records import PendingKind, Person

Step = Callable[[Turn, Services], Awaitable[Person]]


@dataclass(frozen=True, slots=True)
class Route:
    """A handler, and what it does to the store.

    `writes` runs in a transaction; `keeps` does too, once the person has agreed that something is
    kept; `times` does so once their time zone is known too; `answers` does what `keeps` does and
    uses up the answer that was waited for. `counts` leaves nothing of the person, not even a day.
    """

    handler: Handler
    does: Literal["reads", "counts", "writes", "keeps", "times", "answers"] = "reads"
    #: It looks for the words; where they call for help, what it finds stands under that.
    finds: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """Every command, tap and other thing that a person can do."""

    commands: Mapping[str, Route]
    taps: Mapping[Tap, Route]
    #: Taps that do one thing, and then go on with the tap behind them: "Keep it", "Yes, it is".
    steps: Mapping[Tap, Step]
    #: What a typed message (or a file) means while it is waited for.
    answers: Mapping[PendingKind, Route]
    typed: Route
    late_answer: Route
    not_words: Route
    #: The command of a menu of the pack. args: the menu id.
    menu: Route
    unknown_command: Route
    #: Commands of those who run the bot; to everybody else they are unknown ones.
    operators: Mapping[str, Route]
    old_button: Route
    #: The person has unblocked the bot.
    returned: Route
    #: What groups can do.
    groups: GroupTable
    #: What is offered for words after our name, in any chat.
    inline: InlineHandler
