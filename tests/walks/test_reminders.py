"""Whole conversations of people who set reminders up and change them."""

import pytest

from bot.edge.application import AnyApplication
from bot.edge.rate_limiter import RateLimiter
from bot.jobs.reminders import ReminderWorker
from bot.turns.services import Services
from playground.world import World
from storage.store import Store
from tests.client import Chatter
from tests.walks.reminding import set_up, turn


@pytest.fixture
def worker(
    services: Services, application: AnyApplication, rate_limiter: RateLimiter
) -> ReminderWorker:
    return ReminderWorker(services, application.bot, rate_limiter)


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


@pytest.mark.slow
async def test_own_words_can_be_told_apart(ana: Chatter) -> None:
    await set_up(ana)
    for words in ("Take my tablets", "Call the pharmacy"):
        await ana.says("/reminders")
        assert "do not rely on it alone" in await ana.taps("+ My own words")
        await ana.says(words)
        await ana.taps("Every month")
    await ana.says("/reminders")
    assert {"Take my tablets", "Call the pharmacy"} <= set(ana.labels)


@pytest.mark.slow
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
    [reminder] = await store.reminders.list(ana.chat_id)
    assert reminder.rule == "1 once 2026-12-12 10:30"


async def test_what_is_no_day_leaves_the_question_open(ana: Chatter) -> None:
    await set_up(ana, when="On a day that I choose")
    assert "Did you mean this?" not in await ana.says("when the moon is blue")
    assert "Did you mean this?" in await ana.says("in 3 weeks 9am")
