"""The shape of the table of routes: what a person can do, and which function deals with it."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass

from bot.callback_data import Tap
from bot.turns.group_turn import GroupTable
from bot.turns.inline import InlineHandler
from bot.turns.services import Services
from bot.turns.turn import Handler, Turn
from storage.records import PendingKind, Person

Step = Callable[[Turn, Services], Awaitable[Person]]


@dataclass(frozen=True, slots=True)
class Route:
    """A handler, and what has to be there before it runs: by itself, nothing."""

    handler: Handler
    #: What it changes is committed before anything is shown; only then may it change anything.
    transaction: bool = False
    #: The person has agreed that something of theirs is kept; they are asked first.
    consent: bool = False
    #: Their time zone is known; it is asked for first.
    time_zone: bool = False
    #: It uses up the answer that was waited for.
    is_answer: bool = False
    #: Nothing of the person is kept, not even the day.
    is_anonymous: bool = False
    #: It shows help and nothing else: it waits for nothing that the same person asked for before.
    is_help: bool = False
    #: It looks for the words; where they call for help, what it finds stands under that.
    finds: bool = False


def writes(handler: Handler) -> Route:
    return Route(handler, transaction=True)


def keeps(handler: Handler) -> Route:
    return Route(handler, transaction=True, consent=True)


def plans(handler: Handler) -> Route:
    return Route(handler, transaction=True, consent=True, time_zone=True)


def takes_answer(handler: Handler) -> Route:
    return Route(handler, transaction=True, is_answer=True)


@dataclass(frozen=True, slots=True)
class Table:
    """Every command, tap and other thing that a person can do."""

    commands: Mapping[str, Route]
    #: Commands that people try and that no menu shows; a group's other bots may know them, too.
    unlisted: Mapping[str, Route]
    taps: Mapping[Tap, Route]
    #: Taps that do one thing, and then go on with the tap behind them: "Keep it", "Yes, it is".
    steps: Mapping[Tap, Step]
    #: What a typed message (or a file) means while it is waited for.
    answers: Mapping[PendingKind, Route]
    typed: Route
    late_answer: Route
    #: An answer was changed after it had been taken.
    edited_answer: Route
    not_words: Route
    #: The command of a menu of the pack. args: the menu id.
    menu: Route
    #: The command of the pack's finder.
    finder: Route
    unknown_command: Route
    #: Commands of those who run the bot; to everybody else they are unknown ones.
    operators: Mapping[str, Route]
    old_button: Route
    #: The command that begins a conversation, and may say where to.
    start: Route
    #: The person has unblocked the bot, or begins anew while reminders wait for them.
    returned: Route
    #: What groups can do.
    groups: GroupTable
    #: What is offered for words after our name, in any chat.
    inline: InlineHandler
