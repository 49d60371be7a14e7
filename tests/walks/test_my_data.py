"""Whole conversations of people who take their data along, bring it back, and keep it apart."""

import json
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from playground.faults import Fault, FaultKind
from playground.people import ANA
from playground.world import World
from storage.store import Store
from tests.client import Chatter, Pump
from tests.conftest import NOW

NAME = "waymark-my-data.json"
Sends = Callable[[Chatter, bytes | dict[str, Any]], Awaitable[str]]


@pytest.fixture
def sends(world: World, pump: Pump) -> Sends:
    """A person sends a file, after a tap on "Restore from a file"."""

    async def send(person: Chatter, content: bytes | dict[str, Any]) -> str:
        if isinstance(content, dict):
            content = json.dumps(content).encode()
        file = world.keep_file(NAME, "document", content)
        about = {"file_id": file.id, "file_unique_id": file.id, "file_name": NAME}
        person.me._send({"document": about | {"file_size": len(content)}})
        await pump.flush()
        return person.screen

    return send


def takeout(**kept: Any) -> dict[str, Any]:
    return {"format": "waymark-my-data", "version": 1, "kept": kept}


def exported(world: World) -> dict[str, Any]:
    """What the newest file says."""
    content = [file.content for file in world.files.values() if file.name == NAME][-1]
    whole: dict[str, Any] = json.loads(content)
    return whole


async def save(person: Chatter, page: str) -> None:
    await person.says(f"/start {page}")
    await person.taps("☆ Save")
    if "Yes, save this" in person.labels:
        await person.taps("Yes, save this")


async def fill(person: Chatter) -> None:
    """Two bookmarks, one with a note, and two questions, one of them asked."""
    await save(person, "surgery")
    await save(person, "word__her2")
    await person.says("/bookmarks")
    await person.taps("Surgery")
    await person.taps("Add a note")
    await person.says("my <secret> note; שלום 🙂")
    await person.says("/start clinical-trials")
    await person.taps("Questions")
    await person.taps("+ Add 2")
    await person.taps_wire("ownq")
    await person.says("Is it safe to travel?")
    await person.taps("Mark as asked")
    await person.taps("Write what they said")
    await person.says("Yes, with <the letter> & insurance")


async def kept(store: Store, person: Chatter) -> tuple[object, object]:
    bookmarks = await store.bookmarks.list(person.chat_id)
    questions = await store.questions.list(person.chat_id)
    return (
        [(one.kind, one.ref, one.note, one.content_version) for one in bookmarks],
        [(one.ref, one.text, one.topic, one.checked, one.answer) for one in questions],
    )


async def begin_bringing_back(person: Chatter) -> None:
    await person.says("/mydata")
    await person.taps("Restore from a file")
    if "Yes, save this" in person.labels:
        await person.taps("Yes, save this")
    assert "Please send the file" in person.screen


@pytest.mark.slow
async def test_everything_comes_back_after_it_was_deleted(
    ana: Chatter, world: World, store: Store, pump: Pump
) -> None:
    await fill(ana)
    before = await kept(store, ana)
    await ana.says("/mydata")
    await ana.taps("Download my data")
    sent = world.chats[ana.chat_id].messages.values()
    file = next(one.id for one in sent if one.content.get("document", {}).get("file_name") == NAME)
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
    assert [one.place for one in await store.visits.upcoming(ANA, NOW)] == ["2nd floor"]
    reminders = {one.kind: one for one in await store.reminders.list(ANA)}
    assert {kind: one.state for kind, one in reminders.items()} == {
        "trials": "active",
        "own": "paused",
    }
    planned = await store.deliveries.open_for(ANA)
    assert [one.reminder_id for one in planned] == [reminders["trials"].id]
    person = await store.people.get(ANA)
    assert person is not None
    assert person.time_zone == "Europe/London"


@pytest.mark.parametrize(
    "kept",
    [
        {"visits": [VISIT | {"time_zone": "Europe/Nowhere"}]},
        {"visits": [VISIT | {"local_start": "2026-12-12T10:30+01:00"}]},
        {"visits": [VISIT | {"repeat_weeks": 0}]},
        {"reminders": [TALK | {"rule": "when I like"}]},
    ],
)
async def test_a_visit_or_a_rule_that_somebody_changed_is_told_and_another_file_may_follow(
    ana: Chatter, sends: Sends, kept: dict[str, Any]
) -> None:
    await begin_bringing_back(ana)
    assert "was changed, and I can't read it" in await sends(ana, takeout(**kept))
    assert "1 question is back." in await sends(ana, takeout(questions=[{"text": "May I swim?"}]))


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
    assert [one.ref for one in await store.bookmarks.list(ana.chat_id)] == pages
    assert [one.text for one in await store.questions.list(ana.chat_id)] == asked


async def test_the_file_names_the_person_by_no_name(ana: Chatter, world: World) -> None:
    await fill(ana)
    await ana.says("/mydata")
    await ana.taps("Download my data")
    text = json.dumps(exported(world))
    assert "Is it safe to travel?" in text
    assert "Ana" not in text
    assert "ana_local" not in text


NONE_OF_OURS: list[tuple[Any, str]] = [
    (b"[" * 2_500_001, "too large"),
    (b"", "not a file that I made"),
    (b"\x89PNG\r\n\x1a\n\xff", "not a file that I made"),
    (b"[" * 100_000, "not a file that I made"),
    (b"1" * 5_000, "not a file that I made"),
    ({"format": "someone-elses", "version": 1, "kept": {}}, "not a file that I made"),
    (b"[]", "not a file that I made"),
    ({"format": "waymark-my-data", "version": 2, "kept": {}}, "from another version"),
    ({"format": "waymark-my-data", "version": "1", "kept": {}}, "from another version"),
    ({"format": "waymark-my-data", "version": 1}, "was changed"),
    (takeout(bookmarks={"page": "surgery"}), "was changed"),
    (takeout(bookmarks=[None]), "was changed"),
    (takeout(bookmarks=[{"kind": "person", "ref": "7002"}]), "was changed"),
    (takeout(bookmarks=[{"kind": "page", "ref": "../../etc/passwd"}]), "was changed"),
    (takeout(bookmarks=[{"kind": "page", "ref": "a/b/c"}]), "was changed"),
    (takeout(bookmarks=[{"kind": "page", "ref": "surgery\n"}]), "was changed"),
    (takeout(bookmarks=[{"kind": "page", "ref": None}]), "was changed"),
    (takeout(bookmarks=[{"kind": "page", "ref": "surgery", "note": "x" * 301}]), "was changed"),
    (takeout(questions=[{"ref": "<b>", "topic": None}]), "was changed"),
    (takeout(questions=[{"text": ["?"]}]), "was changed"),
    (takeout(questions=[{"text": "?", "topic": "x" * 400_000}]), "was changed"),
    (takeout(questions=[{"text": "\ud800?"}]), "was changed"),
]


@pytest.mark.slow
async def test_a_file_that_is_none_of_ours_changes_nothing(
    ana: Chatter, store: Store, sends: Sends
) -> None:
    for content, told in NONE_OF_OURS:
        await begin_bringing_back(ana)
        assert told in await sends(ana, content), str(content)[:80]
        assert "Nothing was changed" in ana.screen
    assert await kept(store, ana) == ([], [])


async def test_a_file_of_unknown_size_is_not_fetched(ana: Chatter, world: World) -> None:
    await begin_bringing_back(ana)
    file = world.keep_file(NAME, "document", b"[" * 2_600_000)
    ana.me._send({"document": {"file_id": file.id, "file_unique_id": "x", "file_name": NAME}})
    await ana._pump.flush()
    assert "too large" in ana.screen
    assert world.ledger.of("getFile") == []


async def test_a_file_that_telegram_does_not_hand_over_can_be_sent_again(
    ana: Chatter, world: World, sends: Sends, caplog: pytest.LogCaptureFixture
) -> None:
    await begin_bringing_back(ana)
    world.faults.switch_on(Fault(FaultKind.SERVER, methods=frozenset({"getFile"})))
    assert "Something went wrong on our side" in await sends(ana, takeout())
    ana.me._send({"document": {"file_id": "0", "file_unique_id": "0", "file_size": 1}})
    await ana._pump.flush()
    assert "Something went wrong on our side" in ana.screen
    assert "Something went wrong" not in await sends(ana, takeout(bookmarks=[]))
    assert len(world.ledger.of("getFile")) == 3
    assert not [one for one in caplog.records if one.levelname == "ERROR"]


async def test_hostile_words_come_back_as_words(ana: Chatter, store: Store, sends: Sends) -> None:
    hostile = "<b>&</b> {say} %s '; DROP TABLE questions; --"
    await begin_bringing_back(ana)
    await sends(
        ana,
        takeout(
            bookmarks=[
                {"kind": "page", "ref": "surgery", "note": hostile, "person_id": 7002, "id": 1},
                {"kind": "medicine", "ref": "no-such-medicine"},
            ],
            questions=[{"text": hostile, "topic": "nothing"}, {"ref": "no-such-question"}],
            people=[{"id": 7002, "language": "en"}],
        ),
    )
    assert "2 saved pages are back" in ana.screen
    assert len(await store.bookmarks.list(ana.chat_id)) == 2
    assert await store.people.get(7002) is None
    await ana.says("/bookmarks")
    await ana.taps("Surgery")
    assert hostile in ana.screen
    await ana.says("/questions")
    assert hostile in ana.screen


async def test_what_can_not_be_kept_is_counted_and_the_rest_comes_back(
    ana: Chatter, sends: Sends
) -> None:
    await begin_bringing_back(ana)
    questions = [{"text": "zero \x00 bytes"}, {"text": None}, {"text": "Is it safe?"}]
    seen = await sends(ana, takeout(questions=questions))
    assert "1 question is back" in seen
    assert "2 entries could not come back" in seen


async def test_more_than_a_person_can_keep_was_never_exported(
    ana: Chatter, store: Store, sends: Sends
) -> None:
    for table, one in (("bookmarks", {"kind": "word", "ref": "w"}), ("questions", {"text": "?"})):
        await begin_bringing_back(ana)
        assert "was changed" in await sends(ana, takeout(**{table: [one] * 10_000}))
    assert await kept(store, ana) == ([], [])


@pytest.mark.slow
async def test_a_file_that_does_not_fit_beside_what_is_kept_is_told(
    ana: Chatter, store: Store, sends: Sends
) -> None:
    await fill(ana)
    await begin_bringing_back(ana)
    await sends(ana, takeout(questions=[{"text": f"{n}?"} for n in range(200)]))
    assert "198 questions are back" in ana.screen
    assert "2 entries could not come back: the list is full" in ana.screen


async def test_the_wait_for_a_file_can_be_ended(ana: Chatter, store: Store, sends: Sends) -> None:
    await begin_bringing_back(ana)
    assert "Nothing was saved" in await ana.says("/cancel")
    seen = await sends(ana, takeout(bookmarks=[{"kind": "page", "ref": "surgery"}]))
    assert "I answer words that you type" in seen
    assert await kept(store, ana) == ([], [])


SECRETS = ("my <secret> note", "travel", "Surgery\n\nYour note")
TYPED = ["/bookmarks", "/questions", "/mydata", "/delete", "/settings", "/start", "/cancel"]
TAPPED = ["marks:0", "qs:0", "mydata", "myfiles", "delete", "share:", "forvisit", "qtext", "card"]
WITH_ID = [
    "mark",
    "open",
    "note",
    "unmark",
    "remark",
    "share",
    "mvmark",
    "q",
    "editq",
    "tick",
    "unq",
]
doings = st.lists(st.sampled_from(TYPED + TAPPED + WITH_ID), min_size=1, max_size=4)


@pytest.mark.slow
@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(doings=doings)
async def test_nobody_sees_what_somebody_else_keeps(
    ana: Chatter, ben: Chatter, store: Store, world: World, doings: list[str]
) -> None:
    if not await store.bookmarks.count(ana.chat_id):
        await fill(ana)
    before = await store.people.export(ana.chat_id)
    ids = [row["id"] for table in ("bookmarks", "questions") for row in before[table]]
    await ben.says("/start")
    for doing in doings:
        for one in ids if doing in WITH_ID else [""]:
            does = ben.says if doing in TYPED else ben.taps_wire
            await does(f"{doing}:{one}" if one else doing)
            assert not [secret for secret in SECRETS if secret in ben.screen], doing
    files = [file.content.decode() for file in world.files.values() if file.name == NAME]
    assert not [secret for secret in SECRETS for file in files if secret in file]
    assert await store.people.export(ana.chat_id) == before


async def test_an_old_button_for_a_place_keeps_nothing_of_somebody_unknown(
    ana: Chatter, store: Store, caplog: pytest.LogCaptureFixture
) -> None:
    await ana.starts()
    assert "Nothing is kept about you" in await ana.taps_wire("zone:Europe/Berlin|rems:0")
    assert await store.people.get(ANA) is None
    assert not [one for one in caplog.records if one.levelname == "ERROR"]
