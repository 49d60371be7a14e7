"""Whole conversations of people who add a visit. It is Monday 23 November 2026, 9:00."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.regions import UNKNOWN
from playground.people import ANA
from playground.world import World
from storage.records import Person
from storage.store import Store
from tests.client import Chatter, Pump
from tests.conftest import NOW
from tests.walks.visiting import LONDON, TALK, kept, open_grid
from tests.walks.visiting import settled as settled


async def test_a_visit_is_added_with_buttons_alone(ana: Chatter, store: Store) -> None:
    await open_grid(ana)
    assert "November 2026" in ana.screen
    await ana.taps("December ›")
    await ana.taps("12")
    await ana.taps("10:30")
    assert "Saturday, 12 December 2026 at 10:30" in ana.screen
    assert await kept(store) == []
    await ana.taps("Extra support team (palliative care)")
    assert "Your appointment is saved" in ana.screen
    (visit,) = await kept(store)
    assert (visit.local_start, visit.time_zone, visit.with_whom) == (TALK, LONDON, "palliative")
    assert visit.starts_at == datetime(2026, 12, 12, 10, 30, tzinfo=UTC)
    await ana.taps("Done")
    assert "with the extra support team (palliative care)" in ana.screen


async def test_the_grid_is_a_week_wide_and_its_past_days_only_redraw_it(
    ana: Chatter, store: Store
) -> None:
    await open_grid(ana)
    rows = [[key["text"] for key in row] for row in ana.message.reply_markup["inline_keyboard"]]  # type: ignore[index]
    assert {len(row) for row in rows[:3]} == {7}
    assert rows[0] == ["Mo", "Tu", "We", "Th", "Fr", "Sa", "Su"]
    assert rows[1] == ["23", "24", "25", "26", "27", "28", "29"]
    assert rows[2] == ["30", *["·"] * 6]
    shown, sent = ana.screen, ana.sent
    dot = next(key for key in ana.keys if key["text"] == "·")
    await ana.taps_wire(dot["callback_data"], forced=False)
    assert (ana.screen, ana.sent) == (shown, sent)
    assert await store.pending_inputs.get(ANA, ANA) is not None


async def test_the_week_and_the_clock_are_those_of_the_region(ana: Chatter, store: Store) -> None:
    person = await store.people.get(ANA)
    assert person is not None
    async with store.transaction():
        american = Person(ANA, "en", "US", "full", "America/New_York", None, None, NOW.date())
        await store.people.save_settings(american)
    await open_grid(ana)
    assert ana.labels[:2] == ["Su", "Mo"]
    await ana.says("12 Dec 16:30")
    assert "Saturday, December 12, 2026 at 4:30 PM" in ana.screen


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("12 Dec 10:30", "Saturday, 12 December 2026 at 10:30"),
        ("in 3 weeks at 9am", "Monday, 14 December 2026 at 09:00"),
        ("tomorrow at 14:15", "Tuesday, 24 November 2026 at 14:15"),
    ],
)
async def test_a_typed_moment_is_read_back_before_it_is_kept(
    ana: Chatter, store: Store, typed: str, told: str
) -> None:
    await open_grid(ana)
    assert told in await ana.says(typed)
    assert await kept(store) == []
    await ana.taps("My oncologist")
    assert told in ana.screen
    assert len(await kept(store)) == 1


async def test_words_with_two_meanings_become_two_buttons(ana: Chatter, store: Store) -> None:
    await open_grid(ana)
    assert "Which day did you mean?" in await ana.says("12 Dec at 3")
    assert ana.labels[:2] == ["Sat, 12 Dec 2026, 15:00", "Sat, 12 Dec 2026, 03:00"]
    await ana.taps("Sat, 12 Dec 2026, 03:00")
    await ana.taps("Somebody else")
    (visit,) = await kept(store)
    assert visit.local_start.hour == 3


async def test_a_day_without_a_time_goes_to_the_times(ana: Chatter) -> None:
    await open_grid(ana)
    assert "Monday, 14 December 2026" in await ana.says("in 3 weeks")
    assert ana.labels[:4] == ["08:00", "08:30", "09:00", "09:30"]
    assert "17:30" in ana.labels
    assert "18:00" not in ana.labels


async def test_today_offers_only_the_times_to_come(ana: Chatter) -> None:
    await open_grid(ana)
    await ana.taps("23")
    assert ana.labels[0] == "09:30"


async def test_another_time_is_typed_and_asked_again_when_unclear(
    ana: Chatter, store: Store
) -> None:
    await open_grid(ana)
    await ana.taps("30")
    assert "Monday, 30 November 2026" in await ana.taps("Another time")
    assert "could not read that as a time" in await ana.says("soonish")
    assert "Monday, 30 November 2026 at 07:15" in await ana.says("7:15 am")
    await ana.taps("My oncologist")
    assert len(await kept(store)) == 1


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("bananas", "could not read that as a day"),
        ("yesterday at 9", "has passed"),
        ("31 Nov 10:00", "not in the calendar"),
        ("12 Dec 2031 10:00", "more than three years away"),
        ("Monday 12 Dec 10:30", "not the same day"),
    ],
)
async def test_what_is_no_moment_gets_one_calm_sentence_and_the_question_stays_open(
    ana: Chatter, store: Store, typed: str, told: str
) -> None:
    await open_grid(ana)
    assert told in await ana.says(typed)
    assert "30" in ana.labels
    assert "12 December 2026 at 10:30" in await ana.says("12 Dec 10:30")
    assert await kept(store) == []


async def test_a_tap_on_the_grid_ends_the_wait_for_a_typed_day(ana: Chatter, store: Store) -> None:
    await open_grid(ana)
    await ana.taps("30")
    assert await store.pending_inputs.get(ANA, ANA) is None


async def test_a_time_that_the_clocks_skip_is_read_back_as_they_will_show_it(
    ana: Chatter, store: Store
) -> None:
    await open_grid(ana)
    assert "Sunday, 28 March 2027 at 02:30" in await ana.says("28 March 2027 01:30")
    await ana.taps_wire("vday:0:20270328")
    await ana.taps("Another time")
    assert "Sunday, 28 March 2027 at 02:30" in await ana.says("01:30")
    await ana.taps("My oncologist")
    (visit,) = await kept(store)
    assert visit.starts_at == datetime(2027, 3, 28, 1, 30, tzinfo=UTC)


async def test_the_same_button_twice_keeps_one_visit(ana: Chatter, store: Store) -> None:
    await ana.says("/visits")
    await ana.taps_wire("vsave:202612121030:oncologist")
    await ana.taps_wire("vsave:202612121030:oncologist")
    assert len(await kept(store)) == 1


async def test_who_has_nothing_here_agrees_first_and_is_asked_for_the_zone_when_it_is_needed(
    ana: Chatter, store: Store
) -> None:
    await ana.says("/delete")
    await ana.taps("Yes, delete everything")
    assert "Save an appointment for you?" in await ana.says("/visits")
    await ana.taps("Yes, save this")
    assert "Which day is the appointment?" in ana.screen
    await ana.says("12 Dec 10:30")
    assert "where you are?" in await ana.taps("My oncologist")
    assert await kept(store) == []
    assert "Your appointment is saved" in await ana.taps("Yes, that is right")
    (visit,) = await kept(store)
    assert visit.time_zone == "America/New_York"
    assert visit.starts_at == datetime(2026, 12, 12, 15, 30, tzinfo=UTC)


async def test_the_zone_of_a_country_nobody_told_comes_with_that_country(
    ana: Chatter, store: Store
) -> None:
    await ana.says("/delete")
    await ana.taps("Yes, delete everything")
    await ana.says("/visits")
    await ana.taps("Yes, save this")
    async with store.transaction():
        person = await store.people.get(ANA)
        assert person is not None
        await store.people.save_settings(replace(person, region=UNKNOWN))
    await ana.says("12 Dec 10:30")
    assert "Which country are you in?" in await ana.taps("My oncologist")
    assert "Your appointment is saved" in await ana.taps("United Kingdom")
    person = await store.people.get(ANA)
    assert person is not None
    assert (person.region, person.time_zone) == ("GB", LONDON)


async def test_tomorrow_is_the_day_after_the_words_were_sent(
    ana: Chatter, pump: Pump, world: World
) -> None:
    """They waited at Telegram over midnight, because the bot was off."""
    world.clock.jump(timedelta(hours=14, minutes=50))  # Monday 23:50
    await open_grid(ana)
    ana.me.says("tomorrow at 9:30 am")
    world.clock.jump(timedelta(minutes=20))
    await pump.flush()
    assert "Tuesday, 24 November 2026" in ana.screen
