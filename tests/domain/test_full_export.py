"""An account that is full, in any alphabet, comes back from its own file."""

from datetime import UTC, datetime
from typing import Any

import pytest

from bot.domain.data_export import BOOKMARKS, QUESTIONS, SIZE_LIMIT, from_json, to_json

NOW = datetime(2026, 11, 23, tzinfo=UTC)
LONGEST = 300  # characters of a note, a question or a reminder
REMINDERS, VISITS = 50, 100


@pytest.mark.parametrize("letter", ["a", "é", "ж", "痛", "😀", '"', "\\"])
def test_it_comes_back(letter: str) -> None:
    text = letter * LONGEST
    at = 1_800_000_000_000
    rows = {"id": 2**52, "person_id": 2**40, "created_at": at, "updated_at": at, "position": 1}
    saved = rows | {"kind": "page", "ref": "surgery", "note": text, "content_version": "a" * 12}
    asked = rows | {"ref": None, "text": text, "topic": "treatment", "checked": 1}
    zone = {"time_zone": "Europe/Madrid"}
    other = rows | zone | {"kind": "own", "text": text, "rule": "1 every 1 week 2026-12-01 09:00"}
    visit = rows | zone | {"local_start": "2026-12-12T10:30", "with_whom": "oncologist"}
    visit |= {"place": letter * 60}
    tables: dict[str, list[dict[str, Any]]] = {
        "people": [{"id": 1, "team_number": letter * 60}],
        "bookmarks": [saved] * BOOKMARKS,
        "questions": [asked] * QUESTIONS,
        "reminders": [other] * REMINDERS,
        "visits": [visit] * VISITS,
        "deliveries": [rows | {"occurrence": "1"}] * 500,
    }
    content = to_json(tables, NOW)
    assert len(content) < SIZE_LIMIT
    found = from_json(content)
    assert (len(found.bookmarks), len(found.questions)) == (BOOKMARKS, QUESTIONS)
    assert (len(found.reminders), len(found.visits)) == (REMINDERS, VISITS)
    assert found.bookmarks[0].note == text
