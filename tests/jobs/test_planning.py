"""Which moments are planned, and that planning never takes away what is on its way."""

import asyncio
from dataclasses import replace
from datetime import date, time

import pytest

from bot.domain.recurrence import BeforeVisit, Every, Once, OnVisitMorning, Unit
from bot.domain.reminder_kinds import FOLLOW_UP
from bot.handlers.time_zone import on_zone
from bot.jobs.reminders import ReminderWorker
from bot.screens.view import View
from bot.turns.turn import Turn
from playground.people import ANA
from tests.jobs.setting import BEFORE, DAILY, TOMORROW, VISIT, Setting, agree, person
from tests.jobs.test_reminders import until_state

VISIT_MORNING = OnVisitMorning(time(8))
DAY_BEFORE_VISIT = BeforeVisit(1, time(10))


async def settings(setting: Setting, **changed: object) -> None:
    async with setting.store.transaction():
        await setting.store.people.save_settings(person(ANA, **changed))


async def test_at_most_two_moments_belong_to_a_visit(
    setting: Setting, worker: ReminderWorker
) -> None:
    await setting.visit()
    for rule in (BeforeVisit(5, time(10)), BEFORE, DAY_BEFORE_VISIT, VISIT_MORNING):
        await setting.remind(rule)
    assert set(await setting.planned()) == {"2026-12-05T10:00", "2026-12-08T08:00"}
    for _ in range(20):
        setting.turn(days=1)
        await worker.deliver_due()
    assert len(setting.heard()) == 3  # two before the visit, and the question afterwards


async def test_a_follow_up_comes_once_after_the_visit(
    setting: Setting, worker: ReminderWorker
) -> None:
    await setting.visit()
    for rule in (BEFORE, VISIT_MORNING):
        await setting.remind(rule)
    setting.turn(days=15)  # the 8th, 9:00
    assert await worker.deliver_due() == 1
    assert await setting.planned() == ["2026-12-09T10:00"]
    setting.turn(days=1, hours=2)
    assert await worker.deliver_due() == 1
    setting.turn(days=40)
    assert await worker.deliver_due() == 0


async def test_two_reminders_of_one_visit_ask_once_how_it_was(
    setting: Setting, worker: ReminderWorker
) -> None:
    await setting.visit()
    for rule in (BEFORE, VISIT_MORNING):
        await setting.remind(rule)
    for days in (13, 2):  # the 6th, and the morning of the 8th: each is sent by itself
        setting.turn(days=days)
        assert await worker.deliver_due() == 1
    known = await setting.store.reminders.list(ANA)
    assert [reminder.kind for reminder in known].count(FOLLOW_UP) == 1


async def test_whoever_turned_follow_ups_off_gets_none(
    setting: Setting, worker: ReminderWorker
) -> None:
    await agree(setting.store, ANA, follow_ups=False)
    await setting.visit()
    await setting.remind(VISIT_MORNING)
    setting.turn(days=15)
    assert await worker.deliver_due() == 1
    setting.turn(days=2)
    assert await worker.deliver_due() == 0


async def test_turning_follow_ups_off_takes_back_the_one_that_is_planned(
    setting: Setting, worker: ReminderWorker
) -> None:
    await setting.visit()
    await setting.remind(VISIT_MORNING)
    setting.turn(days=15)
    await worker.deliver_due()
    await settings(setting, follow_ups=False)
    await setting.plan()
    setting.turn(days=2)
    assert await worker.deliver_due() == 0


async def test_what_is_late_stays_when_another_one_was_sent(
    setting: Setting, worker: ReminderWorker
) -> None:
    """One waits because its answer was lost; meanwhile another one of the same person arrives."""
    await setting.remind(TOMORROW)
    await setting.remind(Once(TOMORROW.local.replace(minute=1)))
    setting.turn(days=1, hours=1)
    setting.lose_answers(2)
    assert await worker.deliver_due() == 1
    setting.turn(seconds=40)
    assert await worker.deliver_due() == 1
    setting.turn(seconds=21)
    assert await worker.deliver_due() == 1
    assert await setting.states() == ["pending", "sent"]
    setting.turn(minutes=2)
    assert await worker.deliver_due() == 1
    assert await setting.states() == ["sent", "sent"]
    assert ["already" in text for text in setting.heard()] == [False, True, False, True]


@pytest.mark.slow
@pytest.mark.parametrize("rule", [TOMORROW, DAILY])
async def test_planning_leaves_alone_what_is_under_way(
    setting: Setting, worker: ReminderWorker, rule: Once | Every
) -> None:
    await setting.remind(rule)
    setting.turn(days=1, hours=2)
    setting.slow(0.2)
    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(worker.deliver_due())
        await until_state(setting, "sending")
        await setting.plan()
        assert await setting.states() == ["sending"]
    assert len(setting.heard()) == 1


async def test_planning_leaves_alone_what_a_worker_has_claimed(
    setting: Setting, worker: ReminderWorker
) -> None:
    await setting.remind(TOMORROW)
    setting.turn(days=1, hours=2)
    now, deliveries = setting.services.clock(), setting.store.deliveries
    async with setting.store.transaction():
        await deliveries.claim(now, 9, worker.lease, "another")
    await setting.plan()
    async with setting.store.transaction():
        await deliveries.give_back("another")
    assert await worker.deliver_due() == 1


async def test_one_that_was_due_while_they_blocked_the_bot_arrives_when_they_return(
    setting: Setting, worker: ReminderWorker
) -> None:
    await setting.remind(TOMORROW)
    setting.world.blocked.add(ANA)
    setting.turn(days=1, hours=2)
    assert await worker.deliver_due() == 1
    setting.turn(days=5)
    assert await worker.deliver_due() == 0
    setting.world.blocked.clear()
    async with setting.store.transaction():
        await setting.store.reminders.wake_reachable(ANA)
    await setting.plan()
    assert await worker.deliver_due() == 1
    assert setting.heard() == ["A reminder you set is ready.\nThis was due earlier."]


async def move_to(setting: Setting, view: View, zone: str) -> None:
    """What the button with a place does."""
    kept = await setting.store.people.get(ANA)
    turn = Turn(ANA, ANA, view, setting.services.clock(), kept, args=(zone,))
    async with setting.store.transaction():
        await on_zone(turn, setting.services)


async def test_another_time_zone_moves_all_reminders_by_rule(setting: Setting, view: View) -> None:
    """A visit that begins before the new morning is reminded of on the evening before."""
    await setting.visit()
    for rule in (TOMORROW, DAILY, Every(1, Unit.MONTH, date(2026, 12, 1), time(9)), VISIT_MORNING):
        await setting.remind(rule)
    in_utc = ["2026-11-24T10:00", "2026-11-24T10:00", "2026-12-01T09:00", "2026-12-08T08:00"]
    assert await setting.planned() == in_utc
    await move_to(setting, view, "America/New_York")
    assert await setting.planned() == [
        *("2026-11-24T15:00", "2026-11-24T15:00", "2026-12-01T14:00"),
        "2026-12-08T01:00",
    ]
    await move_to(setting, view, "UTC")
    assert await setting.planned() == in_utc


async def test_one_whose_hour_has_passed_in_the_new_zone_is_late_and_not_lost(
    setting: Setting, view: View, worker: ReminderWorker
) -> None:
    await setting.remind(TOMORROW)
    setting.turn(hours=20)
    await move_to(setting, view, "Asia/Tokyo")
    assert await worker.deliver_due() == 1
    assert "due earlier" in setting.heard()[0]
    await move_to(setting, view, "UTC")
    setting.turn(days=2)
    assert await worker.deliver_due() == 0


async def test_a_visit_that_moves_takes_its_reminders_along(
    setting: Setting, worker: ReminderWorker
) -> None:
    visit = await setting.visit()
    await setting.remind(BEFORE)
    later = VISIT.replace(day=15)
    starts_at = visit.starts_at.replace(day=15)
    async with setting.store.transaction():
        await setting.store.visits.change(replace(visit, local_start=later, starts_at=starts_at))
    await setting.plan()
    assert await setting.planned() == ["2026-12-12T10:00"]
    known = await setting.store.reminders.list(ANA)
    assert FOLLOW_UP not in {reminder.kind for reminder in known}
