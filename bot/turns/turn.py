"""One turn of the conversation: somebody did something, and the bot answers with a screen."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Self

from bot import callback_data
from bot.callback_data import Tap, Tapped
from bot.library.danger.danger import Danger
from bot.library.model.library import Edition
from bot.screen import Screen
from bot.screens.view import View
from bot.turns.services import Services
from storage.errors import UnknownPersonError
from storage.records import PendingInput, Person

LARGEST_ID = 2**63 - 1  # what a column of either database holds
MOST_SCREENS = 999


def read_int(spelled: str, most: int = LARGEST_ID) -> int:
    """A whole number from 0 to `most`; 0, which no id is, for anything else."""
    is_number = spelled.isascii() and spelled.isdigit() and len(spelled) <= len(str(most))
    value = int(spelled) if is_number else 0
    return value if value <= most else 0


class TapArguments:
    """What a turn and a group's turn share: the arguments, read one by one."""

    __slots__ = ()
    args: tuple[str, ...]

    def arg(self, number: int, default: str = "") -> str:
        return self.args[number] if number < len(self.args) else default

    def int_arg(self, number: int, most: int = LARGEST_ID) -> int:
        """An argument that is an id, or counts something."""
        return read_int(self.arg(number), most)

    def screen_number(self, number: int) -> int:
        """An argument that counts screens from 0; anything odd is the first one."""
        return self.int_arg(number, MOST_SCREENS)


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
    #: The kind of a tap, its arguments, and the whole as it is spelled.
    tap: Tap | None = None
    args: tuple[str, ...] = ()
    wire: str = ""
    #: A file that was sent as an answer; None when there is none, or when it is too large.
    content: bytes | None = None
    #: The typed answer that the bot waits for in this chat.
    pending: PendingInput | None = None
    #: The topic of the private chat, where the host has turned topics on.
    thread_id: int | None = None
    #: When the words were sent: "tomorrow" is the day after that.
    sent_at: datetime | None = None

    def tapped(self, tapped: Tapped) -> Self:
        """The same turn, done with a button."""
        view = replace(self.view, back=tapped.back)
        return replace(self, view=view, tap=tapped.tap, args=tapped.args, wire=tapped.wire)

    def typed(self, text: str) -> Self:
        return replace(self, text=text)

    @property
    def said_at(self) -> datetime:
        return self.sent_at or self.now

    @property
    def is_noted(self) -> bool:
        """Whether it is kept already that the person was active on this day."""
        person = self.person
        return (
            person is not None and person.warned_on is None and person.active_on >= self.now.date()
        )

    def has_agreed(self, version: str) -> bool:
        """Whether the person agreed to the text as it is now."""
        return self.person is not None and self.person.consent_version == version

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

    def beside(self, screen: Screen) -> Screen:
        """The screen, in a message of its own where the button asks for that."""
        return replace(screen, fresh=self.args[-1:] == (callback_data.BESIDE,))

    def kept_person(self) -> Person:
        """The record of the person, which a route that keeps something always has."""
        if self.person is None:
            raise UnknownPersonError
        return self.person


Handler = Callable[[Turn, Services], Awaitable[Screen]]
