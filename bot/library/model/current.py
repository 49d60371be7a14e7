"""Where the library in use stands: turns take it from here, and another one may replace it."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from bot.library.model.library import Library


@dataclass(frozen=True, slots=True)
class Refusal:
    """A changed pack that was not taken into use, and every reason as one line."""

    at: datetime
    lines: tuple[str, ...]


@dataclass(slots=True)
class LibraryHolder:
    """The library in use and what became of the last change; for turns and for the host."""

    library: Library
    #: When it came into use.
    loaded_at: datetime
    #: Why the last change was refused; None when the last one was taken, or when there was none.
    refusal: Refusal | None = None
    #: Rung when somebody wants the pack to be read again.
    wanted: asyncio.Event = field(default_factory=asyncio.Event)
    #: Called with the reasons when a change was refused, and with none when one was taken.
    on_change: Callable[[tuple[str, ...]], None] = lambda _: None

    @property
    def version(self) -> str:
        """Changes with anything in the pack."""
        return self.library.fingerprint

    def put(self, library: Library, at: datetime) -> bool:
        """Take it into use; False when it says just what the one here says."""
        self.refusal = None
        self.on_change(())
        if library.fingerprint == self.version:
            return False
        self.library, self.loaded_at = library, at
        return True

    def refuse(self, lines: tuple[str, ...], at: datetime) -> None:
        """Keep what is here, and why."""
        self.refusal = Refusal(at, lines)
        self.on_change(lines)
