"""What one due reminder costs the database."""

from collections.abc import Callable
from typing import TypeVar

import sqlcipher3.dbapi2 as sqlcipher

from bot.jobs.reminders import ReminderWorker
from tests.jobs.setting import BEFORE, DAILY, Setting

T = TypeVar("T")


class Counted:
    """Every statement that reaches SQLite, BEGIN and COMMIT too, and each trip to its thread."""

    def __init__(self, setting: Setting) -> None:
        self.statements: list[str] = []
        self.trips = 0
        self._thread = setting.store._database._writer._thread  # type: ignore[attr-defined]  # of the engine
        self._round_trip = self._thread.round_trip

    async def start(self) -> None:
        await self._round_trip(lambda c: c.set_trace_callback(self.statements.append))
        self._thread.round_trip = self._counted

    async def _counted(self, work: Callable[[sqlcipher.Connection], T]) -> T:
        self.trips += 1
        done: T = await self._round_trip(work)
        return done

    def reads_of_people(self) -> int:
        return sum("people" in sql for sql in self.statements)


async def count(setting: Setting, worker: ReminderWorker) -> Counted:
    """One round in which one reminder is due, until the worker sleeps again."""
    counted = Counted(setting)
    await counted.start()
    assert await worker.deliver_due() == 1
    worker._until_next()
    return counted


async def test_one_that_repeats_takes_ten_statements_at_most_and_reads_the_person_once(
    setting: Setting, worker: ReminderWorker
) -> None:
    await setting.remind(DAILY)
    setting.turn(days=1, hours=2)
    counted = await count(setting, worker)
    assert len(counted.statements) <= 10, counted.statements
    assert counted.trips <= 8
    assert counted.reads_of_people() == 1
    assert await setting.states() == ["sent", "pending"]


async def test_one_before_a_visit_takes_as_few_but_for_the_question_afterwards(
    setting: Setting, worker: ReminderWorker
) -> None:
    await setting.visit()
    await setting.remind(BEFORE)
    setting.turn(days=12, hours=2)
    counted = await count(setting, worker)
    asked_afterwards = [sql for sql in counted.statements if "reminders" in sql and "INSERT" in sql]
    assert len(asked_afterwards) == 2  # the reminder and its delivery
    assert len(counted.statements) <= 14, counted.statements
