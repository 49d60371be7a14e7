"""What handlers may use besides the turn itself."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Self
from zoneinfo import ZoneInfo

from bot.domain.recent_posts import RecentPosts
from bot.library.model.current import LibraryHolder
from bot.library.model.library import Library
from bot.ops.metrics import Metrics
from bot.screens.view import Host, View
from bot.settings import Settings
from storage.records import Group, Person
from storage.store import Store
from storage.studies import Studies


@dataclass(frozen=True, slots=True)
class Services:
    """What a handler may use besides the turn itself."""

    library: Library
    store: Store
    settings: Settings
    clock: Callable[[], datetime]
    #: Set when something may be due sooner than the reminder worker expects.
    due_changed: asyncio.Event = field(default_factory=asyncio.Event)
    #: What was lately posted in groups.
    recent_posts: RecentPosts = field(default_factory=RecentPosts)
    #: Telegram's names for the pictures that it has had from us, by the key of each.
    file_ids: dict[str, str] = field(default_factory=dict)
    #: Set while it is known that the server can show a message in a group to one person alone.
    only_you: asyncio.Event = field(default_factory=asyncio.Event)
    #: What is counted for whoever runs the bot.
    metrics: Metrics = field(default_factory=Metrics)
    #: The copy of the public register of studies; None where the host wants none.
    studies: Studies | None = None
    #: Where the library in use stands; `library` is the one that stood there when a turn began.
    library_holder: LibraryHolder = field(default=None)  # type: ignore[assignment]  # made from the two above

    def __post_init__(self) -> None:
        if self.library_holder is None:
            object.__setattr__(self, "library_holder", LibraryHolder(self.library, self.clock()))

    @property
    def host(self) -> Host:
        """Who runs this bot, as its settings say."""
        given = self.settings
        return Host(given.host_name, given.host_contact, given.privacy_url)

    def current(self) -> Self:
        """The same, with the library that is in use now: taken once, at the start of a turn."""
        return replace(self, library=self.library_holder.library)

    @property
    def has_studies(self) -> bool:
        """Whether there is a copy of the register to look into."""
        return self.studies is not None and self.studies.is_there

    def view_for(
        self, person: Person | None, now: datetime, bot_name: str, language: str | None = None
    ) -> View:
        """What a person sees; a stranger in the language of their Telegram, as the host has set."""
        library, settings = self.library, self.settings
        today = self.today_in(person.time_zone if person else None, now)
        usual = View(library.edition(language), settings.default_region, "full", today, bot_name)
        usual = replace(usual, host=self.host, has_studies=self.has_studies)
        return usual.of(person, library) if person else usual

    def view_in(self, group: Group, now: datetime, bot_name: str) -> View:
        """What a group sees, and nothing of anybody in it."""
        edition, today = self.library.edition(group.language), self.today_in(group.time_zone, now)
        only_you = self.only_you.is_set()
        view = View(edition, group.region, "full", today, bot_name, only_you=only_you)
        return replace(view, has_studies=self.has_studies)

    def today_in(self, time_zone: str | None, now: datetime) -> date:
        """The day it is there; where no zone is known, the host's usual one."""
        return now.astimezone(ZoneInfo(time_zone or self.settings.default_time_zone)).date()
