"""One turn of the conversation: somebody did something, and the bot answers with a screen."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Self

from bot.callback_data import Tapped
from bot.domain.recent_posts import Crowd
from bot.library.danger.danger import Danger
from bot.library.model.current import Shelf
from bot.library.model.library import Edition, Library
from bot.ops.metrics import Meters
from bot.screen import Screen
from bot.screens.view import View
from bot.settings import Settings
from storage.errors import UnknownPersonError
from storage.records import PendingInput, Person
from storage.store import Store


@dataclass(frozen=True, slots=True)
class Turn:
    """Who did what, where and when."""

    person_id: int
    chat_id: int
    view: View
    now: datetime
    #: What the bot remembers of the person; None when nothing.
    person: Person | None = None
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
    def edition(self) -> Edition:
        return self.view.edition

    def came_from(self, back: str) -> Self:
        """The same turn, with another way back."""
        return replace(self, view=replace(self.view, back=back))

    def asked(self, *args: str) -> Self:
        """The same turn, with other arguments and the plain way back."""
        return replace(self, args=args, view=replace(self.view, back=""))

    def id_arg(self) -> int:
        """The first argument as an id of ours; 0, which nothing has, when it is none."""
        value = self.arg(0)
        return int(value) if value.isascii() and value.isdigit() and len(value) < 20 else 0

    def kept_person(self) -> Person:
        """The record of the person, which a route that keeps something always has."""
        if self.person is None:
            raise UnknownPersonError
        return self.person

    def arg(self, number: int, default: str = "") -> str:
        return self.args[number] if number < len(self.args) else default

    def screen_number(self, number: int) -> int:
        """An argument that counts screens from 0; anything odd is the first one."""
        value = self.arg(number)
        return int(value) if value.isascii() and value.isdigit() and len(value) < 4 else 0


@dataclass(frozen=True, slots=True)
class Services:
    """What a handler may use besides the turn itself."""

    library: Library
    store: Store
    settings: Settings
    clock: Callable[[], datetime]
    #: Rung when something may be due sooner than the courier thinks.
    bell: asyncio.Event = field(default_factory=asyncio.Event)
    #: What was lately posted in groups.
    crowd: Crowd = field(default_factory=Crowd)
    #: Telegram's names for the pictures that it has had from us, by the key of each.
    file_ids: dict[str, str] = field(default_factory=dict)
    #: Set while it is known that the server can show a message in a group to one person alone.
    only_you: asyncio.Event = field(default_factory=asyncio.Event)
    #: What is counted for whoever runs the bot.
    meters: Meters = field(default_factory=Meters)
    #: Where the library in use stands; `library` is the one that stood there when a turn began.
    shelf: Shelf = field(default=None)  # type: ignore[assignment]  # made from the two above

    def __post_init__(self) -> None:
        if self.shelf is None:
            object.__setattr__(self, "shelf", Shelf(self.library, self.clock()))

    def current(self) -> Self:
        """The same, with the library that is in use now: taken once, at the start of a turn."""
        return replace(self, library=self.shelf.library)


Handler = Callable[[Turn, Services], Awaitable[Screen]]
