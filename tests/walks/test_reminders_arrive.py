"""Whole conversations that lead from a reminder to the talk."""

import pytest

from bot.edge.rate_limiter import RateLimiter
from bot.jobs.reminders import ReminderWorker
from playground.faults import Fault, FaultKind
from playground.world import World
from storage.store import Store
from tests.client import Chatter
from tests.walks.reminding import put_off, set_up, turn
from tests.walks.test_reminders import worker as worker


async def test_it_arrives_discreetly_and_opens_to_the_questions(
    ana: Chatter, world: World, worker: ReminderWorker
) -> None:
    await set_up(ana)
    turn(world, days=8)
    assert await worker.deliver_due() == 1
    assert ana.screen.splitlines()[0] == "A reminder you set is ready."
    assert ana.labels == ["Open", "Home", "Help"]
    opened = await ana.taps("Open")
    assert "Ask about clinical trials" in opened
    assert "1. " in opened
    assert {"Show my doctor", "We talked about it", "Remind me later", "Stop this reminder"} <= set(
        ana.labels
    )


async def test_the_persons_own_questions_come_first(
    ana: Chatter, world: World, worker: ReminderWorker
) -> None:
    await set_up(ana)
    await ana.says("/questions")
    await ana.taps("Write my own")
    await ana.says("Is there a trial near my town?")
    turn(world, days=8)
    await worker.deliver_due()
    assert "1. Is there a trial near my town?" in await ana.taps("Open")
    await ana.taps("Show my doctor")
    assert "Today I would like to talk about clinical trials" in ana.screen
    assert "1. Is there a trial near my town?" in ana.screen


async def test_talking_about_it_ends_the_nagging(
    ana: Chatter, world: World, worker: ReminderWorker
) -> None:
    await set_up(ana, when="Every month")
    turn(world, days=32)
    assert await worker.deliver_due() == 1
    await ana.taps("Open")
    assert "I have stopped this reminder" in await ana.taps("We talked about it")
    turn(world, days=200)
    assert await worker.deliver_due() == 0


async def test_later_means_once_more_and_the_rhythm_stays(
    ana: Chatter, world: World, worker: ReminderWorker
) -> None:
    await set_up(ana, when="Every month")
    turn(world, days=32)
    await worker.deliver_due()
    await put_off(ana)
    turn(world, days=4)
    assert await worker.deliver_due() == 1
    turn(world, days=28)
    assert await worker.deliver_due() == 1


async def test_several_due_together_become_one_message(
    ana: Chatter, world: World, worker: ReminderWorker
) -> None:
    await set_up(ana)
    await set_up(ana, "+ Extra support")
    turn(world, days=8)
    sent = ana.sent
    assert await worker.deliver_due() == 1
    assert ana.sent == sent + 1
    assert "2 reminders you set are ready." in ana.screen
    assert ana.labels == ["Open 1", "Open 2", "Home", "Help"]


@pytest.mark.parametrize(("label", "first"), [("Home", "What would"), ("Help", "Urgent help")])
async def test_a_reminder_that_arrived_stays_when_its_reader_goes_elsewhere(
    ana: Chatter, world: World, worker: ReminderWorker, label: str, first: str
) -> None:
    await set_up(ana)
    turn(world, days=8)
    await worker.deliver_due()
    sent = ana.sent
    assert (await ana.taps(label)).startswith(first)
    assert ana.sent == sent + 1


async def test_a_late_one_says_so(ana: Chatter, world: World, worker: ReminderWorker) -> None:
    await set_up(ana)
    turn(world, days=20)
    await worker.deliver_due()
    assert "due earlier" in ana.screen


async def test_one_of_unsure_fate_comes_again_and_says_so(
    ana: Chatter, world: World, worker: ReminderWorker
) -> None:
    await set_up(ana)
    turn(world, days=8)
    world.faults.switch_on(Fault(FaultKind.TORN_AFTER, calls=1, methods=frozenset({"sendMessage"})))
    sent = ana.sent
    await worker.deliver_due()
    assert ana.sent == sent + 1
    turn(world, minutes=5)
    await worker.deliver_due()
    assert "may have seen this already" in ana.screen


async def test_a_flooded_chat_waits_as_long_as_telegram_says(
    ana: Chatter, ben: Chatter, world: World, worker: ReminderWorker
) -> None:
    await set_up(ana)
    turn(world, days=8)
    fault = Fault(FaultKind.FLOOD, calls=1, seconds=40, methods=frozenset({"sendMessage"}))
    world.faults.switch_on(fault)
    sent = ana.sent
    await worker.deliver_due()
    worker.rate_limiter = RateLimiter(None)  # it waits as well, by a clock that nobody can turn
    turn(world, seconds=30)
    assert await worker.deliver_due() == 0
    turn(world, seconds=15)
    assert await worker.deliver_due() == 1
    assert ana.sent == sent + 1
    assert "already" not in ana.screen


async def test_a_blocked_person_is_not_tried_again_and_is_told_on_return(
    ana: Chatter, world: World, worker: ReminderWorker, store: Store
) -> None:
    await set_up(ana, when="Every month")
    ana.me.blocks()
    turn(world, days=32)
    assert await worker.deliver_due() == 1
    assert await worker.deliver_due() == 0
    turn(world, days=100)
    assert await worker.deliver_due() == 0
    assert "had to wait" in await ana.unblocks()
    turn(world, days=32)
    assert await worker.deliver_due() == 1


async def test_the_subject_shows_at_once_only_for_those_who_chose_it(
    ana: Chatter, world: World, worker: ReminderWorker
) -> None:
    await set_up(ana)
    await ana.says("/settings")
    await ana.taps("Reminders: topic hidden")
    await ana.taps("topic shown")
    turn(world, days=8)
    await worker.deliver_due()
    assert "clinical trials" in ana.screen


async def test_later_works_for_a_reminder_that_comes_only_once(
    ana: Chatter, world: World, worker: ReminderWorker
) -> None:
    await set_up(ana)
    turn(world, days=8)
    await worker.deliver_due()
    await put_off(ana)
    turn(world, days=4)
    assert await worker.deliver_due() == 1
    turn(world, days=60)
    assert await worker.deliver_due() == 0


async def test_a_new_time_zone_keeps_what_was_put_off(
    ana: Chatter, world: World, worker: ReminderWorker
) -> None:
    await set_up(ana, when="Every month")
    turn(world, days=32)
    await worker.deliver_due()
    await put_off(ana)
    await ana.taps_wire("zone:Europe/Madrid|set")
    turn(world, days=4)
    assert await worker.deliver_due() == 1
