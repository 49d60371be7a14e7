"""Every clock change from 2025 to 2035 in the zones that matter, and the odd ones by hand."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from bot.domain.recurrence import Every, Once, QuietHours, Unit, instant, next_due
from tests.domain.clocks import (
    CHANGING,
    DAY,
    STEADY,
    STOPPED,
    ZONES,
    changes,
    expected,
    local,
    wall,
)

NEVER_QUIET = QuietHours(time(0), time(0))


@pytest.mark.parametrize("zone", ZONES)
def test_a_daily_time_is_right_around_every_clock_change(zone: str) -> None:
    for change in changes(zone):
        first = wall(change, zone).date() - 2 * DAY
        turned = (wall(change - timedelta(minutes=1), zone), wall(change, zone))
        around = [spot + timedelta(minutes=n) for spot in turned for n in (-31, -1, 0, 1, 31)]
        for at in {*(spot.time() for spot in around), time(10, 30)}:
            rule, due = Every(1, Unit.DAY, first, at), change - 5 * DAY
            for number in range(5):
                wanted = datetime.combine(first + number * DAY, at)
                found = next_due(rule, zone, due, NEVER_QUIET)
                assert found == expected(wanted, zone), f"{wanted} in {zone}"
                due = found


def test_the_zones_have_the_changes_that_the_test_is_about() -> None:
    assert len(ZONES) == 26
    assert [zone for zone in CHANGING if len(changes(zone)) < 22] == []
    assert [zone for zone in STOPPED if changes(zone)[-1].year != 2026] == []
    assert [zone for zone in STEADY if changes(zone)] == []


@pytest.mark.parametrize(
    ("zone", "chosen", "utc"),
    [
        ("America/New_York", local("2026-03-08 02:30"), local("2026-03-08 07:30")),  # gap
        ("America/New_York", local("2026-11-01 01:30"), local("2026-11-01 05:30")),  # fold
        ("Europe/Dublin", local("2026-03-29 01:30"), local("2026-03-29 01:30")),
        ("America/Santiago", local("2026-09-06 00:00"), local("2026-09-06 04:00")),  # midnight
        ("Australia/Lord_Howe", local("2026-10-04 02:15"), local("2026-10-03 15:45")),
        ("Asia/Kathmandu", local("2026-06-01 10:30"), local("2026-06-01 04:45")),
        ("Pacific/Apia", local("2011-12-30 10:00"), local("2011-12-30 20:00")),
        ("Pacific/Apia", local("2011-12-31 10:00"), local("2011-12-30 20:00")),
    ],
)
def test_gaps_move_forward_and_folds_mean_the_first(
    zone: str, chosen: datetime, utc: datetime
) -> None:
    assert instant(chosen, zone) == utc.replace(tzinfo=UTC)
    early = instant(chosen, zone) - timedelta(hours=12)
    assert next_due(Once(chosen), zone, early, NEVER_QUIET) == utc.replace(tzinfo=UTC)


def test_a_skipped_time_shows_the_gap_later_on_the_clock() -> None:
    assert wall(instant(local("2026-03-08 02:30"), "America/New_York"), "America/New_York") == (
        local("2026-03-08 03:30")
    )
    lord_howe = instant(local("2026-10-04 02:15"), "Australia/Lord_Howe")
    assert wall(lord_howe, "Australia/Lord_Howe") == local("2026-10-04 02:45")


def test_a_day_that_never_was_is_reminded_once_on_the_next() -> None:
    rule = Every(1, Unit.DAY, date(2011, 12, 28), time(10))
    due, days = datetime(2011, 12, 28, tzinfo=UTC), []
    for _ in range(4):
        found = next_due(rule, "Pacific/Apia", due)
        assert found is not None
        due = found
        days.append(wall(due, "Pacific/Apia"))
    assert [day.day for day in days] == [28, 29, 31, 1]
    assert {day.time() for day in days} == {time(10)}


def test_a_time_in_a_gap_that_lands_in_quiet_hours_waits_for_their_end() -> None:
    quiet = QuietHours(time(3), time(9))
    due = next_due(
        Once(local("2026-03-08 02:30")),
        "America/New_York",
        datetime(2026, 3, 1, tzinfo=UTC),
        quiet,
    )
    assert due == datetime(2026, 3, 8, 13, 0, tzinfo=UTC)
