"""People who save things, one right after the other, and what is planned for them."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

from bot import callback_data
from bot.domain.recurrence import Once, to_text
from bot.library.load.load import load_library
from bot.library.model.library import Library
from bot.planning.reminders import ONCE_MORE
from playground.actions import Somebody
from storage.store import Store
from tests.jobs.setting import person
from tests.machines.recorded_world import MachinesWorld, words

FAR_AWAY = Once(datetime(2030, 1, 1, 10))  # noqa: DTZ001 - a local time
LOOK = 0.005  # seconds


class Content:
    """A pack: its folder for the processes, and what people can do with it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.library: Library = load_library(folder)
        self.pages = sorted(self.library.edition("en").pages)
        self.reminder_kind = self.library.edition("en").pack.reminders[0].id


@dataclass
class RecentPosts:
    """Everybody does something every few seconds, and then two things at once."""

    world: MachinesWorld
    pages: Sequence[str]
    chance: Random
    #: Seconds between what one person does, on average.
    pause: float
    #: How many questions each person has written.
    written: dict[int, int] = field(default_factory=dict)
    _goes_on: bool = True

    @asynccontextmanager
    async def acting(self) -> AsyncIterator[None]:
        """All of them side by side while the block runs; each ends what they have begun."""
        self._goes_on = True
        async with asyncio.TaskGroup() as tasks:
            for person_id in self.world.people:
                tasks.create_task(self._live(person_id))
            try:
                yield
            finally:
                self._goes_on = False

    async def _live(self, person_id: int) -> None:
        me = Somebody(self.world, person_id)
        await asyncio.sleep(self.chance.uniform(0, self.pause))
        while self._goes_on:
            if self.chance.random() < 0.7:
                await self._write(me, person_id)
            else:
                page = self.chance.choice(self.pages)
                me.taps(self._newest(person_id), callback_data.KEEP("p", page), forced=True)
            await asyncio.sleep(self.chance.uniform(0.5, 1.5) * self.pause)

    async def _write(self, me: Somebody, person_id: int) -> None:
        """The text comes as soon as Telegram could bring it, long before the tap is answered."""
        number = self.written[person_id] = self.written.get(person_id, 0) + 1
        me.taps(self._newest(person_id), callback_data.WRITE_QUESTION(), forced=True)
        tap = self.world.inbox.pending()[-1]["update_id"]
        for _ in range(int(20 / LOOK)):
            if all(update["update_id"] != tap for update in self.world.inbox.pending()):
                break
            await asyncio.sleep(LOOK)
        me.says(words(person_id, number))

    def _newest(self, person_id: int) -> int:
        """The bot's newest message, to which the buttons belong; 0 before there is any."""
        messages = self.world.chats[person_id].messages.values()
        return max((m.id for m in messages if m.sender["id"] == self.world.bot.id), default=0)


async def enrol(store: Store, library: Library, people: Sequence[int]) -> None:
    """Everybody has agreed."""
    version = library.consent_version
    for person_id in people:
        somebody = person(person_id)
        async with store.transaction():
            await store.people.give_consent(somebody, version, datetime(2026, 11, 1, tzinfo=UTC))
            await store.people.save_settings(somebody)


async def plan_reminders(
    store: Store,
    people: Sequence[int],
    kind: str,
    each: int,
    now: datetime,
    within: float,
    chance: Random,
) -> dict[int, int]:
    """So many for each person within so many seconds, half of them at one moment; whose each is."""
    owners: dict[int, int] = {}
    rush = now + timedelta(seconds=within * 0.5)
    for person_id in people:
        for number in range(each):
            at = now + timedelta(seconds=chance.uniform(0, within)) if number % 2 else rush
            async with store.transaction():
                reminder = await store.reminders.add(
                    person_id, now, kind=kind, rule=to_text(FAR_AWAY), time_zone="UTC"
                )
                await store.reminders.plan(reminder, f"{ONCE_MORE} {number}", at)
            owners[reminder.id] = person_id
    return owners
