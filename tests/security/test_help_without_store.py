"""Help needs no database: it is in memory, and comes before anything is read or kept."""

import asyncio
import logging
from collections.abc import Callable
from typing import Any

import pytest

from playground.people import ANA, SUPERGROUP_ID, THEO
from playground.world import World
from storage.errors import DiskFullError, StorageError
from storage.store import Store
from tests.client import Chatter, Pump
from tests.groups.test_inline import Asker, titles


def failing(error: StorageError) -> Callable[..., Any]:
    async def fail(*_: object, **__: object) -> None:
        raise error

    return fail


@pytest.fixture
def unreadable(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """A failing disk. Instead of the database itself, which can't be made to fail in memory."""
    for repository in (store.people, store.pending_inputs, store.groups, store.schedules):
        for name in ("get", "get_or", "get_waiting", "list"):
            if hasattr(repository, name):
                failed = failing(StorageError("The disk does not answer."))
                monkeypatch.setattr(repository, name, failed)


HELPED = [
    ("I want to die", "Someone to talk to"),
    ("chest pain", "Urgent help"),
    ("/urgent", "Urgent help"),
    ("/find chest pain", "Urgent help"),
    ("letrozole", "Letrozole"),
]


@pytest.mark.usefixtures("unreadable")
@pytest.mark.parametrize(("typed", "title"), HELPED)
async def test_help_and_reading_go_on_while_nothing_can_be_read(
    ana: Chatter, typed: str, title: str
) -> None:
    assert (await ana.says(typed)).startswith(title)
    assert ana.sent == 1


@pytest.mark.usefixtures("unreadable")
async def test_so_they_do_with_a_button_and_in_a_group(
    ana: Chatter, pump: Pump, world: World
) -> None:
    await ana.says("letrozole")
    assert (await ana.taps("Urgent help")).startswith("Urgent help")
    theo = Chatter(pump, THEO, SUPERGROUP_ID)
    assert (await theo.says("/urgent")).startswith("Urgent help")
    assert (await theo.says("/card I want to die")).startswith("Someone to talk to")


async def test_a_full_disk_and_a_note_that_is_waited_for_keep_nobody_from_help(
    ana: Chatter,
    world: World,
    store: Store,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    await ana.says("/questions")
    await ana.taps("Write my own")
    await ana.taps("Yes, save this")
    assert await store.pending_inputs.get(ANA, ANA)
    for repository in (store.pending_inputs, store.questions, store.people):
        for name in ("clear", "take", "add", "touch"):
            if hasattr(repository, name):
                monkeypatch.setattr(repository, name, failing(DiskFullError()))
    assert (await ana.says("/urgent")).startswith("Urgent help")
    before = ana.sent
    await ana.says("I have chest pain")
    assert ana.sent == before + 2
    messages = list(world.chats[ANA].messages.values())
    assert messages[-2].text.startswith("Urgent help")
    assert "I can't reach what I keep" in messages[-1].text
    told = [record.getMessage() for record in caplog.records if record.levelno >= logging.ERROR]
    assert told
    assert "chest" not in "\n".join(told)


@pytest.mark.slow
async def test_with_the_store_gone_content_is_read_and_the_rest_says_so(
    ana: Chatter, ben: Chatter, pump: Pump, store: Store
) -> None:
    """Closed under the bot: Ana is known from before, Ben was never here."""
    await ana.says("/start surgery")
    await ana.taps("☆ Save")
    await ana.taps("Yes, save this")
    await store.close()
    for somebody in (ana, ben):
        for typed, title in [*HELPED, ("/start surgery", "Surgery")]:
            assert (await somebody.says(typed)).startswith(title), typed
        for typed in ("/bookmarks", "/questions", "/visits", "/reminders", "/settings", "/mydata"):
            assert (await somebody.says(typed)).startswith("I can't reach what I keep"), typed
    theo = Chatter(pump, THEO, SUPERGROUP_ID)
    assert (await theo.says("/urgent")).startswith("Urgent help")
    assert (await theo.says("/card letrozole")).startswith("Letrozole")


@pytest.mark.slow
async def test_a_store_that_hangs_keeps_nobody_from_help(
    ana: Chatter, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def hang(*_: object) -> None:  # a disk that never answers can't be made in memory
        await asyncio.Event().wait()

    monkeypatch.setattr("bot.routing.kept.READ_WITHIN", 0.05)
    monkeypatch.setattr(store.people, "get_waiting", hang)
    assert (await ana.says("/urgent")).startswith("Urgent help")
    assert (await ana.says("I want to die")).startswith("Someone to talk to")


@pytest.mark.slow
async def test_a_star_that_can_not_be_looked_up_keeps_nobody_from_reading(
    ana: Chatter, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def hang(*_: object) -> None:  # a disk that never answers can't be made in memory
        await asyncio.Event().wait()

    await ana.says("/start surgery")
    await ana.taps("☆ Save")
    await ana.taps("Yes, save this")
    monkeypatch.setattr("bot.handlers.reading.READ_WITHIN", 0.05)
    monkeypatch.setattr(store.bookmarks, "find", hang)
    assert (await ana.says("/start surgery")).startswith("Surgery")
    assert "☆ Save" in ana.labels


async def test_whoever_searches_in_another_chat_finds_what_everybody_finds(
    ana: Chatter, pump: Pump, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    await ana.says("/start surgery")
    await ana.taps("☆ Save")
    await ana.taps("Yes, save this")
    monkeypatch.setattr(store.bookmarks, "list", failing(StorageError("The disk fails.")))
    asker = Asker(pump, ANA, SUPERGROUP_ID)
    assert "Surgery" in titles(await asker.asks("surgery"))
    assert titles(await asker.asks("I want to die"))[0] == "Someone to talk to"
