from dataclasses import replace
from datetime import date, timedelta

import pytest

from storage.engine.database import Database
from storage.errors import TextRefusedError, UnknownPersonError
from storage.people import EXPORT
from storage.store import Store
from tests.storage.people import NOW, person
from tests.storage.planning import add_reminder, add_visit


async def test_somebody_who_never_agreed_is_unknown(store: Store) -> None:
    assert await store.people.get(3) is None


async def test_consent_is_stamped_with_its_text_and_its_moment(store: Store) -> None:
    stamped = await store.people.get(1)
    assert stamped == replace(person(1), consent_version="v1", consented_at=NOW)


async def test_agreeing_to_a_changed_text_keeps_the_settings(store: Store) -> None:
    later = NOW + timedelta(days=2)
    async with store.transaction():
        await store.people.save_settings(
            replace(person(1), language="es", text_length="full", time_zone="Europe/Madrid")
        )
        stamped = await store.people.give_consent(person(1), "v2", later)
    assert (stamped.language, stamped.text_length, stamped.time_zone) == (
        "es",
        "full",
        "Europe/Madrid",
    )
    assert (stamped.consent_version, stamped.consented_at) == ("v2", later)


async def test_settings_of_somebody_who_did_not_agree_are_not_kept(store: Store) -> None:
    with pytest.raises(UnknownPersonError):
        async with store.transaction():
            await store.people.save_settings(person(3))
    assert await store.people.get(3) is None


async def test_the_teams_number_is_kept_changed_and_let_go_of(store: Store) -> None:
    for number in ("Night line 0161 496 0000", "\u0661\u0661\u0661 🙂", "0" * 60, None):
        async with store.transaction():
            await store.people.set_team_number(1, number)
        assert await store.people.get(1) == replace(
            person(1), consent_version="v1", consented_at=NOW, team_number=number
        )
    other = await store.people.get(2)
    assert other is not None
    assert other.team_number is None


async def test_settings_and_a_new_consent_leave_the_teams_number_alone(store: Store) -> None:
    async with store.transaction():
        await store.people.set_team_number(1, "0161 496 0000")
        await store.people.save_settings(replace(person(1), region="GB"))
        await store.people.give_consent(person(1), "v2", NOW)
    found = await store.people.get(1)
    assert found is not None
    assert (found.region, found.team_number) == ("GB", "0161 496 0000")
    assert (await store.people.export(1))["people"][0]["team_number"] == "0161 496 0000"


@pytest.mark.parametrize("number", ["", "  ", "0" * 61, "0161 \x00", "0161 \ud800"])
async def test_a_number_that_can_not_be_kept_changes_nothing(store: Store, number: str) -> None:
    with pytest.raises(TextRefusedError):
        async with store.transaction():
            await store.people.set_team_number(1, number)
    found = await store.people.get(1)
    assert found is not None
    assert found.team_number is None


async def test_no_number_is_kept_of_somebody_who_did_not_agree(store: Store) -> None:
    with pytest.raises(UnknownPersonError):
        async with store.transaction():
            await store.people.set_team_number(3, "111")
    assert await store.people.get(3) is None


async def test_an_active_day_is_written_once(store: Store) -> None:
    async with store.transaction():
        assert await store.people.touch(1, date(2026, 11, 24))
        assert not await store.people.touch(1, date(2026, 11, 24))
        assert not await store.people.touch(1, date(2026, 11, 20))
    found = await store.people.get(1)
    assert found is not None
    assert found.active_on == date(2026, 11, 24)


async def test_idle_people_are_warned_once_and_removed_only_after_that(store: Store) -> None:
    eleven_months, twelve_months = date(2027, 10, 24), date(2027, 11, 24)
    async with store.transaction():
        await store.people.touch(2, date(2027, 10, 24))
    assert [p.id for p in await store.people.to_warn(idle_since=eleven_months)] == [1]
    assert await store.people.to_remove(idle_since=twelve_months, warned_before=twelve_months) == []
    async with store.transaction():
        await store.people.mark_warned(1, eleven_months)
    assert await store.people.to_warn(idle_since=eleven_months) == []
    assert await store.people.to_remove(idle_since=twelve_months, warned_before=twelve_months) == [
        1
    ]
    assert await store.people.to_remove(idle_since=twelve_months, warned_before=eleven_months) == []


async def test_somebody_who_comes_back_after_the_warning_stays(store: Store) -> None:
    async with store.transaction():
        await store.people.mark_warned(1, date(2026, 11, 23))
        assert await store.people.touch(1, date(2026, 11, 23))
    assert await store.people.to_remove(
        idle_since=date(2028, 1, 1), warned_before=date(2028, 1, 1)
    ) == []  # fmt: skip


async def fill(store: Store, person_id: int) -> None:
    async with store.transaction():
        saved = await store.bookmarks.save(person_id, "page", "surgery", "h", NOW)
        await store.bookmarks.save(person_id, "word", "biopsy", "h", NOW)
        await store.bookmarks.remove(person_id, saved.id, NOW)
        await store.questions.add(person_id, NOW, text="How long?")
        await store.pending_inputs.set(person_id, person_id, "question", "", NOW)
        visit = await add_visit(store, person_id)
        reminder = await add_reminder(store, person_id, visit_id=visit.id)
        await store.reminders.plan(reminder, "1", NOW)


async def test_deleting_removes_every_row_of_that_person_and_of_nobody_else(store: Store) -> None:
    await fill(store, 1)
    await fill(store, 2)
    others = await store.people.export(2)
    async with store.transaction():
        counts = await store.people.delete(1)
    assert counts == {
        "people": 1,
        "bookmarks": 1,
        "questions": 1,
        "pending_inputs": 1,
        "removals": 1,
        "visits": 1,
        "reminders": 1,
        "deliveries": 1,
    }
    assert not any((await store.people.export(1)).values())
    assert await store.people.export(2) == others


async def test_after_deleting_a_person_is_as_new(store: Store) -> None:
    async with store.transaction():
        await store.people.delete(1)
        assert not any((await store.people.delete(1)).values())
    assert await store.people.get(1) is None
    with pytest.raises(UnknownPersonError):
        async with store.transaction():
            await store.bookmarks.save(1, "page", "surgery", "h", NOW)


async def test_an_export_holds_every_row_of_a_person(store: Store) -> None:
    await fill(store, 1)
    exported = await store.people.export(1)
    assert {table: len(rows) for table, rows in exported.items()} == dict.fromkeys(EXPORT, 1)
    assert exported["bookmarks"][0]["ref"] == "biopsy"


async def test_every_table_about_people_is_exported_deleted_and_shown(
    database: Database, store: Store
) -> None:
    columns = "pragma_table_info(m.name) WHERE m.type = 'table'"
    if type(database).__name__ == "PostgresDatabase":
        rows = await database.fetch_all(
            "SELECT DISTINCT table_name AS name FROM information_schema.columns"
            " WHERE table_schema = 'public' AND column_name IN ('person_id', 'reminder_id')"
        )
    else:
        rows = await database.fetch_all(
            f"SELECT DISTINCT m.name AS name FROM sqlite_master m, {columns}"  # noqa: S608
            " AND pragma_table_info.name IN ('person_id', 'reminder_id')"
        )
    tables = {row["name"] for row in rows} | {"people"}
    assert tables == set(EXPORT)
    of_groups = {"groups", "group_changes", "group_moves", "group_schedules"}
    of_nobody = {"helpful_counts", "seen_updates", "rounds"}
    assert tables | of_groups | of_nobody == {table for table, _ in await store.panel()}
    async with store.transaction():
        assert tables == set(await store.people.delete(1))


async def test_the_panel_shows_what_a_tap_wrote(store: Store) -> None:
    before = dict(await store.panel())
    async with store.transaction():
        saved = await store.bookmarks.save(1, "page", "surgery", "h", NOW)
    after = dict(await store.panel())
    assert before["bookmarks"] == []
    assert [row["id"] for row in after["bookmarks"]] == [saved.id]
