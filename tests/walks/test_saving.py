"""Whole conversations of people who save something: bookmarks, consent, notes."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from bot.library.model.library import Library
from bot.screens import bookmarks
from bot.screens.view import View
from playground.world import World
from storage.records import Bookmark, BookmarkKind
from storage.store import Store
from tests.client import Chatter


async def rows(store: Store) -> dict[str, int]:
    return {table: len(found) for table, found in await store.panel() if found}


async def save_hormone_therapy(person: Chatter) -> None:
    await person.says("/start hormone-therapy")
    await person.taps("☆ Save")
    await person.taps("Yes, save this")


async def test_reading_stores_nothing(ana: Chatter, store: Store) -> None:
    await ana.says("/start")
    await ana.taps("Treatments")
    await ana.taps("Chemotherapy")
    await ana.says("ibrance")
    await ana.says("/settings")
    assert await rows(store) == {}


async def test_the_first_save_asks_and_then_does_what_was_asked(ana: Chatter, store: Store) -> None:
    await ana.says("/start hormone-therapy")
    asked = await ana.taps("☆ Save")
    assert "end-to-end encrypted" in asked
    assert await rows(store) == {}
    await ana.taps("Yes, save this")
    assert ana.screen.startswith("Hormone therapy")
    assert "★ Saved" in ana.labels
    assert await rows(store) == {"people": 1, "bookmarks": 1}


async def test_not_now_keeps_nothing_and_everything_can_still_be_read(
    ana: Chatter, store: Store
) -> None:
    await ana.says("/start hormone-therapy")
    await ana.taps("☆ Save")
    assert "Nothing is kept" in await ana.taps("Not now")
    await ana.taps("Treatments")
    assert await rows(store) == {}


async def test_a_second_tap_on_save_does_not_take_it_away(ana: Chatter, store: Store) -> None:
    await save_hormone_therapy(ana)
    await ana.taps_wire("keep:p:hormone-therapy")
    assert "★ Saved" in ana.labels
    assert (await rows(store))["bookmarks"] == 1


@pytest.mark.parametrize("times", [1, 2])
async def test_the_star_opens_the_bookmark_and_deletes_nothing(
    ana: Chatter, store: Store, times: int
) -> None:
    """Old messages have the same button: it once took the bookmark away, with its note."""
    await save_hormone_therapy(ana)
    for _ in range(times):
        await ana.taps_wire("drop:p:hormone-therapy")
    assert ana.labels[:2] == ["Open", "Add a note"]
    assert (await rows(store))["bookmarks"] == 1
    await ana.taps("Remove")
    await ana.taps("Undo")
    assert (await rows(store))["bookmarks"] == 1


async def test_a_note_can_be_added_right_after_saving_and_stands_on_the_page(ana: Chatter) -> None:
    await save_hormone_therapy(ana)
    assert "Saved. You find it under “My things”." in ana.screen
    await ana.taps("Add a note")
    await ana.says("Ask about my hands")
    await ana.says("/start hormone-therapy")
    title, note = ana.screen.split("\n\n")[:2]
    assert (title, note) == ("Hormone therapy", "Your note: Ask about my hands")
    assert "Saved. You find" not in ana.screen
    assert "Ask about my hands" in await ana.says("/bookmarks")


async def test_a_page_is_shared_without_anything_being_kept(ana: Chatter, store: Store) -> None:
    await ana.says("/start hormone-therapy__benefits")
    (key,) = [key for key in ana.keys if key["text"] == "Share"]
    assert key["switch_inline_query_chosen_chat"]["query"] == "Hormone therapy"
    assert await rows(store) == {}


async def test_pages_sections_words_and_medicines_are_listed_by_kind(ana: Chatter) -> None:
    await save_hormone_therapy(ana)
    await ana.says("/start hormone-therapy__benefits")
    await ana.taps("☆ Save")
    await ana.says("/start medicine__palbociclib")
    await ana.taps("☆ Save")
    await ana.says("/start word__her2")
    await ana.taps("☆ Save")
    listed = await ana.says("/bookmarks")
    assert [kind for kind in ("Pages", "Parts of pages", "Medicines", "Words") if kind in listed]
    assert ana.labels[:4] == [
        "Hormone therapy",
        "Hormone therapy: Benefits",
        "Palbociclib",
        "HER2",
    ]


def test_a_saved_page_is_listed_by_its_whole_name(view: View, library: Library) -> None:
    day = datetime(2026, 11, 23, tzinfo=UTC)
    for edition in library.editions.values():
        refs: list[tuple[BookmarkKind, str]] = [("page", page_id) for page_id in edition.pages]
        for page in edition.pages.values():
            refs += [("section", f"{page.id}/{section.id}") for section in page.sections]
        saved = [Bookmark(n, 1, kind, ref, "", None, n, day) for n, (kind, ref) in enumerate(refs)]
        drawn = replace(view, edition=edition)
        screen = bookmarks.bookmarks(drawn, saved, 0, len(saved), frozenset())
        assert [button.label for row in screen.rows for button in row if "…" in button.label] == []


async def test_a_note_is_typed_kept_and_shown_as_it_was_typed(ana: Chatter) -> None:
    await save_hormone_therapy(ana)
    await ana.says("/bookmarks")
    await ana.taps("Hormone therapy")
    asked = await ana.taps("Add a note")
    assert "300 characters" in asked
    shown = await ana.says("<b>ask</b> about 'hot flushes'; DROP TABLE bookmarks; שלום 🙂")
    assert "<b>ask</b> about 'hot flushes'; DROP TABLE bookmarks; שלום 🙂" in ana.screen
    assert "Your note" in shown


async def test_a_note_that_is_too_long_is_not_lost_silently(ana: Chatter) -> None:
    await save_hormone_therapy(ana)
    await ana.says("/bookmarks")
    await ana.taps("Hormone therapy")
    await ana.taps("Add a note")
    assert "longer than 300" in await ana.says("x" * 301)
    assert "Your note: short" in await ana.says("short")


async def test_a_command_ends_the_wait_and_words_are_a_search_again(ana: Chatter) -> None:
    await save_hormone_therapy(ana)
    await ana.says("/bookmarks")
    await ana.taps("Hormone therapy")
    await ana.taps("Add a note")
    assert "Nothing was saved" in await ana.says("/cancel")
    assert (await ana.says("ibrance")).startswith("Palbociclib")


async def test_an_answer_after_an_hour_is_told_and_not_searched(ana: Chatter, world: World) -> None:
    from datetime import timedelta

    await save_hormone_therapy(ana)
    await ana.says("/bookmarks")
    await ana.taps("Hormone therapy")
    await ana.taps("Add a note")
    world.clock.jump(timedelta(hours=1, minutes=1))
    assert "longer than an hour" in await ana.says("ibrance")
    assert (await ana.says("ibrance")).startswith("Palbociclib")


async def test_words_of_despair_in_a_note_bring_help(ana: Chatter) -> None:
    await save_hormone_therapy(ana)
    await ana.says("/bookmarks")
    await ana.taps("Hormone therapy")
    await ana.taps("Add a note")
    before = ana.sent
    assert "Your note: I want to die" in await ana.says("I want to die")
    assert ana.screen.startswith("If you feel unsafe: Someone to talk to.")
    assert ana.sent == before + 2, "the help page itself came first"


async def test_a_removed_bookmark_comes_back_with_undo(ana: Chatter, store: Store) -> None:
    await save_hormone_therapy(ana)
    await ana.says("/bookmarks")
    await ana.taps("Hormone therapy")
    await ana.taps("Remove")
    assert "bookmarks" not in await rows(store)
    await ana.taps("Undo")
    assert (await rows(store))["bookmarks"] == 1


async def test_undo_brings_back_her_note(ana: Chatter) -> None:
    await save_hormone_therapy(ana)
    await ana.says("/bookmarks")
    await ana.taps("Hormone therapy")
    await ana.taps("Add a note")
    await ana.says("Ask about my hands")
    await ana.taps("Remove")
    await ana.taps("Undo")
    await ana.says("/bookmarks")
    assert "Your note: Ask about my hands" in await ana.taps("Hormone therapy")


async def test_a_bookmark_of_a_page_that_is_gone_opens_something_near(
    ana: Chatter, store: Store, world: World
) -> None:
    await save_hormone_therapy(ana)
    async with store.transaction():
        await store.bookmarks.save(ana.chat_id, "page", "hormone-tablets", "x", world.clock.now())
    await ana.says("/bookmarks")
    assert "no longer here" in await ana.taps("A page that is no longer here")
    await ana.taps("Search for it")
    assert any("Hormone therapy" in label for label in ana.labels) or "Hormone" in ana.screen


async def test_a_changed_page_is_marked_until_it_is_opened(ana: Chatter, store: Store) -> None:
    await save_hormone_therapy(ana)
    [bookmark] = await store.bookmarks.list(ana.chat_id)
    async with store.transaction():
        await store.bookmarks.mark_seen(ana.chat_id, bookmark.id, "an older text")
    await ana.says("/bookmarks")
    assert "changed since you saved it" in await ana.taps("Hormone therapy (changed)")
    await ana.taps("Open")
    await ana.says("/bookmarks")
    assert "Hormone therapy" in ana.labels


async def test_sharing_makes_a_message_without_notes_or_names(ana: Chatter) -> None:
    await save_hormone_therapy(ana)
    await ana.says("/bookmarks")
    await ana.taps("Hormone therapy")
    await ana.taps("Add a note")
    await ana.says("secret")
    await ana.says("/bookmarks")
    await ana.taps("Share all of them")
    assert "Hormone therapy" in ana.screen
    assert "secret" not in ana.screen
    assert "Ana" not in ana.screen


async def test_a_setting_is_kept_and_used(ana: Chatter) -> None:
    await ana.says("/settings")
    await ana.taps("Country: United States")
    await ana.taps("United Kingdom")
    await ana.taps("Yes, save this")
    assert "Country: United Kingdom" in ana.labels
    assert "999" in await ana.says("/urgent")


async def test_delete_removes_every_row(ana: Chatter, store: Store) -> None:
    await save_hormone_therapy(ana)
    assert "1 saved page" in await ana.says("/delete")
    assert "deleted" in await ana.taps("Yes, delete everything")
    assert await rows(store) == {}
    assert "Nothing is saved" in await ana.says("/mydata")


async def test_an_old_star_still_draws_its_page_when_nothing_is_kept_any_more(
    ana: Chatter, world: World
) -> None:
    await ana.says("/start surgery")
    await ana.taps("☆ Save")
    await ana.taps("Yes, save this")
    old = ana.message.id
    await ana.says("/delete")
    await ana.taps("Yes, delete everything")
    await ana.taps_wire("drop:p:surgery", message_id=old)
    shown = world.chats[ana.chat_id].messages[old].text
    assert shown.startswith("Surgery")
