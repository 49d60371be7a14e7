"""Whole conversations of people who have visits. It is Monday 23 November 2026, 9:00."""

from datetime import UTC, datetime, timedelta

from icalendar import Calendar

from playground.world import World
from storage.store import Store
from tests.client import Chatter
from tests.walks.test_questions import document
from tests.walks.visiting import TALK, keep, kept, open_grid
from tests.walks.visiting import settled as settled


async def test_a_visit_is_moved_with_the_same_grid(ana: Chatter, store: Store) -> None:
    visit = await keep(store, TALK)
    await ana.says("/visits")
    await ana.taps("Sat, 12 Dec 2026, 10:30")
    await ana.taps("Change day or time")
    assert "December 2026" in ana.screen
    await ana.taps("14")
    await ana.taps("15:00")
    assert "Current time: Saturday, 12 December 2026 at 10:30" in ana.screen
    assert (await kept(store))[0].local_start == TALK
    await ana.taps("Yes, change it")
    (moved,) = await kept(store)
    assert moved.id == visit.id
    assert moved.starts_at == datetime(2026, 12, 14, 15, 0, tzinfo=UTC)


async def test_a_visit_is_moved_by_typing(ana: Chatter, store: Store) -> None:
    visit = await keep(store, TALK)
    await ana.says("/visits")
    await ana.taps_wire(f"vmon:{visit.id}")
    await ana.says("15 Jan 9:00")
    await ana.taps("Yes, change it")
    (moved,) = await kept(store)
    assert (moved.id, moved.starts_at) == (visit.id, datetime(2027, 1, 15, 9, 0, tzinfo=UTC))


async def test_with_whom_and_how_often_can_be_changed(ana: Chatter, store: Store) -> None:
    visit = await keep(store, TALK)
    await ana.says("/visits")
    await ana.taps_wire(f"visit:{visit.id}")
    await ana.taps("Who it is with")
    assert "with somebody else" in await ana.taps("Somebody else")
    await ana.taps("Repeat it")
    assert [label for label in ana.labels if label.startswith("Every")] == [
        "Every week",
        *(f"Every {n} weeks" for n in (2, 3, 4, 6, 12)),
    ]
    assert "It repeats every 3 weeks." in await ana.taps("Every 3 weeks")
    (changed,) = await kept(store)
    assert (changed.with_whom, changed.repeat_weeks) == ("other", 3)
    await ana.taps("Repeat it")
    assert "repeats" not in await ana.taps("No, only once")
    assert (await kept(store))[0].repeat_weeks is None


async def test_a_place_is_typed_shown_as_it_is_and_taken_out(ana: Chatter, store: Store) -> None:
    await open_grid(ana)
    await ana.says("12 Dec 10:30")
    await ana.taps("My oncologist")
    await ana.taps("Done")
    assert "leave out the name of the hospital" in await ana.taps("Add a place")
    assert "longer than 60" in await ana.says("x" * 61)
    await ana.says("2nd <b>floor</b>\n& left")
    assert "Place: 2nd <b>floor</b> & left" in ana.screen
    assert (await kept(store))[0].place == "2nd <b>floor</b> & left"
    await ana.taps("Change the place")
    await ana.taps("Remove the place")
    assert (await kept(store))[0].place is None


async def test_the_calendar_file_says_nothing_of_health(
    ana: Chatter, store: Store, world: World
) -> None:
    visit = await keep(store, TALK)
    await ana.says("/visits")
    await ana.taps_wire(f"vrep:{visit.id}:3")
    await ana.taps_wire(f"vwith:{visit.id}:palliative")
    await ana.taps("Calendar file")
    content = document(ana, world, "appointment.ics")
    (event,) = Calendar.from_ical(content).walk("VEVENT")
    assert str(event["summary"]) == "Appointment"
    lines = content.decode().splitlines()
    assert "DTSTART;TZID=Europe/London:20261212T103000" in lines
    assert "RRULE:FREQ=WEEKLY;INTERVAL=3" in lines
    assert "BEGIN:VTIMEZONE" in lines
    words = ("pallia", "oncolog", "cancer", "treatment", "doctor", "visit", "support")
    assert [word for word in words if word in content.decode().lower()] == []


async def test_a_visit_is_cancelled_after_one_question(ana: Chatter, store: Store) -> None:
    await keep(store, TALK)
    await ana.says("/visits")
    await ana.taps("Sat, 12 Dec 2026, 10:30")
    await ana.taps("Cancel appointment")
    await ana.taps("No, leave it")
    assert len(await kept(store)) == 1
    await ana.taps("Cancel appointment")
    assert "is cancelled" in await ana.taps("Yes, cancel it")
    assert await kept(store) == []


async def test_twelve_visits_are_shown_on_three_screens(ana: Chatter, store: Store) -> None:
    for n in range(12):
        await keep(store, TALK + timedelta(days=n))
    shown = []
    await ana.says("/visits")
    for _ in range(3):
        shown.append([label for label in ana.labels if label.endswith("10:30")])
        if "Next ›" in ana.labels:
            await ana.taps("Next ›")
    assert [len(screen) for screen in shown] == [5, 5, 2]
    assert len({label for screen in shown for label in screen}) == 12
    await ana.taps(shown[2][1])
    await ana.taps("‹ Back")
    assert shown[2][1] in ana.labels
