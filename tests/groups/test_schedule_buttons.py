"""What a button of a schedule spells is a real moment and a post there is, or nothing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain import series
from bot.library.model.library import Library
from bot.screens import calendar
from bot.screens.view import View
from bot.settings import Settings
from bot.turns.group_turn import usual_group
from tests.conftest import NOW

spellings = st.one_of(st.text(max_size=20), st.from_regex(r"[0-9]{4,14}", fullmatch=True))


@pytest.mark.slow
@given(spellings)
def test_a_moment_is_one_that_we_could_have_spelled(spelled: str) -> None:
    moment = calendar.read_moment(spelled)  # the year 1 is spelled back as one digit
    assert moment is None or calendar.spell_moment(moment).zfill(12) == spelled
    day, month = calendar.read_day(spelled), calendar.read_month(spelled)
    assert day is None or calendar.spell_day(day).zfill(8) == spelled
    assert month is None or calendar.spell_month(month).zfill(6) == spelled


@pytest.mark.slow
def test_a_target_is_a_post_that_there_is(library: Library) -> None:
    edition = library.default
    view = View(edition, "US", "full", NOW.date())
    group = usual_group(-1, Settings(_env_file=None))
    subjects = {kind.id for kind in edition.pack.reminders}

    @given(st.sampled_from(["card", "weekly", "monthly", "hourly", ""]), st.text(max_size=20))
    def holds(kind: str, what: str) -> None:
        read = series.read_target(view.edition, group, f"{kind}.{what}" if what else kind)
        match read:
            case ("card", page):
                assert page in edition.pages
            case ("monthly", subject):
                assert subject in subjects
            case _:
                assert read is None or read[0] == "weekly"

    holds()
