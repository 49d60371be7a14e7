"""Whole conversations that lead from a reminder to the talk."""

from datetime import timedelta

import pytest

from bot.edge.application import AnyApplication
from bot.edge.rate_limiter import RateLimiter
from bot.jobs.reminders import ReminderWorker
from bot.turns.services import Services
from playground.faults import Fault, FaultKind
from playground.world import World
from storage.store import Store
from tests.client import Chatter


@pytest.fixture
def worker(
    services: Services, application: AnyApplication, rate_limiter: RateLimiter
) -> ReminderWorker:
    return ReminderWorker(services, application.bot, rate_limiter)


async def set_up(person: Chatter, new: str = "+ Clinical trials", when: str = "In a week") -> str:
    """From /start to a reminder, agreeing and confirming the time zone on the way."""
    await person.says("/start")
    await person.says("/reminders")
    await person.taps(new)
    if "Yes, save this" in person.labels:
        await person.taps("Yes, save this")
    if "Yes, that is right" in person.labels:
        await person.taps("Yes, that is right")
    return await person.taps(when)


def turn(world: World, **ahead: float) -> None:
    world.clock.jump(timedelta(**ahead))


async def test_a_reminder_takes_five_taps_from_start_once_we_know_the_person(
    ana: Chatter, store: Store
) -> None:
    await set_up(ana)
    await ana.says("/start")
    await ana.taps("My things")
    await ana.taps("My reminders")
    await ana.taps("+ Extra support")
    assert "It is saved" in await ana.taps("Every month")
    assert len(await store.reminders.list(ana.chat_id)) == 2


async def test_the_list_says_what_comes_and_below_it_when(ana: Chatter) -> None:
    await set_up(ana, new="+ My questions")
    await set_up(ana, new="+ Extra support")
    rows = (await ana.says("/reminders")).splitlines()
    assert set(ana.labels[:2]) == {"Extra support", "Bring my questions"}
    place = rows.index("• Bring my questions")
    assert rows[place + 1].startswith("The next one: Monday, November 30, 2026, ")


async def test_the_zone_is_asked_once_and_confirmed_by_the_clock(ana: Chatter) -> None:
    await ana.says("/reminders")
    await ana.taps("+ Clinical trials")
    assert "Is it 4:00" in (await ana.taps("Yes, save this")).replace("\u202f", " ")
    assert "When shall I remind you?" in await ana.taps("Yes, that is right")
    await ana.says("/reminders")
    assert "When shall I remind you?" in await ana.taps("+ My questions")


async def test_another_zone_is_chosen_by_typing_a_city(ana: Chatter, store: Store) -> None:
    await ana.says("/reminders")
    await ana.taps("+ Clinical trials")
    await ana.taps("Yes, save this")
    await ana.taps("No, change it")
    await ana.says("madrid")
    await ana.taps(next(label for label in ana.labels if "Madrid" in label))
    assert "When shall I remind you?" in ana.screen
    person = await store.people.get(ana.chat_id)
    assert person is not None
    assert person.time_zone == "Europe/Madrid"


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
    await ana.taps("Open")
    await ana.taps("Remind me later")
    await ana.taps("In 3 days")
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


async def test_own_words_ask_when_show_in_the_list_and_arrive_without_them(
    ana: Chatter, world: World, worker: ReminderWorker
) -> None:
    await ana.says("/reminders")
    await ana.taps("+ My own words")
    await ana.taps("Yes, save this")
    await ana.taps("Yes, that is right")
    shown = await ana.says("Ask <b>about</b> the scan & the letter")
    assert "Ask <b>about</b> the scan & the letter" in ana.screen
    assert "When shall I remind you?" in shown
    listed = await ana.says("/reminders")
    assert "Ask <b>about</b> the scan & t…" in ana.labels
    assert "The next one: Monday, November 30, 2026" in listed
    turn(world, days=8)
    await worker.deliver_due()
    assert "scan" not in ana.screen
    await ana.taps("Open")
    assert "scan & the letter" in ana.screen
    assert "do not rely on it alone for your medicines" in ana.screen
    assert "We talked about it" not in ana.labels


async def test_what_is_set_up_is_not_offered_again(ana: Chatter) -> None:
    await set_up(ana)
    await ana.says("/reminders")
    assert "+ Clinical trials" not in ana.labels
    assert {"+ Extra support", "+ My questions", "+ My own words"} <= set(ana.labels)


async def test_own_words_can_be_told_apart(ana: Chatter) -> None:
    await set_up(ana)
    for words in ("Take my tablets", "Call the pharmacy"):
        await ana.says("/reminders")
        assert "do not rely on it alone" in await ana.taps("+ My own words")
        await ana.says(words)
        await ana.taps("Every month")
    await ana.says("/reminders")
    assert {"Take my tablets", "Call the pharmacy"} <= set(ana.labels)


async def test_pausing_going_on_and_deleting(
    ana: Chatter, world: World, worker: ReminderWorker
) -> None:
    await set_up(ana, when="Every month")
    assert "Paused" in await ana.taps("Pause")
    turn(world, days=40)
    assert await worker.deliver_due() == 0
    await ana.says("/reminders")
    await ana.taps("Ask about clinical trials")
    assert "The next one" in await ana.taps("Resume")
    await ana.taps("Delete this reminder")
    turn(world, days=40)
    assert await worker.deliver_due() == 0


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


async def test_send_me_one_now_shows_what_will_arrive(ana: Chatter) -> None:
    await set_up(ana)
    await ana.taps("Send me one now")
    assert ana.screen == "A reminder you set is ready."


async def test_the_hour_can_be_changed(ana: Chatter) -> None:
    await set_up(ana, when="Every month")
    await ana.taps("Change the hour")
    shown = await ana.taps("4:00 PM")
    assert "4:00 PM" in shown
    assert "Then every month." in shown


async def test_a_day_can_be_typed_and_is_read_back(ana: Chatter, store: Store) -> None:
    await set_up(ana, when="On a day that I choose")
    assert "Did you mean this?" in await ana.says("12 Dec 10:30")
    await ana.taps(ana.labels[0])
    [one] = await store.reminders.list(ana.chat_id)
    assert one.rule == "1 once 2026-12-12 10:30"


async def test_what_is_no_day_leaves_the_question_open(ana: Chatter) -> None:
    await set_up(ana, when="On a day that I choose")
    assert "Did you mean this?" not in await ana.says("when the moon is blue")
    assert "Did you mean this?" in await ana.says("in 3 weeks 9am")


async def test_later_works_for_a_reminder_that_comes_only_once(
    ana: Chatter, world: World, worker: ReminderWorker
) -> None:
    await set_up(ana)
    turn(world, days=8)
    await worker.deliver_due()
    await ana.taps("Open")
    await ana.taps("Remind me later")
    await ana.taps("In 3 days")
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
    await ana.taps("Open")
    await ana.taps("Remind me later")
    await ana.taps("In 3 days")
    await ana.taps_wire("zone:Europe/Madrid|set")
    turn(world, days=4)
    assert await worker.deliver_due() == 1
