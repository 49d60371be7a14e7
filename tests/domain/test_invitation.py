"""The calendar file of a visit."""

from datetime import UTC, datetime, timedelta

import pytest
from icalendar import Calendar, Event

from bot.domain.invitation import as_ics
from tests.domain.clocks import local

STAMP = datetime(2026, 11, 18, 10, 0, tzinfo=UTC)
HALF_AN_HOUR = timedelta(minutes=30)


def invitation(
    start: str = "2026-12-12 10:30", zone: str = "Europe/Madrid", title: str = "Appointment"
) -> bytes:
    return as_ics(local(start), zone, HALF_AN_HOUR, title, "7f3a@waymark.invalid", STAMP)


def event(file: bytes) -> Event:
    [found] = Calendar.from_ical(file).walk("VEVENT")
    assert isinstance(found, Event)
    return found


def test_a_visit_is_at_its_instant() -> None:
    found = event(invitation())
    assert found.start == datetime(2026, 12, 12, 9, 30, tzinfo=UTC)
    assert found.end == datetime(2026, 12, 12, 10, 0, tzinfo=UTC)


def test_times_are_written_in_utc_so_that_no_calendar_needs_the_zone() -> None:
    file = invitation(zone="Asia/Kathmandu")
    assert b"DTSTART:20261212T044500Z\r\n" in file
    assert b"Kathmandu" not in file
    assert b"TZID" not in file


def test_a_skipped_time_is_moved_past_the_gap() -> None:
    found = event(invitation("2026-03-08 02:30", "America/New_York"))
    assert found.start == datetime(2026, 3, 8, 7, 30, tzinfo=UTC)


def test_nothing_else_is_told() -> None:
    assert set(event(invitation())) == {
        "SUMMARY", "DTSTART", "DTEND", "DTSTAMP", "UID", "SEQUENCE", "CLASS",
    }  # fmt: skip


def test_a_changed_visit_replaces_the_old_one() -> None:
    start, later = local("2026-12-13 09:00"), STAMP + timedelta(minutes=1)
    old, new = (event(as_ics(start, "UTC", HALF_AN_HOUR, "A", "7f3a", at)) for at in (STAMP, later))
    assert str(new["UID"]) == str(old["UID"]) == "7f3a"
    assert int(str(new["SEQUENCE"])) > int(str(old["SEQUENCE"]))


def test_a_title_can_not_add_lines() -> None:
    title = "Cita; con ñandú, 你好\r\nATTENDEE:mailto:somebody@example.org\n" + "long " * 40
    file = invitation(title=title)
    assert event(file)["SUMMARY"] == title.replace("\r\n", "\n")
    assert b"\nATTENDEE" not in file
    assert max(len(line) for line in file.split(b"\r\n")) <= 75


def test_a_naive_stamp_is_refused() -> None:
    with pytest.raises(ValueError, match="needs a time zone"):
        as_ics(local("2026-12-12"), "UTC", HALF_AN_HOUR, "A", "b", local("2026-11-18"))
