"""One turn of the conversation: somebody did something, and the bot answers with a screen."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Self

from bot.callback_data import Tapped
from bot.library.danger.danger import Danger
from bot.library.model.library import Edition
from bot.screen import Screen
from bot.screens.view import View
from bot.turns.args import TapArguments
from bot.turns.services import Services
from storage.errors import UnknownPersonError
from storage.records import PendingInput, Person


@dataclass(frozen=True, slots=True)
class Turn(TapArguments):
    """Who did what, where and when."""

    person_id: int
    chat_id: int
    view: View
    now: datetime
    #: What the bot remembers of the person; None when nothing.
    person: Person | None = None
    #: Whether the store failed, so that nobody knows what it remembers.
    is_unread: bool = False
    #: Typed words: a whole message, or what follows a command.
    text: str = ""
    #: All that was said with the message, however it came, and what help it calls for.
    words: str = ""
    dangers: tuple[Danger, ...] = ()
    #: The arguments of a tap, and the whole tap as it is spelled.
    args: tuple[str, ...] = ()
    wire: str = ""
    #: A file that was sent as an answer; None when there is none, or when it is too large.
    content: bytes | None = None
    #: The typed answer that the bot waits for in this chat.
    pending: PendingInput | None = None

    def tapped(self, tapped: Tapped) -> Self:
        """The same turn, done with a button."""
        view = replace(self.view, back=tapped.back)
        return replace(self, view=view, args=tapped.args, wire=tapped.wire)

    def typed(self, text: str) -> Self:
        return replace(self, text=text)

    @property
    def is_noted(self) -> bool:
        """Whether it is kept already that the person was active on this day."""
        one = self.person
        return one is not None and one.warned_on is None and one.active_on >= self.now.date()

    @property
    def may_be_known(self) -> bool:
        """Whether something may be kept of the person: where the store fails, nobody knows."""
        return self.person is not None or self.is_unread

    @property
    def edition(self) -> Edition:
        return self.view.edition

    def came_from(self, back: str) -> Self:
        """The same turn, with another way back."""
        return replace(self, view=replace(self.view, back=back))

    def asked(self, *args: str) -> Self:
        """The same turn, with other arguments and the plain way back."""
        return replace(self, args=args, view=replace(self.view, back=""))

    def kept_person(self) -> Person:
        """The record of the person, which a route that keeps something always has."""
        if self.person is None:
            raise UnknownPersonError
        return self.person


Handler = Callable[[Turn, Services], Awaitable[Screen]]
