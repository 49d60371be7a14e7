"""Reminders and visits as the menus keep them, and what people hear of them."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from bot.domain.recurrence import BeforeVisit, Every, Once, Rule, Unit, to_text
from bot.planning.reminders import plan
from bot.turns.services import Services
from playground.faults import Fault, FaultKind
from playground.people import ANA
from playground.world import World
from storage.engine.database import Row
from storage.records import Person, Reminder, ReminderState, Visit
from storage.store import Store

CONSENTED = datetime(2026, 11, 1, tzinfo=UTC)
TOMORROW = Once(datetime.fromisoformat("2026-11-24T10:00"))
DAILY = Every(1, Unit.DAY, date(2026, 11, 24), time(10))
BEFORE = BeforeVisit(3, time(10))
VISIT = datetime.fromisoformat("2026-12-08T10:30")
AGAIN = "You may have seen this already."


def person(person_id: int, **settings: Any) -> Person:
    usual = {"language": "en", "region": "US", "text_length": "full", "time_zone": "UTC"}
    stamps = {"consent_version": "v1", "consented_at": CONSENTED, "active_on": CONSENTED.date()}
    return Person(person_id, **{**usual, **stamps, **settings})


async def agree(store: Store, person_id: int, **settings: Any) -> None:
    somebody = person(person_id, **settings)
    async with store.transaction():
        await store.people.give_consent(somebody, "v1", CONSENTED)
        await store.people.save_settings(somebody)


@dataclass
class Setting:
    """What happens around the worker."""

    services: Services
    world: World

    @property
    def store(self) -> Store:
        return self.services.store

    async def remind(self, rule: Rule, person_id: int = ANA, **more: Any) -> Reminder:
        """Keep a reminder and plan it, as a button does."""
        what = {"kind": "trials", "time_zone": "UTC"}
        async with self.store.transaction():
            reminder = await self.store.reminders.add(
                person_id, self.services.clock(), rule=to_text(rule), **{**what, **more}
            )
            await plan(self.services, person_id, self.services.clock())
        return reminder

    async def visit(self, local: datetime = VISIT) -> Visit:
        """Ana's next visit."""
        async with self.store.transaction():
            visit = await self.store.visits.add(
                ANA,
                self.services.clock(),
                local_start=local,
                time_zone="UTC",
                starts_at=local.replace(tzinfo=UTC),
                with_whom="oncologist",
            )
            await plan(self.services, ANA, self.services.clock())
        return visit

    async def plan(self, person_id: int = ANA) -> None:
        """Anything a person does plans all their reminders anew."""
        async with self.store.transaction():
            await plan(self.services, person_id, self.services.clock())

    def turn(self, **ahead: float) -> None:
        self.world.clock.jump(timedelta(**ahead))

    def slow(self, seconds: float) -> None:
        """From now on Telegram takes its time to send anything."""
        self._trouble(Fault(FaultKind.DELAY, None, seconds=seconds))

    def lose_answers(self, calls: int) -> None:
        self._trouble(Fault(FaultKind.TORN_AFTER, calls))

    def _trouble(self, fault: Fault) -> None:
        fault.methods = frozenset({"sendMessage"})
        self.world.faults.switch_on(fault)

    def heard(self, chat_id: int = ANA) -> list[str]:
        """What the bot said in a chat."""
        messages = self.world.chats[chat_id].messages.values()
        return [m.text for m in messages if m.sender["id"] == self.world.bot.id]

    async def hears(self, times: int, chat_id: int = ANA) -> None:
        """Wait until so much was said."""
        await self.world.until(lambda: len(self.heard(chat_id)) >= times)

    async def deliveries(self, person_id: int = ANA) -> list[Row]:
        return (await self.store.people.export(person_id))["deliveries"]

    async def planned(self, person_id: int = ANA) -> list[str]:
        """The moments that are planned, such as 2026-11-24T10:00."""
        pending = await self.store.deliveries.pending_for(person_id)
        return [f"{delivery.due_at:%Y-%m-%dT%H:%M}" for delivery in pending]

    async def states(self, person_id: int = ANA) -> list[str]:
        return [row["state"] for row in await self.deliveries(person_id)]

    async def state_of(self, reminder: Reminder) -> ReminderState | None:
        kept = await self.store.reminders.get(reminder.person_id, reminder.id)
        return kept.state if kept else None
