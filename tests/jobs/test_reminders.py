"""What the worker does when something goes wrong between due and settled."""

import asyncio
import logging
from collections.abc import Sequence

import pytest

from bot.edge.rate_limiter import Rates
from bot.jobs.reminders import LEASE, ReminderWorker
from bot.screen import Screen
from bot.screens.reminder_due import arrived
from bot.screens.view import View
from playground.people import ANA, BEN
from storage.records import Reminder
from tests.jobs.setting import AGAIN, BEFORE, DAILY, TOMORROW, Setting, agree


async def until_state(setting: Setting, state: str, person_id: int = ANA) -> None:
    """Wait until a delivery to a person has got so far."""
    async with asyncio.timeout(5):
        while state not in await setting.states(person_id):  # noqa: ASYNC110 - rows ring no bell
            await asyncio.sleep(0.005)


async def test_a_subject_that_left_the_pack_arrives_and_says_so(
    setting: Setting, worker: ReminderWorker
) -> None:
    await agree(setting.store, ANA, topic_shown=True)
    await setting.remind(DAILY, kind="left-the-pack")
    setting.turn(days=1, hours=2)
    assert await worker.deliver_due() == 1
    assert "A topic that is no longer here" in setting.heard(ANA)[0]


async def test_one_that_cannot_be_drawn_comes_next_time_and_the_rest_go_on(
    setting: Setting,
    worker: ReminderWorker,
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Also the rest of the same person."""
    await agree(setting.store, ANA, topic_shown=True)
    gone = await setting.remind(DAILY, kind="left-the-pack")

    def faulty(view: View, due: Sequence[Reminder], **how: bool) -> Screen:
        if gone.id in [reminder.id for reminder in due]:
            raise KeyError("a fault of ours")
        return arrived(view, due, **how)

    # Nothing that can be kept makes drawing fail, so the fault is put into the drawing.
    monkeypatch.setattr("bot.jobs.personal_reminders.arrived", faulty)
    await setting.remind(DAILY)
    await setting.remind(DAILY, BEN)
    setting.turn(days=1, hours=2)
    assert await worker.deliver_due() == 2
    assert ["trials" in text for text in setting.heard(ANA)] == [True]
    assert len(setting.heard(BEN)) == 1
    assert await setting.state_of(gone) == "active"
    assert await setting.planned(ANA) == ["2026-11-25T10:00"] * 2
    [complaint] = [r.getMessage() for r in caplog.records if r.levelno >= logging.ERROR]
    assert complaint == "what was due could not be sent: KeyError"


async def test_a_loop_that_fails_says_where_and_when_it_tries_again(
    worker: ReminderWorker, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    failed = asyncio.Event()

    async def faulty() -> int:
        failed.set()
        raise KeyError("a fault of ours")

    # Nothing that a person can do makes a round fail, so the fault is put into the round.
    monkeypatch.setattr(worker, "deliver_due", faulty)
    async with worker.running(), asyncio.timeout(5):
        await failed.wait()
    [complaint] = [r for r in caplog.records if r.levelno >= logging.ERROR]
    assert complaint.getMessage() == "reminder loop failed; retrying in 5 s"
    assert complaint.exc_info
    assert complaint.exc_info[0] is KeyError


@pytest.mark.slow
async def test_stopping_finishes_what_is_under_way_and_gives_the_rest_back(
    setting: Setting, worker: ReminderWorker
) -> None:
    for person_id in (ANA, BEN):
        await setting.remind(DAILY, person_id)
    setting.turn(days=1, hours=2)
    setting.slow(0.2)
    worker.rate_limiter.rates = Rates(overall=10)
    async with worker.running():
        await until_state(setting, "sending")
        assert await setting.states(BEN) == ["claimed"]
    assert len(setting.heard(ANA)) == 1
    assert await setting.states(ANA) == ["sent", "pending"]
    assert await setting.states(BEN) == ["pending"]
    assert setting.heard(BEN) == []


@pytest.mark.slow
async def test_a_lease_lost_to_another_worker_is_respected(
    setting: Setting, worker: ReminderWorker
) -> None:
    for person_id in (ANA, BEN):
        await setting.remind(DAILY, person_id)
    setting.turn(days=1, hours=2)
    now, store = setting.services.clock(), setting.store
    worker.rate_limiter.rates = Rates(overall=8)
    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(worker.deliver_due())
        await until_state(setting, "sent")
        async with store.transaction():
            await store.deliveries.recover(now + 2 * LEASE)
            [taken] = await store.deliveries.claim(now, 9, 9 * LEASE, "another")
    assert setting.heard(BEN) == []
    [row] = await setting.deliveries(BEN)
    assert (row["id"], row["state"], row["token"]) == (taken.id, "claimed", "another")


async def test_what_is_long_overdue_comes_as_one_message(
    setting: Setting, worker: ReminderWorker
) -> None:
    for rule in (TOMORROW, DAILY, TOMORROW):
        await setting.remind(rule)
    setting.turn(days=20)
    assert await worker.deliver_due() == 1
    assert setting.heard() == ["3 reminders you set are ready.\nThis was due earlier."]
    assert await worker.deliver_due() == 0


@pytest.mark.slow
async def test_deleting_everything_while_a_send_is_under_way_leaves_no_row(
    setting: Setting, worker: ReminderWorker, caplog: pytest.LogCaptureFixture
) -> None:
    await setting.visit()
    await setting.remind(BEFORE)
    await setting.remind(DAILY, BEN)
    setting.turn(days=14)
    setting.slow(0.2)
    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(worker.deliver_due())
        await until_state(setting, "sending")
        async with setting.store.transaction():
            await setting.store.people.delete(ANA)
    assert len(setting.heard(BEN)) == 1
    rows = dict(await setting.store.panel())
    assert [row["id"] for row in rows["people"]] == [BEN]
    assert {row["chat_id"] for row in rows["deliveries"]} == {BEN}
    assert {row["person_id"] for row in rows["reminders"]} == {BEN}
    assert [r for r in caplog.records if r.levelno >= logging.ERROR] == []


@pytest.mark.slow
async def test_a_full_list_goes_without_a_follow_up_but_hears_once(
    setting: Setting, worker: ReminderWorker
) -> None:
    await setting.visit()
    await setting.remind(BEFORE)
    for _ in range(49):
        await setting.remind(DAILY)
    setting.turn(days=14)
    assert await worker.deliver_due() == 1
    assert set(await setting.states()) == {"sent", "pending"}
    setting.turn(minutes=5)
    assert await worker.deliver_due() == 0


async def test_a_token_that_telegram_refuses_sets_nothing_aside(
    setting: Setting, worker: ReminderWorker, monkeypatch: pytest.MonkeyPatch
) -> None:
    reminder = await setting.remind(TOMORROW)
    setting.turn(days=1, hours=2)
    monkeypatch.setattr(setting.world, "bot", type(setting.world.bot)(token="1:revoked"))  # noqa: S106
    assert await worker.deliver_due() == 1
    assert await setting.state_of(reminder) == "active"
    monkeypatch.undo()
    setting.turn(minutes=5)
    assert await worker.deliver_due() == 1
    assert AGAIN not in setting.heard()[0]


async def test_one_chat_in_trouble_does_not_harm_the_others(
    setting: Setting, worker: ReminderWorker, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A store that fails once for one chat: the others arrive, and that one comes later."""
    for person_id in (ANA, BEN):
        await setting.remind(DAILY, person_id)
    setting.turn(days=1, hours=2)
    claimed = setting.store.reminders.claimed

    async def failing(token: str, chat_id: int) -> object:
        if chat_id == ANA:
            raise OSError
        return await claimed(token, chat_id)

    monkeypatch.setattr(setting.store.reminders, "claimed", failing)
    assert await worker.deliver_due() == 2
    assert (len(setting.heard(ANA)), len(setting.heard(BEN))) == (0, 1)
    monkeypatch.undo()
    setting.turn(minutes=2)
    assert await worker.deliver_due() == 1
    assert len(setting.heard(ANA)) == 1
