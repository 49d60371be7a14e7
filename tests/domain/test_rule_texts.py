"""Rules as they are stored."""

from datetime import UTC, date, datetime, time

import pytest
from hypothesis import given

from bot.domain.recurrence import (
    BeforeVisit,
    Every,
    Once,
    OnVisitMorning,
    Rule,
    RuleError,
    Unit,
    from_text,
    to_text,
)
from tests.domain.clocks import local
from tests.domain.test_recurrence import bounded, rules


@pytest.mark.slow
@bounded
@given(rules)
def test_a_rule_comes_back_from_its_text(rule: Rule) -> None:
    assert from_text(to_text(rule)) == rule


@pytest.mark.parametrize(
    ("rule", "text"),
    [
        (Once(local("2026-12-12 10:30")), "1 once 2026-12-12 10:30"),
        (Every(3, Unit.WEEK, date(2026, 12, 12), time(9)), "1 every 3 week 2026-12-12 09:00"),
        (BeforeVisit(2, time(18)), "1 before-visit 2 18:00"),
        (OnVisitMorning(time(8)), "1 visit-morning 08:00"),
    ],
)
def test_stored_texts_stay_as_they_are(rule: Rule, text: str) -> None:
    assert to_text(rule) == text
    assert from_text(text) == rule


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "version 1"),
        ("2 once 2026-12-12 10:30", "version 1"),
        ("1 often 10:30", "kind or the number of its parts"),
        ("1 once 2026-12-12", "kind or the number of its parts"),
        ("1 once 2026-02-30 10:30", "day is out of range"),
        ("1 once 20261212 1030", "would be written '1 once 2026-12-12 10:30'"),
        ("1 once 2026-12-12 10:30+01:00", "has a time zone"),
        ("1 once 2026-12-12 10:30:05", "finer than a minute"),
        ("1 every 0 day 2026-12-12 10:30", "the step must be 1 to 366, not 0"),
        ("1 every 367 day 2026-12-12 10:30", "the step must be 1 to 366, not 367"),
        ("1 every 1 year 2026-12-12 10:30", "'year' is not a valid Unit"),
        ("1 every two day 2026-12-12 10:30", "'two'"),
        ("1 before-visit -1 10:30", "the days before a visit must be 1 to 366, not -1"),
        ("1 visit-morning 8", "Invalid isoformat string"),
        ("1 visit-morning 08", "would be written"),
        ("1  visit-morning 08:00", "kind or the number of its parts"),
    ],
)
def test_rubbish_is_refused_with_the_reason(text: str, says: str) -> None:
    with pytest.raises(RuleError) as error:
        from_text(text)
    assert says in str(error.value)
    assert repr(text) in str(error.value)


def test_long_rubbish_is_cut_in_the_message() -> None:
    with pytest.raises(RuleError) as error:
        from_text("x" * 5000)
    assert len(str(error.value)) < 200


def test_a_rule_with_a_time_zone_can_not_be_made() -> None:
    with pytest.raises(RuleError, match="local time"):
        Once(datetime(2026, 12, 12, tzinfo=UTC))
