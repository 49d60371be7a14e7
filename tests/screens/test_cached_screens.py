"""What is kept of screens is the same for everybody, and nothing of anybody."""

from dataclasses import replace
from datetime import timedelta

from bot import callback_data as taps
from bot.edge import keyboards
from bot.library.model.library import Edition
from bot.screens import reading
from bot.screens.view import View
from storage.store import Store
from tests.client import Chatter

PAGE = "surgery"
ID = 2**40 + 1


def test_the_same_view_sees_the_same_screen(view: View) -> None:
    drawn = reading.page(view, PAGE)
    assert reading.page(view, PAGE) is drawn
    assert drawn.is_common
    for other in (
        reading.page(view, PAGE, saved=True),
        reading.page(replace(view, back=taps.HOME()), PAGE),
        reading.page(replace(view, today=view.today + timedelta(days=400)), PAGE),
    ):
        assert other is not drawn
        assert other != drawn


def test_a_pack_that_was_read_again_is_drawn_anew(view: View) -> None:
    drawn = reading.page(view, PAGE)
    page = view.edition.pages[PAGE].model_copy(update={"title": "Another title"})
    changed: Edition = replace(view.edition, pages={**view.edition.pages, PAGE: page})
    assert "Another title" in reading.page(replace(view, edition=changed), PAGE).text
    assert reading.page(view, PAGE) is drawn


def test_what_leads_back_to_something_of_a_persons_is_not_kept(view: View) -> None:
    back = replace(view, back=taps.BOOKMARK(ID))
    drawn = reading.page(back, PAGE)
    assert str(ID) in str(drawn.rows)
    assert not drawn.is_common
    assert reading.page(back, PAGE) is not drawn


def test_no_screen_is_kept_of_somebody_who_has_a_number_to_call(view: View) -> None:
    number = "0161 496 0000"
    with_number = replace(view, team_number=number)
    drawn = reading.page(with_number, "urgent-help")
    assert number in drawn.text
    assert not drawn.is_common
    assert reading.page(with_number, "urgent-help") is not drawn
    assert number not in reading.page(view, "urgent-help").text


async def test_no_keyboard_with_words_of_a_person_is_kept(ana: Chatter, store: Store) -> None:
    await ana.says("/start clinical-trials")
    kept = keyboards._common_keyboard.cache_info().currsize
    assert kept
    await ana.taps_wire("ownq")
    await ana.taps("Keep it")
    await ana.says("Is it safe to travel?")
    await ana.says("/questions")
    assert any("travel" in label for label in ana.labels)
    assert keyboards._common_keyboard.cache_info().currsize == kept
