"""Whole conversations of people who take their data along and bring it back."""

import json

import pytest

from playground.people import ANA
from playground.world import World
from storage.store import Store
from tests.client import Chatter, Pump
from tests.conftest import NOW
from tests.walks.data_files import NAME, Sends, begin_bringing_back, exported, fill, kept, takeout
from tests.walks.data_files import sends as sends


@pytest.mark.slow
async def test_everything_comes_back_after_it_was_deleted(
    ana: Chatter, world: World, store: Store, pump: Pump
) -> None:
    await fill(ana)
    before = await kept(store, ana)
    await ana.says("/mydata")
    await ana.taps("Download my data")
    sent = world.chats[ana.chat_id].messages.values()
    file = next(
        message.id
        for message in sent
        if message.content.get("document", {}).get("file_name") == NAME
    )
    await ana.says("/delete")
    await ana.taps("Yes, delete everything")
    assert await kept(store, ana) == ([], [])
    await begin_bringing_back(ana)
    ana.me.forwards(file)
    await pump.flush()
    assert "2 saved pages are back" in ana.screen
    assert "2 questions are back" in ana.screen
    assert await kept(store, ana) == before


VISIT = {
    **{"local_start": "2026-12-12T10:30", "time_zone": "Europe/London"},
    **{"with_whom": "oncologist", "place": "2nd floor", "repeat_weeks": 3},
}
OVER = VISIT | {"local_start": "2026-11-01T10:30", "repeat_weeks": None}
TALK = {"kind": "trials", "rule": "1 before-visit 3 10:00", "time_zone": "Europe/London"}
PAUSED = TALK | {"kind": "own", "text": "Ask for the letter", "state": "paused"}
NOT_BACK = [TALK | {"kind": "followup"}, TALK | {"state": "done"}]


async def test_visits_and_reminders_come_back_and_twice_does_not_double_them(
    ana: Chatter, store: Store, sends: Sends
) -> None:
    file = takeout(
        people=[{"time_zone": "Europe/London"}],
        bookmarks=[{"kind": "page", "ref": "surgery"}],
        questions=[{"text": "May I swim?"}],
        visits=[VISIT, OVER],
        reminders=[TALK, PAUSED, *NOT_BACK],
    )
    await begin_bringing_back(ana)
    seen = await sends(ana, file)
    assert "1 appointment is back." in seen
    assert "2 reminders are back." in seen
    await begin_bringing_back(ana)
    assert await sends(ana, file) == "All of it was here already."
    assert [visit.place for visit in await store.visits.upcoming(ANA, NOW)] == ["2nd floor"]
    reminders = {reminder.kind: reminder for reminder in await store.reminders.list(ANA)}
    assert {kind: reminder.state for kind, reminder in reminders.items()} == {
        "trials": "active",
        "own": "paused",
    }
    planned = await store.deliveries.open_for(ANA)
    assert [delivery.reminder_id for delivery in planned] == [reminders["trials"].id]
    person = await store.people.get(ANA)
    assert person is not None
    assert person.time_zone == "Europe/London"


@pytest.mark.slow
async def test_what_is_saved_is_shown_and_the_file_to_read_is_a_letter(
    ana: Chatter, world: World
) -> None:
    await fill(ana)
    shown = await ana.says("/mydata")
    assert "• HER2" in shown
    assert "• Is it safe to travel? (asked)" in shown
    assert "Download my data" in (await ana.says("/delete"), *ana.labels)
    await ana.taps("Download my data")
    letter = next(f.content.decode() for f in world.files.values() if f.name.endswith(".txt"))
    assert "Language: English" in letter
    assert "• Surgery. Your note: my <secret> note; שלום 🙂" in letter
    assert not [word for word in ("None", "position", "consent_version", "_") if word in letter]


async def test_what_comes_back_is_in_its_own_order(
    ana: Chatter, store: Store, sends: Sends
) -> None:
    pages = ["surgery", "chemotherapy", "immunotherapy"]
    asked = ["Is it safe to travel?", "May I swim?", "Who calls me?"]
    await begin_bringing_back(ana)
    await sends(
        ana,
        takeout(
            bookmarks=[{"kind": "page", "ref": page} for page in pages],
            questions=[{"text": text} for text in asked],
        ),
    )
    assert [bookmark.ref for bookmark in await store.bookmarks.list(ana.chat_id)] == pages
    assert [question.text for question in await store.questions.list(ana.chat_id)] == asked


@pytest.mark.slow
async def test_the_file_names_the_person_by_no_name(ana: Chatter, world: World) -> None:
    await fill(ana)
    await ana.says("/mydata")
    await ana.taps("Download my data")
    text = json.dumps(exported(world))
    assert "Is it safe to travel?" in text
    assert "Ana" not in text
    assert "ana_local" not in text
