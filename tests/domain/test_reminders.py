"""When the reminders of a person are due, all together."""

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

from bot.domain.recurrence import BeforeVisit, OnVisitMorning, Rule, instant, to_text
from bot.domain.reminders import due_moments, rule_of, visit_meant
from storage.records import Reminder, Visit

ZONE = "Europe/London"
START = datetime(2026, 12, 11, 14, 0)  # noqa: DTZ001 - a local time
VISIT = Visit(5, 1, START, ZONE, instant(START, ZONE), "oncologist", None, None, START)
NOW = datetime(2026, 12, 1, 9, tzinfo=UTC)


def reminder(number: int, rule: Rule, state: str = "active") -> Reminder:
    return Reminder(number, 1, "own", "x", to_text(rule), None, ZONE, state, None, NOW)  # type: ignore[arg-type]


THREE = [
    reminder(1, BeforeVisit(3, time(10))),
    reminder(2, BeforeVisit(2, time(10))),
    reminder(3, OnVisitMorning(time(8))),
]


def test_three_moments_before_a_visit_become_two_messages() -> None:
    due = due_moments(THREE, [VISIT], ZONE, NOW)
    assert due[1] == datetime(2026, 12, 8, 10, tzinfo=UTC)
    assert due[2] == due[3] == datetime(2026, 12, 11, 8, tzinfo=UTC)


def test_the_first_of_the_two_counts_once_it_was_sent() -> None:
    after_the_first = datetime(2026, 12, 8, 10, 1, tzinfo=UTC)
    due = due_moments(THREE, [VISIT], ZONE, after_the_first)
    assert due == {
        2: datetime(2026, 12, 11, 8, tzinfo=UTC),
        3: datetime(2026, 12, 11, 8, tzinfo=UTC),
    }


def test_after_the_visit_nothing_is_due() -> None:
    assert due_moments(THREE, [VISIT], ZONE, VISIT.starts_at + timedelta(hours=1)) == {}
    assert due_moments(THREE, [], ZONE, NOW) == {}


def test_a_second_visit_two_days_later_has_its_own_reminder() -> None:
    """Its three days before are over when the first visit is; it was lost."""
    start = START + timedelta(days=2)
    second = replace(VISIT, id=6, local_start=start, starts_at=instant(start, ZONE))
    prepare, visits = THREE[:1], [VISIT, second]
    first_moment = datetime(2026, 12, 8, 10, tzinfo=UTC)
    second_moment = datetime(2026, 12, 10, 10, tzinfo=UTC)
    assert due_moments(prepare, visits, ZONE, NOW) == {1: first_moment}
    assert due_moments(prepare, visits, ZONE, first_moment) == {1: second_moment}
    assert due_moments(prepare, visits, ZONE, second_moment) == {}
    assert visit_meant(prepare[0], visits, ZONE, first_moment) == VISIT
    assert visit_meant(prepare[0], visits, ZONE, second_moment) == second


def test_what_is_paused_takes_no_place() -> None:
    paused = [reminder(1, BeforeVisit(3, time(10)), "paused"), *THREE[1:]]
    due = due_moments(paused, [VISIT], ZONE, NOW)
    assert due[2] == datetime(2026, 12, 9, 10, tzinfo=UTC)


def test_a_button_means_a_rule_and_rubbish_means_none() -> None:
    assert to_text(rule_of("v3", NOW, ZONE) or OnVisitMorning(time(1))) == "1 before-visit 3 10:00"
    assert to_text(rule_of("w2", NOW, ZONE) or OnVisitMorning(time(1))).startswith(
        "1 every 2 week 2026-12-15"
    )
    for rubbish in ("", "v", "x3", "vm3", "+m", "dm", "w0", "m999", "v9999", "+"):
        assert rule_of(rubbish, NOW, ZONE) is None
