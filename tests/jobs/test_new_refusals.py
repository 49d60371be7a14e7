"""Answers of Telegram that nobody has told us about: they may end a try, and never a reminder."""

import pytest

from bot.jobs.reminders import ReminderWorker
from playground.faults import Fault, FaultKind
from playground.people import ANA, BEN
from playground.refusals import Refusal
from tests.jobs.setting import DAILY, TOMORROW, Setting

MONTHS = 4


def refuse(setting: Setting, words: str = "FROZEN_METHOD_INVALID") -> None:
    """From now on Telegram answers so to whatever the bot sends."""
    fault = Fault(FaultKind.REFUSED, None, methods=frozenset({"sendMessage"}))
    fault.refusal = Refusal(400, f"Bad Request: {words}")
    setting.world.faults.switch_on(fault)


async def hours(setting: Setting, worker: ReminderWorker, count: int) -> int:
    """So many of them, with a round after each; how often something was tried."""
    tried = 0
    for _ in range(count):
        setting.turn(hours=1, minutes=20)
        tried += await worker.deliver_due()
    return tried


@pytest.mark.parametrize("rule", [TOMORROW, DAILY])
async def test_an_answer_that_passes_delays_and_loses_nothing(
    setting: Setting, worker: ReminderWorker, rule: object
) -> None:
    for person_id in (ANA, BEN):
        await setting.remind(rule, person_id)  # type: ignore[arg-type]  # one of two rules
    setting.turn(days=1, hours=1)
    refuse(setting)
    await hours(setting, worker, 4)
    setting.world.faults.switch_off()
    await hours(setting, worker, 2)
    assert (len(setting.heard(ANA)), len(setting.heard(BEN))) == (1, 1)
    assert "may have seen" not in setting.heard(ANA)[0], "it certainly did not arrive"


@pytest.mark.slow
async def test_one_chat_alone_is_not_tried_for_ever_and_the_next_time_comes(
    setting: Setting, worker: ReminderWorker
) -> None:
    reminder = await setting.remind(DAILY)
    setting.turn(days=1, hours=1)
    refuse(setting)
    for _ in range(12):  # the same night, again and again
        setting.turn(hours=1, minutes=20)
        await worker.deliver_due()
    assert await setting.state_of(reminder) == "active"
    await hours(setting, worker, 24 * 3)
    tried = max(row["attempts"] for row in await setting.deliveries())
    assert 5 < tried <= 24
    assert len(await setting.planned()) == 1
    setting.world.faults.switch_off()
    setting.turn(days=1)
    await hours(setting, worker, 20)
    assert setting.heard()
    assert await setting.state_of(reminder) == "active"


@pytest.mark.slow
async def test_one_that_comes_once_waits_until_they_are_here_again(
    setting: Setting, worker: ReminderWorker
) -> None:
    reminder = await setting.remind(TOMORROW)
    setting.turn(days=1, hours=1)
    refuse(setting)
    await hours(setting, worker, 24 * 4)
    assert await setting.state_of(reminder) == "set-aside"
    assert max(row["attempts"] for row in await setting.deliveries()) <= 24
    setting.world.faults.switch_off()
    async with setting.store.transaction():
        [woken] = await setting.store.reminders.wake_reachable(ANA)
    await setting.plan()
    assert woken.id == reminder.id
    await hours(setting, worker, 20)
    assert setting.heard() == ["A reminder you set is ready.\nThis was due earlier."]


@pytest.mark.slow
async def test_the_same_answer_to_several_people_is_not_about_them(
    setting: Setting, worker: ReminderWorker
) -> None:
    """However long it lasts: a frozen bot, or a name for an error that is new."""
    once = {id_: await setting.remind(TOMORROW, id_) for id_ in (ANA, BEN)}
    setting.turn(days=1, hours=1)
    refuse(setting)
    await hours(setting, worker, 24 * 3)
    for reminder in once.values():
        assert await setting.state_of(reminder) == "active"
    setting.world.faults.switch_off()
    await hours(setting, worker, 20)
    assert (len(setting.heard(ANA)), len(setting.heard(BEN))) == (1, 1)


@pytest.mark.slow
async def test_different_answers_to_different_people_are_about_each(
    setting: Setting, worker: ReminderWorker
) -> None:
    for person_id, words in ((ANA, "SOMETHING_NEW"), (BEN, "ANOTHER_NEW")):
        reminder = await setting.remind(TOMORROW, person_id)
        setting.turn(days=1, hours=1)
        refuse(setting, words)
        await hours(setting, worker, 24 * 4)
        assert await setting.state_of(reminder) == "set-aside"
