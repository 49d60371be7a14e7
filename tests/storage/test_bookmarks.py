import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from storage.bookmarks import BOOKMARK_LIMIT
from storage.errors import LimitReachedError, TextRefusedError
from storage.records import Bookmark, BookmarkKind
from storage.store import Store
from tests.storage.people import NOW


async def save(store: Store, ref: str, kind: BookmarkKind = "page") -> Bookmark:
    async with store.transaction():
        return await store.bookmarks.save(1, kind, ref, "hash-1", NOW)


async def refs(store: Store, kind: BookmarkKind | None = None) -> list[str]:
    return [bookmark.ref for bookmark in await store.bookmarks.list(1, kind, limit=1000)]


async def test_a_saved_page_is_found_again(store: Store) -> None:
    saved = await save(store, "surgery")
    assert saved.added_at == NOW
    assert await store.bookmarks.get(1, saved.id) == saved
    assert await store.bookmarks.find(1, "page", "surgery") == saved
    assert await store.bookmarks.has(1, "page", "surgery")
    assert not await store.bookmarks.has(1, "word", "surgery")


async def test_saving_twice_saves_once(store: Store) -> None:
    assert await save(store, "surgery") == await save(store, "surgery")
    assert await store.bookmarks.count(1) == 1


async def test_saving_from_two_phones_at_once_saves_once(store: Store) -> None:
    saved = await asyncio.gather(*(save(store, "surgery") for _ in range(5)))
    assert len({bookmark.id for bookmark in saved}) == 1
    assert await store.bookmarks.count(1) == 1


async def test_the_newest_is_first_and_pages_come_before_words(store: Store) -> None:
    for kind, ref in (
        ("word", "biopsy"),
        ("page", "surgery"),
        ("medicine", "letrozole"),
        ("section", "surgery/benefits"),
        ("page", "chemotherapy"),
    ):
        await save(store, ref, kind)  # type: ignore[arg-type]
    assert await refs(store) == [
        "chemotherapy",
        "surgery",
        "surgery/benefits",
        "letrozole",
        "biopsy",
    ]
    assert await refs(store, "page") == ["chemotherapy", "surgery"]
    assert await store.bookmarks.count(1, "page") == 2


async def test_a_long_list_comes_in_pages(store: Store) -> None:
    for number in range(5):
        await save(store, f"page-{number}")
    first = await store.bookmarks.list(1, offset=0, limit=2)
    last = await store.bookmarks.list(1, offset=4, limit=2)
    assert [b.ref for b in first] == ["page-4", "page-3"]
    assert [b.ref for b in last] == ["page-0"]


async def test_moving_swaps_with_the_next_of_the_same_kind(store: Store) -> None:
    await save(store, "surgery")
    await save(store, "biopsy", "word")
    moved = await save(store, "chemotherapy")
    async with store.transaction():
        assert await store.bookmarks.move(1, moved.id, "down")
        assert not await store.bookmarks.move(1, moved.id, "down")
    assert await refs(store) == ["surgery", "chemotherapy", "biopsy"]
    async with store.transaction():
        assert await store.bookmarks.move(1, moved.id, "up")
        assert not await store.bookmarks.move(1, moved.id, "up")
    assert await refs(store) == ["chemotherapy", "surgery", "biopsy"]


async def test_undo_brings_back_the_note_and_the_place(store: Store) -> None:
    for ref in ("surgery", "chemotherapy", "immunotherapy"):
        await save(store, ref)
    [_, middle, _] = await store.bookmarks.list(1)
    async with store.transaction():
        await store.bookmarks.set_note(1, middle.id, "ask again")
        removed = await store.bookmarks.remove(1, middle.id, NOW)
    assert removed == replace(middle, note="ask again")
    await save(store, "surgery-2")
    async with store.transaction():
        assert await store.bookmarks.restore(1, middle.id, NOW + timedelta(minutes=59)) == removed
        assert await store.bookmarks.get(1, middle.id) == removed
        assert await store.bookmarks.restore(1, middle.id, NOW) is None
    assert await refs(store) == ["surgery-2", "immunotherapy", "chemotherapy", "surgery"]


async def test_undo_makes_room_where_something_new_took_the_place(store: Store) -> None:
    for ref in ("surgery", "chemotherapy"):
        await save(store, ref)
    [first, _] = await store.bookmarks.list(1)
    async with store.transaction():
        await store.bookmarks.remove(1, first.id, NOW)
    new = await save(store, "immunotherapy")
    assert new.position == first.position
    async with store.transaction():
        assert await store.bookmarks.restore(1, first.id, NOW) == first
    assert await refs(store) == ["chemotherapy", "immunotherapy", "surgery"]
    assert len({b.position for b in await store.bookmarks.list(1)}) == 3


async def test_undo_ends_after_an_hour_and_nothing_stays_behind(store: Store) -> None:
    saved = await save(store, "surgery")
    late = NOW + timedelta(hours=1)
    async with store.transaction():
        await store.bookmarks.remove(1, saved.id, NOW)
        assert await store.bookmarks.restore(1, saved.id, late) is None
        assert await store.undo_log.forget(NOW) == 0
        assert await store.undo_log.forget(late) == 1
    assert dict(await store.panel())["removals"] == []


async def test_saving_again_within_the_hour_brings_the_note_back(store: Store) -> None:
    saved = await save(store, "surgery")
    async with store.transaction():
        await store.bookmarks.set_note(1, saved.id, "ask again")
        await store.bookmarks.remove(1, saved.id, NOW)
        again = await store.bookmarks.save(1, "page", "surgery", "h", NOW)
    assert again.note == "ask again"
    async with store.transaction():
        assert await store.bookmarks.restore(1, saved.id, NOW) is None
    assert await refs(store) == ["surgery"]


async def test_undo_of_something_saved_again_leaves_the_new_one(store: Store) -> None:
    old = await save(store, "surgery")
    async with store.transaction():
        await store.bookmarks.remove(1, old.id, NOW)
        new = await store.bookmarks.save(1, "page", "surgery", "h", NOW + timedelta(hours=2))
        assert await store.bookmarks.restore(1, old.id, NOW) == new
    assert await store.bookmarks.count(1) == 1


async def test_nobody_reaches_the_bookmark_of_another(store: Store) -> None:
    saved = await save(store, "surgery")
    async with store.transaction():
        assert not await store.bookmarks.set_note(2, saved.id, "mine now")
        assert not await store.bookmarks.mark_seen(2, saved.id, "hash-2")
        assert not await store.bookmarks.move(2, saved.id, "up")
        assert await store.bookmarks.remove(2, saved.id, NOW) is None
        await store.bookmarks.remove(1, saved.id, NOW)
        assert await store.bookmarks.restore(2, saved.id, NOW) is None
        assert await store.bookmarks.restore(1, saved.id, NOW) == saved
    assert await store.bookmarks.get(2, saved.id) is None


async def test_the_text_they_saw_last_is_noted(store: Store) -> None:
    saved = await save(store, "surgery")
    async with store.transaction():
        assert await store.bookmarks.mark_seen(1, saved.id, "hash-2")
    found = await store.bookmarks.get(1, saved.id)
    assert found == replace(saved, content_version="hash-2")


@pytest.mark.parametrize(
    "note",
    [
        "x" * 300,
        "😀" * 300,
        "👩🏽‍⚕️ مرحبا",
        "'; DROP TABLE bookmarks; --",
        "<b>&amp;</b>",
        "?1 $1 \n\t",
    ],
)
async def test_a_note_is_kept_exactly(store: Store, note: str) -> None:
    saved = await save(store, "surgery")
    async with store.transaction():
        assert await store.bookmarks.set_note(1, saved.id, note)
    found = await store.bookmarks.get(1, saved.id)
    assert found is not None
    assert found.note == note


@pytest.mark.parametrize(
    ("note", "reason"),
    [
        ("x" * 301, "too long"),
        ("x" * 4096, "too long"),
        ("a\0b", "unkeepable"),
        ("\ud83d", "unkeepable"),
        (" \n", "empty"),
    ],
)
async def test_a_note_that_cannot_be_kept_exactly_is_refused(
    store: Store, note: str, reason: str
) -> None:
    saved = await save(store, "surgery")
    with pytest.raises(TextRefusedError) as refusal:
        async with store.transaction():
            await store.bookmarks.set_note(1, saved.id, note)
    assert refusal.value.reason == reason
    assert await store.bookmarks.get(1, saved.id) == saved


async def test_a_note_can_be_taken_away(store: Store) -> None:
    saved = await save(store, "surgery")
    async with store.transaction():
        await store.bookmarks.set_note(1, saved.id, "ask again")
        await store.bookmarks.set_note(1, saved.id, None)
    assert await store.bookmarks.get(1, saved.id) == saved


@pytest.mark.slow
async def test_one_more_than_the_limit_is_refused_even_as_an_undo(store: Store) -> None:
    async with store.transaction():
        for number in range(BOOKMARK_LIMIT):
            last = await store.bookmarks.save(1, "page", f"page-{number}", "h", NOW)
        await store.bookmarks.save(1, "page", "page-0", "h", NOW)
    with pytest.raises(LimitReachedError):
        await save(store, "one-more")
    async with store.transaction():
        await store.bookmarks.remove(1, last.id, NOW)
        await store.bookmarks.save(1, "page", "in-its-place", "h", NOW)
    with pytest.raises(LimitReachedError):
        async with store.transaction():
            await store.bookmarks.restore(1, last.id, NOW)
    assert await store.bookmarks.count(1) == BOOKMARK_LIMIT
