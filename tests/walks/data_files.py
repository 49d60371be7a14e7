"""What people take along, and the files that they send back."""

import json
from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from playground.world import World
from storage.store import Store
from tests.client import Chatter, Pump

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
        [
            (bookmark.kind, bookmark.ref, bookmark.note, bookmark.content_version)
            for bookmark in bookmarks
        ],
        [
            (question.ref, question.text, question.topic, question.checked, question.answer)
            for question in questions
        ],
    )


async def begin_bringing_back(person: Chatter) -> None:
    await person.says("/mydata")
    await person.taps("Restore from a file")
    if "Yes, save this" in person.labels:
        await person.taps("Yes, save this")
    assert "Please send the file" in person.screen
