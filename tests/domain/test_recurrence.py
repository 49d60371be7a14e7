"""What holds for every rule, in any zone and at any moment."""

from calendar import monthrange
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.recurrence import (
    LONGEST_QUIET,
    BeforeVisit,
    Every,
    Once,
    OnVisitMorning,
    QuietHours,
    Rule,
    RuleError,
    Unit,
    add_months,
    at_most_two,
    instant,
    next_due,
)
from bot.domain.time_zones import UnknownZoneError
from tests.domain.clocks import ZONES, at_minute, changes, is_quiet, local, wall

bounded = settings(max_examples=100, derandomize=True, deadline=None)
MADRID = "Europe/Madrid"
NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)

zones = st.sampled_from(ZONES)
times = st.builds(at_minute, st.integers(0, 24 * 60 - 1))
days = st.dates(date(2024, 1, 1), date(2036, 12, 31))
locals_ = st.builds(datetime.combine, days, times)
moments = st.datetimes(local("2025-01-01"), local("2036-01-01")).map(
    lambda naive: naive.replace(tzinfo=UTC)
)
quiets = st.builds(
    lambda start, length: QuietHours(at_minute(start), at_minute(start + length)),
    st.integers(0, 24 * 60 - 1),
    st.integers(0, LONGEST_QUIET // timedelta(minutes=1)),
)
every = st.builds(Every, st.integers(1, 40), st.sampled_from(Unit), days, times)
about_visits = st.builds(BeforeVisit, st.integers(1, 30), times) | st.builds(OnVisitMorning, times)
rules: st.SearchStrategy[Rule] = st.builds(Once, locals_) | every | about_visits


@st.composite
def near_changes(draw: st.DrawFn) -> tuple[str, datetime]:
    """A zone and a moment, half of the time within two days of a clock change."""
    zone = draw(zones)
    if not changes(zone) or draw(st.booleans()):
        return zone, draw(moments)
    change = draw(st.sampled_from(changes(zone)))
    return zone, change + timedelta(minutes=draw(st.integers(-2880, 2880)))


@pytest.mark.slow
@bounded
@given(rules, near_changes(), quiets, locals_)
def test_the_next_due_is_later_than_now_and_never_quiet(
    rule: Rule, where: tuple[str, datetime], quiet: QuietHours, visit: datetime
) -> None:
    zone, now = where
    due = next_due(rule, zone, now, quiet, visit)
    if due is not None:
        assert due > now
        assert due.utcoffset() == timedelta(0)
        assert not is_quiet(due, zone, quiet)


@pytest.mark.slow
@bounded
@given(rules, zones, moments, moments, quiets, locals_)
def test_a_later_now_never_gives_an_earlier_due(
    rule: Rule, zone: str, moment: datetime, other: datetime, quiet: QuietHours, visit: datetime
) -> None:
    early, late = sorted([moment, other])
    first = next_due(rule, zone, early, quiet, visit)
    second = next_due(rule, zone, late, quiet, visit)
    assert second is None or (first is not None and first <= second)


@pytest.mark.slow
@bounded
@given(near_changes(), quiets, st.integers(-20, 20), st.sampled_from(Unit), times, st.data())
def test_a_repeating_rule_is_the_first_coming_of_its_days(
    where: tuple[str, datetime],
    quiet: QuietHours,
    days: int,
    unit: Unit,
    at: time,
    data: st.DataObject,
) -> None:
    zone, now = where
    step = data.draw(st.integers(1, 5))
    rule = Every(step, unit, now.date() + timedelta(days=days), at)
    each = [Once(datetime.combine(rule.day(number), at)) for number in range(30)]
    coming = [due for once in each if (due := next_due(once, zone, now, quiet))]
    assert next_due(rule, zone, now, quiet) == min(coming)


@pytest.mark.slow
@bounded
@given(about_visits, zones, locals_, quiets)
def test_a_reminder_of_a_visit_comes_before_it(
    rule: Rule, zone: str, visit: datetime, quiet: QuietHours
) -> None:
    due = next_due(rule, zone, datetime(2020, 1, 1, tzinfo=UTC), quiet, visit)
    assert due is not None
    assert due < instant(visit, zone)


@pytest.mark.slow
@bounded
@given(days, st.integers(1, 40), st.integers(0, 200))
def test_months_clamp_from_the_first_day_and_never_drift(
    start: date, step: int, number: int
) -> None:
    day = Every(step, Unit.MONTH, start, time(10)).day(number)
    passed = (day.year - start.year) * 12 + day.month - start.month
    assert passed == step * number
    assert day.day == min(start.day, monthrange(day.year, day.month)[1])


@pytest.mark.slow
@bounded
@given(
    st.builds(
        Every,
        st.integers(1, 24),
        st.sampled_from(Unit),
        st.dates(date(1, 1, 1), date(2030, 1, 1)),
        times,
    ),
    days,
)
def test_an_occurrence_is_found_without_walking_there(rule: Every, day: date) -> None:
    number = rule.number_near(day)
    assert number == 0 or rule.day(number) <= day
    assert rule.day(number + 3) > day or rule.start > day


def test_the_last_of_january_is_followed_by_the_last_of_each_month() -> None:
    rule, due, found = Every(1, Unit.MONTH, date(2027, 1, 31), time(10)), NOW, []
    for _ in range(4):
        due = next_due(rule, MADRID, due) or NOW
        found.append(wall(due, MADRID))
    assert [f"{day:%d.%m. %H:%M}" for day in found] == [
        "31.01. 10:00", "28.02. 10:00", "31.03. 10:00", "30.04. 10:00",
    ]  # fmt: skip


def test_a_leap_day_comes_back_in_leap_years() -> None:
    rule = Every(12, Unit.MONTH, date(2024, 2, 29), time(10))
    assert [rule.day(number).day for number in range(5)] == [29, 28, 28, 28, 29]
    assert add_months(date(2026, 12, 31), 2) == date(2027, 2, 28)


@pytest.mark.parametrize(
    ("chosen", "wanted"),
    [
        (local("2026-12-01 20:59"), local("2026-12-01 20:59")),
        (local("2026-12-01 21:00"), local("2026-12-02 08:00")),
        (local("2026-12-01 03:00"), local("2026-12-01 08:00")),
        (local("2026-12-01 08:00"), local("2026-12-01 08:00")),
    ],
)
def test_quiet_hours_move_a_reminder_to_their_end(chosen: datetime, wanted: datetime) -> None:
    due = next_due(Once(chosen), MADRID, NOW)
    assert due is not None
    assert wall(due, MADRID) == wanted


@pytest.mark.parametrize(
    ("rule", "visit", "wanted"),
    [
        (OnVisitMorning(time(8)), local("2026-12-01 10:00"), local("2026-12-01 08:00")),
        (OnVisitMorning(time(7)), local("2026-12-01 10:00"), local("2026-12-01 08:00")),
        (OnVisitMorning(time(8)), local("2026-12-01 07:30"), local("2026-11-30 20:00")),
        (OnVisitMorning(time(8)), local("2026-12-01 08:00"), local("2026-11-30 20:00")),
        (OnVisitMorning(time(9)), local("2026-12-01 08:30"), local("2026-11-30 20:00")),
        (BeforeVisit(3, time(10)), local("2026-12-01 09:00"), local("2026-11-28 10:00")),
        (BeforeVisit(1, time(22)), local("2026-12-01 07:00"), local("2026-11-30 20:00")),
    ],
)
def test_visits_are_reminded_in_time(rule: Rule, visit: datetime, wanted: datetime) -> None:
    due = next_due(rule, MADRID, NOW, visit=visit)
    assert due is not None
    assert wall(due, MADRID) == wanted


def test_an_evening_that_is_quiet_early_is_reminded_before_that() -> None:
    early_to_bed = QuietHours(time(19), time(9))
    visit = local("2026-12-01 08:30")
    due = next_due(OnVisitMorning(time(8)), MADRID, NOW, early_to_bed, visit)
    assert due == instant(local("2026-11-30 18:00"), MADRID)


def test_a_rule_about_a_visit_waits_for_one() -> None:
    assert next_due(OnVisitMorning(time(8)), MADRID, NOW) is None
    assert next_due(BeforeVisit(1, time(8)), MADRID, NOW, visit=local("2026-11-23 12:00")) is None


def test_an_evening_that_never_was_gives_nothing_after_the_visit() -> None:
    # Apia had no 30 December 2011.
    visit, after = local("2011-12-31 07:00"), datetime(2011, 12, 1, tzinfo=UTC)
    assert next_due(OnVisitMorning(time(8)), "Pacific/Apia", after, visit=visit) is None


def test_last_evening_is_still_to_come_while_it_is_quiet() -> None:
    rule = Every(1, Unit.DAY, date(2026, 1, 1), time(22))
    early = datetime(2026, 11, 23, 6, 0, tzinfo=UTC)  # 07:00 in Madrid
    assert next_due(rule, MADRID, early) == instant(local("2026-11-23 08:00"), MADRID)


def test_once_is_over_when_it_was() -> None:
    once = Once(local("2026-11-23 10:00"))
    assert next_due(once, MADRID, NOW - SECOND) == NOW
    assert next_due(once, MADRID, NOW) is None


def test_a_rule_begins_on_its_first_day() -> None:
    rule = Every(2, Unit.WEEK, date(2030, 5, 6), time(10))
    assert next_due(rule, MADRID, NOW) == instant(local("2030-05-06 10:00"), MADRID)


def test_unknown_zones_and_naive_moments_are_refused() -> None:
    with pytest.raises(UnknownZoneError, match="Mars"):
        next_due(Once(local("2026-12-01 00:00")), "Mars/Phobos", NOW)
    with pytest.raises(ValueError, match="needs a time zone"):
        next_due(Once(local("2026-12-01 00:00")), MADRID, local("2026-12-01 00:00"))


def test_quiet_hours_leave_something_of_the_day() -> None:
    assert QuietHours(time(18), time(10)).length == timedelta(hours=16)
    with pytest.raises(RuleError, match="16:01:00"):
        QuietHours(time(18), time(10, 1))


VISIT = datetime(2026, 12, 20, 10, 0, tzinfo=UTC)


def days_before(*counts: float) -> list[datetime]:
    return [VISIT - timedelta(days=count) for count in counts]


@pytest.mark.parametrize(
    ("planned", "kept"),
    [
        ([14, 7, 2, 0.1], [2, 0.1]),
        ([14, 7, 1], [7, 1]),
        ([14, 1, 0.1], [1, 0.1]),
        ([4, 1, 0.1], [4, 0.1]),
        ([7, 0.1], [7, 0.1]),
        ([0.1, 0.1, 3], [3, 0.1]),
        ([5], [5]),
        ([2, -1], [2]),
        ([0, -1], []),
        ([], []),
    ],
)
def test_of_many_reminders_two_are_kept(planned: list[float], kept: list[float]) -> None:
    assert at_most_two(days_before(*planned), VISIT) == days_before(*kept)
