"""Everything the playground remembers; gone when the process ends."""

import asyncio
import itertools
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import TypeVar

from playground.bell import Bell
from playground.clock import Clock
from playground.faults import Faults
from playground.floods import FloodLimits
from playground.inbox import Inbox
from playground.ledger import Ledger
from playground.people import (
    PERSONAS,
    BotAccount,
    Chat,
    Message,
    Person,
    group_chats,
    private_chats,
)
from playground.profile import Profile
from playground.refusals import Json

T = TypeVar("T")
QUERY_LIFE = timedelta(seconds=15)
TYPING_LIFE = timedelta(seconds=5)


@dataclass(frozen=True)
class Query:
    """A tap or an inline query that waits for its answer."""

    id: str
    person_id: int
    chat_id: int
    asked_at: int
    text: str = ""
    offset: str = ""


@dataclass(frozen=True)
class StoredFile:
    """Bytes somebody uploaded, by their file_id."""

    id: str
    name: str
    kind: str
    content: bytes

    @property
    def path(self) -> str:
        return f"{self.id}/{self.name}"


@dataclass(frozen=True)
class Toast:
    """The small notice a tap was answered with."""

    id: int
    text: str
    is_alert: bool
    url: str = ""


@dataclass
class World:
    """People, chats, the bot's account and what is under way between them."""

    clock: Clock = field(default_factory=Clock)
    bot: BotAccount = field(default_factory=BotAccount)
    people: dict[int, Person] = field(
        default_factory=lambda: {person.id: person for person in PERSONAS}
    )
    chats: dict[int, Chat] = field(default_factory=lambda: private_chats() | group_chats())
    profile: Profile = field(default_factory=Profile)
    ledger: Ledger = field(default_factory=Ledger)
    faults: Faults = field(default_factory=Faults)
    files: dict[str, StoredFile] = field(default_factory=dict)
    taps: dict[str, Query] = field(default_factory=dict)
    permits: dict[str, Query] = field(default_factory=dict)  # taps and commands, to answer alone
    inline_queries: dict[str, Query] = field(default_factory=dict)
    inline_results: dict[tuple[int, int], Json] = field(default_factory=dict)
    inline_offered: dict[tuple[int, int], list[Json]] = field(default_factory=dict)  # all parts
    inline_messages: dict[str, tuple[int, int]] = field(default_factory=dict)
    reactions: dict[tuple[int, int], list[str]] = field(default_factory=dict)
    toasts: dict[tuple[int, int], Toast] = field(default_factory=dict)
    typing_until: dict[int, int] = field(default_factory=dict)
    started: set[int] = field(default_factory=set)
    blocked: set[int] = field(default_factory=set)
    deactivated: set[int] = field(default_factory=set)
    webhook: Json = field(default_factory=dict)
    #: When a post to the webhook last failed, and why.
    webhook_error: tuple[int, str] | None = None
    #: Where the webhook's public address leads: an address on this computer, such as a proxy's.
    door: str = ""
    is_running: bool = True
    api_version: str = "10.3"  # one of ephemeral.VERSIONS
    #: What whoever changes the bot's content has to mend; told by whoever runs the playground.
    problems: tuple[str, ...] = ()
    changes: Bell = field(default_factory=Bell)

    def __post_init__(self) -> None:
        self.inbox = Inbox(self.clock)
        self.limits = FloodLimits(self.clock)
        self._ids = itertools.count(101)
        self.clock.listen(self.changes.ring)

    def next_id(self) -> int:
        return next(self._ids)

    def keep(self, message: Message) -> Message:
        """Puts a new or changed message into its chat."""
        chat = self.chats[message.chat_id]
        (chat.messages if message.only_for is None else chat.ephemeral)[message.id] = message
        self.changes.ring()
        return message

    def keep_file(self, name: str, kind: str, content: bytes) -> StoredFile:
        file = StoredFile(f"file{self.next_id()}", name, kind, content)
        self.files[file.id] = file
        return file

    def speak(self, person_id: int, language: str) -> None:
        self.people[person_id] = replace(self.people[person_id], language=language)
        self.changes.ring()

    def show_problems(self, lines: tuple[str, ...]) -> None:
        self.problems = lines
        self.changes.ring()

    def is_typing(self, chat_id: int) -> bool:
        return self.typing_until.get(chat_id, 0) > self.clock.seconds()

    def last(self, chat_id: int) -> Message:
        """The newest message of a chat."""
        return self.chats[chat_id].messages[max(self.chats[chat_id].messages)]

    async def until(self, look: Callable[[], T], seconds: float = 5.0) -> T:
        """Waits until something is there, looking again after every change."""
        loop = asyncio.get_running_loop()
        deadline = loop.time() + seconds
        while True:
            heard = self.changes.rings
            if found := look():
                return found
            if loop.time() >= deadline:
                raise TimeoutError("nothing of the kind happened in the playground")
            await self.changes.wait(heard, deadline - loop.time())
