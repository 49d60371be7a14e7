"""The calendar file, read back by another program's rules."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

import pytest
from icalendar import Calendar

from bot.domain.calendar_file import LINE_LIMIT, calendar_file
from bot.domain.recurrence import instant
from bot.domain.visits import changed
from storage.records import Visit

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
ZONES = [
    *("America/New_York", "Europe/London", "Europe/Dublin", "Africa/Casablanca"),
    *("Australia/Lord_Howe", "America/Mexico_City", "Asia/Kolkata", "UTC"),
]


def visit(zone: str = "Europe/London", local: str = "2027-03-15T10:30") -> Visit:
    start = datetime.fromisoformat(local)
    return Visit(
        id=7,
        person_id=1,
        local_start=start,
        time_zone=zone,
        starts_at=instant(start, zone),
        with_whom="oncologist",
        place="2nd floor",
        repeat_weeks=3,
        created_at=NOW,
    )


def event_of(content: bytes) -> Any:
    (event,) = Calendar.from_ical(content).walk("VEVENT")
    return event


def test_it_says_when_with_an_alarm_and_nothing_of_health() -> None:
    content = calendar_file(visit(), "Appointment", NOW)
    event = event_of(content)
    assert (str(event["summary"]), str(event["uid"])) == ("Appointment", "7@waymark")
    assert event["dtstart"].dt == datetime(2027, 3, 15, 10, 30, tzinfo=ZoneInfo("Europe/London"))
    assert event["dtstamp"].dt == event["last-modified"].dt == NOW
    (alarm,) = event.walk("VALARM")
    assert alarm["trigger"].dt == timedelta(days=-1)
    assert (str(alarm["action"]), str(alarm["description"])) == ("DISPLAY", "Appointment")
    assert b"2nd floor" not in content
    assert b"oncolog" not in content


def test_a_changed_visit_replaces_the_one_in_the_calendar() -> None:
    later = changed(visit(), NOW + timedelta(hours=2))
    event = event_of(calendar_file(later, "Appointment", NOW + timedelta(days=1)))
    assert event["sequence"] == 1
    assert event["last-modified"].dt == NOW + timedelta(hours=2)
    assert event["uid"] == event_of(calendar_file(visit(), "Appointment", NOW))["uid"]


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize("local", ["2026-12-12T10:30", "2027-03-14T03:30", "2027-07-01T08:00"])
def test_who_knows_only_the_file_has_the_same_clock_for_nine_years(zone: str, local: str) -> None:
    """Without the zone's name: some programs believe the file alone."""
    appointment = visit(zone, local)
    file: Any = Calendar.from_ical(calendar_file(appointment, "Appointment", NOW))
    (component,) = file.walk("VTIMEZONE")
    told = component.to_tz(lookup_tzid=False)
    for step in range(0, 9 * 365 * 24, 131):
        there = (appointment.starts_at + timedelta(hours=step)).astimezone(ZoneInfo(zone))
        local_time = there.replace(tzinfo=None, fold=0)
        expected = local_time.replace(tzinfo=ZoneInfo(zone)).utcoffset()
        assert local_time.replace(tzinfo=told).utcoffset() == expected, local_time


@pytest.mark.slow
def test_every_zone_of_the_world_keeps_its_clock() -> None:
    """Once for each file that differs by more than its name, every three weeks for nine years."""
    seen = set()
    for zone in sorted(available_timezones() - {"localtime", "posixrules", "Factory"}):
        planned = visit(zone, "2026-12-12T10:30")
        content = calendar_file(planned, "Appointment", NOW)
        if (body := content.replace(zone.encode(), b"?")) in seen:
            continue
        seen.add(body)
        file: Any = Calendar.from_ical(content)
        told = file.walk("VTIMEZONE")[0].to_tz(lookup_tzid=False)
        for day in range(0, 9 * 365, 21):
            there = (planned.starts_at + timedelta(days=day)).astimezone(ZoneInfo(zone))
            assert there.replace(tzinfo=told).utcoffset() == there.utcoffset(), (zone, there)
    assert len(seen) > 50


def test_a_change_of_the_clocks_is_written_by_the_clock_before_it() -> None:
    lines = calendar_file(visit("America/New_York"), "Appointment", NOW).decode().splitlines()
    place = lines.index("DTSTART:20270314T020000")
    assert lines[place + 1 : place + 3] == ["TZOFFSETFROM:-0500", "TZOFFSETTO:-0400"]


def test_long_lines_and_signs_are_written_as_the_rules_say() -> None:
    content = calendar_file(replace(visit(), repeat_weeks=None), "¿Cita, sí; o no? " * 12, NOW)
    assert str(event_of(content)["summary"]) == ("¿Cita, sí; o no? " * 12)
    assert content.endswith(b"END:VCALENDAR\r\n")
    assert all(len(line) <= LINE_LIMIT for line in content.split(b"\r\n"))
    assert b"RRULE" not in content
