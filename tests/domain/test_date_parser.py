"""What people type, and what it means on Wednesday 18 November 2026 at 10:00."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.date_parser import Moment, Reason, Unclear, understand, understand_time
from bot.domain.recurrence import add_months, instant
from tests.domain.clocks import ZONES, local, wall
from tests.domain.test_recurrence import bounded, moments

LONDON, MADRID, NEW_YORK = "Europe/London", "Europe/Madrid", "America/New_York"

ENGLISH = """
12 Dec 10:30                                 2026-12-12 10:30
next Tuesday 9am                             2026-11-24 09:00
in 3 weeks                                   2026-12-09
tomorrow                                     2026-11-19
12/12                                        2026-12-12
3.5.2027 14:00                               2027-05-03 14:00
the 12th at 9                                2026-12-12 09:00
at 9 on friday                               2026-11-20 09:00
10.30 on 12 Dec                              2026-12-12 10:30
noon tomorrow                                2026-11-19 12:00
10.30 12/12                                  2026-12-12 10:30
12.12 10.30                                  2026-12-12 10:30
December 12, 2026 at 2:30 pm                 2026-12-12 14:30
Dec 12th 2 p.m.                              2026-12-12 14:00
2026-12-12T10:30                             2026-12-12 10:30
friday                                       2026-11-20
this friday at 14h                           2026-11-20 14:00
next week on tuesday at 9                    2026-11-24 09:00
in 3 weeks on tuesday at 10                  2026-12-08 10:00
a week from today                            2026-11-25
in a month                                   2026-12-18
in 2 hours                                   2026-11-18 12:00
today at 15:00                               2026-11-18 15:00
tomorrow, Thursday 19 November at 9          2026-11-19 09:00
12 dec 27                                    2027-12-12
12 dec 1430                                  2026-12-12 14:30
tomorrow 9                                   2026-11-19 09:00
29 feb                                       2028-02-29
half past nine tomorrow                      2026-11-19 09:30
quarter to 3 on 4 December                   2026-12-04 14:45
it's on Tuesday at 9 with Dr Jones           2026-11-24 09:00
tomorrow morning                             2026-11-19
tomorrow afternoon at 3                      2026-11-19 15:00
day after tomorrow 10                        2026-11-20 10:00
tonight at 8                                 2026-11-18 20:00
the 12th of next month                       2026-12-12
9am                                          2026-11-19 09:00
14:00                                        2026-11-18 14:00
1/13                                         2027-01-13
9 may at 3 o'clock                           2027-05-09 15:00
12 Dec at 6                                  2026-12-12 18:00
12 Dec 06:00                                 2026-12-12 06:00
12 Dec 12am                                  2026-12-12 00:00
12-12-26 10:30                               2026-12-12 10:30
around 12 december                           2026-12-12
friday in three weeks at nine                2026-12-11 09:00
tomorrow 10.12                               2026-11-19 10:12
friday 4.12                                  2026-12-04
"""
SPANISH = """
el martes que viene a las 9                  2026-11-24 09:00
dentro de 3 semanas                          2026-12-09
mañana a las 10:30                           2026-11-19 10:30
15 de diciembre                              2026-12-15
15 de diciembre de 2026 a las 10.30 h        2026-12-15 10:30
pasado mañana a las 4 de la tarde            2026-11-20 16:00
el 12 a las 9                                2026-12-12 09:00
el próximo martes a las 9:30                 2026-11-24 09:30
mañana por la mañana                         2026-11-19
mañana por la tarde a las 5                  2026-11-19 17:00
hoy a las 18h                                2026-11-18 18:00
esta tarde a las 6                           2026-11-18 18:00
en una semana                                2026-11-25
dentro de quince días                        2026-12-03
dentro de dos meses                          2027-01-18
la semana que viene el jueves a las 11       2026-11-26 11:00
el jueves de la próxima semana               2026-11-26
viernes 27 de noviembre, 12 del mediodía     2026-11-27 12:00
a las 9 y media del 4 de diciembre           2026-12-04 09:30
el 4 de diciembre a las diez menos cuarto    2026-12-04 09:45
mar 24 nov 10:00                             2026-11-24 10:00
12 mar 9:30                                  2027-03-12 09:30
martes 1                                     2026-12-01
este miércoles a las 13:00                   2026-11-18 13:00
el día 3 a las 9                             2026-12-03 09:00
lunes a la una                               2026-11-23 13:00
12 dic 10h30                                 2026-12-12 10:30
el 12 del mes que viene a las 9              2026-12-12 09:00
dentro de un par de semanas                  2026-12-02
mañana 9 p. m.                               2026-11-19 21:00
el 1º de diciembre                           2026-12-01
15/12/26 a las 16:45 hrs                     2026-12-15 16:45
el sábado a las 8 de la noche                2026-11-21 20:00
tomorrow at 10                               2026-11-19 10:00
"""
AMERICAN = """
12/1                                         2026-12-01
3/5/2027                                     2027-03-05
3.5.2027 14:00                               2027-03-05 14:00
13/12                                        2026-12-13
12/1 2:30pm                                  2026-12-01 14:30
12.25                                        2026-12-25
"""
REFUSED = """
31 Feb                                       no-such-day
30 de febrero                                no-such-day
29/2/2027                                    no-such-day
99/99                                        no-such-day
25:00 tomorrow                               no-such-time
a las 24:00 mañana                           no-such-time
Tuesday 12 December                          weekday-differs
jueves 27 de noviembre                       weekday-differs
tomorrow, Friday                             weekday-differs
next week                                    day-missing
la semana que viene                          day-missing
Dec                                          day-missing
diciembre                                    day-missing
second tuesday of december                   day-missing
tuesday next month                           day-missing
yesterday                                    past
ayer                                         past
el martes pasado                             past
hace 3 días                                  past
3 weeks ago                                  past
today at 9                                   past
12 dec 2025                                  past
12 dec 2031                                  too-far
in 9999 weeks                                too-far
in 9999 years                                too-far
every tuesday                                not-understood
cada martes                                  not-understood
12 Dec or 13 Dec                             not-understood
tomorrow 10:30-11:30                         not-understood
in 2 hours and a half                        not-understood
12 december next year                        not-understood
12 de diciembre a las 12 de la noche         not-understood
midnight tomorrow                            not-understood
1                                            not-understood
🙂                                            not-understood
"""


def rows(table: str) -> list[tuple[str, str]]:
    return [(row[:45].strip(), row[45:].strip()) for row in table.strip().split("\n")]


def read(typed: str, language: str, zone: str, region: str) -> str:
    now = local("2026-11-18 10:00").replace(tzinfo=UTC) - (
        wall(datetime(2026, 11, 18, tzinfo=UTC), zone) - local("2026-11-18")
    )
    found = understand(typed, language, zone, now, region)
    if isinstance(found, Unclear):
        return found.reason
    return f"{found.on} {found.at:%H:%M}" if found.at else f"{found.on}"


@pytest.mark.parametrize(("typed", "meaning"), rows(ENGLISH))
def test_english_is_understood(typed: str, meaning: str) -> None:
    assert read(typed, "en", LONDON, "GB") == meaning


@pytest.mark.parametrize(("typed", "meaning"), rows(SPANISH))
def test_spanish_is_understood(typed: str, meaning: str) -> None:
    assert read(typed, "es", MADRID, "EU") == meaning


@pytest.mark.parametrize(("typed", "meaning"), rows(AMERICAN))
def test_americans_write_the_month_first(typed: str, meaning: str) -> None:
    assert read(typed, "en", NEW_YORK, "US") == meaning


@pytest.mark.parametrize(("typed", "reason"), rows(REFUSED))
def test_what_is_no_moment_is_refused_with_its_reason(typed: str, reason: str) -> None:
    assert read(typed, "en", LONDON, "GB") == reason


NOW = datetime(2026, 11, 18, 10, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("typed", "first", "other"),
    [
        ("3/5", Moment(date(2027, 5, 3), None), Moment(date(2027, 3, 5), None)),
        ("next friday", Moment(date(2026, 11, 27), None), Moment(date(2026, 11, 20), None)),
        (
            "tomorrow at 2",
            Moment(date(2026, 11, 19), time(14)),
            Moment(date(2026, 11, 19), time(2)),
        ),
        ("wednesday", Moment(date(2026, 11, 25), None), Moment(date(2026, 11, 18), None)),
    ],
)
def test_words_with_two_readings_give_both(typed: str, first: Moment, other: Moment) -> None:
    assert understand(typed, "en", LONDON, NOW) == Moment(first.on, first.at, other)


@pytest.mark.parametrize("typed", ["next tuesday", "12 Dec 10:30", "tomorrow at 02:00", "12/12"])
def test_plain_words_have_one_reading(typed: str) -> None:
    found = understand(typed, "en", LONDON, NOW)
    assert isinstance(found, Moment)
    assert found.otherwise is None


def test_today_is_the_persons_own_day() -> None:
    late = datetime(2026, 11, 18, 23, 0, tzinfo=UTC)
    assert understand("tomorrow", "en", LONDON, late) == Moment(date(2026, 11, 19), None)
    assert understand("tomorrow", "en", "Asia/Tokyo", late) == Moment(date(2026, 11, 20), None)


def test_a_time_that_the_clocks_skip_is_moved_past_the_gap() -> None:
    found = understand("8 March at 02:30", "en", NEW_YORK, datetime(2026, 3, 1, tzinfo=UTC))
    assert found == Moment(date(2026, 3, 8), time(3, 30))


def test_hours_from_now_are_real_hours_where_the_clocks_change() -> None:
    before = datetime(2026, 3, 8, 6, 30, tzinfo=UTC)  # 01:30 in New York, and 02:00 becomes 03:00
    assert understand("in 2 hours", "en", NEW_YORK, before) == Moment(date(2026, 3, 8), time(4, 30))


def test_three_years_ahead_is_the_farthest() -> None:
    assert understand("18.11.2029", "en", LONDON, NOW) == Moment(date(2029, 11, 18), None)
    assert understand("19.11.2029", "en", LONDON, NOW) == Unclear(Reason.TOO_FAR)


def test_a_naive_now_is_refused() -> None:
    with pytest.raises(ValueError, match="needs a time zone"):
        understand("tomorrow", "en", LONDON, local("2026-11-18"))


@pytest.mark.parametrize(
    ("typed", "at"),
    [
        ("9", time(9)),
        ("10.30", time(10, 30)),
        ("1030", time(10, 30)),
        ("9am", time(9)),
        ("16h", time(16)),
        ("half past 2", time(14, 30)),
        ("a las 9 y media", time(9, 30)),
        ("nueve", time(9)),
        ("la una", time(13)),
        ("9 de la noche", time(21)),
        ("noon", time(12)),
    ],
)
def test_a_time_alone_is_understood(typed: str, at: time) -> None:
    assert understand_time(typed) == at


@pytest.mark.parametrize("typed", ["", "a", "later", "12 dec", "9 or 10", "9-10", "x" * 500])
def test_what_is_no_time_is_not_understood(typed: str) -> None:
    assert understand_time(typed) == Unclear(Reason.NOT_UNDERSTOOD)


def test_an_hour_that_is_none_is_refused() -> None:
    assert understand_time("25") == Unclear(Reason.NO_SUCH_TIME)
    assert understand_time("9:75") == Unclear(Reason.NO_SUCH_TIME)


VOCABULARY = """
in at on the el la las a de next this last tuesday martes mar friday tomorrow mañana pasado today
hoy week semana mes month que viene dentro dec diciembre 31 feb 12 12/12 3.5. 0 00 9999 24:00 9am pm
10:30 10.30 2027 99 29/2 year años hours horas half past y media noche una three tres 1º th , . / -
: @ ² ١٢ １２
"""  # noqa: RUF001 - digits of other scripts
words = st.sampled_from(VOCABULARY.split())
typed_texts = st.lists(words, max_size=8).map(" ".join) | st.text(max_size=130)


@pytest.mark.slow
@bounded
@given(typed_texts, st.sampled_from(["en", "es", "xx"]), st.sampled_from(ZONES), moments)
def test_whatever_is_typed_is_in_the_coming_three_years_or_unclear(
    typed: str, language: str, zone: str, now: datetime
) -> None:
    understand_time(typed)
    found = understand(typed, language, zone, now, "US")
    if isinstance(found, Moment):
        today = wall(now, zone).date()
        assert today <= found.on <= add_months(today, 36)
        if found.at:
            assert instant(datetime.combine(found.on, found.at), zone) > now - timedelta(hours=1)
