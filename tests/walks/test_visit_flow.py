"""From the first tap to the talk and what came of it. It is Monday 23 November 2026, 9:00."""

from datetime import datetime, timedelta

import pytest

from bot.edge.application import AnyApplication
from bot.edge.rate_limiter import RateLimiter
from bot.jobs.reminders import ReminderWorker
from bot.turns.services import Services
from playground.world import World
from storage.store import Store
from tests.client import Chatter
from tests.conftest import NOW
from tests.walks.test_questions import document, pdf_text

MOST_TAPS, MOST_MESSAGES = 6, 1


@pytest.fixture
def worker(
    services: Services, application: AnyApplication, rate_limiter: RateLimiter
) -> ReminderWorker:
    return ReminderWorker(services, application.bot, rate_limiter)


class Counted:
    """Counts what a person does, from one moment on."""

    def __init__(self, person: Chatter) -> None:
        self.person, self.tapped, self.typed = person, 0, 0

    async def taps(self, label: str) -> str:
        self.tapped += 1
        return await self.person.taps(label)

    async def says(self, text: str) -> str:
        self.typed += 1
        return await self.person.says(text)


async def add_visit(person: Chatter, *topics: str, day: str = "12 Dec 10:30") -> None:
    """A first appointment with these topics to raise, from /visits on."""
    await person.says("/visits")
    await person.taps("Yes, save this")
    await person.says(day)
    await person.taps("My oncologist")
    await person.taps("Yes, that is right")
    for topic in topics:
        await person.taps(f"☐ {topic}")
    await person.taps("Done")


def jump(world: World, **ahead: float) -> None:
    world.clock.jump(timedelta(**ahead))


async def test_a_first_visit_with_two_reminders_takes_six_taps_and_one_message(
    ana: Chatter, store: Store
) -> None:
    await ana.says("/start")
    counted = Counted(ana)
    await counted.taps("My appointments")
    await counted.taps("Yes, save this")
    await counted.says("12 Dec 10:30")
    await counted.taps("My oncologist")
    await counted.taps("Yes, that is right")
    await counted.taps("☐ Clinical trials")
    await counted.taps("☐ Extra support")
    assert (counted.tapped, counted.typed) == (MOST_TAPS, MOST_MESSAGES)
    (visit,) = await store.visits.upcoming(ana.chat_id, NOW)
    assert visit.local_start == datetime(2026, 12, 12, 10, 30)  # noqa: DTZ001 - on the wall clock
    due = await store.deliveries.pending_for(ana.chat_id)
    assert {d.due_at.isoformat() for d in due} == {"2026-12-09T15:00:00+00:00"}
    kinds = {r.kind for r in await store.reminders.list(ana.chat_id)}
    assert kinds == {"trials", "palliative"}
    assert "Your reminder: Wednesday, December 9, 2026" in ana.screen


async def test_a_day_that_was_typed_elsewhere_leads_there_in_six_taps(
    ana: Chatter, store: Store
) -> None:
    """Whoever offers a typed moment as an appointment does it with this button."""
    await ana.says("/start")
    await ana.taps_wire("vat:0:202612121030")
    counted = Counted(ana)
    await counted.taps("Yes, save this")
    await counted.taps("My oncologist")
    await counted.taps("Yes, that is right")
    await counted.taps("☐ Clinical trials")
    await counted.taps("☐ Extra support")
    assert counted.tapped == MOST_TAPS - 1
    assert len(await store.deliveries.pending_for(ana.chat_id)) == 2


@pytest.mark.slow
async def test_the_visit_has_its_topics_its_questions_and_its_card(
    ana: Chatter, world: World
) -> None:
    await add_visit(ana, "Clinical trials", "Extra support")
    assert "To raise: Clinical trials, Extra support" in ana.screen
    await ana.taps("Card for doctor")
    assert "Clinical trials:\n1. Is there a clinical trial for me now" in ana.screen
    assert "Extra support:\n3. Can I see the palliative care team now" in ana.screen
    await ana.taps("This card on paper")
    text, pages = pdf_text(document(ana, world, "card-for-my-doctor.pdf"))
    assert pages == 1
    assert "Appointment: Saturday, December 12, 2026" in " ".join(text.split())
    assert "Name:" in text
    assert "1. Is there a clinical trial" in text


@pytest.mark.slow
async def test_a_topic_is_ticked_once_and_unticked_and_the_time_holds_for_all(
    ana: Chatter, store: Store
) -> None:
    await add_visit(ana, "Clinical trials")
    await ana.taps("What to raise (1)")
    wire = next(key["callback_data"] for key in ana.keys if key["text"] == "☐ My questions")
    await ana.taps_wire(wire)
    await ana.taps_wire(wire)
    kinds = sorted(r.kind for r in await store.reminders.list(ana.chat_id))
    assert kinds == ["questions", "trials"]
    await ana.taps("When: 3 days before")
    await ana.taps("the day before")
    rules = {r.rule for r in await store.reminders.list(ana.chat_id)}
    assert rules == {"1 before-visit 1 10:00"}
    assert "Friday, December 11, 2026" in ana.screen
    await ana.taps("☑ Clinical trials")
    assert [r.kind for r in await store.reminders.list(ana.chat_id)] == ["questions"]


async def test_what_there_is_no_time_for_is_not_offered(ana: Chatter, store: Store) -> None:
    await add_visit(ana, day="25 Nov 10:30")
    await ana.taps("What to raise")
    assert "When: the day before" in ana.labels
    await ana.taps("☐ Clinical trials")
    [due] = await store.deliveries.pending_for(ana.chat_id)
    assert due.due_at.isoformat() == "2026-11-24T15:00:00+00:00"


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("14 Dec 11:00", "Monday, December 14, 2026 at 11:00"),
        ("15 Dec", "Tuesday, December 15, 2026 at 10:30"),
        ("9:45 am", "Saturday, December 12, 2026 at 9:45"),
    ],
)
async def test_a_typed_day_corrects_a_typed_day(
    ana: Chatter, store: Store, typed: str, told: str
) -> None:
    await ana.says("/visits")
    await ana.taps("Yes, save this")
    await ana.says("12 Dec 10:30")
    assert told in (await ana.says(typed)).replace("\u202f", " ")
    assert "Who is the appointment with?" in ana.screen
    assert "could not read" in await ana.says("hmm")
    assert told in ana.screen.replace("\u202f", " ")
    assert await store.visits.upcoming(ana.chat_id, NOW) == []
    await ana.taps("My oncologist")
    await ana.taps("Yes, that is right")
    assert len(await store.visits.upcoming(ana.chat_id, NOW)) == 1


async def test_the_opened_reminder_names_its_visit_and_says_what_the_card_says(
    ana: Chatter, world: World, worker: ReminderWorker
) -> None:
    await add_visit(ana, "Extra support")
    jump(world, days=16, hours=7)
    assert await worker.deliver_due() == 1
    opened = await ana.taps("Open")
    assert "For your appointment: Saturday, December 12, 2026" in opened
    assert "with your oncologist" in opened
    assert ana.labels[0] == "Show my doctor"
    asked = [line for line in ana.screen.splitlines() if line[:2] in ("1.", "2.", "3.")]
    assert len(asked) == 3
    await ana.taps("Show my doctor")
    assert [line for line in ana.screen.splitlines() if line[:2] in ("1.", "2.", "3.")] == asked
    assert "Today I would like to talk about extra support" in ana.screen


async def come_to_follow_up(
    person: Chatter, world: World, worker: ReminderWorker, *topics: str
) -> str:
    """The morning after the appointment."""
    await add_visit(person, *topics)
    jump(world, days=17)
    assert await worker.deliver_due() == 1
    jump(world, days=3, hours=9)
    assert await worker.deliver_due() == 1
    return await person.taps("Open")


@pytest.mark.slow
async def test_the_follow_up_asks_about_each_topic_and_ends(
    ana: Chatter, world: World, worker: ReminderWorker, store: Store
) -> None:
    opened = await come_to_follow_up(ana, world, worker, "Clinical trials", "Extra support")
    assert opened.startswith("About your appointment yesterday")
    assert "Clinical trials, Extra support" in opened
    await ana.taps("✓ Clinical trials")
    assert "Clinical trials" not in ana.labels
    over = await ana.taps("Not this time")
    assert "Clinical trials: it came up" in over
    assert "Extra support: not this time" in over
    assert "That is fine" in await ana.taps("That is fine, leave it")
    assert await store.reminders.list(ana.chat_id) == []
    jump(world, days=60)
    assert await worker.deliver_due() == 0


@pytest.mark.slow
async def test_what_did_not_come_up_comes_before_the_next_visit_which_is_asked_for(
    ana: Chatter, world: World, worker: ReminderWorker, store: Store
) -> None:
    await come_to_follow_up(ana, world, worker, "Extra support")
    await ana.taps("Not this time")
    assert "When is it?" in await ana.taps("Yes, remind me then")
    await ana.taps("+ Add an appointment")
    await ana.says("15 Jan 10:30")
    await ana.taps("My oncologist")
    assert "☑ Extra support" in ana.labels
    [reminder] = await store.reminders.list(ana.chat_id)
    assert reminder.kind == "palliative"
    jump(world, days=31)
    assert await worker.deliver_due() == 1
    assert "For your appointment: Friday, January 15, 2027" in await ana.taps("Open")


@pytest.mark.slow
async def test_talking_about_it_ends_it_even_when_nothing_more_is_tapped(
    ana: Chatter, world: World, worker: ReminderWorker
) -> None:
    await add_visit(ana, "Extra support")
    jump(world, days=17)
    await worker.deliver_due()
    await ana.taps("Open")
    await ana.taps("We talked about it")
    jump(world, days=3, hours=9)
    await worker.deliver_due()
    await ana.says("/visits")
    await ana.taps("+ Add an appointment")
    await ana.says("15 Jan 10:30")
    await ana.taps("My oncologist")
    jump(world, days=31)
    assert await worker.deliver_due() == 0


@pytest.mark.slow
async def test_an_old_button_of_a_follow_up_asks_no_question_in_a_circle(
    ana: Chatter, world: World, worker: ReminderWorker, store: Store
) -> None:
    await come_to_follow_up(ana, world, worker, "Extra support")
    wire = next(key["callback_data"] for key in ana.keys if key["text"] == "Stop this reminder")
    number = wire.removeprefix("stop:")
    assert "About your appointment" in await ana.taps_wire(f"later:{number}")
    assert "That is all" in await ana.taps_wire(f"talked:{number}")
    kept = await store.reminders.list(ana.chat_id)
    assert [r.kind for r in kept] == ["palliative"]
