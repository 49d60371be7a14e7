"""Nobody is woken: what is late and comes at night makes no sound."""

from datetime import datetime

import pytest

from bot.domain.recurrence import Once, is_quiet
from bot.jobs.reminders import ReminderWorker
from playground.people import ANA
from tests.jobs.setting import DAILY, TOMORROW, Setting, agree


def silent(setting: Setting) -> list[bool]:
    """Of each message to Ana, whether it made no sound."""
    messages = setting.world.chats[ANA].messages.values()
    return [m.is_silent for m in messages if m.sender["id"] == setting.world.bot.id]


async def test_what_is_late_makes_no_sound_at_night(
    setting: Setting, worker: ReminderWorker
) -> None:
    """The bot was down from the 24th, 9:00, until the night."""
    await setting.remind(DAILY)
    setting.turn(days=1, hours=17)  # the 25th, 2:00
    await worker.deliver_due()
    assert setting.heard() == ["A reminder you set is ready.\nThis was due earlier."]
    setting.turn(hours=8, minutes=1)
    await worker.deliver_due()
    assert silent(setting) == [True, False]


async def test_the_night_is_that_of_the_person(setting: Setting, worker: ReminderWorker) -> None:
    await agree(setting.store, ANA, time_zone="America/Los_Angeles")
    await setting.remind(TOMORROW, time_zone="America/Los_Angeles")  # at 18:00 in UTC
    setting.turn(days=2)  # the 25th, 9:00: there it is 1:00
    await worker.deliver_due()
    assert silent(setting) == [True]


async def test_what_is_due_as_the_quiet_begins_rings_though_it_takes_a_minute(
    setting: Setting, worker: ReminderWorker
) -> None:
    await setting.remind(Once(datetime.fromisoformat("2026-11-24T20:59")))
    setting.turn(days=1, hours=12, minutes=2)
    await worker.deliver_due()
    assert silent(setting) == [False]


async def test_a_send_that_failed_in_the_evening_rings_no_more_in_the_night(
    setting: Setting, worker: ReminderWorker
) -> None:
    await setting.remind(Once(datetime.fromisoformat("2026-11-24T20:30")))
    setting.turn(days=1, hours=11, minutes=31)
    setting.lose_answers(1)
    await worker.deliver_due()
    setting.turn(hours=1)
    await worker.deliver_due()
    assert silent(setting) == [False, True]


async def test_what_was_put_off_to_a_time_that_is_night_after_a_journey_is_silent(
    setting: Setting, worker: ReminderWorker
) -> None:
    reminder = await setting.remind(DAILY)
    due_at = setting.services.clock().replace(hour=16)
    async with setting.store.transaction():
        await setting.store.reminders.cancel(ANA, reminder.id)
        await setting.store.reminders.plan(reminder, "later", due_at)
    await agree(setting.store, ANA, time_zone="Asia/Tokyo")  # there it is 1:00
    setting.turn(hours=7, minutes=1)
    await worker.deliver_due()
    assert silent(setting) == [True]


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        ("2026-11-24T21:00+00:00", True),
        ("2026-11-25T07:59+00:00", True),
        ("2026-11-25T08:00+00:00", False),
        ("2026-11-24T20:59+00:00", False),
    ],
)
def test_the_quiet_hours(moment: str, expected: bool) -> None:
    assert is_quiet(datetime.fromisoformat(moment), "UTC") is expected
