"""Files that were changed, are none of ours, or hold more than can be kept."""

from typing import Any

import pytest

from playground.faults import Fault, FaultKind
from playground.world import World
from storage.store import Store
from tests.client import Chatter
from tests.walks.data_files import NAME, Sends, begin_bringing_back, fill, kept, takeout
from tests.walks.data_files import sends as sends
from tests.walks.test_my_data import TALK, VISIT


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
    assert not [record for record in caplog.records if record.levelname == "ERROR"]


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
    for table, row in (("bookmarks", {"kind": "word", "ref": "w"}), ("questions", {"text": "?"})):
        await begin_bringing_back(ana)
        assert "was changed" in await sends(ana, takeout(**{table: [row] * 10_000}))
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
