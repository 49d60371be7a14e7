"""Thousands of random taps against a plain model, on both engines."""

import asyncio
import os
from collections.abc import Coroutine
from datetime import timedelta
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from storage.engine.database import Database
from storage.engine.migrate import migrate
from storage.engine.postgres import open_postgres
from storage.engine.sqlite import open_memory
from storage.records import BookmarkKind, Direction
from storage.store import Store
from tests.postgres import PostgresServer
from tests.storage.people import NOW, agree

RUNS = int(os.environ.get("MODEL_RUNS", "8"))  # 200 make 10,000 taps
TAPS = 50  # a run, at most

KINDS: list[BookmarkKind] = ["page", "word"]
REFS = st.sampled_from(["surgery", "chemotherapy", "biopsy"])
TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1)
DIRECTIONS = st.sampled_from(["up", "down"])
PLACES = st.integers(0, 30)


class Taps(RuleBasedStateMachine):
    """A person's lists as plain Python lists, beside the store."""

    url: str | None = None

    def __init__(self) -> None:
        super().__init__()
        self.runner = asyncio.Runner()
        self.now = NOW
        self.saved: dict[str, list[dict[str, Any]]] = {kind: [] for kind in KINDS}
        self.asked: list[dict[str, Any]] = []
        self.store = self.run(self.open())

    def run(self, work: Coroutine[Any, Any, Any]) -> Any:
        return self.runner.run(work)

    def write(self, work: Coroutine[Any, Any, Any]) -> Any:
        async def transaction() -> Any:
            async with self.store.transaction():
                return await work

        return self.run(transaction())

    async def open(self) -> Store:
        database: Database = await (open_postgres(self.url) if self.url else open_memory())
        await migrate(database)
        store = Store(database, Random(1))  # noqa: S311 - a test repeats itself
        async with store.transaction():
            await store.people.delete(1)
        await agree(store, 1)
        return store

    def teardown(self) -> None:
        self.run(self.store.close())
        self.runner.close()

    @rule(kind=st.sampled_from(KINDS), ref=REFS)
    def tap_the_star(self, kind: BookmarkKind, ref: str) -> None:
        self.now += timedelta(hours=2)  # nothing is undone by saving again
        known = [item for item in self.saved[kind] if item["ref"] == ref]
        if known:
            assert self.write(self.store.bookmarks.remove(1, known[0]["id"], self.now))
            self.saved[kind].remove(known[0])
        else:
            saved = self.write(self.store.bookmarks.save(1, kind, ref, "h", self.now))
            self.saved[kind].insert(0, {"id": saved.id, "ref": ref, "note": None})

    @rule(kind=st.sampled_from(KINDS), place=PLACES, note=TEXTS)
    def write_a_note(self, kind: BookmarkKind, place: int, note: str) -> None:
        for item in self.saved[kind][place : place + 1]:
            if note.strip():
                assert self.write(self.store.bookmarks.set_note(1, item["id"], note[:300]))
                item["note"] = note[:300]

    @rule(kind=st.sampled_from(KINDS), place=PLACES, direction=DIRECTIONS)
    def move_a_bookmark(self, kind: BookmarkKind, place: int, direction: Direction) -> None:
        if place < len(self.saved[kind]):
            item_id = self.saved[kind][place]["id"]
            moved = self.write(self.store.bookmarks.move(1, item_id, direction))
            assert moved is swap(self.saved[kind], place, direction)

    @rule(kind=st.sampled_from(KINDS), place=PLACES)
    def remove_a_bookmark_and_undo(self, kind: BookmarkKind, place: int) -> None:
        for item in self.saved[kind][place : place + 1]:
            removed = self.write(self.store.bookmarks.remove(1, item["id"], self.now))
            assert self.write(self.store.bookmarks.restore(1, item["id"], self.now)) == removed

    @rule(ref=st.none() | REFS, text=TEXTS)
    def add_a_question(self, ref: str | None, text: str) -> None:
        known = [item for item in self.asked if ref and item["ref"] == ref]
        words = None if ref else f"?{text}"[:300]
        added = self.write(self.store.questions.add(1, self.now, ref=ref, text=words))
        if known:
            assert added.id == known[0]["id"]
        else:
            self.asked.append({"id": added.id, "ref": ref, "text": words, "checked": False})

    @rule(place=PLACES, checked=st.booleans())
    def check_a_question(self, place: int, checked: bool) -> None:
        for item in self.asked[place : place + 1]:
            assert self.write(self.store.questions.check(1, item["id"], checked=checked))
            item["checked"] = checked

    @rule(place=PLACES, direction=DIRECTIONS)
    def move_a_question(self, place: int, direction: Direction) -> None:
        if place < len(self.asked):
            moved = self.write(self.store.questions.move(1, self.asked[place]["id"], direction))
            assert moved is swap(self.asked, place, direction)

    @rule(place=PLACES, undo=st.booleans())
    def remove_a_question(self, place: int, undo: bool) -> None:
        for item in self.asked[place : place + 1]:
            assert self.write(self.store.questions.remove(1, item["id"], self.now))
            if undo:
                assert self.write(self.store.questions.restore(1, item["id"], self.now))
            else:
                self.asked.remove(item)

    @rule()
    def delete_everything(self) -> None:
        counts = self.write(self.store.people.delete(1))
        assert counts["bookmarks"] == sum(map(len, self.saved.values()))
        assert counts["questions"] == len(self.asked)
        self.saved, self.asked = {kind: [] for kind in KINDS}, []
        self.run(agree(self.store, 1))

    @invariant()
    def the_lists_agree(self) -> None:
        for kind, items in self.saved.items():
            kept = self.run(self.store.bookmarks.list(1, kind, limit=1000))
            assert [{"id": b.id, "ref": b.ref, "note": b.note} for b in kept] == items
        assert [
            {"id": q.id, "ref": q.ref, "text": q.text, "checked": q.checked}
            for q in self.run(self.store.questions.list(1))
        ] == self.asked


def swap(items: list[dict[str, Any]], place: int, direction: Direction) -> bool:
    other = place + (1 if direction == "down" else -1)
    if not 0 <= other < len(items):
        return False
    items[place], items[other] = items[other], items[place]
    return True


@pytest.mark.slow
@pytest.mark.parametrize("engine", ["memory", "postgresql"])
def test_random_taps_agree_with_a_plain_model(request: pytest.FixtureRequest, engine: str) -> None:
    url = None
    if engine == "postgresql":
        server: PostgresServer = request.getfixturevalue("postgres_server")
        url = asyncio.run(server.new_database())
    run_state_machine_as_test(
        type("EngineTaps", (Taps,), {"url": url}),
        settings=settings(
            max_examples=RUNS,
            stateful_step_count=TAPS,
            deadline=None,
            database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
